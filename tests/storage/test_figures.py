"""Counted cases on both databases: nothing open is missing, nothing forbidden is named, a page costs the same."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from storage import cases, duties, figures, recusals
from storage.database import Database
from storage.duties import Ask
from storage.figures import Glance, Heap
from storage.models import requests, tasks

DAY = timedelta(days=1)


async def test_heaps_hold_every_open_case_of_the_agency(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        member = await given.member(session)
        await given.case(session)
        late = await given.case(session, chat="101", next_at=now - DAY)
        held = await given.case(session, chat="102")
        await given.case(session, agency="south", chat="103")
        closed = await given.case(session, chat="104")
        await cases.record(session, "north", closed, changes={"closed_at": now, "status": "closed"}, now=now)
        await cases.record(session, "north", late, changes={"owner_id": member.id}, now=now)
        await duties.hold(session, "north", held, because="x", by="member:m", ends_at=now + DAY, now=now)
        found = await figures.heaps(session, "north", now, (now - DAY, now - 2 * DAY))
        assert sorted(found, key=repr) == sorted(
            [
                Heap(None, "received", False, False, 0, 1, now),
                Heap(member.id, "received", False, True, 0, 1, now),
                Heap(None, "received", True, False, 0, 1, now),
            ],
            key=repr,
        )
        (old,) = await figures.heaps(session, "south", now, (now + DAY, now + DAY / 2))
        assert old.band == 2
        assert await figures.heaps(session, "nowhere", now, (now,)) == []


async def test_courses_come_in_pages_with_what_moved_their_clocks(
    database: Database, given: Any, now: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(figures, "PAGE", 2)
    async with database.write() as session:
        member = await given.member(session)
        filed = [await given.case(session, chat=str(100 + n)) for n in range(5)]
        await duties.hold(session, "north", filed[0], because="x", by="m", ends_at=now + DAY, now=now)
        ask = Ask("a" * 20, filed[1].id, "extension", "number", 5, None, "x", member.id, now, "granted", "m", now)
        await duties.ask(session, "north", filed[1], ask)
        await given.case(session, agency="south", chat="200")
        pages = [page async for page in figures.courses(session, "north", now - DAY)]
        assert [len(page) for page in pages] == [2, 2, 1]
        found = [each for page in pages for each in page]
        assert {each.id for each in found} == {each.id for each in filed}
        assert len(found) == 5
        by_id = {each.id: each for each in found}
        assert by_id[filed[0].id].changes == (duties.Change("hold", now, now + DAY, None, None, None),)
        assert by_id[filed[1].id].changes == (duties.Change("extension", now, None, "number", 5, None),)
        assert by_id[filed[2].id].moments == {"received": now}
        assert [page async for page in figures.courses(session, "north", now + DAY)] == [[]]


async def test_a_member_s_glances_name_only_what_they_may_know(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        mine = [await given.case(session, chat=str(100 + n), next_at=now + n * DAY) for n in range(8)]
        for each in mine[:7]:
            await cases.record(session, "north", each, changes={"owner_id": ana.id}, now=now)
        until = now + 1.5 * DAY
        assert await figures.due(session, "north", ana, now, until) == Glance(2, _named(mine[:2]))
        assert await figures.overdue(session, "north", ana, now + 6.5 * DAY) == Glance(7, _named(mine[:5]))
        assert await figures.fresh(session, "north", ana, ["intake"], now - DAY) == Glance(1, _named(mine[7:]))
        assert await figures.fresh(session, "north", ana, ["intake"], now) == Glance(0, ())
        assert await figures.fresh(session, "north", ana, [], now - DAY) == Glance(0, ())
        await recusals.bar(session, "north", mine[0].id, ana.id, state="proposed", why="named", by="x", now=now)
        await recusals.bar(session, "north", mine[7].id, ana.id, state="recused", why="own", by="x", now=now)
        assert await figures.due(session, "north", ana, now, until) == Glance(1, _named(mine[1:2]))
        assert await figures.fresh(session, "north", ana, ["intake"], now - DAY) == Glance(0, ())


async def test_what_waits_for_others_what_is_held_and_what_is_to_do(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        filed = [await given.case(session, chat=str(100 + n)) for n in range(3)]
        for each in filed:
            await cases.record(session, "north", each, changes={"owner_id": ana.id}, now=now)
        sealed = {"asked": b"", "shared": b"", "by": "x", "at": now, "due_on": now.date(), "agency": "north"}
        for number, state in enumerate(("open", "open", "answered")):
            row = {"id": f"r{number}", "case_id": filed[number // 2].id, "state": state}
            await session.execute(requests.insert().values(**sealed, **row))
        task = {"agency": "north", "owner_id": ana.id, "title": b"", "by": "x", "at": now}
        for number, due in enumerate((now, now + 2 * DAY)):
            values = {"id": f"t{number}", "case_id": filed[number].id, "due_on": due.date()}
            await session.execute(tasks.insert().values(**task, **values))
        await duties.hold(session, "north", filed[2], because="x", by="m", ends_at=now + DAY, now=now)
        assert await figures.waiting(session, "north", ana) == Glance(1, _named(filed[:1]))
        assert await figures.to_do(session, "north", ana, now.date()) == Glance(1, _named(filed[:1]))
        assert await figures.on_hold(session, "north", ana) == Glance(1, _named(filed[2:]))
        assert (await figures.to_do(session, "north", ana, (now + 2 * DAY).date())).count == 2


async def test_a_page_of_courses_is_found_by_key(database: Database) -> None:
    if database.dialect != "sqlite":
        return
    async with database.read() as session:
        plan = await session.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT id FROM cases WHERE agency = 'x' AND (received_at, id) > ('2026', '') "
                "ORDER BY received_at, id LIMIT 10"
            )
        )
        (step,) = [row.detail for row in plan]
    assert "SEARCH" in step
    assert "ix_cases_received" in step


def _named(found: list[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((each.id, each.reference) for each in found)
