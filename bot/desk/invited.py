"""The side of those who are asked to a meeting, the complainant or a witness who came by a link; for `telegram.guests`.

They see when and where, and who else comes only where staff have allowed it. What they say goes to the case's keeper.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import agenda as rules
from bot.casework import notices
from bot.casework.agency import Agency
from bot.casework.authorization import COMPLAINANT, WITNESS, Actor, Verb, permit
from bot.casework.errors import NotYours, Refused
from bot.desk import agenda
from bot.desk.aftercare import MEETING, wait_for_words
from bot.desk.desk import Act, Desk
from bot.desk.waiting import subject
from storage import cases, drafts, invitations, meetings, outbox
from storage.cases import Case
from storage.chats import Chat
from storage.drafts import Draft
from storage.inbox import InboxRow
from storage.meetings import Attendance, Meeting

KEPT: Final = timedelta(days=30)
"""So long a meeting that was cancelled before it had a time is still shown."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is asked: in which case, and as whom the rows know them."""

    case: Case
    who: str


@dataclass(frozen=True, slots=True)
class Invited:
    """A meeting as the one sees it who is asked; `others` are the names that they may know."""

    agency: Agency
    guest: Guest
    meeting: Meeting
    me: Attendance
    others: tuple[str, ...]


async def guest(desk: Desk, chat: Chat, case_id: str) -> Guest:
    """Who this chat is in a case: its complainant, or a witness of it. Raises NotYours."""
    async with desk.database.read() as session:
        own = next((each for each in await cases.of_chat(session, chat) if each.id == case_id), None)
        if own is not None:
            return Guest(own, COMPLAINANT)
        link = next((each for each in await invitations.of_chat(session, chat) if each.case_id == case_id), None)
        case = await cases.load(session, link.agency, case_id) if link else None
        if link is None or case is None:
            raise NotYours
        return Guest(case, f"{rules.WITNESS}{link.id}")


async def look(desk: Desk, source: InboxRow, who: Guest) -> tuple[Invited, ...]:
    """The meetings that this person is asked to and that are not over; what was cancelled, too."""
    async with _on_meeting(desk, source, who, "look") as (session, agency, case):
        return await _shown(session, agency, replace(who, case=case), desk.clock())


async def suits(desk: Desk, source: InboxRow, who: Guest, meeting_id: str, number: int) -> tuple[Invited, ...]:
    """Say of one proposed time that it suits, or does not any more. Raises Refused."""
    async with _on_meeting(desk, source, who, "suits", meeting=meeting_id) as (session, agency, case):
        now, who = desk.clock(), replace(who, case=case)
        found = await _mine(session, agency, who, meeting_id, now)
        meeting, me = found.meeting, found.me
        if meeting.state != meetings.PROPOSED or not 0 <= number < len(meeting.times):
            raise Refused("meeting_over")
        fits = sorted(set(me.suits) ^ {number})
        state = meetings.COMES if fits else meetings.ASKED
        await meetings.answer(session, agency.id, case, me, state=state, suits=fits, now=now)
        await _answered(session, agency, who, meeting, now)
        return await _shown(session, agency, who, now)


async def write(desk: Desk, source: InboxRow, who: Guest, meeting_id: str, *, cannot: bool = False) -> Guest:
    """Wait for the words of somebody who needs help, or who `cannot` come at any of these times. Raises Refused."""
    async with _on_meeting(desk, source, who, "write", meeting=meeting_id) as (session, agency, case):
        now, who = desk.clock(), replace(who, case=case)
        found = await _mine(session, agency, who, meeting_id, now)
        if cannot:
            await meetings.answer(session, agency.id, case, found.me, state=meetings.CANNOT, suits=(), now=now)
            await _answered(session, agency, who, found.meeting, now)
            await agenda.replan(session, agency, case, now)
        if who.who == COMPLAINANT:
            await wait_for_words(desk, session, agency, case, MEETING, meeting=meeting_id)
    return who


async def words(desk: Desk, source: InboxRow, draft: Draft, case: Case, text: str) -> None:
    """Keep what the complainant has written about a meeting: beside it, and with the messages of the case."""
    who = Guest(case, COMPLAINANT)
    async with _on_meeting(desk, source, who, "words") as (session, agency, held):
        now, who = desk.clock(), replace(who, case=held)
        await drafts.drop(session, agency.id, draft)
        said = await cases.say(session, agency.id, held, direction="in", by=COMPLAINANT, text=text, now=now)
        closed = held.closed_at is not None
        happened = notices.MessageToStaff(held.id, held.reference, held.owner_id, held.queue, said.id, closed)
        await outbox.add(session, agency.id, case_id=held.id, planned=notices.after(agency, happened, now), now=now)
        for each in await _shown(session, agency, who, now):
            if each.meeting.id == draft.notes.get("meeting"):
                await meetings.answer(session, agency.id, held, each.me, state=each.me.state, said=text, now=now)
                await _answered(session, agency, who, each.meeting, now)


async def _mine(session: AsyncSession, agency: Agency, who: Guest, meeting_id: str, now: datetime) -> Invited:
    found = next((each for each in await _shown(session, agency, who, now) if each.meeting.id == meeting_id), None)
    if found is None or not agenda.on_calendar(found.meeting, now):
        raise Refused("meeting_over")
    return found


async def _shown(session: AsyncSession, agency: Agency, who: Guest, now: datetime) -> tuple[Invited, ...]:
    arranged = await meetings.of_case(session, agency.id, who.case) if who.case.readable else []
    found = []
    for each in arranged:
        me = next((one for one in each.people if one.who == who.who), None)
        if me is not None and (agenda.on_calendar(each, now) or _called_off(each, now)):
            others = tuple(one.name for one in each.people if one.id != me.id and one.name) if each.open else ()
            found.append(Invited(agency, who, each, me, others))
    return tuple(found)


def _called_off(meeting: Meeting, now: datetime) -> bool:
    lapses = meeting.starts_at or meeting.at + KEPT
    return meeting.state == meetings.CANCELLED and lapses > now


async def _answered(session: AsyncSession, agency: Agency, who: Guest, meeting: Meeting, now: datetime) -> None:
    planned = rules.answered(agency, subject(who.case), meeting, now)
    await outbox.add(session, agency.id, case_id=who.case.id, planned=planned, now=now)


@asynccontextmanager
async def _on_meeting(
    desk: Desk, source: InboxRow | None, who: Guest, what: str, **detail: object
) -> AsyncIterator[tuple[AsyncSession, Agency, Case]]:
    """One verb of somebody who is asked, on the case as it is now: permitted, in one transaction, audited."""
    role = COMPLAINANT if who.who == COMPLAINANT else WITNESS
    by = Actor(role, who.case.agency, who.who)
    act = Act(by, Verb.ATTEND, who.case.agency, who.case.id, {"what": what, **detail})
    async with desk.transaction(source, act) as session:
        held = await cases.hold(session, who.case.agency, who.case.id)
        permit(Verb.ATTEND, by, held.agency if held else None)
        assert held is not None
        yield session, desk.agencies[held.agency], held
