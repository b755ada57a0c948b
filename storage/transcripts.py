"""What was said in a web chat, for `bot.webchat`: messages of both sides, in order, changed in place or erased."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import conversations
from storage.conversations import DOOR, Conversation, path_of
from storage.models import conversation_entries as entry_rows
from storage.models import conversation_files as file_rows
from storage.models import conversations as rows
from storage.models import keys as key_rows
from storage.statements import insert
from storage.vault import Box, DataKey, vault_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of either side; `seq` grows with every change of the conversation.

    `client_key` is the name that the page gave to what it sent; it outlives the content, so that a page which was still
    waiting to see its message lets go of an erased one too.
    """

    seq: int
    message_id: int
    author: str
    kind: str
    body: dict[str, Any]
    at: datetime
    edited_at: datetime | None
    deleted: bool
    client_key: str | None = None


async def add(
    session: AsyncSession,
    conversation: Conversation,
    *,
    author: str,
    body: Mapping[str, Any],
    now: datetime,
    client_key: str | None = None,
) -> tuple[Entry, bool]:
    """Append a message; one that repeats a client's key is the message that is there already, and False."""
    chat_id = conversation.chat_id
    seq, message_id = await _count(session, chat_id, messages=1)
    kind = body["file"]["kind"] if body.get("file") else "text"
    values = {
        "chat_id": chat_id,
        "message_id": message_id,
        "seq": seq,
        "author": author,
        "kind": kind,
        "client_key": client_key,
        "body": _box(session, chat_id, conversation.key, message_id).seal("body", body),
        "at": now,
    }
    statement = insert(session, entry_rows).values(values).on_conflict_do_nothing().returning(entry_rows.c.seq)
    if (await session.execute(statement)).first() is None:
        return await _repeated(session, conversation, client_key), False
    if body.get("file"):
        file_id = body["file"]["id"]
        await session.execute(file_rows.insert().values(id=file_id, chat_id=chat_id, message_id=message_id))
    return Entry(seq, message_id, author, kind, dict(body), now, None, False, client_key), True


async def next_message_id(session: AsyncSession, chat_id: int) -> int:
    """Use up a message number without showing anything (a message that a page could not have sent, in tests)."""
    return (await _count(session, chat_id, messages=1))[1]


async def _count(session: AsyncSession, chat_id: int, messages: int = 0) -> tuple[int, int]:
    statement = (
        update(rows)
        .where(rows.c.chat_id == chat_id)
        .values(last_seq=rows.c.last_seq + 1, last_message_id=rows.c.last_message_id + messages)
        .returning(rows.c.last_seq, rows.c.last_message_id)
    )
    row = (await session.execute(statement)).one()
    return row.last_seq, row.last_message_id


async def _repeated(session: AsyncSession, conversation: Conversation, client_key: str | None) -> Entry:
    mine = entry_rows.c.chat_id == conversation.chat_id
    found = await session.execute(_with_key().where(mine, entry_rows.c.client_key == client_key))
    return _entry(session, found.one())


async def entry(session: AsyncSession, conversation: Conversation, message_id: int) -> Entry | None:
    """One message; a deleted one is returned with an empty body."""
    mine = entry_rows.c.chat_id == conversation.chat_id
    found = await session.execute(_with_key().where(mine, entry_rows.c.message_id == message_id))
    row = found.one_or_none()
    return None if row is None else _entry(session, row)


async def entries(session: AsyncSession, conversation: Conversation, after: int, limit: int = 200) -> list[Entry]:
    """What changed since `after`, in the order of the changes."""
    mine = entry_rows.c.chat_id == conversation.chat_id
    chosen = _with_key().where(mine, entry_rows.c.seq > after).order_by(entry_rows.c.seq).limit(limit)
    return [_entry(session, row) for row in await session.execute(chosen)]


async def edit(
    session: AsyncSession,
    conversation: Conversation,
    old: Entry,
    *,
    body: Mapping[str, Any],
    edited_at: datetime | None,
) -> Entry:
    """Replace a message in place; `edited_at` None leaves it unmarked (only its buttons changed)."""
    seq, _ = await _count(session, conversation.chat_id)
    sealed = _box(session, conversation.chat_id, conversation.key, old.message_id).seal("body", body)
    marked = edited_at or old.edited_at
    await session.execute(_where(conversation, old.message_id).values(seq=seq, body=sealed, edited_at=marked))
    return Entry(seq, old.message_id, old.author, old.kind, dict(body), old.at, marked, False, old.client_key)


async def erase(session: AsyncSession, conversation: Conversation, message_id: int) -> list[str]:
    """Delete a message's content for good; the answer is the paths of the files to delete after the commit."""
    seq, _ = await _count(session, conversation.chat_id)
    await session.execute(_where(conversation, message_id).values(seq=seq, body=None))
    mine = (file_rows.c.chat_id == conversation.chat_id) & (file_rows.c.message_id == message_id)
    erased = await session.scalars(delete(file_rows).where(mine).returning(file_rows.c.id))
    return [path_of(file_id) for file_id in erased]


async def of_file(session: AsyncSession, file_id: str) -> tuple[Conversation, Entry] | None:
    """The conversation and the message that a file belongs to."""
    found = (await session.execute(select(file_rows).where(file_rows.c.id == file_id))).one_or_none()
    conversation = await conversations.load(session, found.chat_id) if found else None
    kept = await entry(session, conversation, found.message_id) if found and conversation else None
    return (conversation, kept) if conversation and kept else None


def _where(conversation: Conversation, message_id: int) -> Any:
    mine = (entry_rows.c.chat_id == conversation.chat_id) & (entry_rows.c.message_id == message_id)
    return update(entry_rows).where(mine)


def _box(session: AsyncSession, chat_id: int, key: DataKey, message_id: int) -> Box:
    return Box(vault_of(session), key, DOOR, "conversation_entries", f"{chat_id}/{message_id}")


def _with_key() -> Select[Any]:
    """Messages with the key that holds in the same instant: the one that somebody loaded before may be gone."""
    return (
        select(entry_rows, rows.c.key_id, key_rows.c.wrapped, key_rows.c.version)
        .join(rows, rows.c.chat_id == entry_rows.c.chat_id)
        .join(key_rows, (key_rows.c.id == rows.c.key_id) & (key_rows.c.agency == DOOR))
    )


def _entry(session: AsyncSession, row: Row[Any]) -> Entry:
    key = vault_of(session).unwrap(DOOR, row.key_id, row.wrapped, row.version)
    body = _box(session, row.chat_id, key, row.message_id).open("body", row.body) or {}
    gone = row.body is None
    return Entry(row.seq, row.message_id, row.author, row.kind, body, row.at, row.edited_at, gone, row.client_key)
