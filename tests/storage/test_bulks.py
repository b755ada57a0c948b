"""An act on many cases in rows: put together, planned, undone in time, claimed once, its words gone at the end."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import bulks, cases, recusals, roster
from storage.bulks import Lists
from storage.caselists import Narrowed
from storage.database import Database
from storage.models import bulks as rows

WINDOW = timedelta(minutes=10)


@pytest.fixture
async def office(database: Database, given: Any) -> tuple[Any, list[Any]]:
    """A member and three cases."""
    async with database.write() as session:
        member = await given.member(session, role="supervisor")
        filed = [await given.case(session, chat=str(100 + n)) for n in range(3)]
    return member, filed


async def test_it_is_put_together_step_by_step(database: Database, office: Any, now: datetime) -> None:
    member, filed = office
    async with database.write() as session:
        assert await bulks.current(session, "north", member) is None
        begun = await bulks.begin(session, "north", member, now)
        looked = replace(begun, source="waiting", page=(now, filed[0].id), narrowed={"language": "en"})
        await bulks.show(session, "north", looked)
        await bulks.tick(session, "north", begun.id, [each.id for each in filed], on=True)
        await bulks.tick(session, "north", begun.id, [filed[0].id], on=True)
        await bulks.tick(session, "north", begun.id, [filed[1].id], on=False)
        await bulks.intend(session, "north", begun, member, {"do": "message", "words": "Hello."})
    async with database.write() as session:
        found = await bulks.current(session, "north", member)
        assert found is not None
        assert (found.source, found.page) == ("waiting", (now, filed[0].id))
        assert found.narrowed == {"language": "en"}
        assert found.detail == {"do": "message", "words": "Hello."}
        items = await bulks.cases_of(session, "north", begun.id)
        assert [each.reference for each in items] == [filed[0].reference, filed[2].reference]
        assert await bulks.load(session, "south", begun.id) is None
        assert await bulks.cases_of(session, "south", begun.id) == []
        again = await bulks.begin(session, "north", member, now)
        dropped = await bulks.load(session, "north", begun.id)
        assert dropped is not None
        assert (dropped.state, dropped.detail) == ("dropped", None)
        assert (await bulks.current(session, "north", member)) == again


async def planned(database: Database, office: Any, now: datetime) -> str:
    member, filed = office
    async with database.write() as session:
        begun = await bulks.begin(session, "north", member, now)
        await bulks.tick(session, "north", begun.id, [each.id for each in filed], on=True)
        await bulks.intend(session, "north", begun, member, {"do": "message", "words": "Hello."})
        seen = {each.id: "1.0.0" for each in filed[:2]}
        await bulks.plan(session, "north", begun.id, seen, now + WINDOW)
    return begun.id


async def test_what_was_not_ready_is_left_out_of_the_plan(database: Database, office: Any, now: datetime) -> None:
    bulk_id = await planned(database, office, now)
    async with database.write() as session:
        items = await bulks.cases_of(session, "north", bulk_id)
        assert [(each.state, each.seen) for each in items] == [("planned", "1.0.0")] * 2
        ids = [each.id for each in office[1]]
        assert await bulks.planned_elsewhere(session, "north", ids) == set(ids[:2])
        assert await bulks.planned_elsewhere(session, "south", ids) == set()


async def test_it_is_undone_in_time_and_by_its_own_member(database: Database, office: Any, now: datetime) -> None:
    bulk_id, member = await planned(database, office, now), office[0]
    async with database.write() as session:
        assert not await bulks.undo(session, "north", bulk_id, "somebody", now)
        assert not await bulks.undo(session, "north", bulk_id, member.id, now + WINDOW)
        assert await bulks.undo(session, "north", bulk_id, member.id, now + WINDOW - timedelta(seconds=1))
        assert not await bulks.undo(session, "north", bulk_id, member.id, now)
        assert await bulks.claim(session, now + WINDOW, WINDOW) is None
        found = await bulks.load(session, "north", bulk_id)
        assert found is not None
        assert (found.state, found.detail) == ("undone", None)
        assert {each.state for each in await bulks.cases_of(session, "north", bulk_id)} == {"undone"}


async def test_it_is_claimed_once_it_is_due_and_settled_once(database: Database, office: Any, now: datetime) -> None:
    bulk_id = await planned(database, office, now)
    async with database.write() as session:
        assert await bulks.claim(session, now + WINDOW - timedelta(seconds=1), WINDOW) is None
        found = await bulks.claim(session, now + WINDOW, timedelta(minutes=5))
        assert found is not None
        assert (found.id, found.detail) == (bulk_id, {"do": "message", "words": "Hello."})
        assert await bulks.claim(session, now + WINDOW, WINDOW) is None
        crashed = await bulks.claim(session, now + WINDOW + timedelta(minutes=6), WINDOW)
        assert crashed is not None, "whoever held it is gone"
        first, second = await bulks.cases_of(session, "north", bulk_id)
        assert await bulks.settle(session, "north", first, "done")
        assert not await bulks.settle(session, "north", first, "refused", "fault")
        assert await bulks.settle(session, "north", second, "refused", "closed")
        assert await bulks.end(session, "north", bulk_id, now)
        assert not await bulks.end(session, "north", bulk_id, now)
        over = await bulks.cases_of(session, "north", bulk_id)
        assert [(each.state, each.because) for each in over] == [("done", None), ("refused", "closed")]
        assert (await session.execute(select(rows.c.detail))).scalars().all() == [None]


async def test_lists_leave_out_what_the_member_must_not_know_of(
    database: Database, office: Any, given: Any, now: datetime
) -> None:
    member, filed = office
    waiting = Lists(queues=("intake",))
    async with database.write() as session:
        owned = await cases.record(session, "north", filed[2], changes={"owner_id": member.id}, now=now)
        await recusals.bar(session, "north", filed[0].id, member.id, state="recused", why="own", by="member:x", now=now)

        async def ids(source: Lists, after: Any = None) -> list[str]:
            return [each.id for each in await bulks.listed(session, "north", member, source, after, 10)]

        assert await ids(waiting) == [filed[1].id]
        assert await ids(waiting, (filed[1].next_at, filed[1].id)) == []
        assert await ids(Lists(owner_id=member.id)) == [owned.id]
        for narrowed, fits in ((Narrowed(language="en"), True), (Narrowed(language="es"), False)):
            assert await ids(replace(waiting, narrowed=narrowed)) == ([filed[1].id] if fits else [])
        known = await bulks.known(session, "north", member, [each.id for each in filed])
        assert [each.id for each in known] == [filed[1].id, owned.id]
        await roster.remove(session, "north", member.id)
