"""A cluster names cases and holds none: proposed, open under a sealed name, refused; it goes with its last case."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storage import clusters, disposal, recusals
from storage.cases import Case
from storage.clusters import IN, OPEN, PROPOSED, REFUSED
from storage.database import Database
from storage.models import clusters as rows
from storage.models import keys


async def three(session: Any, given: Any) -> list[Case]:
    return [await given.case(session, chat=str(each)) for each in range(3)]


async def opened(session: Any, cases: list[Case], now: datetime, name: str = "Lake Street") -> str:
    cluster_id = await clusters.propose(session, "north", [each.id for each in cases], by="program", now=now)
    cluster = await clusters.load(session, "north", cluster_id)
    assert cluster is not None
    await clusters.change(session, "north", cluster, {"name": name, "state": OPEN})
    await clusters.put(session, "north", cluster_id, [each.id for each in cases], IN, by="member:x", now=now)
    return cluster_id


async def test_a_cluster_is_proposed_opened_and_named(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        one, two, other = await three(session, given)
        cluster_id = await clusters.propose(session, "north", [one.id, two.id], by="program", now=now)
        found = await clusters.of_cases(session, "north", [one.id, two.id, other.id])
        assert {case: (each.id, each.state, each.name) for case, each in found.items()} == {
            each.id: (cluster_id, PROPOSED, None) for each in (one, two)
        }
        assert await clusters.names_of(session, "north", [one.id]) == {}
        cluster = await clusters.load(session, "north", cluster_id)
        assert cluster is not None
        await clusters.change(session, "north", cluster, {"name": "Lake Street", "state": OPEN})
        assert await clusters.put(session, "north", cluster_id, [one.id, two.id], IN, by="x", now=now) == 2
        assert await clusters.put(session, "north", cluster_id, [one.id, two.id], IN, by="x", now=now) == 0
        assert await clusters.names_of(session, "north", [one.id, other.id]) == {one.id: "Lake Street"}
        assert await clusters.load(session, "south", cluster_id) is None
        stored = (await session.execute(select(rows.c.name))).scalar_one()
        assert b"Lake" not in stored
        assert "Lake" not in repr(cluster)


async def test_a_case_that_comes_later_is_proposed_once(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        one, two, later = await three(session, given)
        cluster_id = await opened(session, [one, two], now)
        assert await clusters.add(session, "north", cluster_id, [later.id], by="program", now=now) == 1
        assert await clusters.add(session, "north", cluster_id, [later.id], by="program", now=now) == 0
        assert await clusters.add(session, "north", cluster_id, [], by="program", now=now) == 0
        places = await clusters.places(session, "north", cluster_id, None)
        assert [(each.case_id, each.state) for each in places] == [(one.id, IN), (two.id, IN), (later.id, PROPOSED)]
        await clusters.put(session, "north", cluster_id, [later.id], REFUSED, by="x", now=now)
        assert await clusters.refused(session, "north", [one.id, later.id]) == {later.id}
        assert later.id not in await clusters.of_cases(session, "north", [later.id])


async def test_what_was_refused_as_a_whole_is_known_of_each_case(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        one, two, other = await three(session, given)
        cluster_id = await clusters.propose(session, "north", [one.id, two.id], by="program", now=now)
        cluster = await clusters.load(session, "north", cluster_id)
        assert cluster is not None
        await clusters.change(session, "north", cluster, {"state": REFUSED})
        assert await clusters.refused(session, "north", [one.id, two.id, other.id]) == {one.id, two.id}
        assert await clusters.of_cases(session, "north", [one.id]) == {}


async def test_whoever_must_not_know_of_a_case_does_not_see_it_there(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        one, two, _ = await three(session, given)
        ana = await given.member(session)
        cluster_id = await opened(session, [one, two], now)
        await recusals.bar(session, "north", two.id, ana.id, state="recused", why="own", by="x", now=now)
        assert [each.case_id for each in await clusters.places(session, "north", cluster_id, ana)] == [one.id]


async def test_a_cluster_goes_with_its_key_when_its_last_case_goes(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        one, two, _ = await three(session, given)
        await opened(session, [one, two], now)
        before = (await session.execute(select(func.count()).select_from(keys))).scalar_one()
        await disposal.dispose(session, "north", one)
        assert (await session.execute(select(func.count()).select_from(rows))).scalar_one() == 1
        await disposal.dispose(session, "north", two)
        assert (await session.execute(select(func.count()).select_from(rows))).scalar_one() == 0
        assert (await session.execute(select(func.count()).select_from(keys))).scalar_one() == before - 3
