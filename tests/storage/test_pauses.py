"""Pauses of an office: one at a time, over by themselves, their reason sealed."""

from datetime import timedelta

from sqlalchemy import select

from storage import pauses
from storage.database import Database
from storage.models import pauses as rows
from tests.storage.conftest import NOW

DAY = timedelta(days=1)


async def test_a_pause_runs_until_its_day_and_is_over_by_itself(database: Database) -> None:
    async with database.write() as session:
        begun = await pauses.begin(
            session, "north", "One of us is left.", by="operator", now=NOW, ends_at=NOW + 7 * DAY
        )
        assert await pauses.current(session, "north", NOW) == begun
        assert await pauses.current(session, "north", NOW + 7 * DAY) is None
        assert await pauses.current(session, "south", NOW) is None
        assert not await pauses.end(session, "north", by="member:a", now=NOW + 8 * DAY)


async def test_a_new_pause_takes_the_place_of_the_one_that_runs(database: Database) -> None:
    async with database.write() as session:
        await pauses.begin(session, "north", "a", by="operator", now=NOW, ends_at=NOW + 7 * DAY)
        later = await pauses.begin(session, "north", "b", by="member:a", now=NOW + DAY, ends_at=NOW + 3 * DAY)
        assert await pauses.current(session, "north", NOW + DAY) == later
        assert await pauses.end(session, "north", by="member:a", now=NOW + 2 * DAY)
        assert await pauses.current(session, "north", NOW + 2 * DAY) is None


async def test_every_pause_of_a_time_can_be_told(database: Database) -> None:
    async with database.write() as session:
        await pauses.begin(session, "north", "a", by="operator", now=NOW - 40 * DAY, ends_at=NOW - 30 * DAY)
        await pauses.begin(session, "north", "b", by="operator", now=NOW - 20 * DAY, ends_at=NOW + DAY)
        await pauses.end(session, "north", by="operator", now=NOW - 15 * DAY)
        await pauses.begin(session, "north", "c", by="operator", now=NOW - DAY, ends_at=NOW + DAY)
        assert [each.because for each in await pauses.since(session, "north", NOW - 16 * DAY)] == ["b", "c"]
        assert [each.because for each in await pauses.since(session, "north", NOW - 10 * DAY)] == ["c"]


async def test_the_reason_is_sealed(database: Database) -> None:
    async with database.write() as session:
        await pauses.begin(session, "north", "Maria is ill.", by="operator", now=NOW, ends_at=NOW + DAY)
        (row,) = (await session.execute(select(rows))).all()
    assert b"Maria" not in row.because


async def test_what_ran_at_an_instant_stays_what_was_said_then(database: Database) -> None:
    async with database.write() as session:
        first = await pauses.begin(session, "north", "ill", by="x", now=NOW, ends_at=NOW + 7 * DAY)
        second = await pauses.begin(session, "north", "more", by="x", now=NOW + DAY, ends_at=NOW + 14 * DAY)
        await pauses.end(session, "north", by="x", now=NOW + 2 * DAY)
    async with database.read() as session:
        ran = [await pauses.running_at(session, "north", NOW + each * DAY) for each in (-1, 0, 1, 2)]
        assert await pauses.running_at(session, "south", NOW) is None
    assert [each and (each.id, each.ends_at) for each in ran] == [
        None,
        (first.id, NOW + 7 * DAY),
        (second.id, NOW + 14 * DAY),
        None,
    ]
