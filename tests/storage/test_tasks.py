"""Tasks as rows: of their case and agency, paged by owner, sealed."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from storage import cases, keys, recusals, tasks
from storage.database import Database
from storage.errors import RowStale
from storage.models import tasks as rows

DUE = date(2026, 12, 1)


async def add(session: Any, case: Any, owner: Any, now: datetime, **more: Any) -> tasks.Task:
    given = {"title": "Ask for the footage", "due_on": DUE, "owner": owner.id, "by": "member:x", "now": now}
    return await tasks.add(session, case.agency, case, **(given | more))


async def test_a_task_comes_back_and_is_sealed(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case, ana = await given.case(session), await given.member(session)
        made = await add(session, case, ana, now)
    async with database.read() as session:
        assert await tasks.load(session, "north", case, made.id) == made
        assert await tasks.load(session, "south", case, made.id) is None
        assert await tasks.of_case(session, "north", case) == [made]
        assert await tasks.of_case(session, "south", case) == []
        (stored,) = (await session.execute(select(rows))).all()
    assert (made.title, made.due_on, made.done_at) == ("Ask for the footage", DUE, None)
    assert b"footage" not in stored.title
    assert "footage" not in repr(made)


async def test_a_task_is_turned_once_each_way(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        made = await add(session, await given.case(session), await given.member(session), now)
        assert not await tasks.turn(session, "north", made, None)
        assert not await tasks.turn(session, "south", made, now)
        assert [await tasks.turn(session, "north", made, now) for _ in range(2)] == [True, False]
        assert await tasks.turn(session, "north", made, None)


async def test_a_task_gets_another_day_and_owner_in_its_own_agency(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        case, ana, ben = await given.case(session), await given.member(session), await given.member(session)
        made = await add(session, case, ana, now)
        wanted = replace(made, due_on=DUE + timedelta(days=1), owner_id=ben.id)
        with pytest.raises(RowStale):
            await tasks.change(session, "south", made, wanted)
        assert await tasks.load(session, "north", case, made.id) == made
        await tasks.change(session, "north", made, wanted)
        assert await tasks.load(session, "north", case, made.id) == wanted


async def test_a_task_that_somebody_else_has_moved_given_or_done_is_not_changed_over_that(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        case, ana, ben = await given.case(session), await given.member(session), await given.member(session)
        for theirs in ({"due_on": DUE + timedelta(days=1)}, {"owner_id": ben.id}, {"done_at": now}):
            read = await add(session, case, ana, now)
            await session.execute(update(rows).where(rows.c.id == read.id).values(theirs))
            with pytest.raises(RowStale):
                await tasks.change(session, "north", read, replace(read, due_on=DUE + timedelta(days=7)))
            assert await tasks.load(session, "north", case, read.id) == replace(read, **theirs)


async def test_a_page_has_open_tasks_on_open_cases_that_the_owner_may_know(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        one, closed, barred = [await given.case(session, chat=chat) for chat in ("1", "2", "3")]
        late = await add(session, one, ana, now, due_on=DUE + timedelta(days=1))
        first, second = await add(session, one, ana, now), await add(session, one, ana, now)
        done = await add(session, one, ana, now)
        await tasks.turn(session, "north", done, now)
        for case in (closed, barred):
            await add(session, case, ana, now)
        await cases.record(session, "north", closed, changes={"closed_at": now}, now=now)
        await recusals.bar(session, "north", barred.id, ana.id, state="recused", why="own", by="x", now=now)
    async with database.read() as session:
        page = await tasks.of_owner(session, "north", ana, limit=2)
        rest = await tasks.of_owner(session, "north", ana, after=(page[-1][1].due_on, page[-1][1].seq), limit=2)
    assert page == [(one.reference, first), (one.reference, second)]
    assert rest == [(one.reference, late)]


async def test_a_case_without_its_key_takes_no_other_task_off_the_list(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        gone, there = [await given.case(session, chat=chat) for chat in ("1", "2")]
        lost, kept = await add(session, gone, ana, now), await add(session, there, ana, now)
        await keys.erase(session, "north", gone.key_id)
    async with database.read() as session:
        page = await tasks.of_owner(session, "north", ana, limit=1)
    assert page == [(there.reference, kept)]
    assert lost.id != kept.id
