"""How often somebody has looked up where a complaint stands, for the page that anybody may ask: `bot.webchat.status`.

Only a keyed digest of who asks is kept, and when; of what they asked for, nothing. Every replica counts here.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import lookups as rows
from storage.statements import insert
from storage.vault import vault_of

KEPT: Final = timedelta(hours=1)
"""How long one question counts."""


async def once_more(session: AsyncSession, who: str, most: int, now: datetime) -> bool:
    """Count one more question of this address, or say that there were so many within the hour."""
    digest = vault_of(session).index("look-up", who)
    first = insert(session, rows).values(who=digest, asked=[], last_at=now)
    # One statement both finds the row and holds it: of two replicas that are asked at once, one counts after the other.
    held = first.on_conflict_do_update(index_elements=[rows.c.who], set_={"who": digest}).returning(rows.c.asked)
    asked = (datetime.fromisoformat(each) for each in (await session.execute(held)).scalar_one())
    lately = [each for each in asked if now - each < KEPT]
    allowed = len(lately) < most
    if allowed:
        counted = [each.isoformat() for each in (*lately, now)]
        await session.execute(update(rows).where(rows.c.who == digest).values(asked=counted, last_at=now))
    return allowed


async def forget(session: AsyncSession, now: datetime) -> None:
    """Forget who has not asked within the hour; whoever is counted at this moment is left for the next time."""
    old = select(rows.c.who).where(rows.c.last_at <= now - KEPT).with_for_update(skip_locked=True)
    await session.execute(delete(rows).where(rows.c.who.in_(old)))
