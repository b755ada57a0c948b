"""What was said in a web chat comes back in order, is sealed, and opens with the key of now only."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from storage import conversation_updates, conversations, transcripts
from storage import keys as data_keys
from storage.conversations import Conversation
from storage.database import Database
from storage.errors import Unsealable
from storage.models import conversation_entries as entry_rows
from storage.vault import KeyFile, Vault

FILE = {"id": "f" * 20, "kind": "photo", "name": "a.png", "mime": "image/png", "size": 3}


def said(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "entities": [], **more}


async def begun(database: Database, now: datetime, digest: str = "d" * 64) -> Conversation:
    async with database.write() as session:
        return await conversations.begin(session, token_digest=digest, now=now)


async def test_messages_come_back_in_the_order_of_their_changes(database: Database, now: datetime) -> None:
    made = await begun(database, now)
    async with database.write() as session:
        first, _ = await transcripts.add(session, made, author="bot", body=said("one"), now=now)
        await transcripts.add(session, made, author="person", body=said("two"), now=now)
        edited = await transcripts.edit(session, made, first, body=said("one!"), edited_at=now)
        found = await transcripts.entries(session, made, after=0)
        assert [entry.body["text"] for entry in found] == ["two", "one!"]
        assert found[-1] == edited
        assert await transcripts.entries(session, made, after=2) == [edited]
        assert await transcripts.entries(session, made, after=0, limit=1) == found[:1]
        assert await transcripts.entry(session, made, first.message_id) == edited
        assert await transcripts.entry(session, made, 99) is None


async def test_new_buttons_leave_a_message_unmarked(database: Database, now: datetime) -> None:
    made = await begun(database, now)
    async with database.write() as session:
        entry, _ = await transcripts.add(session, made, author="bot", body=said("one"), now=now)
        same = await transcripts.edit(session, made, entry, body=said("one", buttons=[]), edited_at=None)
        assert same.edited_at is None
        marked = await transcripts.edit(session, made, same, body=said("two"), edited_at=now)
        assert (await transcripts.edit(session, made, marked, body=said("two"), edited_at=None)).edited_at == now


async def test_a_repeated_key_is_the_message_that_is_there(database: Database, now: datetime) -> None:
    made, other = await begun(database, now), await begun(database, now, "e" * 64)
    async with database.write() as session:
        first, new = await transcripts.add(session, made, author="person", body=said("one"), now=now, client_key="k")
        again = await transcripts.add(session, made, author="person", body=said("two"), now=now, client_key="k")
        elsewhere = await transcripts.add(session, other, author="person", body=said("x"), now=now, client_key="k")
    assert new
    assert again == (first, False)
    assert elsewhere[1]


async def test_an_erased_message_leaves_its_place_and_nothing_else(database: Database, now: datetime) -> None:
    made = await begun(database, now)
    async with database.write() as session:
        entry, _ = await transcripts.add(session, made, author="bot", body=said("x", file=FILE), now=now)
        assert await transcripts.of_file(session, FILE["id"]) == (made, entry)
        assert await transcripts.erase(session, made, entry.message_id) == [f"webchat/{FILE['id']}"]
        gone = await transcripts.entry(session, made, entry.message_id)
        assert gone is not None
        assert (gone.deleted, gone.body) == (True, {})
        assert gone.seq > entry.seq
        assert await transcripts.of_file(session, FILE["id"]) is None
        assert await session.scalar(select(entry_rows.c.body)) is None


async def test_a_text_that_was_moved_to_another_message_is_refused(database: Database, now: datetime) -> None:
    made = await begun(database, now)
    async with database.write() as session:
        for text in ("one", "two"):
            await transcripts.add(session, made, author="bot", body=said(text), now=now)
        stolen = await session.scalar(select(entry_rows.c.body).where(entry_rows.c.message_id == 1))
        await session.execute(update(entry_rows).where(entry_rows.c.message_id == 2).values(body=stolen))
        with pytest.raises(Unsealable):
            await transcripts.entries(session, made, after=1)


async def test_numbers_can_be_used_up(database: Database, now: datetime) -> None:
    made = await begun(database, now)
    async with database.write() as session:
        assert await transcripts.next_message_id(session, made.chat_id) == 1
        entry, _ = await transcripts.add(session, made, author="bot", body=said("x"), now=now)
        assert entry.message_id == 2


async def test_a_new_master_key_opens_old_conversations(
    database: Database, url: str, keyfile: KeyFile, now: datetime
) -> None:
    made = await begun(database, now)
    async with database.write() as session:
        await transcripts.add(session, made, author="person", body=said("before"), now=now)
        await conversation_updates.queue(session, made, {"n": 1})
    keyfile.add_version()
    rotated = await Database.open(url, Vault(keyfile.reread()))
    try:
        async with rotated.write() as session:
            assert await data_keys.rewrap(session, 10) == 1
            again = await conversations.load(session, made.chat_id)
            assert again is not None
            assert [entry.body["text"] for entry in await transcripts.entries(session, again, after=0)] == ["before"]
            assert await conversation_updates.take_updates(session, 0, 1) == [{"update_id": 1, "n": 1}]
    finally:
        await rotated.close()
