"""Counted cases, for `bot.desk.figures` and `bot.desk.digests`: plain columns only, nothing that is sealed is opened.

Figures count every case of an agency. What names a case, a glance, leaves out those its reader must not know of.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, case, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.columns import Utc
from storage.duties import EXTENSION, GRANTED, Change
from storage.models import asks, attendances, cases, follow_ups, holds, meetings, requests, tasks
from storage.recusals import visible_to
from storage.roster import Member

PAGE: Final = 500
FIRST: Final = 5


@dataclass(frozen=True, slots=True)
class Heap:
    """How many open cases look the same: owner, status, on hold, overdue, band of age; and since when the oldest is."""

    owner: str | None
    status: str
    held: bool
    overdue: bool
    band: int
    count: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class CourseRow:
    """How one case went so far, as far as its clocks go."""

    id: str
    received_at: datetime
    closed_at: datetime | None
    moments: dict[str, datetime]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """How many cases there are of some sort, and the first of them: id and reference."""

    count: int
    first: tuple[tuple[str, str], ...]


def _held() -> ColumnElement[bool]:
    standing = (holds.c.agency == cases.c.agency, holds.c.case_id == cases.c.id, holds.c.released_at.is_(None))
    return select(holds.c.id).where(*standing).exists()


async def heaps(session: AsyncSession, agency: str, now: datetime, bounds: Sequence[datetime]) -> list[Heap]:
    """All open cases in heaps; `bounds` say since when a case must be there to be of each band, the youngest first."""
    held = case((_held(), 1), else_=0).label("held")
    overdue = case((cases.c.next_at < now, 1), else_=0).label("overdue")
    ages = [(cases.c.received_at > literal(bound, Utc), number) for number, bound in enumerate(bounds)]
    band = case(*ages, else_=len(bounds)).label("band")
    looks = select(cases.c.owner_id, cases.c.status, held, overdue, band, cases.c.received_at)
    each = looks.where(cases.c.agency == agency, cases.c.closed_at.is_(None)).subquery()
    alike = (each.c.owner_id, each.c.status, each.c.held, each.c.overdue, each.c.band)
    counted = select(*alike, func.count(), func.min(each.c.received_at, type_=Utc)).group_by(*alike)
    rows = await session.execute(counted)
    return [Heap(owner, status, bool(h), bool(o), b, count, at) for owner, status, h, o, b, count, at in rows]


async def courses(
    session: AsyncSession, agency: str, since: datetime, until: datetime | None = None
) -> AsyncIterator[list[CourseRow]]:
    """Every case received since then, up to `until`, in that order, page by page: only one is in memory at a time."""
    columns = (cases.c.id, cases.c.received_at, cases.c.closed_at, cases.c.moments)
    after: tuple[Any, Any] = (literal(since, Utc), literal(""))
    while True:
        key = tuple_(cases.c.received_at, cases.c.id) > tuple_(*after)
        page = select(*columns).where(cases.c.agency == agency, key)
        page = page if until is None else page.where(cases.c.received_at < literal(until, Utc))
        rows = (await session.execute(page.order_by(cases.c.received_at, cases.c.id).limit(PAGE))).all()
        changes = await _changes(session, agency, [row.id for row in rows])
        yield [_course(row, changes.get(row.id, ())) for row in rows]
        if len(rows) < PAGE:
            return
        after = (literal(rows[-1].received_at, Utc), literal(rows[-1].id))


async def due(session: AsyncSession, agency: str, member: Member, now: datetime, until: datetime) -> Glance:
    """The member's own cases whose next date is still to come and not later than `until`."""
    return await _glance(session, *_own(agency, member), ~_held(), cases.c.next_at >= now, cases.c.next_at <= until)


async def overdue(session: AsyncSession, agency: str, member: Member, now: datetime) -> Glance:
    """The member's own cases whose next date has passed."""
    return await _glance(session, *_own(agency, member), cases.c.next_at < now)


async def on_hold(session: AsyncSession, agency: str, member: Member) -> Glance:
    """The member's own cases whose clocks stand still."""
    return await _glance(session, *_own(agency, member), _held())


