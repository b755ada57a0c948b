"""When an office starts nothing new, since when, until when and why; for `bot.desk.pausing`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.columns import new_id
from storage.models import pauses as rows
from storage.statements import changed
from storage.vault import Box, vault_of


@dataclass(frozen=True, slots=True)
class Pause:
    """One pause of an office; `by` is who began it, as the audit chain names them."""

    id: str
    because: str = field(repr=False)
    by: str
    starts_at: datetime
    ends_at: datetime
    ended_at: datetime | None


async def begin(
    session: AsyncSession, agency: str, because: str, *, by: str, now: datetime, ends_at: datetime
) -> Pause:
    """Begin a pause; one that still runs ends with it."""
    await end(session, agency, by=by, now=now)
    pause_id = new_id()
    sealed = _box(session, agency, pause_id).seal("because", because)
    values = {"id": pause_id, "agency": agency, "because": sealed, "by": by, "starts_at": now, "ends_at": ends_at}
    await session.execute(rows.insert().values(**values))
    return Pause(pause_id, because, by, now, ends_at, None)


async def end(session: AsyncSession, agency: str, *, by: str, now: datetime) -> bool:
    """End the pause that runs; False where none does."""
    running = (rows.c.agency == agency, rows.c.ended_at.is_(None), rows.c.ends_at > now)
    return await changed(session, update(rows).where(*running).values(ended_at=now, ended_by=by)) > 0


async def current(session: AsyncSession, agency: str, now: datetime) -> Pause | None:
    """The pause that runs now; it is over by itself when its day is."""
    running = (rows.c.agency == agency, rows.c.ended_at.is_(None), rows.c.starts_at <= now, rows.c.ends_at > now)
    row = (await session.execute(select(rows).where(*running).order_by(rows.c.seq.desc()))).first()
    return None if row is None else _pause(session, agency, row)


async def running_at(session: AsyncSession, agency: str, at: datetime) -> Pause | None:
    """The pause that ran at an instant of the past, as it had been said then; what came of it later changes nothing."""
    begun = (rows.c.agency == agency, rows.c.starts_at <= at, rows.c.ends_at > at)
    still = or_(rows.c.ended_at.is_(None), rows.c.ended_at > at)
    row = (await session.execute(select(rows).where(*begun, still).order_by(rows.c.seq.desc()))).first()
    return None if row is None else _pause(session, agency, row)


async def since(session: AsyncSession, agency: str, at: datetime) -> list[Pause]:
    """Every pause that ran after this instant, the oldest first."""
    later = (rows.c.agency == agency, rows.c.ends_at > at)
    found = (await session.execute(select(rows).where(*later).order_by(rows.c.seq))).all()
    return [each for each in (_pause(session, agency, row) for row in found) if (each.ended_at or each.ends_at) > at]


def _pause(session: AsyncSession, agency: str, row: Row[Any]) -> Pause:
    because = _box(session, agency, row.id).open("because", row.because)
    return Pause(row.id, because, row.by, row.starts_at, row.ends_at, row.ended_at)


def _box(session: AsyncSession, agency: str, pause_id: str) -> Box:
    vault = vault_of(session)
    return Box(vault, vault.deployment, agency, rows.name, pause_id)
