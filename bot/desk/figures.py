"""How an office stands: open work by person, stage and age, and how its duties were kept; called by `telegram.figures`.

Every case counts, also one that its reader must not know of: a figure names no case. Only where a profile owes
something for some cases and not for others is their content opened, in a thread, and nothing of it stays.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import deadlines, figures
from bot.casework.agency import Agency, Deadline
from bot.casework.authorization import Verb, permit
from bot.casework.deadlines import CaseFacts, Duty
from bot.casework.figures import Age, Course, Kept, Load, Reached
from bot.desk import clocks, pausing
from bot.desk.desk import Act, Desk
from bot.desk.pausing import Paused
from bot.desk.permission import actor, in_office
from storage import conditions, roster
from storage import figures as rows
from storage.conditions import Opener, Shut
from storage.errors import Unsealable
from storage.figures import CourseRow, Heap
from storage.inbox import InboxRow
from storage.roster import Member

PERIOD: Final = timedelta(days=365)
"""Whose course is counted: the cases that came within this time. Open work is counted whenever it came."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Figures:
    """One office at one moment. `people` are names, None for nobody.

    `unread` are the cases that cannot be opened any more: no duty that depends on what was said is counted for them.
    """

    agency: Agency
    at: datetime
    people: tuple[tuple[str | None, Load], ...]
    stages: tuple[tuple[str, Load], ...]
    ages: tuple[Age, ...]
    duties: tuple[tuple[Deadline, Kept], ...]
    unread: int
    reached: tuple[tuple[str, Reached], ...]
    paused: Paused | None = None

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
        heaps = await rows.heaps(session, agency.id, now, figures.bounds(now))
        people = await _people(session, agency, heaps, now)
        course = Course(now)
        unread = await follow(session, agency, now - PERIOD, _adds_to(course))
    stages = figures.loads(heaps, lambda heap: heap.status, now)
    reached = ((each, course.reached(each)) for each in agency.statuses if each != agency.initial)
    return Figures(
        agency=agency,
        at=now,
        people=people,
        stages=tuple((each, stages[each]) for each in _in_order(agency, stages)),
        ages=figures.ages(heaps),
        duties=tuple((each, course.kept(each.name)) for each in agency.deadlines),
        unread=unread,
        reached=tuple((each, found) for each, found in reached if found is not None),
        paused=await pausing.running(desk, agency.id),
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


class Follower(Protocol):
    """Counts one case: its row, the duties that it has and those that it would have if it were another."""

    def __call__(self, row: CourseRow, duties: Iterable[Duty], not_due: Iterable[str]) -> None: ...


@dataclass
class _Count:
    """Follows the cases page by page; `unread` is how many could not be opened."""

    agency: Agency
    each: Follower
    opened: Opener
    unread: int = 0

    def add(self, page: list[CourseRow], shut: Mapping[str, Shut] | None) -> None:
        """Count a page; `shut` is what its conditions ask about, None where there are none."""
        for row in page:
            known = {} if shut is None else self._conditions(shut.get(row.id))
            found = _facts(row, known)
            self.unread += known is None
            self.each(row, deadlines.duties(self.agency, found), deadlines.not_due(self.agency, found))

    def _conditions(self, shut: Shut | None) -> dict[str, object] | None:
        if shut is None:
            return None
        try:
            return clocks.known_conditions(self.agency, self.opened(shut), shut.alleged, shut.flags)
        except Unsealable as fault:
            log.error("case_not_opened", agency=self.agency.id, fault=type(fault).__name__)
            return None


async def follow(
    session: AsyncSession, agency: Agency, since: datetime, each: Follower, *, until: datetime | None = None
) -> int:
    """Count every case received since then, up to `until`; how many of them could not be opened."""
    count = _Count(agency, each, conditions.opener(session, agency.id))
    asks = deadlines.asks(agency)
    async for page in rows.courses(session, agency.id, since, until):
        shut = await conditions.of_cases(session, agency.id, [each.id for each in page]) if asks else None
        # In a thread: the arithmetic of a year must not keep anybody's chat waiting.
        await asyncio.to_thread(count.add, page, shut)
    return count.unread


def _adds_to(course: Course) -> Follower:
    return lambda row, duties, not_due: course.add(row.received_at, row.moments, duties, not_due)


def _facts(row: CourseRow, known: Mapping[str, object] | None) -> CaseFacts:
    return CaseFacts(
        id=row.id,
        reference="",
        received_at=row.received_at,
        moments=row.moments,
        owner=None,
        queue="",
        priority="",
        closed=row.closed_at is not None,
        conditions=known,
        changes=tuple(clocks.change(each) for each in row.changes),
    )
