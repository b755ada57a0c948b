"""The web chat's queue of updates towards the bot, for `bot.webchat`; rows, so that a restart loses none."""

from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy import update as change
from sqlalchemy.ext.asyncio import AsyncSession

from storage.conversations import DOOR, Conversation
from storage.models import conversation_counter as counter
from storage.models import conversation_entries as entries
from storage.models import conversation_updates as rows
from storage.models import conversations, keys
from storage.statements import insert
from storage.vault import Box, DataKey, vault_of


async def queue(session: AsyncSession, conversation: Conversation, update: dict[str, Any]) -> int:
    """Append an update and give it its number."""
    statement = insert(session, counter).values(id=1, value=1)
    counted = statement.on_conflict_do_update(index_elements=["id"], set_={"value": counter.c.value + 1})
    update_id: int = (await session.execute(counted.returning(counter.c.value))).scalar_one()
    sealed = _box(session, conversation.key, update_id).seal("payload", update)
    await session.execute(rows.insert().values(id=update_id, chat_id=conversation.chat_id, payload=sealed))
    if "message" in update:
        await _tell(session, conversation, update["message"]["message_id"], update_id)
    return update_id


async def _tell(session: AsyncSession, conversation: Conversation, message_id: int, update_id: int) -> None:
    """Remember which update told the bot of a message, so that an erasure knows what the bot has yet to hear."""
    mine = (entries.c.chat_id == conversation.chat_id, entries.c.message_id == message_id)
    await session.execute(change(entries).where(*mine).values(update_id=update_id))


async def take_updates(session: AsyncSession, offset: int, limit: int) -> list[dict[str, Any]]:
    """The oldest updates from `offset` on, each with its number in it; they stay until they are confirmed."""
    vault = vault_of(session)
    found = await session.execute(
        select(rows, keys.c.id.label("key_id"), keys.c.wrapped, keys.c.version)
        .join(conversations, conversations.c.chat_id == rows.c.chat_id)
        .join(keys, (keys.c.id == conversations.c.key_id) & (keys.c.agency == DOOR))
        .where(rows.c.id >= offset)
        .order_by(rows.c.id)
        .limit(limit)
    )
    updates = []
    for row in found:
        key = vault.unwrap(DOOR, row.key_id, row.wrapped, row.version)
        updates.append({"update_id": row.id, **_box(session, key, row.id).open("payload", row.payload)})
    return updates


async def confirm(session: AsyncSession, offset: int) -> None:
    """Forget every update below `offset`: the bot has them."""
    await session.execute(delete(rows).where(rows.c.id < offset))


async def pending(session: AsyncSession) -> int:
    """How many updates the bot has not confirmed yet."""
    return (await session.execute(select(func.count()).select_from(rows))).scalar_one()


def _box(session: AsyncSession, key: DataKey, update_id: int) -> Box:
    return Box(vault_of(session), key, DOOR, "conversation_updates", str(update_id))
