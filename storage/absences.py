"""Who is away and who covers for them, for `bot.desk.absences`; an absence ends by itself when its time is over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.columns import new_id
from storage.models import absences as rows
from storage.statements import changed


@dataclass(frozen=True, slots=True)
class Absence:
    """One member's time away; nobody covers where `cover_id` is None."""

    id: str
    agency: str
    member_id: str
    cover_id: str | None
    from_at: datetime
    until_at: datetime
    by: str


async def add(
    session: AsyncSession,
    agency: str,
    member_id: str,
    *,
    cover_id: str | None,
    between: tuple[datetime, datetime],
    by: str,
) -> Absence:
    """Enter an absence; the same one entered twice is there once."""
    same = (rows.c.member_id == member_id, rows.c.from_at == between[0], rows.c.until_at == between[1])
    await session.execute(delete(rows).where(rows.c.agency == agency, *same))
    absence = Absence(new_id(), agency, member_id, cover_id, *between, by)
    await session.execute(rows.insert().values({name: getattr(absence, name) for name in Absence.__slots__}))
    return absence


async def end(session: AsyncSession, agency: str, member_id: str, absence_id: str, now: datetime) -> bool:
    """Take back an absence that has not begun, or end one that has; False for one that is over or somebody else's."""
    mine = (rows.c.agency == agency, rows.c.id == absence_id, rows.c.member_id == member_id, rows.c.until_at > now)
    if await changed(session, delete(rows).where(*mine, rows.c.from_at >= now)) == 1:
        return True
    return await changed(session, update(rows).where(*mine).values(until_at=now)) == 1


async def of_agency(session: AsyncSession, agency: str, now: datetime) -> list[Absence]:
    """Every absence that is not over, the one that begins first on top."""
    theirs = select(rows).where(rows.c.agency == agency, rows.c.until_at > now).order_by(rows.c.from_at, rows.c.seq)
    return [_absence(row) for row in await session.execute(theirs)]


async def current(session: AsyncSession, agency: str, now: datetime) -> dict[str, Absence]:
    """Who is away now, by member; of two absences that overlap the one that lasts longer."""
    away = [each for each in await of_agency(session, agency, now) if each.from_at <= now]
    return {each.member_id: each for each in sorted(away, key=lambda each: each.until_at)}


def _absence(row: Row[Any]) -> Absence:
    return Absence(row.id, row.agency, row.member_id, row.cover_id, row.from_at, row.until_at, row.by)
