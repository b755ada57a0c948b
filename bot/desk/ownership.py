"""Who owns a case: claimed, assigned, handed back to its queue; called by `telegram.staff` and by `desk.roster`.

A case always has an owner who can be told about it, or a queue whose members or supervisors can.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import notices
from bot.casework.agency import Agency
from bot.casework.assignment import Candidate, Needs, Reason, suggest
from bot.casework.authorization import Actor, Verb, permit
from bot.casework.errors import Refused
from bot.desk import clocks
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor, on_case
from storage import absences, cases, duties, outbox, recusals, roster
from storage.cases import Case
from storage.inbox import InboxRow
from storage.roster import Member

OWNERS: Final = ("investigator", "supervisor")
ANNOUNCED: Final = ("new_case", "new_case_unattended")
PAGE: Final = 50


async def claim(desk: Desk, source: InboxRow, member: Member, case_id: str) -> Case:
    """Take a case that nobody owns. Raises Refused when somebody was quicker; taking one's own again is harmless."""
    async with on_case(desk, source, member, case_id, Verb.CLAIM) as (session, agency, case):
        if case.owner_id == member.id:
            return case
        if case.closed_at is not None:
            raise Refused("closed")
        if case.owner_id is not None:
            raise Refused("taken")
        return await give(desk, session, agency, case, member, by=member)


async def assign(desk: Desk, source: InboxRow | None, member: Member, case_id: str, to: str) -> Case:
    """Give a case to a colleague who works on cases, and tell them. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.ASSIGN, to=to) as (session, agency, case):
        other = await roster.load(session, agency.id, to)
        if other is None or not works_on_cases(other):
            raise Refused("no_such_member")
        if case.closed_at is not None:
            raise Refused("closed")
        if case.owner_id == other.id:
            return case
        if not await recusals.may_know(session, agency.id, case.id, [other]):
            raise Refused("recused")
        if other.id in await absences.current(session, agency.id, desk.clock()):
            raise Refused("away")
        return await give(desk, session, agency, case, other, by=member)


@dataclass(frozen=True, slots=True)
class Assignee:
    """Somebody who can take a case, and why they are suggested."""

    member: Member
    because: tuple[Reason, ...]


async def assignees(
    desk: Desk, member: Member, case_id: str, source: InboxRow | None = None
) -> tuple[Case, tuple[Assignee, ...]]:
    """Who can be given a case, the best first; nobody who must not know of it or is away. Raises NotYours."""
    async with on_case(desk, source, member, case_id, Verb.OPEN, part="assignees") as (session, agency, case):
        permit(Verb.ASSIGN, actor(member), agency.id)
        people = {each.id: each for each in await roster.every(session, agency.id) if works_on_cases(each)}
        people.pop(case.owner_id or "", None)
        may = {each.id for each in await recusals.may_know(session, agency.id, case.id, [*people.values()])}
        away = await absences.current(session, agency.id, desk.clock())
        loads = await roster.load_counts(session, agency.id)
        candidates = [
            Candidate(
                each.id,
                loads.get(each.id, 0),
                queues=each.queues,
                languages=each.languages,
                regions=each.regions,
                units=each.units,
                barred=each.id not in may,
                away=each.id in away,
            )
            for each in people.values()
        ]
    ranked = suggest(Needs(case.queue, case.language, case.region, case.unit), candidates)
    return case, tuple(Assignee(people[each.id], each.because) for each in ranked)


async def hand_back(desk: Desk, session: AsyncSession, by: Actor, owner: Member) -> None:
    """Give every open case of somebody who leaves back to its queue, where it is announced like a new one."""
    while theirs := await cases.owned(session, owner.agency, owner.id, limit=PAGE):
        for each in sorted(theirs, key=lambda case: case.id):
            await put_back(desk, session, by, each)
            await desk.record(session, Act(by, Verb.REMOVE, each.agency, each.id, {"owner": owner.id}))


async def hand_back_hidden(desk: Desk, session: AsyncSession, by: Actor, owner: Member) -> None:
    """Give back the open cases that their owner must not know of any more, such as those about their new unit."""
    after: cases.Key | None = None
    while page := await cases.owned(session, owner.agency, owner.id, after=after, limit=PAGE):
        after = (page[-1].next_at, page[-1].id)
        barred = await recusals.barred(session, owner.agency, {(each.id, owner.id) for each in page})
        for case_id in sorted(case for case, _ in barred):
            await put_back(desk, session, by, next(each for each in page if each.id == case_id))
            await desk.record(session, Act(by, Verb.PLACE, owner.agency, case_id, {"owner": owner.id}))


async def put_back(desk: Desk, session: AsyncSession, by: Actor, case: Case, because: str | None = None) -> Case:
    """Give one open case back to its queue, where it is news once more, inside the verb that led to that."""
    agency, now = desk.agencies[case.agency], desk.clock()
    held = await cases.hold(session, agency.id, case.id)
    assert held is not None, "cases are not deleted while they are open"
    await duties.wake(session, agency.id, held.id)
    case = await cases.record(session, agency.id, held, changes={"owner_id": None}, now=now)
    detail = {"owner": held.owner_id} | ({"because": because} if because else {})
    await cases.happened(session, agency.id, case.id, verb="handed_back", by=by.by, now=now, detail=detail)
    happened = notices.HandedBack(case.id, case.reference, case.priority, case.queue, case.revision)
    await outbox.add(session, agency.id, case_id=case.id, planned=notices.after(agency, happened, now), now=now)
    return await clocks.replan(session, agency, case, now)


def works_on_cases(member: Member) -> bool:
    """True for a confirmed member whose role may own a case."""
    return member.state == roster.CONFIRMED and member.role in OWNERS


async def give(desk: Desk, session: AsyncSession, agency: Agency, case: Case, owner: Member, *, by: Member) -> Case:
    """Make a colleague the owner, inside the verb that decided so, and tell them unless it was their own."""
    now = desk.clock()
    first = {} if "claimed" in case.moments else {"claimed": now}
    await duties.wake(session, agency.id, case.id)
    changes = {"owner_id": owner.id, "moments": {**case.moments, **first}}
    case = await cases.record(session, agency.id, case, changes=changes, now=now)
    detail = {"owner": owner.id}
    await cases.happened(session, agency.id, case.id, verb="claimed", by=actor(by).by, now=now, detail=detail)
    happened = notices.Claimed(case.id, case.reference, owner.id, actor(by).by, case.revision)
    for overtaken in (f"{case.id}:assigned:", f"{case.id}:taken:{owner.id}:"):
        await outbox.plan(session, agency.id, case_id=case.id, planned=(), now=now, scope=overtaken)
    await outbox.add(session, agency.id, case_id=case.id, planned=notices.after(agency, happened, now), now=now)
    # First the ladder, so that what is still to come goes to the owner; what then waits for a whole queue is dropped.
    case = await clocks.replan(session, agency, case, now)
    await _settle_queue(session, agency, case, owner, now)
    return case


async def _settle_queue(session: AsyncSession, agency: Agency, case: Case, owner: Member, now: datetime) -> None:
    """Nobody else is told of a case that is taken, and messages that went out already turn into "taken"."""
    await outbox.taken(session, agency.id, case_id=case.id, owner=owner.id, now=now)
    told: dict[str, int] = {}
    for template in ANNOUNCED:
        told |= await outbox.told_members(session, agency.id, case.id, template)
    others = {member: message for member, message in told.items() if member != owner.id}
    planned = notices.taken(agency, case.id, case.reference, others, now)
    await outbox.add(session, agency.id, case_id=case.id, planned=planned, now=now)
