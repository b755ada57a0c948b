"""Somebody asks to take a complaint back: a person reads it, asks if it is free, and ends the case or goes on with it.

Called by `telegram.aftercare` for staff, by `telegram.case_talk` for the complainant, and by `desk.caseload` before a
case may end as withdrawn. Every step is a line of the timeline; the record stays.
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import aftercare, withdrawal
from bot.casework.agency import Action, Agency
from bot.casework.authorization import COMPLAINANT, Verb
from bot.casework.errors import Refused, Stale
from bot.casework.withdrawal import ANSWERED, FLAG, KEPT, QUESTION, STAY, Request
from bot.desk import clocks
from bot.desk.correspondence import on_own_case
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from bot.desk.waiting import subject
from storage import cases, outbox
from storage.cases import Case
from storage.inbox import InboxRow
from storage.roster import Member


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as staff see it; `request` is None when nothing is asked for any more."""

    case: Case
    agency: Agency
    request: Request | None


async def look(desk: Desk, source: InboxRow | None, member: Member, case_id: str) -> Asked:
    """How far a request has come; what the complainant wrote about it is in the thread."""
    async with on_case(desk, source, member, case_id, Verb.SETTLE_WITHDRAWAL, step="look") as (session, agency, case):
        return Asked(case, agency, await _request(session, agency, case))


async def ask(desk: Desk, source: InboxRow, member: Member, case_id: str) -> Case:
    """Ask the complainant whether it is their own wish. Raises Refused where there is nothing to ask, or no chat."""
    async with on_case(desk, source, member, case_id, Verb.SETTLE_WITHDRAWAL, step=QUESTION) as (session, agency, case):
        if await _request(session, agency, case) is None:
            raise Refused("no_withdrawal")
        if case.chat is None:
            raise Refused("no_chat")
        now = desk.clock()
        await _step(desk, session, agency, case, actor(member).by, {"step": QUESTION})
        planned = aftercare.to_complainant(agency, subject(case), "question", f"withdrawal {now.isoformat()}", now)
        await outbox.add(session, agency.id, case_id=case.id, planned=[planned], now=now)
        return case


async def note_answer(desk: Desk, source: InboxRow, member: Member, case_id: str, answer: str) -> Case:
    """Write down what the complainant said to staff, by telephone or in person. Raises Refused, Stale."""
    if answer not in withdrawal.ANSWERS:
        raise Stale
    async with on_case(desk, source, member, case_id, Verb.SETTLE_WITHDRAWAL, step=ANSWERED) as (session, agency, case):
        if await _request(session, agency, case) is None:
            raise Refused("no_withdrawal")
        return await _answered(desk, session, agency, case, (actor(member).by, answer))


async def go_on(desk: Desk, source: InboxRow, member: Member, case_id: str) -> Case:
    """Go on with a case although it was asked back, and tell the complainant plainly. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.SETTLE_WITHDRAWAL, step=KEPT) as (session, agency, case):
        if await _request(session, agency, case) is None:
            raise Refused("no_withdrawal")
        now = desk.clock()
        await _step(desk, session, agency, case, actor(member).by, {"step": KEPT})
        planned = aftercare.to_complainant(agency, subject(case), "withdrawal_kept", now.isoformat(), now)
        await outbox.add(session, agency.id, case_id=case.id, planned=[planned], now=now)
        return await _without_flag(desk, session, agency, case)


async def way_out(desk: Desk, source: InboxRow | None, member: Member, case_id: str) -> tuple[Case, Action]:
    """The action by which this member can end the case as withdrawn. Raises Refused: not free, or not from here."""
    async with on_case(desk, source, member, case_id, Verb.SETTLE_WITHDRAWAL, step="end") as (session, agency, case):
        withdrawal.must_be_free(await _request(session, agency, case))
        return case, withdrawal.closing(agency, case.status, member.role)


async def settled(session: AsyncSession, agency: Agency, case: Case) -> list[str]:
    """The flags of a case that ends as withdrawn, without the one of the request. Raises Refused unless it was free."""
    withdrawal.must_be_free(await _request(session, agency, case))
    return _flags_after(case)


# The complainant


async def question(desk: Desk, case: Case) -> Request | None:
    """What the office has asked the complainant and waits for; None when it waits for nothing."""
    async with desk.database.read() as session:
        now = await cases.load(session, case.agency, case.id)
        request = await _request(session, desk.agencies[case.agency], now) if now is not None else None
    return request if request is not None and request.waits_for_answer else None


async def answer(desk: Desk, source: InboxRow, case: Case, said: str) -> Case:
    """Take the complainant's own answer. Raises Refused when nothing was asked, or it is answered already."""
    if said not in withdrawal.ANSWERS:
        raise Stale
    async with on_own_case(desk, source, case, Verb.WITHDRAW, step=ANSWERED) as (session, agency, held):
        request = await _request(session, agency, held)
        if request is None or not request.waits_for_answer:
            raise Refused("no_question")
        now = desk.clock()
        planned = aftercare.to_a_person(agency, subject(held), "withdrawal_answered", now.isoformat(), now)
        await outbox.add(session, agency.id, case_id=held.id, planned=[planned], now=now)
        return await _answered(desk, session, agency, held, (COMPLAINANT, said))


async def _answered(desk: Desk, session: AsyncSession, agency: Agency, case: Case, said: tuple[str, str]) -> Case:
    by, answer = said
    await _step(desk, session, agency, case, by, {"step": ANSWERED, "answer": answer})
    return await _without_flag(desk, session, agency, case) if answer == STAY else case


async def _step(desk: Desk, session: AsyncSession, agency: Agency, case: Case, by: str, detail: dict[str, str]) -> None:
    now = desk.clock()
    await cases.happened(session, agency.id, case.id, verb=withdrawal.REQUEST, by=by, now=now, detail=detail)


async def _request(session: AsyncSession, agency: Agency, case: Case) -> Request | None:
    if FLAG not in case.flags:
        return None
    return withdrawal.standing(await cases.events(session, agency.id, case.id))


async def _without_flag(desk: Desk, session: AsyncSession, agency: Agency, case: Case) -> Case:
    return await clocks.flag(session, agency, case, _flags_after(case), desk.clock())


def _flags_after(case: Case) -> list[str]:
    return [each for each in case.flags if each != FLAG]
