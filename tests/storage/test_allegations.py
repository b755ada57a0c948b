"""Allegations: suggested with what they rest on, decided by a person, added where the reading saw nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage import cases
from storage.cases import NewAllegation
from storage.database import Database
from storage.errors import RowStale

SUGGESTED = (
    NewAllegation("UF", ("excessive_force",), 0.93, ((3, 9), (12, 20)), "pushed, against the car"),
    NewAllegation("DI", ("discourtesy",), 0.41),
)


async def test_a_suggestion_shows_what_it_rests_on(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session, allegations=SUGGESTED)
    async with database.read() as session:
        first, second = await cases.allegations(session, "north", case.id)
        assert await cases.allegations(session, "south", case.id) == []
    assert (first.code, first.labels, first.score) == ("UF", ("excessive_force",), 0.93)
    assert (first.spans, first.because) == (((3, 9), (12, 20)), "pushed, against the car")
    assert (first.state, first.by, first.at, second.code) == ("suggested", None, now, "DI")


@pytest.mark.parametrize("state", ["confirmed", "rejected"])
async def test_a_person_decides(database: Database, given: Any, now: datetime, state: str) -> None:
    later = now + timedelta(hours=1)
    async with database.write() as session:
        case = await given.case(session, allegations=SUGGESTED)
    async with database.write() as session:
        first, second = await cases.allegations(session, "north", case.id)
        decided = await cases.decide(session, "north", first.id, state, "ana", later)
    async with database.read() as session:
        assert await cases.allegations(session, "north", case.id) == [decided, second]
    assert (decided.state, decided.by, decided.at, decided.spans) == (state, "ana", later, first.spans)


async def test_only_its_own_agency_decides_and_only_known_states(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session, allegations=SUGGESTED)
        first, _ = await cases.allegations(session, "north", case.id)
        with pytest.raises(RowStale):
            await cases.decide(session, "south", first.id, "confirmed", "eve", now)
    with pytest.raises(IntegrityError):
        async with database.write() as session:
            await cases.decide(session, "north", first.id, "perhaps", "ana", now)


async def test_a_person_adds_what_the_reading_did_not_see(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session, allegations=SUGGESTED)
        added = await cases.add_allegation(session, "north", case.id, code="RE", by="ana", now=now)
    async with database.read() as session:
        assert [one.code for one in await cases.allegations(session, "north", case.id)] == ["UF", "DI", "RE"]
    assert (added.state, added.by, added.labels) == ("added", "ana", ())
