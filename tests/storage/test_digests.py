"""A member's rhythm, and a notice that is planned once, moves with its hour and is never sent twice."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import digests, outbox
from storage.database import Database
from storage.digests import Rhythm
from storage.models import notices


async def test_whoever_chose_nothing_has_the_agency_s_rhythm(database: Database, given: Any) -> None:
    async with database.write() as session:
        member = await given.member(session)
        assert await digests.rhythms(session, "north") == {}
        for wanted in (Rhythm(hour=7), Rhythm(daily=False, weekly=False)):
            await digests.choose(session, "north", member.id, wanted)
            assert await digests.rhythms(session, "north") == {member.id: wanted}
        assert await digests.rhythms(session, "south") == {}


async def test_a_notice_is_planned_once_moves_and_comes_back(database: Database, given: Any, now: datetime) -> None:
    later = now + timedelta(hours=1)

    async def rows() -> list[tuple[datetime, object]]:
        found = await session.execute(select(notices.c.due_at, notices.c.dropped_at))
        return [(row.due_at, row.dropped_at) for row in found]

    async with database.write() as session:
        assert await digests.plan(session, "north", [given.planned("m:digest:1", now)]) == 1
        assert await digests.plan(session, "north", [given.planned("m:digest:1", now)]) == 0
        assert await digests.plan(session, "north", [given.planned("m:digest:1", later)]) == 1
        assert await rows() == [(later, None)]
        await digests.unplan(session, "north", ["m:digest:1"], now)
        assert await rows() == [(later, now)]
        assert await digests.plan(session, "north", [given.planned("m:digest:1", later)]) == 1
        assert await rows() == [(later, None)]
        assert await digests.plan(session, "north", []) == 0


async def test_what_is_sent_or_held_is_left_alone(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        await digests.plan(session, "north", [given.planned("m:digest:1", now)])
        (claimed,) = await outbox.claim(session, now, timedelta(minutes=1), 10)
        assert await digests.plan(session, "north", [given.planned("m:digest:1", now)]) == 0
        await outbox.sent(session, [claimed.id], now)
        assert await digests.plan(session, "north", [given.planned("m:digest:1", now + timedelta(days=1))]) == 0
        await digests.unplan(session, "north", ["m:digest:1"], now)
        assert (await session.execute(select(notices.c.dropped_at))).scalars().all() == [None]
        assert await outbox.claim(session, now + timedelta(days=2), timedelta(minutes=1), 10) == []


async def test_what_is_planned_already_is_known_before_anything_is_written(
    database: Database, given: Any, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    one, two = given.planned("m:digest:1", now), given.planned("n:digest:1", later)
    async with database.write() as session:
        assert await digests.planned(session, "north", [])
        assert await digests.plan(session, "north", [one, two]) == 2
        assert await digests.planned(session, "north", [one, two])
        assert not await digests.planned(session, "north", [one, given.planned("o:digest:1", now)])
        assert not await digests.planned(session, "north", [given.planned("m:digest:1", later)])
        assert not await digests.planned(session, "south", [one])
        await digests.unplan(session, "north", ["m:digest:1"], now)
        assert not await digests.planned(session, "north", [one, two])
        (claimed,) = await outbox.claim(session, later, timedelta(minutes=1), 10)
        await outbox.sent(session, [claimed.id], later)
        assert await digests.planned(session, "north", [given.planned("n:digest:1", now)]), "what was sent stays so"


async def test_a_plan_of_many_is_written_in_parts(
    database: Database, given: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "AT_ONCE", 2)
    wanted = [given.planned(f"m{number}:digest:1", now) for number in range(5)]
    async with database.write() as session:
        assert await digests.plan(session, "north", wanted) == 5
        assert await digests.planned(session, "north", wanted)
