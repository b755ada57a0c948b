"""Which cases belong together: each is compared once, a pair is one row from both sides, what was refused stays so."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import cases, disposal, keys, links, recusals
from storage.cases import Case
from storage.database import Database
from storage.links import LINKED, PROPOSED, Arrival
from storage.models import arrivals, traces
from storage.models import links as rows
from tests.desk.counting import statements

LEASE = timedelta(minutes=5)
WHY = [["incident", {"hours": "2", "alike": "place"}]]


async def three(session: Any, given: Any) -> list[Case]:
    return [await given.case(session, chat=str(each)) for each in range(3)]


async def test_a_case_arrives_once_and_is_compared_by_one(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        assert not await links.waiting(session)
        case = await given.case(session)
        assert await links.waiting(session)
        assert await links.claim_arrivals(session, now, LEASE, 9) == [Arrival("north", case.id, now)]
        assert await links.claim_arrivals(session, now + LEASE, LEASE, 9) == []  # somebody is at it
        late = now + LEASE + timedelta(seconds=1)
        assert await links.claim_arrivals(session, late, LEASE, 9) == [
            Arrival("north", case.id, now)
        ]  # who died has lost it
        told = {"place": ["lake"]}
        assert await links.compared(session, "north", case.id, told=told, left=["b", "a", "a"], now=now)
        assert not await links.compared(session, "north", case.id, told=told, left=["c"], now=now)
        assert not await links.waiting(session)
        left = (await session.execute(select(traces.c.trace).order_by(traces.c.trace))).scalars().all()
        assert left == ["a", "b"]


async def test_the_newest_is_compared_first(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        old, new, newest = await three(session, given)
        for case, days in ((old, 3), (new, 2), (newest, 1)):
            mine = arrivals.c.case_id == case.id
            await session.execute(arrivals.update().where(mine).values(filed_at=now - timedelta(days=days)))
        assert [each.case_id for each in await links.claim_arrivals(session, now, LEASE, 1)] == [newest.id]
        assert {each.case_id for each in await links.claim_arrivals(session, now, LEASE, 9)} == {old.id, new.id}


async def test_what_cannot_be_compared_is_let_go(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        await given.case(session)
        for attempt in range(links.ATTEMPTS):
            assert len(await links.claim_arrivals(session, now + attempt * 2 * LEASE, LEASE, 9)) == 1
        assert await links.claim_arrivals(session, now + timedelta(days=1), LEASE, 9) == []
        assert not await links.waiting(session)


async def test_cases_that_share_traces_come_with_what_they_are_compared_by(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        mine, much, little = await three(session, given)
        gone, abroad = await given.case(session, chat="9"), await given.case(session, agency="south")
        for case, left in ((much, "abcx"), (little, "cd"), (gone, "abc"), (abroad, "abc"), (mine, "abc")):
            told = {"place": [case.reference]}
            assert await links.compared(session, case.agency, case.id, told=told, left=left, now=now)
        await keys.erase(session, "north", gone.key_id)
    async with database.read() as session:
        near = {each.id: each for each in await links.near(session, "north", mine.id, set("abc"), limit=9)}
        assert {id: each.traces for id, each in near.items()} == {much.id: frozenset("abc"), little.id: frozenset("c")}
        assert near[much.id].told == {"place": [much.reference]}
        assert near[much.id].story() == "He pushed me against the car."
        (most,) = await links.near(session, "north", mine.id, set("abcx"), limit=1)
        assert (most.id, most.traces) == (much.id, frozenset("abcx"))
        assert await links.near(session, "north", mine.id, {"z"}, limit=9) == []


async def test_a_trace_says_nothing_and_differs_by_agency_and_kind(database: Database) -> None:
    async with database.read() as session:
        found = {links.trace(session, *each) for each in (("n", "badge", "1"), ("s", "badge", "1"), ("n", "name", "1"))}
        assert len(found) == 3
        assert all(len(each) == 32 for each in found)
        assert links.trace(session, "n", "badge", "1") in found


async def test_a_pair_is_one_whoever_comes_first(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        one, other, third = await three(session, given)
        assert await links.propose(session, "north", one.id, other.id, because=WHY, by="program", now=now)
        assert not await links.propose(session, "north", other.id, one.id, because=WHY, by="program", now=now)
        for case, expected in ((one, other), (other, one)):
            (link,) = await links.of_case(session, "north", case.id, ana)
            assert (link.case_id, link.reference, link.state) == (expected.id, expected.reference, PROPOSED)
            assert link.because == WHY
        assert await links.of_case(session, "north", third.id, ana) == []
        assert await links.of_case(session, "south", one.id, ana) == []


async def test_all_the_links_of_a_case_come_with_one_question(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        one, *others = [await given.case(session, chat=str(each)) for each in range(6)]
        for each in others:
            await links.propose(session, "north", each.id, one.id, because=WHY, by="program", now=now)
    async with database.read() as session:
        with statements() as asked:
            found = await links.of_case(session, "north", one.id, ana)
    assert {each.case_id for each in found} == {each.id for each in others}
    assert [each.because for each in found] == [WHY] * len(others)
    assert len([each for each in asked if each != "BEGIN"]) == 1


async def test_what_was_refused_is_not_proposed_again_and_may_still_be_linked(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        one, other, third = await three(session, given)
        assert not await links.refuse(session, "north", one.id, other.id, by="member:a", now=now)  # nothing to refuse
        await links.propose(session, "north", one.id, other.id, because=WHY, by="program", now=now)
        assert await links.refuse(session, "north", other.id, one.id, by="member:a", now=now)
        assert not await links.refuse(session, "north", one.id, other.id, by="member:b", now=now)
        assert await links.of_case(session, "north", one.id, ana) == []
        assert not await links.propose(session, "north", one.id, other.id, because=WHY, by="program", now=now)
        assert await links.of_case(session, "north", one.id, ana) == []
        assert await links.link(session, "north", other.id, one.id, by="member:b", now=now)
        assert not await links.link(session, "north", one.id, other.id, by="member:c", now=now)
        assert await links.link(session, "north", one.id, third.id, by="member:b", now=now)  # that nobody proposed
        both = await links.of_case(session, "north", one.id, ana)
        assert {(each.case_id, each.state, each.by, bool(each.because)) for each in both} == {
            (other.id, LINKED, "member:b", True), (third.id, LINKED, "member:b", False),
        }  # fmt: skip


async def test_whoever_must_not_know_of_the_other_case_does_not_see_the_link(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        ana, ben = await given.member(session), await given.member(session, chat="901")
        one, other, _ = await three(session, given)
        await links.propose(session, "north", one.id, other.id, because=WHY, by="program", now=now)
        await recusals.bar(session, "north", other.id, ana.id, state="recused", why="own", by="x", now=now)
        assert await links.of_case(session, "north", one.id, ana) == []
        assert len(await links.of_case(session, "north", one.id, ben)) == 1


@pytest.mark.parametrize("which", [0, 1])
async def test_a_disposed_case_leaves_neither_link_nor_trace(
    database: Database, given: Any, now: datetime, which: int
) -> None:
    async with database.write() as session:
        one, other, _ = await three(session, given)
        await links.compared(session, "north", one.id, told={}, left=["a"], now=now)
        await links.compared(session, "north", other.id, told={}, left=["a"], now=now)
        await links.propose(session, "north", one.id, other.id, because=WHY, by="program", now=now)
        held = await cases.hold(session, "north", sorted((one.id, other.id))[which])
        assert held is not None
        await disposal.dispose(session, "north", held)
        assert (await session.execute(select(rows))).all() == []
        assert len((await session.execute(select(traces))).all()) == 1
