"""The searches that a colleague keeps: theirs alone, silent when gone."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from storage import cases, disposal, keys, outbox, recusals, roster, searches
from storage.database import Database
from storage.models import notices, search_hits
from storage.models import searches as rows
from storage.searches import Listed
from tests.storage.conftest import Planned

FOUND = (("c" * 20, ("story", "badge")), ("d" * 20, ("place",)))


async def test_what_is_not_to_be_known_is_neither_listed_nor_found(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        first, second = [await given.case(session, chat=str(each)) for each in range(2)]
        await recusals.bar(session, "north", first.id, ana.id, state="recused", why="own", by="x", now=now)
    async with database.read() as session:
        ids = [first.id, second.id, "nothing"]
        assert await searches.listed(session, "north", ids, ana) == {
            second.id: Listed(second.id, second.reference, "received")
        }
        assert await searches.by_reference(session, "north", first.reference, ana) is None
        assert await searches.by_reference(session, "south", second.reference, ana) is None


async def test_a_member_has_one_last_search_and_keeps_the_named_ones(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        ana, ben = await given.member(session), await given.member(session, chat="901")
        first = await searches.keep(session, "north", ana, "lake street", FOUND, now)
        theirs = await searches.keep(session, "north", ben, "ruiz", (), now)
        await searches.change(session, "north", first, now=now, changes={"name": "Lake"})
        second = await searches.keep(session, "north", ana, "412", (), now)
        third = await searches.keep(session, "north", ana, "413", FOUND, now)
    assert (first.words, first.found, first.name) == ("lake street", FOUND, None)
    async with database.read() as session:
        kept = await searches.saved(session, "north", ana.id)
        assert [(each.id, each.name, each.words, each.found) for each in kept] == [
            (first.id, "Lake", "lake street", ())
        ]
        assert await searches.load(session, "north", ana.id, second.id) is None  # the next one took its place
        assert await searches.load(session, "north", ana.id, third.id) == third
        assert await searches.load(session, "north", ana.id, theirs.id) is None
        assert await searches.load(session, "south", ana.id, third.id) is None
        assert await searches.alerting(session, "north") == []


async def test_an_alert_is_set_counted_and_silenced(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        kept = await searches.keep(session, "north", ana, "lake", (), now)
        changes = {"name": "Lake", "alert": "threshold", "threshold_cases": 3, "threshold_days": 30, "told_at": now}
        await searches.change(session, "north", kept, now=now, changes=changes)
        to, other = f"member:{ana.id}", kept.id[:-1] + ("0" if kept.id[-1] != "0" else "1")
        planned = [
            Planned(f"search:{kept.id}:1", now, to, "search_daily"),
            Planned(f"search:{other}:1", now, to, "search_daily"),
            Planned("other", now, to),
        ]
        await outbox.add(session, "north", planned=planned, now=now)
    async with database.write() as session:
        (telling,) = await searches.alerting(session, "north")
        assert (telling.alert, telling.threshold, telling.told_at) == ("threshold", (3, 30), now)
        await searches.counted(session, "north", kept.id, now + timedelta(days=1))
        await searches.change(session, "north", kept, now=now, changes={"alert": None})
        assert await searches.alerting(session, "north") == []
        left = await session.execute(select(notices.c.key).where(notices.c.dropped_at.is_(None)))
        assert sorted(left.scalars()) == sorted(["other", f"search:{other}:1"])


async def test_hits_are_noted_once_and_go_with_the_search(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        kept = await searches.keep(session, "north", ana, "lake", (), now)
        first, second, third = [await given.case(session, chat=str(each)) for each in range(3)]
        for number, case in enumerate((first, second, third)):
            later = now + timedelta(hours=number)
            assert await searches.hit(session, "north", kept.id, case.id, later)
            assert not await searches.hit(session, "north", kept.id, case.id, later)
        await recusals.bar(session, "north", second.id, ana.id, state="recused", why="own", by="x", now=now)
    async with database.write() as session:
        assert [each.id for each in await searches.hits(session, "north", kept.id, ana)] == [third.id, first.id]
        assert [each.id for each in await searches.hits(session, "north", kept.id, ana, since=now)] == [third.id]
        assert not await searches.remove(session, "north", "somebody", kept.id, now)
        assert await searches.remove(session, "north", ana.id, kept.id, now)
        assert not await searches.remove(session, "north", ana.id, kept.id, now)
        for table in (search_hits, rows):
            assert (await session.execute(select(table))).all() == []


async def test_a_search_of_whose_key_is_gone_does_not_exist(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        kept = await searches.keep(session, "north", ana, "lake", (), now)
        await keys.erase(session, "north", ana.key_id)
    async with database.read() as session:
        assert await searches.load(session, "north", ana.id, kept.id) is None


async def test_a_disposed_case_leaves_no_hit(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        ana, case = await given.member(session), await given.case(session)
        kept = await searches.keep(session, "north", ana, "lake", (), now)
        await searches.hit(session, "north", kept.id, case.id, now)
        held = await cases.hold(session, "north", case.id)
        assert held is not None
        await disposal.dispose(session, "north", held)
        assert await searches.hits(session, "north", kept.id, ana) == []
        assert await roster.load(session, "north", ana.id) is not None
