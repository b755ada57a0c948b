"""Allegations: suggested with what they rest on, decided by a person, added where the reading saw nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage import allegations, cases, keys
from storage.allegations import Judged
from storage.cases import NewAllegation
from storage.database import Database
from storage.errors import RowStale, Unsealable
from storage.models import allegations as rows
from storage.models import cases as case_rows
from storage.tallies import Period

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


async def test_only_cases_with_something_confirmed_and_nothing_left_are_settled(
    database: Database, given: Any, now: datetime
) -> None:
    fates = (
        ("confirmed", "rejected"),
        ("confirmed", "suggested"),
        ("rejected", "rejected"),
        ("confirmed", "confirmed"),
    )
    async with database.write() as session:
        filed = []
        for number, fate in enumerate(fates):
            filed.append(await given.case(session, chat=str(number), allegations=SUGGESTED))
            for row, state in zip(await cases.allegations(session, "north", filed[-1].id), fate, strict=True):
                await cases.decide(session, "north", row.id, state, "ana", now)
        filed.append(await given.case(session, chat="9"))
        await cases.add_allegation(session, "north", filed[-1].id, code="RE", by="ana", now=now)
        await given.case(session, chat="10")
        await given.case(session, agency="south", chat="11", allegations=SUGGESTED)
    async with database.read() as session:
        first = await allegations.settled(session, "north", after=0, limit=2)
        rest = await allegations.settled(session, "north", after=first[-1][0], limit=2)
        assert [id for _, id in (*first, *rest)] == [filed[0].id, filed[3].id, filed[4].id]
        assert await allegations.settled(session, "north", after=rest[-1][0], limit=2) == []
        assert await allegations.settled(session, "south", after=0, limit=2) == []


async def test_every_allegation_of_a_period_comes_once_with_the_language_of_its_case(
    database: Database, given: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allegations, "PAGE", 2)
    day = timedelta(days=1)
    async with database.write() as session:
        filed = [await given.case(session, chat=str(number), allegations=SUGGESTED) for number in range(4)]
        await given.case(session, agency="south", chat="9", allegations=SUGGESTED)
        await cases.record(session, "north", filed[0], changes={"language": "es"}, now=now)
        await cases.add_allegation(session, "north", filed[0].id, code="RE", by="ana", now=now)
        await session.execute(case_rows.update().where(case_rows.c.id == filed[1].id).values(received_at=now - 2 * day))
        await keys.erase(session, "north", filed[2].key_id)
        spoilt = (await cases.allegations(session, "north", filed[3].id))[0].id
        await session.execute(rows.update().where(rows.c.id == spoilt).values(basis=b"tampered with"))
    found, shut = [], 0
    async with database.read() as session:
        opened = allegations.opener(session, "north")
        async for page in allegations.judged(session, "north", Period(now - day, now + day)):
            assert len({row.case_id for row in page}) <= 2
            for row in page:
                try:
                    found.append(opened(row))
                except Unsealable:
                    shut += 1
    assert shut == 1
    assert sorted(found, key=lambda each: (each.language, each.code)) == [
        Judged("en", "DI", ("discourtesy",), 0.41, "suggested"),
        Judged("es", "DI", ("discourtesy",), 0.41, "suggested"),
        Judged("es", "RE", (), 1.0, "added"),
        Judged("es", "UF", ("excessive_force",), 0.93, "suggested"),
    ]
