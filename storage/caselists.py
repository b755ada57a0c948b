"""Cases in pages: of queues, of an owner, and all of an agency; `storage.cases` hands these on."""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, Table, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from storage import follow_ups, keys, meetings, recusals
from storage.caserows import Case, opened
from storage.columns import Utc
from storage.models import attendances, cases, events, messages
from storage.models import follow_ups as follow_up_rows
from storage.models import keys as key_rows
from storage.models import meetings as meeting_rows
from storage.roster import Member

PAGE = 200
Key = tuple[datetime, str]
"""Where a page ends: the last case's (next_at, id)."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed down to; None means whatever it may be."""

    priority: str | None = None
    language: str | None = None
    region: str | None = None
    unit: str | None = None
    held: bool | None = None
    queue: str | None = None


ALL = Narrowed()


@dataclass(frozen=True, slots=True)
class Touch:
    """When somebody outside was last in contact about a case, and when the first open follow-up is due.

    `logged_on` is the latest day in the contact log; `at` is when the office last wrote to the complainant or met
    somebody who came.
    """

    logged_on: date | None = None
    at: datetime | None = None
    due_on: date | None = None


def fitting(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    """The conditions under which a case fits what a list is narrowed down to."""
    wanted = {name: getattr(narrowed, name) for name in ("queue", "priority", "language", "region", "unit")}
    where = [cases.c[name] == value for name, value in wanted.items() if value is not None]
    if narrowed.held is not None:
        where.append(cases.c.held_until.is_not(None) if narrowed.held else cases.c.held_until.is_(None))
    return where


async def in_queues(
    session: AsyncSession,
    agency: str,
    queues: Sequence[str],
    *,
    reader: Member,
    narrowed: Narrowed = ALL,
    after: Key | None = None,
    limit: int,
) -> list[Case]:
    """A page of open cases that nobody owns and the reader may know of, the one due first on top.

    Each queue is asked by itself, along its index: asked together, all that waits in them would have to be sorted.
    """
    unowned = (cases.c.agency == agency, cases.c.owner_id.is_(None), cases.c.closed_at.is_(None))
    where = (*unowned, *fitting(narrowed), recusals.visible_to(reader))
    found = [row for queue in queues for row in await _page(session, (cases.c.queue == queue, *where), after, limit)]
    return opened(session, sorted(found, key=lambda row: (row.next_at, row.id))[:limit])


async def owned(
    session: AsyncSession,
    agency: str,
    member_id: str,
    *,
    reader: Member | None = None,
    narrowed: Narrowed = ALL,
    after: Key | None = None,
    limit: int,
) -> list[Case]:
    """A page of one member's open cases, the one due first on top; without a reader, all there are."""
    theirs = [cases.c.agency == agency, cases.c.owner_id == member_id, cases.c.closed_at.is_(None)]
    theirs += [] if reader is None else [recusals.visible_to(reader)]
    return opened(session, await _page(session, (*theirs, *fitting(narrowed)), after, limit))


async def touched(session: AsyncSession, agency: str, case_ids: Collection[str]) -> dict[str, Touch]:
    """What is known of the contacts and follow-ups of these cases; one statement however many they are.

    The day of a contact is sealed. It is not the day on which it was written down, so the log is opened for it.
    """
    wrote = (messages.c.direction == "out", messages.c.kind != "note")
    written = _of_each(messages, func.max(messages.c.at), agency, case_ids, *wrote)
    came = select(attendances.c.id).where(
        attendances.c.agency == agency,
        attendances.c.meeting_id == meeting_rows.c.id,
        attendances.c.state == meetings.CAME,
        attendances.c.who.not_like("member:%"),
    )
    held = (meeting_rows.c.state == meetings.HELD, came.exists())
    met = _of_each(meeting_rows, func.max(meeting_rows.c.starts_at), agency, case_ids, *held)
    still = follow_up_rows.c.state == follow_ups.OPEN
    due = _of_each(follow_up_rows, func.min(follow_up_rows.c.due_on), agency, case_ids, still)
    logged = (events.c.agency == agency) & (events.c.case_id == cases.c.id) & (events.c.verb == "contact")
    its_key = (key_rows.c.agency == cases.c.agency) & (key_rows.c.id == cases.c.key_id)
    found = select(
        *(cases.c.id, cases.c.agency, cases.c.key_id, events.c.seal_id, events.c.detail),
        *(key_rows.c.wrapped.label("key_wrapped"), key_rows.c.version.label("key_version")),
        *(written.c.last.label("written"), met.c.last.label("met"), due.c.last.label("due")),
    ).select_from(
        cases.join(key_rows, its_key)
        .outerjoin(events, logged)
        .outerjoin(written, written.c.case_id == cases.c.id)
        .outerjoin(met, met.c.case_id == cases.c.id)
        .outerjoin(due, due.c.case_id == cases.c.id)
    )
    touches: dict[str, Touch] = {}
    for row in await session.execute(found.where(cases.c.agency == agency, cases.c.id.in_(case_ids))):
        days = [_contact_day(session, row), touches[row.id].logged_on if row.id in touches else None]
        logged_on = max((day for day in days if day is not None), default=None)
        at = max((each for each in (row.written, row.met) if each is not None), default=None)
        touches[row.id] = Touch(logged_on, at, row.due)
    return touches


async def every(session: AsyncSession, agency: str, *, reader: Member | None = None) -> AsyncIterator[Case]:
    """All cases of an agency that the reader may know of, or all there are, open and closed, in the order of filing.

    Only a page of them is in memory at a time.
    """
    last = 0
    known = () if reader is None else (recusals.visible_to(reader),)
    while True:
        page = keys.with_key(cases).where(cases.c.agency == agency, cases.c.seq > last, *known).order_by(cases.c.seq)
        rows = (await session.execute(page.limit(PAGE))).all()
        for case in opened(session, rows):
            yield case
        if len(rows) < PAGE:
            return
        last = rows[-1].seq


async def _page(
    session: AsyncSession, where: Iterable[ColumnElement[bool]], after: Key | None, limit: int
) -> Sequence[Row[Any]]:
    page: Select[Any] = keys.with_key(cases).where(*where).order_by(cases.c.next_at, cases.c.id).limit(limit)
    if after is not None:
        page = page.where(tuple_(cases.c.next_at, cases.c.id) > tuple_(literal(after[0], Utc), literal(after[1])))
    found: Sequence[Row[Any]] = (await session.execute(page)).all()
    return found


def _of_each(
    table: Table, last: ColumnElement[Any], agency: str, case_ids: Collection[str], *where: ColumnElement[bool]
) -> Subquery:
    """One value for each of these cases, out of the rows of another table."""
    theirs = (table.c.agency == agency, table.c.case_id.in_(case_ids), *where)
    return select(table.c.case_id, last.label("last")).where(*theirs).group_by(table.c.case_id).subquery()


def _contact_day(session: AsyncSession, row: Any) -> date | None:
    """The day of a contact, out of its sealed line; None for a case of which no contact is written down."""
    box = keys.box_of(session, row, cases) if row.seal_id is not None else None
    return date.fromisoformat(box.beside(events.name, row.seal_id).open("detail", row.detail)["on"]) if box else None
