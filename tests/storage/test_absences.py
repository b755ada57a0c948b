"""Absences: each once, over by themselves, ended by whoever is away alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage import absences
from storage.database import Database

DAY = timedelta(days=1)


async def test_an_absence_counts_from_its_beginning_to_its_end(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        ana, ben = await given.member(session), await given.member(session, chat="901")
        between = (now + DAY, now + 3 * DAY)
        first = await absences.add(session, "north", ana.id, cover_id=ben.id, between=between, by="member:a")
        longer = await absences.add(session, "north", ana.id, cover_id=None, between=(now, now + 9 * DAY), by="x")
        for at, counts in ((now - DAY, None), (now + DAY, longer), (now + 9 * DAY, None)):
            assert (await absences.current(session, "north", at)).get(ana.id) == counts
        assert await absences.of_agency(session, "north", now) == [longer, first]
        assert await absences.of_agency(session, "south", now) == []


async def test_the_same_days_twice_are_one_absence(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        ana, ben = await given.member(session), await given.member(session, chat="901")
        for cover in (None, ben.id):
            last = await absences.add(session, "north", ana.id, cover_id=cover, between=(now, now + DAY), by="x")
        assert await absences.of_agency(session, "north", now) == [last]
        assert last.cover_id == ben.id


async def test_what_has_begun_ends_and_what_has_not_is_taken_back(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        begun = await absences.add(session, "north", ana.id, cover_id=None, between=(now - DAY, now + DAY), by="x")
        ahead = await absences.add(session, "north", ana.id, cover_id=None, between=(now + DAY, now + 2 * DAY), by="x")
        assert not await absences.end(session, "north", "somebody else", begun.id, now)
        for each in (begun, ahead):
            assert await absences.end(session, "north", ana.id, each.id, now)
            assert not await absences.end(session, "north", ana.id, each.id, now)
        assert await absences.of_agency(session, "north", now) == []
        assert [each.id for each in await absences.of_agency(session, "north", now - DAY)] == [begun.id]


async def test_a_cover_is_of_the_same_agency(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        ana, abroad = await given.member(session), await given.member(session, "south", chat="901")

    async def covered_abroad() -> None:
        async with database.write() as session:
            await absences.add(session, "north", ana.id, cover_id=abroad.id, between=(now, now + DAY), by="x")

    with pytest.raises(IntegrityError):
        await covered_abroad()
