"""What staff opened in a chat and the bot takes away again after some minutes; `storage.outbox` hands these on."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.chats import Chat
from storage.columns import new_id
from storage.errors import Unsealable
from storage.models import openings
from storage.vault import Box, vault_of


@dataclass(frozen=True, slots=True)
class Opening:
    """One message in a chat that is to be deleted."""

    id: str
    agency: str
    chat: Chat = field(repr=False)
    message_id: int
    delete_at: datetime


async def opened(
    session: AsyncSession, agency: str, *, chat: Chat, message_id: int, delete_at: datetime, case_id: str | None = None
) -> None:
    """Remember a message that is to be deleted at `delete_at`, and which case it is about."""
    opening_id = new_id()
    sealed = _box(session, agency, opening_id).seal("chat", chat)
    values = {"id": opening_id, "agency": agency, "chat": sealed, "message_id": message_id, "delete_at": delete_at}
    values |= {"case_id": case_id}
    await session.execute(openings.insert().values(values))


async def claim_openings(session: AsyncSession, now: datetime, lease: timedelta, limit: int) -> list[Opening]:
    """Take messages that are to be deleted by now."""
    free = or_(openings.c.claimed_until.is_(None), openings.c.claimed_until < now)
    due = select(openings.c.id).where(openings.c.delete_at <= now, free).order_by(openings.c.delete_at).limit(limit)
    chosen = due.with_for_update(skip_locked=True).cte("chosen")
    claimed = update(openings).where(openings.c.id.in_(select(chosen.c.id))).values(claimed_until=now + lease)
    rows = (await session.execute(claimed.returning(openings))).all()
    return [one for row in rows if (one := await _opening(session, row)) is not None]


async def shown(session: AsyncSession, agency: str, *, chat: Chat, message_id: int) -> str | None:
    """The case that a message in this chat is about, while the message is there."""
    mine = (openings.c.agency == agency, openings.c.message_id == message_id, openings.c.case_id.is_not(None))
    for row in (await session.execute(select(openings).where(*mine))).all():
        found = await _opening(session, row)
        if found is not None and found.chat == chat:
            return str(row.case_id)
    return None


async def erased(session: AsyncSession, ids: Collection[str]) -> None:
    """Forget messages that were deleted, or that the chat does not let us delete."""
    await session.execute(delete(openings).where(openings.c.id.in_(list(ids))))


async def _opening(session: AsyncSession, row: Row[Any]) -> Opening | None:
    try:
        chat = Chat(*_box(session, row.agency, row.id).open("chat", row.chat))
    except Unsealable:  # nobody can know which message it was
        await erased(session, [row.id])
        return None
    return Opening(row.id, row.agency, chat, row.message_id, row.delete_at)


def _box(session: AsyncSession, agency: str, opening_id: str) -> Box:
    vault = vault_of(session)
    return Box(vault, vault.deployment, agency, openings.name, opening_id)
