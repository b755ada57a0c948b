"""Cases that break the promise of an owner and a date, for `bot.desk.alarm`."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import cases, members, notices, recusals
from storage.recusals import PROPOSED
from storage.roster import CONFIRMED


async def of_agency(
    session: AsyncSession, agency: str, attended: Sequence[str], now: datetime, *, forgotten_days: int, limit: int
) -> list[tuple[str, str]]:
    """Open cases (id, reference) that nobody looks after: at most so many of each kind.

    Without an owner in a queue that is not `attended`, with an owner who has left, or with a date long past and
    nothing planned any more.
    """
    unowned = and_(cases.c.owner_id.is_(None), cases.c.queue.not_in(attended))
    gone = select(members.c.id).where(members.c.agency == agency, members.c.state != CONFIRMED)
    pending = (notices.c.sent_at.is_(None), notices.c.dropped_at.is_(None))
    theirs = (notices.c.agency == cases.c.agency, notices.c.case_id == cases.c.id, *pending)
    planned = select(notices.c.id).where(*theirs).exists()
    forgotten = and_(cases.c.next_at < now - timedelta(days=forgotten_days), ~planned)
    found: dict[str, str] = {}
    for fault in (unowned, cases.c.owner_id.in_(gone), forgotten):
        rows = await session.execute(_some(agency, fault, limit))
        found |= {row.id: row.reference for row in rows}
    return list(found.items())


async def undecided(session: AsyncSession, agency: str) -> list[str]:
    """Open cases in which somebody may have a conflict of interest and nobody has decided about it."""
    same = (cases.c.agency == recusals.c.agency) & (cases.c.id == recusals.c.case_id)
    proposed = (recusals.c.agency == agency, recusals.c.state == PROPOSED, cases.c.closed_at.is_(None))
    found = select(recusals.c.case_id).join(cases, same).where(*proposed).distinct()
    return list((await session.execute(found)).scalars())


def _some(agency: str, fault: ColumnElement[bool], limit: int) -> Select[tuple[str, str]]:
    open_ones = (cases.c.agency == agency, cases.c.closed_at.is_(None))
    return select(cases.c.id, cases.c.reference).where(*open_ones, fault).order_by(cases.c.next_at).limit(limit)
