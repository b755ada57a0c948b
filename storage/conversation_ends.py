"""How the web chat's memory ends, for `bot.desk.retention`: erased with a draft, dropped with the last thing it served.

Rows and key go in the caller's transaction; the answer names the files to delete after its commit.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Exists, delete, exists, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import conversations, keys
from storage.chats import Chat, index
from storage.conversations import DOOR, Conversation, path_of
from storage.models import cases, drafts, invitations, members
from storage.models import conversation_entries as entry_rows
from storage.models import conversation_files as file_rows
from storage.models import conversation_updates as update_rows
from storage.models import conversations as rows
from storage.vault import vault_of

OPENING = 1  # the number of the command that opened the page, which nobody wrote


async def drop(session: AsyncSession, chat_id: int, before: datetime | None = None) -> list[str]:
    """Erase a conversation with its key, as if it had never been; with `before`, only one that is still unused."""
    room = await conversations.hold(session, chat_id)
    if room is None or (before is not None and await _came_back(session, room, before)):
        return []
    paths = await _erase_files(session, file_rows.c.chat_id == chat_id)
    for table in (update_rows, entry_rows, rows):
        await session.execute(delete(table).where(table.c.chat_id == chat_id))
    await keys.erase(session, DOOR, room.key.id)
    return paths


async def clear(
    session: AsyncSession, chat_id: int, now: datetime, *, since: datetime | None = None, heard: int | None = None
) -> list[str]:
    """Erase for good what was said, while the chat goes on; an open page takes it away.

    `since` leaves what was said before; `heard` is the last update that the bot has dealt with, and what the person
    sent after it stays too, for the bot is still to answer it. When nothing stays, the old key goes as well.
    """
    room = await conversations.hold(session, chat_id)
    if room is None:
        return []
    said = _said(chat_id, since, heard)
    messages = select(entry_rows.c.message_id).where(said)
    paths = await _erase_files(session, file_rows.c.chat_id == chat_id, file_rows.c.message_id.in_(messages))
    await _blank(session, chat_id, said)
    await session.execute(update(rows).where(rows.c.chat_id == chat_id).values(start_digest=None, return_digest=None))
    if heard is not None:
        await session.execute(delete(update_rows).where(update_rows.c.chat_id == chat_id, update_rows.c.id <= heard))
    if not await _holds_anything(session, chat_id):
        fresh = await keys.create(session, DOOR, now)
        await session.execute(update(rows).where(rows.c.chat_id == chat_id).values(key_id=fresh.id))
        await keys.erase(session, DOOR, room.key.id)
    return paths


def _said(chat_id: int, since: datetime | None, heard: int | None) -> ColumnElement[bool]:
    said = (entry_rows.c.chat_id == chat_id) & entry_rows.c.body.is_not(None)
    if since is not None:
        said &= entry_rows.c.at >= since
    if heard is not None:
        said &= or_(entry_rows.c.update_id.is_(None), entry_rows.c.update_id <= heard)
    return said


async def _blank(session: AsyncSession, chat_id: int, said: ColumnElement[bool]) -> None:
    """Take the content out of messages, each as a change of its own: pages ask for what changed."""
    held = await session.execute(select(rows.c.last_seq, rows.c.last_message_id).where(rows.c.chat_id == chat_id))
    last_seq, last_message_id = held.one()
    # Numbers above every one that was given, in the order of the messages, and no two the same.
    await session.execute(update(entry_rows).where(said).values(body=None, seq=last_seq + entry_rows.c.message_id))
    await session.execute(update(rows).where(rows.c.chat_id == chat_id).values(last_seq=last_seq + last_message_id))


async def _erase_files(session: AsyncSession, *chosen: ColumnElement[bool]) -> list[str]:
    erased = await session.scalars(delete(file_rows).where(*chosen).returning(file_rows.c.id))
    return [path_of(file_id) for file_id in erased]


async def _holds_anything(session: AsyncSession, chat_id: int) -> bool:
    said = exists().where(entry_rows.c.chat_id == chat_id, entry_rows.c.body.is_not(None))
    return bool(await session.scalar(select(or_(said, _queued(chat_id)))))


async def _came_back(session: AsyncSession, room: Conversation, before: datetime) -> bool:
    used = room.used_at >= before or await session.scalar(select(_queued(room.chat_id)))
    return bool(used or await needed(session, [room.chat_id]))


def _queued(chat_id: int | Column[int]) -> Exists:
    return exists().where(update_rows.c.chat_id == chat_id)


async def unused(
    session: AsyncSession, before: datetime, limit: int, after: int = 0, *, silent: bool = False
) -> list[int]:
    """A page of conversations that nobody used since `before`, by number; `after` is the last of the page before.

    None that holds a message which the bot has yet to hear. `silent`: only those in which nobody said anything, or all
    of it was erased.
    """
    chosen = [rows.c.used_at < before, rows.c.chat_id > after, ~_queued(rows.c.chat_id)]
    if silent:
        words = (entry_rows.c.author == "person", entry_rows.c.body.is_not(None), entry_rows.c.message_id > OPENING)
        chosen.append(~exists().where(entry_rows.c.chat_id == rows.c.chat_id, *words))
    return list(await session.scalars(select(rows.c.chat_id).where(*chosen).order_by(rows.c.chat_id).limit(limit)))


async def needed(session: AsyncSession, chat_ids: Sequence[int]) -> set[int]:
    """Those of the conversations that a draft, a case, a witness or a place at an office still belongs to."""
    vault = vault_of(session)
    chats = {index(vault, Chat(DOOR, str(chat_id))): chat_id for chat_id in chat_ids}
    tables = (drafts, cases, invitations, members)
    owners = (select(table.c.chat_index).where(table.c.chat_index.in_(chats)) for table in tables)
    return {chats[found] for found in await session.scalars(union(*owners))}
