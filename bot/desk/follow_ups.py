"""What others have to do after a decision: watched until a day, then settled; called by `telegram.follow_ups`.

It is watched whether the case is open or closed, by whoever keeps the case; every change is a line on the timeline.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import task as rules
from bot.casework.agency import Agency
from bot.casework.authorization import Verb, permit
from bot.casework.errors import Refused
from bot.casework.workdays import day_at
from bot.desk import agenda
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor, known, on_case
from storage import follow_ups, roster
from storage.cases import Case
from storage.follow_ups import FollowUp, Key, NewFollowUp
from storage.inbox import InboxRow
from storage.roster import Member

PAGE: Final = 8
LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Watched:
    """What is or was watched in a case."""

    agency: Agency
    case: Case
    follow_ups: tuple[FollowUp, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what is open in a member's cases, with the references; `after` is the key of the next."""

    agency: Agency
    follow_ups: tuple[tuple[str, FollowUp], ...]
    after: Key | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of it: a code of the profile, an answer in words, and the day on which that was so."""

    outcome: str
    answer: str = field(repr=False)
    on: date


async def look(desk: Desk, source: InboxRow | None, member: Member, case_id: str) -> Watched:
    """Look at what others have to do about a case. Audited."""
    async with on_case(desk, source, member, case_id, Verb.READ, part="follow_ups") as (session, agency, case):
        found = await follow_ups.of_case(session, agency.id, case)
    return Watched(agency, case, tuple(found), desk.clock())


async def mine(desk: Desk, member: Member, after: Key | None = None) -> Page:
    """What is open in the member's cases, the one due first on top; supervisors also see what nobody has. Audited."""
    async with desk.transaction(None, Act(actor(member), Verb.MINE, member.agency, member.agency)) as session:
        reader = await known(session, member)
        permit(Verb.MINE, actor(reader), reader.agency)
        found = await follow_ups.of_member(
            session, reader.agency, reader, everybodys=reader.role == "supervisor", after=after, limit=PAGE + 1
        )
    shown = tuple(found[:PAGE])
    more = (shown[-1][1].due_on, shown[-1][1].seq) if len(found) > PAGE else None
    return Page(desk.agencies[member.agency], shown, more, desk.clock())


async def add(desk: Desk, source: InboxRow, member: Member, case_id: str, new: NewFollowUp) -> Case:
    """Note what somebody has to do until a day, and plan the reminders. Raises Refused for a day that is over."""
    async with on_case(desk, source, member, case_id, Verb.FOLLOW_UP, kind=new.kind) as (session, agency, case):
        now = desk.clock()
        if new.kind not in agency.follow_ups or (new.body is not None and new.body not in agency.bodies):
            raise Refused("no_such_follow_up")
        rules.check_due(agency, new.due_on, now)
        made = await follow_ups.add(session, agency.id, case, new, by=actor(member).by, now=now)
        added = await _load(session, case, made)
        await _done(desk, session, case, member, "added", agenda.named(added))
    return case


async def settle(
    desk: Desk, source: InboxRow, member: Member, case_id: str, follow_up_id: str, settled: Settled
) -> Case:
    """Note what came of it, in words and with the day. Raises Refused for a day that is still to come."""
    detail = {"follow_up": follow_up_id, "outcome": settled.outcome}
    async with on_case(desk, source, member, case_id, Verb.FOLLOW_UP, **detail) as (session, agency, case):
        now = desk.clock()
        there = await _open(session, case, follow_up_id)
        kind = agency.follow_ups.get(there.kind)
        if kind is None or settled.outcome not in {each.id for each in kind.choices}:
            raise Refused("no_such_outcome")
        if settled.on > day_at(agency, now):
            raise Refused("day_future")
        changes = {"state": follow_ups.SETTLED, "outcome": settled.outcome, "answer": settled.answer}
        await _change(session, case, there, {**changes, "settled_on": settled.on, "settled_by": actor(member).by})
        said = {"outcome": settled.outcome, "answer": settled.answer, "on": settled.on.isoformat()}
        await _done(desk, session, case, member, "settled", {**agenda.named(there), **said})
    return case


async def put_off(
    desk: Desk, source: InboxRow, member: Member, case_id: str, follow_up_id: str, due_on: date, because: str
) -> Case:
    """Give it another day, and say why; its reminders go along. Raises Refused."""
    wanted = {"follow_up": follow_up_id, "due_on": due_on.isoformat()}
    async with on_case(desk, source, member, case_id, Verb.FOLLOW_UP, **wanted) as (session, agency, case):
        now = desk.clock()
        there = await _open(session, case, follow_up_id)
        rules.check_due(agency, due_on, now)
        await _change(session, case, there, {"due_on": due_on, "since": now})
        now_due = agenda.named(replace(there, due_on=due_on))
        await _done(desk, session, case, member, "put_off", {**now_due, "because": because})
    return case


async def drop(desk: Desk, source: InboxRow, member: Member, case_id: str, follow_up_id: str, because: str) -> Case:
    """Watch it no more, and say why. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.FOLLOW_UP, follow_up=follow_up_id) as (session, _, case):
        there = await _open(session, case, follow_up_id)
        changes = {"state": follow_ups.DROPPED, "answer": because, "settled_by": actor(member).by}
        await _change(session, case, there, changes)
        await _done(desk, session, case, member, "dropped", {**agenda.named(there), "because": because})
    return case


async def _load(session: AsyncSession, case: Case, follow_up_id: str) -> FollowUp:
    found = await follow_ups.of_case(session, case.agency, case)
    there = next((each for each in found if each.id == follow_up_id), None)
    if there is None:
        raise Refused("follow_up_over")
    return there


async def _open(session: AsyncSession, case: Case, follow_up_id: str) -> FollowUp:
    there = await _load(session, case, follow_up_id)
    if there.state != follow_ups.OPEN:
        raise Refused("follow_up_over")
    return there


async def _change(session: AsyncSession, case: Case, there: FollowUp, changes: Mapping[str, object]) -> None:
    if not await follow_ups.change(session, case.agency, case, there.id, changes):
        raise Refused("follow_up_over")


async def _done(
    desk: Desk, session: AsyncSession, case: Case, member: Member, step: str, detail: dict[str, object]
) -> None:
    agency, now = desk.agencies[case.agency], desk.clock()
    await agenda.happened(session, case, "follow_up", actor(member).by, now, step=step, **detail)
    await agenda.replan(session, agency, case, now)
    await roster.prompt(session, agency.id, member.id, None)
