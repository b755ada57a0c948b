"""Cases in pages: of queues, of an owner, and all of an agency; `storage.cases` hands these on."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys, recusals
from storage.caserows import Case, opened
from storage.columns import Utc
from storage.models import cases
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
