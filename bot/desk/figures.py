"""How an office stands: open work by person, stage and age, and how its duties were kept; called by `telegram.figures`.

Every case counts, also one that its reader must not know of: a figure names no case. Nothing sealed is opened for it,
so a duty that is owed only for some answers is left out, and said to be.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import deadlines, figures
from bot.casework.agency import Agency, Deadline
from bot.casework.authorization import Verb, permit
from bot.casework.deadlines import CaseFacts
from bot.casework.figures import Age, Course, Heap, Kept, Load, Reached
from bot.casework.tolling import Change, Extended, Held
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor, in_office
from storage import duties, roster
from storage import figures as rows
from storage.figures import CourseRow
from storage.inbox import InboxRow
from storage.roster import Member

PERIOD: Final = timedelta(days=365)
"""Whose course is counted: the cases that came within this time. Open work is counted whenever it came."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One office at one moment. `people` are names, None for nobody; `unread` are duties that cannot be counted."""

    agency: Agency
    at: datetime
    people: tuple[tuple[str | None, Load], ...]
    stages: tuple[tuple[str, Load], ...]
    ages: tuple[Age, ...]
    duties: tuple[tuple[Deadline, Kept], ...]
    unread: tuple[Deadline, ...]
    reached: tuple[tuple[str, Reached], ...]

    @property
    def total(self) -> Load:
        """All open cases."""
        found = [load for _, load in self.stages]
        return Load(
            open=sum(load.open for load in found),
            overdue=sum(load.overdue for load in found),
            held=sum(load.held for load in found),
            in_time=sum(load.in_time for load in found),
            oldest_days=max((load.oldest_days for load in found), default=0),
        )


async def of_office(desk: Desk, source: InboxRow | None, member: Member) -> Figures:
    """The figures of the member's agency as they are now; the look is audited. Raises NotYours."""
    act = Act(actor(member), Verb.FIGURES, member.agency, member.agency)
    async with desk.transaction(source, act) as session:
        permit(Verb.FIGURES, await in_office(session, member), member.agency)
    agency, now = desk.agencies[member.agency], desk.clock()
    async with desk.database.read() as session:
        found = await rows.heaps(session, agency.id, now, figures.bounds(now))
        heaps = [Heap(h.owner, h.status, h.held, h.overdue, h.band, h.count, h.oldest_at) for h in found]
        people = await _people(session, agency, heaps, now)
        course = Course(now)
        async for page in rows.courses(session, agency.id, now - PERIOD):
            # In a thread: the arithmetic of a year must not keep anybody's chat waiting.
            await asyncio.to_thread(_add, course, agency, page)
    stages = figures.loads(heaps, lambda heap: heap.status, now)
    reached = ((each, course.reached(each)) for each in agency.statuses if each != agency.initial)
    return Figures(
        agency=agency,
        at=now,
        people=people,
        stages=tuple((each, stages[each]) for each in _in_order(agency, stages)),
        ages=figures.ages(heaps),
        duties=tuple((each, course.kept(each.name)) for each in agency.deadlines if not each.when),
        unread=tuple(each for each in agency.deadlines if each.when),
        reached=tuple((each, found) for each, found in reached if found is not None),
    )


async def _people(
    session: AsyncSession, agency: Agency, heaps: list[Heap], now: datetime
) -> tuple[tuple[str | None, Load], ...]:
    """Who has how much: first what nobody has, then whoever is most behind; investigators also with nothing."""
    loads = figures.loads(heaps, lambda heap: heap.owner, now)
    nothing = Load()
    found = [
        (each.name, loads.get(each.id, nothing))
        for each in await roster.every(session, agency.id)
        if each.id in loads or (each.role == "investigator" and each.state == roster.CONFIRMED)
    ]
    behind = sorted(found, key=lambda one: (-one[1].overdue, -one[1].open, one[0]))
    return ((None, loads.get(None, nothing)), *behind)


def _in_order(agency: Agency, stages: dict[str, Load]) -> list[str]:
    """Return the stages as the profile orders them; one that an earlier profile had comes last."""
    known = [each for each in agency.statuses if each in stages]
    return [*known, *sorted(set(stages) - set(known))]


def _add(course: Course, agency: Agency, page: list[CourseRow]) -> None:
    for row in page:
        course.add(row.received_at, row.moments, deadlines.duties(agency, _facts(row)))


def _facts(row: CourseRow) -> CaseFacts:
    return CaseFacts(
        id=row.id,
        reference="",
        received_at=row.received_at,
        moments=row.moments,
        owner=None,
        queue="",
        priority="",
        closed=row.closed_at is not None,
        conditions={},
        changes=tuple(_change(each) for each in row.changes),
    )


def _change(row: duties.Change) -> Change:
    """A hold or an extension as the rules know it."""
    if row.kind == duties.EXTENSION:
        return Extended(row.at, row.duty or "", row.days or 0)
    assert row.until_at is not None, "holds have an end"
    return Held(row.at, row.until_at)
