"""How a web chat ends: erased for good with a draft, in part beside a case, and dropped when nothing belongs to it."""

import asyncio
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from storage import cases, conversation_ends, conversation_updates, conversations, drafts, keys, roster, transcripts
from storage.chats import Chat
from storage.conversations import DOOR, Conversation
from storage.database import Database
from storage.errors import Unsealable
from storage.models import conversation_entries as entry_rows
from storage.models import conversation_files as file_rows
from storage.models import conversation_updates as update_rows
from storage.models import conversations as rows
from storage.models import keys as key_rows
from storage.vault import Box, Vault

DAY = timedelta(days=1)


async def begun(database: Database, now: datetime, digest: str = "d") -> Conversation:
    async with database.write() as session:
        return await conversations.begin(session, token_digest=digest * 64, now=now)


async def tells(database: Database, chat_id: int, text: str, now: datetime, *, file: str | None = None) -> int:
    """The person says something; the answer is the number of the update that tells the bot."""
    body = {"text": text, "entities": [], "file": {"id": file * 20, "kind": "photo"} if file else None}
    async with database.write() as session:
        room = await conversations.hold(session, chat_id)
        assert room is not None
        entry, _ = await transcripts.add(session, room, author="person", body=body, now=now)
        update = {"message": {"message_id": entry.message_id, "text": text}}
        return await conversation_updates.queue(session, room, update)


async def answers(database: Database, chat_id: int, text: str, now: datetime) -> None:
    async with database.write() as session:
        room = await conversations.hold(session, chat_id)
        assert room is not None
        await transcripts.add(session, room, author="bot", body={"text": text, "entities": []}, now=now)


async def shown(database: Database, chat_id: int, after: int = 0) -> list[str | None]:
    """The texts of a chat in the order of the changes; None where one was erased."""
    async with database.read() as session:
        room = await conversations.load(session, chat_id)
        assert room is not None
        found = await transcripts.entries(session, room, after)
    return [None if entry.deleted else entry.body["text"] for entry in found]


async def clear(database: Database, chat_id: int, now: datetime, **which: Any) -> list[str]:
    async with database.write() as session:
        return await conversation_ends.clear(session, chat_id, now, **which)


async def counted(database: Database) -> list[int | None]:
    async with database.read() as session:
        tables = (rows, entry_rows, file_rows, update_rows, key_rows)
        return [await session.scalar(select(func.count()).select_from(table)) for table in tables]


async def test_a_dropped_conversation_leaves_no_row_and_no_key(database: Database, now: datetime) -> None:
    made, kept = await begun(database, now), await begun(database, now, "e")
    for chat in (made, kept):
        await tells(database, chat.chat_id, "x", now)
    await tells(database, made.chat_id, "x", now, file="f")
    async with database.write() as session:
        assert await conversation_ends.drop(session, made.chat_id) == [f"webchat/{'f' * 20}"]
        assert await conversation_ends.drop(session, made.chat_id) == []
    assert await counted(database) == [1, 1, 0, 1, 1]
    assert await shown(database, kept.chat_id) == ["x"]


async def test_a_cleared_conversation_goes_on_with_a_new_key(database: Database, vault: Vault, now: datetime) -> None:
    made, other = await begun(database, now), await begun(database, now, "e")
    await tells(database, other.chat_id, "not mine", now)
    await tells(database, made.chat_id, "my secret", now, file="f")
    await answers(database, made.chat_id, "a question", now)
    asked = await tells(database, made.chat_id, "erase it", now)
    async with database.read() as session:
        sealed = await session.scalar(select(entry_rows.c.body).where(entry_rows.c.chat_id == made.chat_id).limit(1))

    assert await clear(database, made.chat_id, now, heard=asked) == [f"webchat/{'f' * 20}"]

    assert await shown(database, made.chat_id, after=3) == [None, None, None], "an open page is told of each"
    assert await shown(database, other.chat_id) == ["not mine"]
    assert await counted(database) == [2, 4, 0, 1, 2]
    async with database.read() as session:
        after = await conversations.of_token(session, "d" * 64)
        assert after is not None
        assert after.key.id != made.key.id
        assert await session.scalar(select(key_rows.c.id).where(key_rows.c.id == made.key.id)) is None
        waiting = await conversation_updates.take_updates(session, 0, 10)
    assert [each["message"]["text"] for each in waiting] == ["not mine"]
    with pytest.raises(Unsealable):
        Box(vault, after.key, DOOR, "conversation_entries", f"{made.chat_id}/1").open("body", sealed)
    await answers(database, made.chat_id, "It is erased.", now)
    assert await shown(database, made.chat_id, after=6) == ["It is erased."]


async def test_what_the_bot_has_yet_to_hear_survives(database: Database, now: datetime) -> None:
    """Somebody who taps *start over* and at once sends the story and a photo loses neither."""
    made = await begun(database, now)
    asked = await tells(database, made.chat_id, "start over", now)
    await tells(database, made.chat_id, "the new story", now, file="f")
    assert await clear(database, made.chat_id, now, heard=asked) == []
    assert await shown(database, made.chat_id) == ["the new story", None]
    async with database.read() as session:
        (waiting,) = await conversation_updates.take_updates(session, 0, 10)
        assert waiting["message"]["text"] == "the new story"
        assert await transcripts.of_file(session, "f" * 20) is not None


async def test_only_what_was_said_since_then_goes(database: Database, now: datetime) -> None:
    made = await begun(database, now)
    await tells(database, made.chat_id, "of the case", now, file="c")
    await answers(database, made.chat_id, "the receipt", now)
    await tells(database, made.chat_id, "of the draft", now + DAY, file="d")
    asked = await tells(database, made.chat_id, "erase it", now + DAY)
    assert await clear(database, made.chat_id, now + DAY, since=now + DAY, heard=asked) == [f"webchat/{'d' * 20}"]
    assert await shown(database, made.chat_id) == ["of the case", "the receipt", None, None]
    async with database.read() as session:
        assert await keys.load(session, DOOR, made.key.id) == made.key


