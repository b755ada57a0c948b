"""Who gets a digest when, for `bot.desk.digests`: a member's own rhythm, and the notice that is planned for next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import digests, notices
from storage.notices import DUE, REPLANNED, PlannedLike, content
from storage.statements import insert

AT_ONCE: Final = 500
"""How many rows one statement writes: a database takes so many parameters and no more."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a member wants unasked: a digest each workday, at this hour or when the office opens; the week's figures."""

    daily: bool = True
    hour: int | None = None
    weekly: bool = True


async def rhythms(session: AsyncSession, agency: str) -> dict[str, Rhythm]:
    """What the members have chosen; whoever is left out has the agency's rhythm."""
    rows = await session.execute(select(digests).where(digests.c.agency == agency))
    return {row.member_id: Rhythm(row.daily, row.hour, row.weekly) for row in rows}


async def choose(session: AsyncSession, agency: str, member_id: str, rhythm: Rhythm) -> None:
    """Keep what a member has chosen."""
    chosen = {"daily": rhythm.daily, "hour": rhythm.hour, "weekly": rhythm.weekly}
    new = insert(session, digests).values(agency=agency, member_id=member_id, **chosen)
    key = [digests.c.agency, digests.c.member_id]
    await session.execute(new.on_conflict_do_update(index_elements=key, set_=chosen))


async def planned(session: AsyncSession, agency: str, wanted: Sequence[PlannedLike]) -> bool:
    """True when `plan` would change nothing."""
    theirs = (notices.c.agency == agency, notices.c.key.in_([each.key for each in wanted]))
    rows = await session.execute(select(notices).where(*theirs))
    there = {row.key: row for row in rows}
    return all(
        (row := there.get(each.key)) is not None
        and (row.sent_at is not None or (row.due_at == each.due_at and row.outcome != REPLANNED))
        for each in wanted
    )


async def plan(session: AsyncSession, agency: str, wanted: Sequence[PlannedLike]) -> int:
    """Put these notices into the outbox, each once, and say how many that changed: one that waits moves to its time."""
    count = 0
    for start in range(0, len(wanted), AT_ONCE):
        rows = [
            {"agency": agency, "key": each.key, "attempts": 0, **content(each)}
            for each in wanted[start : start + AT_ONCE]
        ]
        new = insert(session, notices).values(rows)
        fresh = {"due_at": new.excluded.due_at, "dropped_at": None, "outcome": None, "claimed_until": None}
        moved = or_(notices.c.due_at != new.excluded.due_at, notices.c.outcome == REPLANNED)
        key = [notices.c.agency, notices.c.key]
        keep = new.on_conflict_do_update(
            index_elements=key, set_=fresh | {"attempts": 0}, where=notices.c.sent_at.is_(None) & moved
        )
        count += len((await session.execute(keep.returning(notices.c.id))).all())
    if count:
        session.info[DUE] = True
    return count


async def unplan(session: AsyncSession, agency: str, keys: Collection[str], now: datetime) -> None:
    """Take notices back that were not sent."""
    waiting = (notices.c.agency == agency, notices.c.key.in_(keys), notices.c.sent_at.is_(None))
    dropped = {"dropped_at": now, "outcome": REPLANNED, "claimed_until": None}
    await session.execute(update(notices).where(*waiting, notices.c.dropped_at.is_(None)).values(dropped))
