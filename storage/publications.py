"""For which periods an office has had figures for the public, for `bot.desk.statistics`."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import publications as rows
from storage.statements import insert


async def overlapping(session: AsyncSession, agency: str, first: date, last: date) -> tuple[date, date] | None:
    """The latest other period that has days in common with this one; the very same period is no other."""
    common = (rows.c.first_on <= last, rows.c.last_on >= first)
    other = (rows.c.first_on != first) | (rows.c.last_on != last)
    mine = select(rows.c.first_on, rows.c.last_on).where(rows.c.agency == agency, *common, other)
    found = (await session.execute(mine.order_by(rows.c.seq.desc()).limit(1))).one_or_none()
    return None if found is None else (found.first_on, found.last_on)


async def note(session: AsyncSession, agency: str, first: date, last: date, *, by: str, now: datetime) -> None:
    """Remember a period; once, however often its figures are made."""
    made = insert(session, rows).values(agency=agency, first_on=first, last_on=last, by=by, at=now)
    await session.execute(made.on_conflict_do_nothing())
