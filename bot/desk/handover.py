"""A case in other hands: offered to a colleague who may take it or not, or given back to its queue, with a reason.

Called by `telegram.handover`. Until a colleague has taken it, a case stays whose it is.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import staff_notices
from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import Refused, Stale
from bot.desk import ownership
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from bot.desk.waiting import subject
from storage import absences, outbox, recusals, roster
from storage import duties as kept
from storage.cases import Case
from storage.columns import new_id
from storage.duties import HANDOVER, Ask
from storage.inbox import InboxRow
from storage.roster import Member


async def colleagues(
    desk: Desk, member: Member, case_id: str, source: InboxRow | None = None
) -> tuple[Case, list[Member]]:
    """Who else could take a case: members who work on cases, are not away, and may know of this one."""
    async with on_case(desk, source, member, case_id, Verb.HAND_OVER, part="colleagues") as (session, agency, case):
        _of_ones_own(case, member)
        others = [each for each in await roster.every(session, agency.id) if each.id not in (member.id, case.owner_id)]
        return case, await _could_take(session, case, others, desk.clock())


async def offer(desk: Desk, source: InboxRow, member: Member, case_id: str, to: str, *, because: str) -> Ask:
    """Ask a colleague to take a case of one's own; an earlier question is withdrawn. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.HAND_OVER, to=to) as (session, agency, case):
        now = desk.clock()
        _of_ones_own(case, member)
        if to in await absences.current(session, agency.id, now):
            raise Refused("away")
        other = await roster.load(session, agency.id, to)
        if other is None or other.id == member.id or not await _could_take(session, case, [other], now):
            raise Refused("no_such_member")
        await _withdraw(session, agency, case, member, now)
        ask = Ask(new_id(), case.id, HANDOVER, None, None, to, because, member.id, now, kept.ASKED, None, None)
        await kept.ask(session, agency.id, case, ask)
        await roster.prompt(session, agency.id, member.id, None)
        planned = staff_notices.handover_asked(agency, subject(case), ask.id, to, now)
        await outbox.add(session, agency.id, case_id=case.id, planned=[planned], now=now)
        return ask


async def answer(desk: Desk, source: InboxRow, member: Member, case_id: str, ask_id: str, *, take: bool) -> Case:
    """Take a case that a colleague has offered, or say no; they are told. Raises Refused when it is theirs no more."""
    async with on_case(desk, source, member, case_id, Verb.TAKE_OVER, take=take) as (session, agency, case):
        now, by = desk.clock(), actor(member).by
        asks = await kept.asked(session, agency.id, case.id, kind=HANDOVER, states=kept.STATES)
        ask = next((each for each in asks if each.id == ask_id and each.to_id == member.id), None)
        if ask is None:
            raise Stale  # no button of ours, or not of this member's
        if ask.state != kept.ASKED:
            raise Refused("decided_already")
        if case.closed_at is not None:
            raise Refused("closed")
        if case.owner_id != ask.member_id:
            raise Refused("offer_over")
        state = kept.GRANTED if take else kept.REFUSED
        await kept.decide(session, agency.id, ask.id, state, by=by, now=now)
        planned = staff_notices.answered(agency, subject(case), ask.id, f"handover_{state}", ask.member_id, now)
        await outbox.add(session, agency.id, case_id=case.id, planned=[planned], now=now)
        return await ownership.give(desk, session, agency, case, member, by=member) if take else case


async def give_back(desk: Desk, source: InboxRow, member: Member, case_id: str, *, because: str) -> Case:
    """Put a case of one's own back into its queue, where it is news once more. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.HAND_OVER, to="queue") as (session, agency, case):
        _of_ones_own(case, member)
        await _withdraw(session, agency, case, member, desk.clock())
        await roster.prompt(session, agency.id, member.id, None)
        return await ownership.put_back(desk, session, actor(member), case, because)


def _of_ones_own(case: Case, member: Member) -> None:
    if case.closed_at is not None:
        raise Refused("closed")
    if case.owner_id != member.id:
        raise Refused("not_owner")


async def _could_take(session: AsyncSession, case: Case, others: Sequence[Member], now: datetime) -> list[Member]:
    """Those of these colleagues who can be asked; an answer by whoever covers for them would count for nobody."""
    away = await absences.current(session, case.agency, now)
    here = [each for each in others if ownership.works_on_cases(each) and each.id not in away]
    return await recusals.may_know(session, case.agency, case.id, here)


async def _withdraw(session: AsyncSession, agency: Agency, case: Case, member: Member, now: datetime) -> None:
    """What was asked before is overtaken: its buttons do nothing any more."""
    for each in await kept.asked(session, agency.id, case.id, kind=HANDOVER):
        await kept.decide(session, agency.id, each.id, kept.OVERTAKEN, by=actor(member).by, now=now)
