"""What follows when a message went out, or never can: for the case, for the office, for the notices still to come.

Called by `desk.courier`, each in a transaction of its own but for `let_go`.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import aftercare, notices, staffing
from bot.casework.agenda import WITNESS
from bot.casework.authorization import PROGRAM, Actor, Verb
from bot.desk import clocks, presence
from bot.desk.addresses import Parcel, by_hand, handed_on
from bot.desk.desk import Act, Desk
from bot.desk.unasked import UNREACHABLE_FLAG
from bot.desk.waiting import subject
from storage import cases, outbox, roster
from storage.cases import Case
from storage.outbox import COPY, Notice

REPLANS: Final = frozenset(
    {
        *("receipt", "reminder", "escalation"),  # the next step of a ladder
        # the time without news begins anew
        *("news", "news_with_note", "message_waiting", "question", "no_news", "request_waiting"),
    }
)

NOBODY_RETRY: Final = timedelta(hours=1)

log = structlog.get_logger()


async def settle(desk: Desk, bundle: Sequence[Notice], message_id: int | None) -> None:
    """Mark what went out as sent, note on each case what that means, and plan the next rung."""
    now = desk.clock()
    async with desk.database.write() as session:
        # Cases before notices, in one order, as everywhere: no two transactions wait for each other.
        owners = sorted({(each.agency, each.case_id) for each in bundle if each.case_id})
        held = [case for owner in owners if (case := await cases.hold(session, *owner)) is not None]
        if bundle[0].to.startswith(outbox.MEMBER):
            await outbox.turn(session, bundle[0].agency, [each.id for each in bundle], bundle[0].to)
        await outbox.sent(session, [each.id for each in bundle], now, message_id=message_id)
        for case in held:
            await _note(desk, session, case, {each.template for each in bundle if each.case_id == case.id})


async def _note(desk: Desk, session: AsyncSession, case: Case, told: set[str]) -> None:
    now = desk.clock()
    if "receipt" in told and "notified" not in case.moments:
        moments = {**case.moments, "notified": now}
        case = await cases.record(session, case.agency, case, changes={"moments": moments}, now=now)
        await desk.record(session, _by_program(case, Verb.DELIVER, template="receipt"))
    if "escalation" in told:
        await desk.record(session, _by_program(case, Verb.REMIND, template="escalation"))
    if told & REPLANS:
        await clocks.replan(session, desk.agencies[case.agency], case, now)


async def give_up(desk: Desk, parcel: Parcel, bundle: Sequence[Notice], because: str) -> None:
    """The person can never be reached there: the case is flagged and staff are told, once."""
    now = desk.clock()
    log.warning("undeliverable", agency=parcel.agency, because=because)
    async with desk.database.write() as session:
        case = await cases.hold(session, parcel.agency, parcel.case.id) if parcel.case else None
        await let_go(desk, session, bundle, because)
        if case is None or UNREACHABLE_FLAG in case.flags:
            return
        agency = desk.agencies[case.agency]
        case = await clocks.flag(session, agency, case, [*case.flags, UNREACHABLE_FLAG], now)
        happened = notices.Unreachable(case.id, case.reference, case.owner_id, case.queue)
        planned = notices.after(agency, happened, now)
        await outbox.add(session, case.agency, case_id=case.id, planned=planned, now=now)
        await desk.record(session, _by_program(case, Verb.DELIVER, outcome=because))


async def let_go(desk: Desk, session: AsyncSession, bundle: Sequence[Notice], because: str) -> None:
    """Drop what cannot be delivered; what the office must know and no colleague had goes to the supervisors."""
    now = desk.clock()
    await outbox.drop(session, [each.id for each in bundle], now, because)
    for notice in bundle:
        if notice.to.startswith(WITNESS):
            await _witness_gone(desk, session, notice, because)
        instead = handed_on(notice) if notice.to.startswith(outbox.MEMBER) else None
        if instead is not None and await _colleague(session, notice):
            instead = None
        instead = instead or await by_hand(session, desk.agencies[notice.agency], notice)
        if instead is not None:
            await outbox.add(session, notice.agency, case_id=notice.case_id, planned=[instead], now=now)
    desk.woken.set()


async def _witness_gone(desk: Desk, session: AsyncSession, notice: Notice, because: str) -> None:
    """Whoever has the case hears that a witness can be told nothing there; once for each witness."""
    agency, now = desk.agencies[notice.agency], desk.clock()
    case = await cases.load(session, agency.id, notice.case_id or "")
    if case is None:
        return
    told = aftercare.to_a_person(agency, subject(case), "witness_unreachable", notice.to, now)
    if await outbox.add(session, agency.id, case_id=case.id, planned=[told], now=now):
        await desk.record(session, _by_program(case, Verb.DELIVER, outcome=because, to=notice.to))


async def nobody(desk: Desk, session: AsyncSession, notice: Notice) -> None:
    """Nobody of a group can be told: the notice waits for the first who can.

    Of a conflict that no supervisor may decide, those hear meanwhile who can ask for another one.
    """
    agency, now, others = desk.agencies[notice.agency], desk.clock(), []
    if notice.template == staffing.CONFLICT and notice.case_id is not None:
        others = await presence.overseers(session, agency, notice.case_id)
        who = [each.id for each in others]
        planned = staffing.undecided(agency, notice.case_id, notice.params.get("reference", ""), who, now)
        await outbox.add(session, agency.id, case_id=notice.case_id, planned=planned, now=now)
    if not others:
        log.error("nobody_to_tell", agency=notice.agency, template=notice.template)
    await outbox.again(session, [notice.id], now + NOBODY_RETRY)


async def _colleague(session: AsyncSession, notice: Notice) -> bool:
    """True when a notice to a whole queue also went to somebody else who is on duty there."""
    case = await cases.load(session, notice.agency, notice.case_id or "") if COPY in notice.key else None
    working = await roster.on_duty(session, notice.agency, case.queue) if case else []
    return any(notice.to != f"{outbox.MEMBER}{each.id}" for each in working)


def _by_program(case: Case, verb: Verb, **detail: object) -> Act:
    return Act(Actor(PROGRAM, case.agency, PROGRAM), verb, case.agency, case.id, detail)
