"""Meetings of a case with its people: planned, set, moved, held, cancelled; called by `telegram.meetings`.

Whoever is asked is told that there is a meeting, never what about; what they say to it comes through `desk.invited`.
Every change is made to a meeting as it was seen: of two colleagues at once, the second is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import agenda as rules
from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import Refused
from bot.casework.notices import COMPLAINANT
from bot.desk import agenda
from bot.desk.bench import must_be_open, who_may
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from storage import invitations, meetings, parties, roster
from storage.cases import Case
from storage.inbox import InboxRow
from storage.meetings import Meeting, NewMeeting
from storage.roster import Member

OUTCOMES: Final = (meetings.CAME, meetings.ABSENT, meetings.EXCUSED)
LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be asked: `who` as the rows know them, what they are in the case, and their name.

    A name that is kept from the investigators is empty here and stays out of whatever is made of it.
    """

    who: str
    role: str
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Board:
    """The meetings of a case, and everybody who can be asked to one."""

    agency: Agency
    case: Case
    meetings: tuple[Meeting, ...]
    people: tuple[Person, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class Planning:
    """What is to be planned; `people` as in `Board`, `others` by name. `open`: they may know who else comes."""

    kind: str
    about: str = field(repr=False)
    place: str = field(repr=False)
    times: tuple[datetime, ...]
    people: Sequence[str]
    others: Sequence[str] = field(default=(), repr=False)
    open: bool = False


async def board(desk: Desk, source: InboxRow | None, member: Member, case_id: str) -> Board:
    """Look at what is arranged in a case. Audited."""
    async with on_case(desk, source, member, case_id, Verb.READ, part="meetings") as (session, agency, case):
        found = await meetings.of_case(session, agency.id, case)
        people = await _people(session, agency, case)
    return Board(agency, case, tuple(found), tuple(people.values()), desk.clock())


async def plan(desk: Desk, source: InboxRow, member: Member, case_id: str, new: Planning) -> Case:
    """Plan a meeting and ask everybody to it; with a single time it is set. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.MEETING, kind=new.kind) as (session, agency, case):
        now, by = desk.clock(), actor(member).by
        must_be_open(case)
        kind = agency.meetings.get(new.kind)
        if kind is None:
            raise Refused("no_such_meeting")
        _must_be_ahead(new.times, now)
        who = await _asked(session, agency, case, new.people)
        row = NewMeeting(
            kind=new.kind,
            about=new.about,
            place=new.place,
            times=new.times,
            minutes=kind.minutes,
            people=[*who, *((rules.OTHER, each) for each in new.others)],
            open=new.open,
        )
        meeting_id = await meetings.add(session, agency.id, case, row, by=by, now=now)
        made = await _load(session, case, meeting_id)
        await _done(desk, session, case, member, made, "set" if made.starts_at else "asked")
    return case


async def choose(desk: Desk, source: InboxRow, member: Member, case_id: str, meeting_id: str, number: int) -> Case:
    """Set a meeting to one of the proposed times, and tell everybody. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.MEETING, meeting=meeting_id) as (session, _, case):
        must_be_open(case)
        seen = await _load(session, case, meeting_id)
        if seen.state != meetings.PROPOSED or not 0 <= number < len(seen.times):
            raise Refused("meeting_changed")
        at = seen.times[number]
        _must_be_ahead([at], desk.clock())
        await _change(desk, session, case, member, seen, {"state": meetings.SET, "starts_at": at}, "set")
    return case


async def move(
    desk: Desk, source: InboxRow, member: Member, case_id: str, meeting_id: str, times: tuple[datetime, ...],
    revision: int,
) -> Case:  # fmt: skip
    """Give a meeting another time, or several to choose from; whoever was asked is asked anew. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.MEETING, meeting=meeting_id) as (session, agency, case):
        now = desk.clock()
        must_be_open(case)
        seen = await _load(session, case, meeting_id)
        if seen.state not in (meetings.PROPOSED, meetings.SET) or seen.revision != revision:
            raise Refused("meeting_changed")
        _must_be_ahead(times, now)
        for each in seen.people:
            await meetings.answer(session, agency.id, case, each, state=meetings.ASKED, suits=(), now=now)
        only = times[0] if len(times) == 1 else None
        changes = {"state": meetings.SET if only else meetings.PROPOSED, "starts_at": only, "times": times}
        await _change(desk, session, case, member, seen, changes, "moved" if only else "asked")
    return case


async def cancel(desk: Desk, source: InboxRow, member: Member, case_id: str, meeting_id: str, because: str) -> Case:
    """Cancel a meeting that is still to come, and tell everybody; why is for staff. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.MEETING, meeting=meeting_id) as (session, _, case):
        seen = await _load(session, case, meeting_id)
        if seen.state not in (meetings.PROPOSED, meetings.SET):
            raise Refused("meeting_changed")
        changes = {"state": meetings.CANCELLED, "result": because}
        await _change(desk, session, case, member, seen, changes, "off", because=because)
    return case


async def hold(desk: Desk, source: InboxRow, member: Member, case_id: str, meeting_id: str, result: str) -> Case:
    """Note what came of a meeting that took place. Raises Refused for one that is still to come."""
    async with on_case(desk, source, member, case_id, Verb.MEETING, meeting=meeting_id) as (session, _, case):
        seen = _begun(await _load(session, case, meeting_id), desk.clock())
        await _change(desk, session, case, member, seen, {"state": meetings.HELD, "result": result}, "held")
    return case


