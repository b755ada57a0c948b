"""The web chat's queue towards the bot: in order, until confirmed, and no number twice."""

import asyncio
from datetime import datetime

from storage import conversation_updates, conversations
from storage.database import Database


async def test_updates_wait_until_they_are_confirmed(database: Database, now: datetime) -> None:
    async with database.write() as session:
        made = await conversations.begin(session, token_digest="d" * 64, now=now)
        other = await conversations.begin(session, token_digest="e" * 64, now=now)
        numbers = [await conversation_updates.queue(session, chat, {"n": chat.chat_id}) for chat in (made, other, made)]
    assert numbers == [1, 2, 3]
    async with database.read() as session:
        waiting = await conversation_updates.take_updates(session, 2, 10)
        assert waiting == [{"update_id": 2, "n": other.chat_id}, {"update_id": 3, "n": made.chat_id}]
        assert await conversation_updates.take_updates(session, 0, 1) == [{"update_id": 1, "n": made.chat_id}]
    async with database.write() as session:
        await conversation_updates.confirm(session, 3)
        assert await conversation_updates.pending(session) == 1
        await conversation_updates.confirm(session, 99)
        assert await conversation_updates.queue(session, made, {}) == 4


async def test_an_update_is_never_visible_after_a_higher_one(database: Database, now: datetime) -> None:
    """Else the higher one would be confirmed, and the lower one lost with it."""
    async with database.write() as session:
        chat = await conversations.begin(session, token_digest="d" * 64, now=now)

    async def one() -> int:
        async with database.write() as session:
            mine = await conversation_updates.queue(session, chat, {})
            below = await conversation_updates.take_updates(session, 0, 100)
            assert [update["update_id"] for update in below] == list(range(1, mine + 1))
            return mine

    assert sorted(await asyncio.gather(*(one() for _ in range(20)))) == list(range(1, 21))
