"""How a filed case stands, for the person who filed it: the public clocks, the next date, and whom to ask when one
was missed; called by `telegram.case_talk`.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import aftercare, appeal
from bot.casework.agency import Agency
from bot.casework.authorization import COMPLAINANT, Verb
from bot.casework.deadlines import Duty
from bot.casework.errors import Refused
from bot.casework.filing_time import Filing
from bot.casework.parts import Text
from bot.casework.workdays import day_at
from bot.desk import clocks, incidents, passing, pausing, unasked, waiting
from bot.desk.correspondence import for_complainant, on_own_case
from bot.desk.desk import Desk
from bot.desk.pausing import Paused
from storage import appeals, cases, documents, outbox
from storage.appeals import Appeal
from storage.cases import Case
from storage.chats import Chat
from storage.inbox import InboxRow
from storage.requests import Request


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one case stands: `duties` are the public clocks, `next_on` is the day on which something is due to happen.

    `appeal` is what was asked after the case was closed; without it, `appeal_until` is the last day to ask in time.
    `awaited` is what the office has asked the complainant for; `limits`: until when what is not filed yet can be.
    `papers`: how many the office has sent, and how many of them are not read yet. `paused`: nobody has begun with it.
    `others` are the offices that can be told as well.
    """

    case: Case
    agency: Agency
    duties: tuple[Duty, ...]
    unread: int
    now: datetime
    next_on: date | None = None
    appeal: Appeal | None = None
    appeal_until: date | None = None
    awaited: tuple[Request, ...] = ()
    limits: Filing | None = None
    papers: tuple[int, int] = (0, 0)
    paused: Paused | None = None
    others: tuple[Text, ...] = ()

    @property
    def missed(self) -> tuple[Duty, ...]:
        """Public clocks that have run out while the work goes on."""
        return missed(self.case, self.duties, self.now)

    @property
    def held_until(self) -> date | None:
        """Until when the office has put the case on hold."""
        held = self.case.held_until
        return day_at(self.agency, held) if held is not None and self.case.closed_at is None else None

    @property
    def quiet(self) -> bool:
        """True for somebody who wants no message when there is nothing new."""
        return unasked.QUIET_FLAG in self.case.flags


def missed(case: Case, duties: tuple[Duty, ...], now: datetime) -> tuple[Duty, ...]:
    """Those of the clocks that have run out; a closed case has none."""
    return tuple(each for each in duties if case.closed_at is None and each.met_at is None and each.due_at <= now)


async def standings(desk: Desk, chat: Chat) -> list[Standing]:
    """How every case of a chat stands, newest first."""
    async with desk.database.read() as session:
        return [await _standing(desk, session, case) for case in await cases.of_chat(session, chat)]


async def _standing(desk: Desk, session: AsyncSession, case: Case) -> Standing:
    agency, now = desk.agencies[case.agency], desk.clock()
    talk = await cases.messages(session, agency.id, case.id, limit=200)
    unread = sum(1 for each in talk if for_complainant(each) and each.read_at is None)
    papers = await documents.to_read(session, agency.id, case.id)
    known = await clocks.known_facts(session, agency, case)
    duties = clocks.promised(agency, known)
    others = tuple(desk.agencies[each.to].name for each in await passing.open_offers(desk, session, case))
    if case.closed_at is not None:
        asked = [each for each in await appeals.of_case(session, agency.id, case.id) if each.asked_at >= case.closed_at]
        until = None if agency.appeal is None or asked else appeal.until(agency, case.closed_at)
        last = asked[-1] if asked else None
        return Standing(
            case, agency, duties, unread, now, appeal=last, appeal_until=until, papers=papers, others=others
        )
    next_on = _next_on(agency, case, duties, await unasked.hears_on(session, agency, case, known), now)
    awaited = await waiting.of_complainant(session, agency, case)
    limits = await incidents.limits(session, agency, case)
    waits = case.owner_id is None and case.status == agency.initial
    paused = await pausing.found(desk, session, agency.id) if waits else None
    return Standing(
        case,
        agency,
        duties,
        unread,
        now,
        next_on,
        awaited=awaited,
        limits=limits,
        papers=papers,
        paused=paused,
        others=others,
    )


def _next_on(agency: Agency, case: Case, duties: tuple[Duty, ...], hears_on: date | None, now: datetime) -> date:
    """The next public date, or else the day by which the complainant hears from the office all the same."""
    ahead = [each.due_on for each in duties if each.met_at is None and each.due_at > now]
    return min(ahead, default=None) or hears_on or day_at(agency, max(case.next_at, now))


async def ask_supervisor(desk: Desk, source: InboxRow, case: Case) -> bool:
    """Tell a supervisor that a clock was missed and the complainant asks about it, once a day at most.

    False when they have asked today already. Raises Refused while every clock is kept.
    """
    async with on_own_case(desk, source, case, Verb.ASK_SUPERVISOR) as (session, agency, held):
        now = desk.clock()
        promised = clocks.promised(agency, await clocks.known_facts(session, agency, held))
        if not missed(held, promised, now):
            raise Refused("nothing_missed")
        planned = aftercare.to_supervisor(
            agency, waiting.subject(held), "supervisor_asked", aftercare.once_a_day(agency, now), now
        )
        first = await outbox.add(session, agency.id, case_id=held.id, planned=[planned], now=now) > 0
        if first:
            await cases.happened(session, agency.id, held.id, verb="supervisor_asked", by=COMPLAINANT, now=now)
        return first


async def be_quiet(desk: Desk, source: InboxRow, case: Case, *, quiet: bool) -> None:
    """Keep whether the complainant wants to hear when there is nothing new."""
    async with on_own_case(desk, source, case, Verb.STATUS, what="no_news") as (session, agency, held):
        if quiet == (unasked.QUIET_FLAG in held.flags):
            return
        left = [each for each in held.flags if each != unasked.QUIET_FLAG]
        await clocks.flag(session, agency, held, [*left, unasked.QUIET_FLAG] if quiet else left, desk.clock())
