"""The web chat's conversations: which cookie opens which, and when one is hidden or let go."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage import conversations
from storage.conversations import Conversation
from storage.database import Database


async def begun(database: Database, now: datetime, digest: str | None = "d" * 64, **more: Any) -> Conversation:
    async with database.write() as session:
        return await conversations.begin(session, token_digest=digest, now=now, **more)


async def test_a_cookie_opens_its_conversation_and_no_other(database: Database, now: datetime) -> None:
    made = await begun(database, now, language="es", staff=True)
    async with database.read() as session:
        assert await conversations.of_token(session, "d" * 64) == made
        assert await conversations.load(session, made.chat_id) == made
        assert await conversations.of_token(session, "e" * 64) is None
        assert await conversations.load(session, made.chat_id + 1) is None


async def test_a_cookie_opens_one_conversation_only(database: Database, now: datetime) -> None:
    await begun(database, now)
    with pytest.raises(IntegrityError):
        await begun(database, now)


async def test_many_conversations_may_have_no_cookie(database: Database, now: datetime) -> None:
    chats = {(await begun(database, now, None, chat_id=-number)).chat_id for number in (1, 2)}
    assert chats == {-1, -2}


async def test_using_and_locking_out(database: Database, now: datetime) -> None:
    made = await begun(database, now)
    later = now + timedelta(minutes=5)
    async with database.write() as session:
        await conversations.used(session, made.chat_id, later, language="es")
        shown = await conversations.load(session, made.chat_id)
        await conversations.lock_out(session, made.chat_id, later)
        hidden = await conversations.load(session, made.chat_id)
        assert await conversations.of_token(session, "d" * 64) is None
    assert hidden is not None
    assert hidden.hidden_at == later
    assert shown is not None
    assert (shown.hidden_at, shown.used_at, shown.language) == (None, later, "es")


async def test_a_start_token_is_news_once(database: Database, now: datetime) -> None:
    made = await begun(database, now)
    async with database.write() as session:
        news = [await conversations.started_with(session, made.chat_id, digest * 64) for digest in "aaba"]
    assert news == [True, False, True, True]


async def test_a_way_back_hands_the_conversation_over_once(database: Database, now: datetime) -> None:
    made, later = await begun(database, now), now + timedelta(days=3)
    async with database.write() as session:
        await conversations.lock_out(session, made.chat_id, now)
        await conversations.way_back(session, made.chat_id, "r" * 64)
        await conversations.way_back(session, made.chat_id, "s" * 64)
        assert await conversations.come_back(session, "r" * 64, "n" * 64, later) is None
        back = await conversations.come_back(session, "s" * 64, "n" * 64, later)
        assert back is not None
        assert (back.chat_id, back.hidden_at, back.used_at) == (made.chat_id, None, later)
        assert await conversations.of_token(session, "n" * 64) == back
        assert await conversations.of_token(session, "d" * 64) is None
        assert await conversations.come_back(session, "s" * 64, "m" * 64, later) is None