async def test_clearing_twice_and_clearing_nothing(database: Database, now: datetime) -> None:
    made = await begun(database, now)
    assert await clear(database, made.chat_id + 1, now) == []
    for _ in range(2):
        asked = await tells(database, made.chat_id, "erase it", now)
        assert await clear(database, made.chat_id, now, heard=asked) == []
        assert await clear(database, made.chat_id, now, heard=asked) == []
    assert await shown(database, made.chat_id) == [None, None]
    assert await counted(database) == [1, 2, 0, 0, 1]


async def test_an_agency_s_link_opens_a_cleared_conversation_anew(database: Database, now: datetime) -> None:
    made = await begun(database, now)
    async with database.write() as session:
        assert await conversations.started_with(session, made.chat_id, "a" * 64)
        await conversation_ends.clear(session, made.chat_id, now)
        assert await conversations.started_with(session, made.chat_id, "a" * 64)


async def test_writers_that_meet_a_clearing_use_the_key_that_is_valid_then(database: Database, now: datetime) -> None:
    made = await begun(database, now)

    async def says() -> None:
        await tells(database, made.chat_id, "x", now)

    async def clears() -> None:
        async with database.write() as session:
            updates = (await session.scalars(select(func.max(update_rows.c.id)))).one()
            await conversation_ends.clear(session, made.chat_id, now, heard=updates)

    for _ in range(5):
        await asyncio.gather(says(), clears(), says(), clears(), says())
    assert len(await shown(database, made.chat_id)) == 15


async def unused(database: Database, before: datetime, **which: Any) -> Sequence[int]:
    async with database.read() as session:
        return await conversation_ends.unused(session, before, 10, **which)


async def test_conversations_that_nobody_uses_are_listed(database: Database, now: datetime) -> None:
    made = sorted([(await begun(database, now, digest)).chat_id for digest in "abc"])
    await begun(database, now + 2 * DAY)
    assert await unused(database, now + DAY) == made
    assert await unused(database, now + DAY, after=made[0]) == made[1:]


async def test_one_that_the_bot_has_not_heard_is_not_unused(database: Database, now: datetime) -> None:
    made = await begun(database, now)
    update_id = await tells(database, made.chat_id, "/start", now)
    assert await unused(database, now + DAY) == []
    async with database.write() as session:
        await conversation_updates.confirm(session, update_id + 1)
    assert await unused(database, now + DAY) == [made.chat_id]


async def test_silent_are_those_in_which_nobody_said_anything(database: Database, now: datetime) -> None:
    opened, told = await begun(database, now, "a"), await begun(database, now, "b")
    for chat in (opened, told):
        await tells(database, chat.chat_id, "/start", now)
        await answers(database, chat.chat_id, "Welcome", now)
    update_id = await tells(database, told.chat_id, "he pushed me", now)
    async with database.write() as session:
        await conversation_updates.confirm(session, update_id + 1)
    assert await unused(database, now + DAY, silent=True) == [opened.chat_id]
    await clear(database, told.chat_id, now)
    assert set(await unused(database, now + DAY, silent=True)) == {opened.chat_id, told.chat_id}


async def test_one_that_came_back_is_not_dropped(database: Database, given: Any, now: datetime) -> None:
    used, heard, needed, gone = [(await begun(database, now, digest)).chat_id for digest in "abcd"]
    await tells(database, heard, "/start", now)
    async with database.write() as session:
        await conversations.used(session, used, now + 2 * DAY)
        await drafts.start(session, "north", chat=Chat(DOOR, str(needed)), language="en", profile="d" * 64, now=now)
        for chat_id in (used, heard, needed, gone):
            await conversation_ends.drop(session, chat_id, now + DAY)
        left = [chat_id for chat_id in (used, heard, needed, gone) if await conversations.load(session, chat_id)]
    assert left == [used, heard, needed]


async def test_drafts_cases_and_places_at_an_office_need_their_conversation(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        await drafts.start(session, "north", chat=Chat(DOOR, "1"), language="en", profile="d" * 64, now=now)
        await given.draft(session, chat="2")  # on Telegram, whose numbers are others
        invited = await given.member(session, chat="3")
        await roster.remove(session, "north", invited.id)
        token = "t" * 64
        expires = {"invited_by": None, "language": "en", "expires_at": now + DAY, "now": now}
        await roster.invite(session, "north", role="director", name="A", queues=[], token_digest=token, **expires)
        await roster.redeem(session, token, Chat(DOOR, "4"), now)
        draft = await drafts.start(session, "north", chat=Chat(DOOR, "5"), language="en", profile="d" * 64, now=now)
        await cases.open(session, "north", given.new(draft), now)
        await drafts.drop(session, "north", draft)
    async with database.read() as session:
        assert await conversation_ends.needed(session, [1, 2, 3, 4, 5, 6]) == {1, 4, 5}


async def test_the_key_of_a_cleared_conversation_is_nowhere_in_the_files_of_sqlite(
    migrated_file: Path, tmp_path: Path, vault: Vault, now: datetime
) -> None:
    shutil.copy(migrated_file, tmp_path / "redress.sqlite3")
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'redress.sqlite3'}", vault)
    made = await begun(database, now)
    asked = await tells(database, made.chat_id, "my secret", now)
    assert holding(tmp_path, made.key.wrapped) != []
    await clear(database, made.chat_id, now, heard=asked)
    await database.close()
    assert holding(tmp_path, made.key.wrapped) == []


def holding(folder: Path, content: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and content in path.read_bytes()]
