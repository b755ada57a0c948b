"""The web chat's memory, for `bot.webchat`: who has which conversation, each sealed with a key of its own.

A conversation begins before any agency is chosen, so its rows carry none; the key lies in `keys` under DOOR. What was
said is in `storage.transcripts`, how a conversation ends in `storage.conversation_ends`.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys
from storage.models import conversations as rows
from storage.models import keys as key_rows
from storage.vault import DataKey, vault_of

DOOR = "webchat"
_IDS = 1 << 52  # what a Bot API client may expect of a chat id


@dataclass(frozen=True, slots=True)
class Conversation:
    """One browser's chat; `hidden_at` says since when it is shown to nobody until somebody asks for it again."""

    chat_id: int
    key: DataKey
    language: str
    staff: bool
    opened_at: datetime
    used_at: datetime
    hidden_at: datetime | None


def path_of(file_id: str) -> str:
    """Where a file of the web chat lies."""
    return f"{DOOR}/{file_id}"


async def begin(
    session: AsyncSession,
    *,
    token_digest: str | None,
    now: datetime,
    language: str = "en",
    staff: bool = False,
    chat_id: int | None = None,
) -> Conversation:
    """Start a conversation; without a token nobody can open it from a page (a group, in tests)."""
    key = await keys.create(session, DOOR, now)
    chat_id = secrets.randbelow(_IDS - 1) + 1 if chat_id is None else chat_id
    await session.execute(
        rows.insert().values(
            chat_id=chat_id,
            key_id=key.id,
            token_digest=token_digest,
            language=language,
            staff=staff,
            last_seq=0,
            last_message_id=0,
            opened_at=now,
            used_at=now,
        )
    )
    return Conversation(chat_id, key, language, staff, now, now, None)


async def load(session: AsyncSession, chat_id: int) -> Conversation | None:
    """The conversation with this number."""
    return await _one(session, rows.c.chat_id == chat_id)


async def hold(session: AsyncSession, chat_id: int) -> Conversation | None:
    """Load a conversation that nobody else changes until the end of this transaction.

    Whoever writes into one holds it first: after it was cleared, what its old key sealed would never open again.
    """
    # Two statements: PostgreSQL would join the row that it waited for with the key of before.
    await session.execute(select(rows.c.chat_id).where(rows.c.chat_id == chat_id).with_for_update())
    return await load(session, chat_id)


async def of_token(session: AsyncSession, token_digest: str) -> Conversation | None:
    """The conversation that a browser's cookie opens."""
    return await _one(session, rows.c.token_digest == token_digest)


async def _one(session: AsyncSession, chosen: ColumnElement[bool]) -> Conversation | None:
    found = await session.execute(
        select(rows, key_rows.c.wrapped, key_rows.c.version)
        .join(key_rows, (key_rows.c.id == rows.c.key_id) & (key_rows.c.agency == DOOR))
        .where(chosen)
    )
    row = found.one_or_none()
    if row is None:
        return None
    key = vault_of(session).unwrap(DOOR, row.key_id, row.wrapped, row.version)
    return Conversation(row.chat_id, key, row.language, row.staff, row.opened_at, row.used_at, row.hidden_at)


async def used(session: AsyncSession, chat_id: int, now: datetime, *, language: str | None = None) -> None:
    """The person is here: show the conversation again, and remember the language of the page when one is given."""
    change: dict[str, Any] = {"used_at": now, "hidden_at": None} | ({"language": language} if language else {})
    await session.execute(update(rows).where(rows.c.chat_id == chat_id).values(change))


async def lock_out(session: AsyncSession, chat_id: int, now: datetime) -> None:
    """Forget the cookie: the page that left can never open this conversation again; the draft is not touched."""
    await session.execute(update(rows).where(rows.c.chat_id == chat_id).values(token_digest=None, hidden_at=now))


async def way_back(session: AsyncSession, chat_id: int, digest: str) -> None:
    """Remember the one word that opens this conversation from another browser; the one before opens nothing more."""
    await session.execute(update(rows).where(rows.c.chat_id == chat_id).values(return_digest=digest))


async def come_back(session: AsyncSession, digest: str, token_digest: str, now: datetime) -> Conversation | None:
    """Hand a conversation to the browser that has its way back: once, and the browser before is let go."""
    moved = {"token_digest": token_digest, "return_digest": None, "used_at": now, "hidden_at": None}
    handed = update(rows).where(rows.c.return_digest == digest).values(moved).returning(rows.c.chat_id)
    chat_id = (await session.execute(handed)).scalar_one_or_none()
    return None if chat_id is None else await load(session, chat_id)


async def started_with(session: AsyncSession, chat_id: int, digest: str) -> bool:
    """Remember the start token that a page came with; False when it is the one that it came with last time."""
    fresh = rows.c.start_digest.is_distinct_from(digest)
    moved = update(rows).where(rows.c.chat_id == chat_id, fresh).values(start_digest=digest).returning(rows.c.chat_id)
    return (await session.execute(moved)).first() is not None
