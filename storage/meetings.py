"""Meetings of a case with their people, for `bot.desk.meetings` and the papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_for
from storage.columns import new_id
from storage.models import attendances, meetings
from storage.statements import changed
from storage.vault import Box

PROPOSED, SET, HELD, CANCELLED = "proposed", "set", "held", "cancelled"
ASKED, COMES, CANNOT, CAME, ABSENT, EXCUSED = "asked", "comes", "cannot", "came", "absent", "excused"


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person of a meeting. `who` is `complainant`, `party:ID`, `member:ID`, `witness:ID` or `other`.

    `suits` are the proposed times that suit them, by number from 0; `said` is what they said to it.
    """

    id: str
    who: str
    name: str = field(repr=False)
    state: str
    suits: tuple[int, ...]
    said: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting. `times` are the proposed beginnings; `starts_at` is there once one was chosen, at `set_at`.

    `result` says what came of it, or why it was cancelled. `open`: those who come may know who else does.
    """

    id: str
    case_id: str
    kind: str
    state: str
    about: str = field(repr=False)
    place: str = field(repr=False)
    times: tuple[datetime, ...]
    starts_at: datetime | None
    minutes: int
    result: str | None = field(repr=False)
    revision: int
    people: tuple[Attendance, ...]
    by: str
    at: datetime
    set_at: datetime | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """What is planned; `people` are (who, name). `open`: they may know who else comes."""

    kind: str
    about: str = field(repr=False)
    place: str = field(repr=False)
    times: tuple[datetime, ...]
    minutes: int
    people: Sequence[tuple[str, str]] = field(repr=False)
    open: bool = False


async def add(session: AsyncSession, agency: str, case: Case, new: NewMeeting, *, by: str, now: datetime) -> str:
    """Plan a meeting and say its id; with a single time it is set, else proposed."""
    meeting_id = new_id()
    box = (await box_for(session, agency, case)).beside(meetings.name, meeting_id)
    words = box.seal("words", _words(new.about, new.place, new.times, new.open))
    only = new.times[0] if len(new.times) == 1 else None
    values = {"id": meeting_id, "agency": agency, "case_id": case.id, "kind": new.kind, "minutes": new.minutes}
    values |= {"state": SET if only else PROPOSED, "starts_at": only, "revision": 0, "by": by, "at": now}
    values["set_at"] = now if only else None
    await session.execute(meetings.insert().values(**values, words=words))
    for who, name in new.people:
        await invite(session, agency, case, meeting_id, (who, name), now=now)
    return meeting_id


async def invite(
    session: AsyncSession, agency: str, case: Case, meeting_id: str, whom: tuple[str, str], *, now: datetime
) -> str:
    """Ask one more person, `(who, name)`, to a meeting, and say the id of their place in it."""
    attendance_id, (who, name) = new_id(), whom
    box = (await box_for(session, agency, case)).beside(attendances.name, attendance_id)
    values: dict[str, Any] = {"id": attendance_id, "agency": agency, "case_id": case.id, "meeting_id": meeting_id}
    values |= {"who": who, "state": ASKED, "at": now}
    await session.execute(attendances.insert().values(**values, words=box.seal("words", [name, [], ""])))
    return attendance_id


async def of_case(session: AsyncSession, agency: str, case: Case) -> list[Meeting]:
    """Every meeting of a case with its people, in the order in which they were planned."""
    mine = select(meetings).where(meetings.c.agency == agency, meetings.c.case_id == case.id).order_by(meetings.c.seq)
    found = (await session.execute(mine)).all()
    if not found:
        return []
    box = await box_for(session, agency, case)
    theirs = (attendances.c.agency == agency, attendances.c.meeting_id.in_([row.id for row in found]))
    places = (await session.execute(select(attendances).where(*theirs).order_by(attendances.c.seq))).all()
    people: dict[str, list[Attendance]] = {}
    for row in places:
        people.setdefault(row.meeting_id, []).append(_attendance(box, row))
    return [_meeting(box, row, tuple(people.get(row.id, ()))) for row in found]


async def change(session: AsyncSession, agency: str, case: Case, meeting: Meeting, changes: Mapping[str, Any]) -> bool:
    """Change a meeting as it was seen: `state`, `starts_at`, `set_at`, `result`, `place`, `times`.

    False when somebody was quicker.
    """
    box = (await box_for(session, agency, case)).beside(meetings.name, meeting.id)
    values = {name: value for name, value in changes.items() if name in {"state", "starts_at", "set_at"}}
    if "result" in changes:
        values["result"] = box.seal("result", changes["result"])
    if changes.keys() & {"place", "times"}:
        place, times = changes.get("place", meeting.place), changes.get("times", meeting.times)
        values["words"] = box.seal("words", _words(meeting.about, place, times, meeting.open))
    values["revision"] = meeting.revision + 1
    mine = (meetings.c.agency == agency, meetings.c.case_id == case.id, meetings.c.id == meeting.id)
    return (
        await changed(session, update(meetings).where(*mine, meetings.c.revision == meeting.revision).values(values))
        == 1
    )


async def answer(
    session: AsyncSession,
    agency: str,
    case: Case,
    person: Attendance,
    *,
    state: str,
    suits: Sequence[int] | None = None,
    said: str = "",
    now: datetime,
) -> None:
    """Note what somebody said to an invitation, or whether they came; what is left out stays as it was."""
    box = (await box_for(session, agency, case)).beside(attendances.name, person.id)
    words = box.seal("words", [person.name, list(person.suits if suits is None else suits), said or person.said])
    mine = (attendances.c.agency == agency, attendances.c.id == person.id)
    await session.execute(update(attendances).where(*mine).values(state=state, words=words, at=now))


def _words(about: str, place: str, times: Sequence[datetime], known: bool) -> list[object]:
    return [about, place, [each.isoformat() for each in times], known]


def _attendance(box: Box, row: Row[Any]) -> Attendance:
    name, suits, said = box.beside(attendances.name, row.id).open("words", row.words)
    return Attendance(row.id, row.who, name, row.state, tuple(suits), said)


def _meeting(box: Box, row: Row[Any], people: tuple[Attendance, ...]) -> Meeting:
    box = box.beside(meetings.name, row.id)
    about, place, times, known = box.open("words", row.words)
    return Meeting(
        id=row.id,
        case_id=row.case_id,
        kind=row.kind,
        state=row.state,
        about=about,
        place=place,
        times=tuple(datetime.fromisoformat(each) for each in times),
        starts_at=row.starts_at,
        minutes=row.minutes,
        result=box.open("result", row.result) if row.result is not None else None,
        revision=row.revision,
        people=people,
        by=row.by,
        at=row.at,
        set_at=row.set_at,
        open=known,
    )