async def attend(desk: Desk, source: InboxRow, member: Member, case_id: str, person_id: str, came: str) -> Case:
    """Note whether somebody came. Raises Refused before the meeting has begun."""
    async with on_case(desk, source, member, case_id, Verb.MEETING, person=person_id) as (session, agency, case):
        now = desk.clock()
        found = await meetings.of_case(session, agency.id, case)
        seen = next((each for each in found if any(one.id == person_id for one in each.people)), None)
        if seen is None or came not in OUTCOMES:
            raise Refused("meeting_changed")
        _begun(seen, now)
        person = next(each for each in seen.people if each.id == person_id)
        await meetings.answer(session, agency.id, case, person, state=came, now=now)
        detail = {"kind": seen.kind, "meeting": seen.id, "whom": person.name or person.who.partition(":")[0]}
        await agenda.happened(session, case, "meeting", actor(member).by, now, step=came, **detail)
    return case


async def invite(
    desk: Desk, source: InboxRow, member: Member, case_id: str, meeting_id: str, who: str, name: str = ""
) -> Case:
    """Ask one more person; twice the same one changes nothing. Raises Refused for who is not in the case any more."""
    async with on_case(desk, source, member, case_id, Verb.MEETING, meeting=meeting_id) as (session, agency, case):
        now = desk.clock()
        must_be_open(case)
        seen = await _load(session, case, meeting_id)
        if not agenda.on_calendar(seen, now):
            raise Refused("meeting_changed")
        (whom,) = [(who, name)] if who == rules.OTHER else await _asked(session, agency, case, [who])
        if who == rules.OTHER or who not in {each.who for each in seen.people}:
            await meetings.invite(session, agency.id, case, seen.id, whom, now=now)
            seen = await _load(session, case, meeting_id)
            what = rules.SET if seen.state == meetings.SET else rules.ASKED
            await agenda.tell(session, agency, case, seen, what, now, but=actor(member).by, only=who)
            await agenda.replan(session, agency, case, now)
        await roster.prompt(session, agency.id, member.id, None)
    return case


async def _people(session: AsyncSession, agency: Agency, case: Case) -> Mapping[str, Person]:
    """Everybody who can be asked: the people of the case, witnesses who came by a link, colleagues who may know."""
    there = [each for each in await parties.of_case(session, agency.id, case) if each.removed_at is None]
    found = []
    for each in there:
        who = COMPLAINANT if each.role == COMPLAINANT else f"party:{each.id}"
        found.append(Person(who, each.role, "" if each.kept else each.name or ""))
    links = await invitations.of_case(session, agency.id, case.id)
    found += [
        Person(f"{rules.WITNESS}{each.id}", "witness", each.who) for each in links if each.state == invitations.REDEEMED
    ]
    found += [
        Person(f"{rules.MEMBER}{each.id}", "colleague", each.name) for each in await who_may(session, agency, case)
    ]
    return {each.who: each for each in found}


async def _asked(session: AsyncSession, agency: Agency, case: Case, people: Sequence[str]) -> list[tuple[str, str]]:
    there = await _people(session, agency, case)
    if not set(people) <= there.keys():
        raise Refused("nobody_like_that")
    return [(each, there[each].name) for each in dict.fromkeys(people)]


async def _load(session: AsyncSession, case: Case, meeting_id: str) -> Meeting:
    found = await meetings.of_case(session, case.agency, case)
    meeting = next((each for each in found if each.id == meeting_id), None)
    if meeting is None:
        raise Refused("meeting_changed")
    return meeting


def _must_be_ahead(times: Sequence[datetime], now: datetime) -> None:
    if not times or min(times) <= now:
        raise Refused("meeting_past")


def _begun(meeting: Meeting, now: datetime) -> Meeting:
    if meeting.state not in (meetings.SET, meetings.HELD) or meeting.starts_at is None or meeting.starts_at > now:
        raise Refused("meeting_ahead")
    return meeting


async def _change(
    desk: Desk, session: AsyncSession, case: Case, member: Member, seen: Meeting, changes: Mapping[str, object],
    step: str, **detail: object,
) -> None:  # fmt: skip
    if "starts_at" in changes:
        changes = {**changes, "set_at": desk.clock() if changes["starts_at"] else None}
    if not await meetings.change(session, case.agency, case, seen, changes):
        raise Refused("meeting_changed")
    await _done(desk, session, case, member, await _load(session, case, seen.id), step, **detail)


async def _done(
    desk: Desk, session: AsyncSession, case: Case, member: Member, meeting: Meeting, step: str, **detail: object
) -> None:
    """A line on the timeline, the news for those who are asked, and the reminders as they are now."""
    agency, now, by = desk.agencies[case.agency], desk.clock(), actor(member).by
    detail |= {"at": meeting.starts_at.isoformat()} if meeting.starts_at else {}
    await agenda.happened(session, case, "meeting", by, now, step=step, kind=meeting.kind, meeting=meeting.id, **detail)
    if step != "held":
        await agenda.tell(session, agency, case, meeting, step, now, but=by)
    await agenda.replan(session, agency, case, now)
    await roster.prompt(session, agency.id, member.id, None)
