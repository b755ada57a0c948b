"""Who must not work on a case: says so themselves, is kept out by a supervisor, or may be named in it.

Called by `telegram.people`, and by whatever learns of a name: `compare` proposes a conflict for a supervisor to decide.
From that moment on, not only from the decision, the colleague knows nothing of the case (`desk.permission`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import staffing
from bot.casework.agency import Agency
from bot.casework.authorization import PROGRAM, Actor, Verb, may
from bot.casework.conflict import surnames
from bot.casework.errors import Refused, Stale
from bot.desk import ownership
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor, on_case
from storage import cases, outbox, recusals, roster
from storage.cases import Case
from storage.inbox import InboxRow
from storage.recusals import CLEARED, PROPOSED, RECUSED, Recusal
from storage.roster import Member

STATES = (RECUSED, CLEARED)


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Who was said to have a conflict with a case, with names; who else could be kept out, for a supervisor."""

    case: Case
    agency: Agency
    owner: Member | None
    said: tuple[tuple[Member, Recusal], ...]
    others: tuple[Member, ...]


async def listed(desk: Desk, member: Member, case_id: str, source: InboxRow | None = None) -> Conflicts:
    """Everybody's conflicts with a case; details are for supervisors."""
    async with on_case(desk, source, member, case_id, Verb.OPEN, part="recusals") as (session, agency, case):
        people = {each.id: each for each in await roster.every(session, agency.id)}
        leads = may(Verb.KEEP_OUT, actor(member), agency.id)
        found = await recusals.of_case(session, agency.id, case.id) if leads else []
    said = tuple((people[each.member_id], each) for each in found)
    out = {each.member_id for each in found if each.state != CLEARED}
    others = [each for each in people.values() if each.state == roster.CONFIRMED and each.id not in {*out, member.id}]
    return Conflicts(case, agency, people.get(case.owner_id or ""), said, tuple(others) if leads else ())


async def recuse(
    desk: Desk, source: InboxRow, member: Member, case_id: str, *, because: str, who: str | None = None
) -> Case:
    """Keep oneself, or as a supervisor a colleague, from a case; an owner's goes back to its queue. Raises Refused.

    The reason is for the supervisors, and sealed with the case.
    """
    out = who or member.id
    verb = Verb.RECUSE if out == member.id else Verb.KEEP_OUT
    async with on_case(desk, source, member, case_id, verb, who=out) as (session, agency, case):
        colleague = await roster.load(session, agency.id, out)
        if colleague is None or colleague.state != roster.CONFIRMED:
            raise Refused("no_such_member")
        await recusals.bar(
            session,
            agency.id,
            case.id,
            out,
            state=RECUSED,
            why="own" if out == member.id else "supervisor",
            because=because,
            by=actor(member).by,
            now=desk.clock(),
        )
        await _timeline(session, case, member, {"state": RECUSED, "member": out}, desk.clock())
        await roster.prompt(session, agency.id, member.id, None)
        return await _without(desk, session, case, out, actor(member))


async def decide(desk: Desk, source: InboxRow, member: Member, case_id: str, who: str, state: str) -> Case:
    """Confirm a proposed conflict, or say that there is none; also lifts an earlier decision. For supervisors."""
    async with on_case(desk, source, member, case_id, Verb.KEEP_OUT, who=who, state=state) as (session, agency, case):
        now = desk.clock()
        if state not in STATES or not await recusals.decide(
            session, agency.id, case.id, who, state, actor(member).by, now
        ):
            raise Stale
        await _timeline(session, case, member, {"state": state, "member": who}, now)
        return case


async def compare(desk: Desk, session: AsyncSession, agency: Agency, case: Case, names: Iterable[str]) -> Case:
    """Remember the names in a case and propose a conflict for every colleague who may be meant, once.

    `names` are folded words, as `casework.conflict` makes them. The answer is the case as it is then: it may have lost
    its owner.
    """
    words = frozenset(names)
    await recusals.mention(session, agency.id, case.id, words)
    people = [each for each in await roster.every(session, agency.id) if each.state == roster.CONFIRMED]
    for each in people:
        if words & {*surnames(each.name)}:
            case = await _propose(desk, session, agency, case, each)
    return case


async def introduce(desk: Desk, session: AsyncSession, agency: Agency, member: Member) -> None:
    """Do the same for a colleague who was just let in, with every case there is."""
    for case_id in await recusals.mentioning(session, agency.id, surnames(member.name)):
        case = await cases.load(session, agency.id, case_id)
        assert case is not None, "mentions belong to a case by foreign key"
        await _propose(desk, session, agency, case, member)


async def _propose(desk: Desk, session: AsyncSession, agency: Agency, case: Case, colleague: Member) -> Case:
    if not await recusals.may_know(session, agency.id, case.id, [colleague]):
        return case
    by, now = Actor(PROGRAM, agency.id, PROGRAM), desk.clock()
    known = {each.member_id for each in await recusals.of_case(session, agency.id, case.id)}
    if colleague.id in known:  # somebody has decided that this is no conflict
        return case
    await recusals.bar(session, agency.id, case.id, colleague.id, state=PROPOSED, why="named", by=by.by, now=now)
    planned = [staffing.conflict(agency, case.id, case.reference, colleague.id, now)]
    await outbox.add(session, agency.id, case_id=case.id, planned=planned, now=now)
    await desk.record(session, Act(by, Verb.PROPOSE, agency.id, case.id, {"member": colleague.id}))
    return await _without(desk, session, case, colleague.id, by)


async def _without(desk: Desk, session: AsyncSession, case: Case, out: str, by: Actor) -> Case:
    """A case does not stay with somebody who must not know of it."""
    if case.closed_at is None and case.owner_id == out:
        return await ownership.put_back(desk, session, by, case)
    return case


async def _timeline(session: AsyncSession, case: Case, member: Member, detail: dict[str, str], now: datetime) -> None:
    await cases.happened(session, case.agency, case.id, verb="recusal", by=actor(member).by, now=now, detail=detail)
