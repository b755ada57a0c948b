"""Who gets a digest when, for `bot.desk.digests`: a member's own rhythm, and the notice that is planned for next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import digests, notices
from storage.outbox import DUE, REPLANNED, PlannedLike
from storage.statements import insert


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


async def plan(session: AsyncSession, agency: str, planned: Sequence[PlannedLike]) -> int:
    """Put these notices into the outbox, each once, and say how many that changed: one that waits moves to its time."""
    count = 0
    for each in planned:
        content = {"to": each.to, "template": each.template, "params": dict(each.params), "rank": each.rank}
        fresh = {"due_at": each.due_at, "dropped_at": None, "outcome": None, "claimed_until": None, "attempts": 0}
        new = insert(session, notices).values(agency=agency, key=each.key, **content, **fresh)
        moved = notices.c.sent_at.is_(None) & or_(notices.c.due_at != each.due_at, notices.c.outcome == REPLANNED)
        key = [notices.c.agency, notices.c.key]
        keep = new.on_conflict_do_update(index_elements=key, set_=fresh, where=moved).returning(notices.c.id)
        count += len((await session.execute(keep)).all())
    if count:
        session.info[DUE] = True
    return count


async def unplan(session: AsyncSession, agency: str, keys: Collection[str], now: datetime) -> None:
    """Take notices back that were not sent."""
    waiting = (notices.c.agency == agency, notices.c.key.in_(keys), notices.c.sent_at.is_(None))
    dropped = {"dropped_at": now, "outcome": REPLANNED, "claimed_until": None}
    await session.execute(update(notices).where(*waiting, notices.c.dropped_at.is_(None)).values(dropped))