async def waiting(session: AsyncSession, agency: str, member: Member) -> Glance:
    """The member's own cases in which somebody else owes an answer: the complainant or an outside body."""
    unanswered = (requests.c.agency == cases.c.agency, requests.c.case_id == cases.c.id, requests.c.state == "open")
    return await _glance(session, *_own(agency, member), select(requests.c.id).where(*unanswered).exists())


async def to_do(session: AsyncSession, agency: str, member: Member, on: date) -> Glance:
    """The member's tasks that are due on a day or were due before, one for each case."""
    theirs = (tasks.c.agency == agency, tasks.c.owner_id == member.id, tasks.c.done_at.is_(None), tasks.c.due_on <= on)
    open_cases = (cases.c.agency == agency, cases.c.closed_at.is_(None), visible_to(member))
    return await _glance(session, *open_cases, cases.c.id.in_(select(tasks.c.case_id).where(*theirs)))


async def met(session: AsyncSession, agency: str, member: Member, now: datetime, until: datetime) -> Glance:
    """The cases with a meeting that the member is asked to, from now until then."""
    soon = (meetings.c.state == "set", meetings.c.starts_at >= now, meetings.c.starts_at < until)
    asked = (attendances.c.agency == agency, attendances.c.who == f"member:{member.id}")
    theirs = select(meetings.c.case_id).join_from(
        attendances, meetings, (meetings.c.agency == attendances.c.agency) & (meetings.c.id == attendances.c.meeting_id)
    )
    where = (cases.c.agency == agency, visible_to(member), cases.c.id.in_(theirs.where(*asked, *soon)))
    return await _glance(session, *where)


async def followed(session: AsyncSession, agency: str, member: Member, on: date) -> Glance:
    """The member's own cases, closed ones too, in which others should have done something by that day."""
    due = (follow_ups.c.agency == agency, follow_ups.c.state == "open", follow_ups.c.due_on <= on)
    mine = (cases.c.agency == agency, cases.c.owner_id == member.id, visible_to(member))
    return await _glance(session, *mine, cases.c.id.in_(select(follow_ups.c.case_id).where(*due)))


async def fresh(session: AsyncSession, agency: str, member: Member, queues: Sequence[str], since: datetime) -> Glance:
    """Open cases of these queues that nobody owns and that have come since then."""
    theirs = (cases.c.agency == agency, cases.c.queue.in_(queues), visible_to(member))
    unowned = (cases.c.owner_id.is_(None), cases.c.closed_at.is_(None), cases.c.received_at > since)
    return await _glance(session, *theirs, *unowned)


def _own(agency: str, member: Member) -> tuple[ColumnElement[bool], ...]:
    mine = (cases.c.agency == agency, cases.c.owner_id == member.id, cases.c.closed_at.is_(None))
    return (*mine, visible_to(member))


async def _glance(session: AsyncSession, *where: ColumnElement[bool]) -> Glance:
    count = (await session.execute(select(func.count()).select_from(cases).where(*where))).scalar_one()
    if not count:
        return Glance(0, ())
    first = select(cases.c.id, cases.c.reference).where(*where).order_by(cases.c.next_at, cases.c.id).limit(FIRST)
    return Glance(count, tuple((row.id, row.reference) for row in await session.execute(first)))


def _course(row: Any, changes: Sequence[Change]) -> CourseRow:
    moments = {moment: datetime.fromisoformat(at) for moment, at in row.moments.items()}
    return CourseRow(row.id, row.received_at, row.closed_at, moments, tuple(changes))


async def _changes(session: AsyncSession, agency: str, case_ids: Sequence[str]) -> dict[str, list[Change]]:
    """What moved the clocks of these cases; snoozes move none."""
    found: dict[str, list[Change]] = {}
    paused = select(holds).where(holds.c.agency == agency, holds.c.case_id.in_(case_ids))
    for row in await session.execute(paused):
        found.setdefault(row.case_id, []).append(Change("hold", row.at, row.ends_at, None, None, None))
    granted = (asks.c.agency == agency, asks.c.kind == EXTENSION, asks.c.state == GRANTED)
    for row in await session.execute(select(asks).where(*granted, asks.c.case_id.in_(case_ids))):
        change = Change(EXTENSION, row.decided_at, None, row.duty, row.days, None)
        found.setdefault(row.case_id, []).append(change)
    return found
