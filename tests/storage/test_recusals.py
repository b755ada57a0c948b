"""Whoever must not know of a case finds it in no list; a proposed conflict counts until somebody has decided."""

from datetime import datetime
from typing import Any

import pytest

from storage import cases, recusals, roster
from storage.cases import Case
from storage.database import Database
from storage.recusals import CLEARED, PROPOSED, RECUSED
from storage.roster import Member


async def lists(database: Database, reader: Member, case: Case) -> list[bool]:
    """Where the reader finds the case: in the queue, among somebody's cases, in a search through all."""
    async with database.read() as session:
        queue = await cases.in_queues(session, "north", ["intake"], reader=reader, limit=9)
        owned = await cases.owned(session, "north", case.owner_id or "", reader=reader, limit=9)
        every = [each async for each in cases.every(session, "north", reader=reader)]
        known = await recusals.may_know(session, "north", case.id, [reader])
    return [any(each.id == case.id for each in found) for found in (queue or owned, every)] + [known == [reader]]


@pytest.mark.parametrize(("state", "knows"), [(PROPOSED, False), (RECUSED, False), (CLEARED, True)])
@pytest.mark.parametrize("taken", [False, True])
async def test_a_recused_colleague_finds_it_nowhere(
    database: Database, given: Any, now: datetime, state: str, knows: bool, taken: bool
) -> None:
    async with database.write() as session:
        ana, ben = await given.member(session), await given.member(session, chat="901")
        case = await given.case(session)
        if taken:
            case = await cases.record(session, "north", case, changes={"owner_id": ben.id}, now=now)
        await recusals.bar(session, "north", case.id, ana.id, state=state, why="supervisor", by="member:s", now=now)
    assert await lists(database, ana, case) == [knows] * 3
    assert await lists(database, ben, case) == [True] * 3


@pytest.mark.parametrize(("units", "knows"), [((), True), (("south",), True), (("south", "north_team"), False)])
async def test_colleagues_of_the_respondent_s_unit_find_it_nowhere(
    database: Database, given: Any, units: tuple[str, ...], knows: bool
) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        await roster.place(session, "north", ana.id, units=units)
        case = await given.case(session, respondent_unit="north_team")
        other = await given.case(session, chat="2")
    async with database.read() as session:
        known = await roster.load(session, "north", ana.id)
    assert known is not None
    assert await lists(database, known, case) == [knows] * 3
    assert await lists(database, known, other) == [True] * 3


async def test_a_proposal_does_not_undo_what_somebody_decided(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        ana, case = await given.member(session), await given.case(session)
        await _propose(session, case, ana, now)
        assert await recusals.decide(session, "north", case.id, ana.id, CLEARED, "member:s", now)
        assert not await recusals.decide(session, "north", case.id, ana.id, CLEARED, "member:s", now)
        await _propose(session, case, ana, now)
        (found,) = await recusals.of_case(session, "north", case.id)
        assert (found.state, found.by) == (CLEARED, "member:s")
        await recusals.bar(
            session, "north", case.id, ana.id, state=RECUSED, why="own", by="x", now=now, because="A cousin of mine."
        )
        (found,) = await recusals.of_case(session, "north", case.id)
        assert (found.state, found.why, found.because) == (RECUSED, "own", "A cousin of mine.")
        assert not await recusals.decide(session, "north", case.id, "nobody", CLEARED, "member:s", now)


async def test_names_are_found_again_in_their_own_agency_only(database: Database, given: Any) -> None:
    async with database.write() as session:
        case, abroad = await given.case(session), await given.case(session, "south")
        await recusals.mention(session, "north", case.id, ["ruiz", "ana"])
        await recusals.mention(session, "north", case.id, ["ruiz", "vega"])
        await recusals.mention(session, "south", abroad.id, ["ruiz"])
        assert await recusals.mentioning(session, "north", ["ruiz", "vega"]) == [case.id]
        assert await recusals.mentioning(session, "north", ["smith"]) == []
        assert await recusals.mentioning(session, "south", ["vega"]) == []


async def test_everybody_may_know_of_what_does_not_exist(database: Database, given: Any) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        assert await recusals.may_know(session, "north", "nothing", [ana]) == [ana]


async def _propose(session: Any, case: Case, member: Member, now: datetime) -> None:
    await recusals.bar(session, "north", case.id, member.id, state=PROPOSED, why="named", by="program", now=now)
