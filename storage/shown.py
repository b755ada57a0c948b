"""Which messages of ours a chat shows, for two days, so that `/hide` can take them out; for `bot.telegram`.

Only a keyed digest of the chat is kept, and the chat's own numbers of the messages: no words, no complaint.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.chats import Chat, index
from storage.models import shown as rows
from storage.vault import vault_of

KEPT: Final = timedelta(hours=48)
"""How long a chat lets a bot take its messages back."""


async def keep(session: AsyncSession, chat: Chat, messages: Sequence[int], now: datetime) -> None:
    """Remember what one reply said."""
    if messages:
        values = {"chat_index": index(vault_of(session), chat), "messages": list(messages), "at": now}
        await session.execute(rows.insert().values(**values))


async def of_chat(session: AsyncSession, chat: Chat, now: datetime) -> list[int]:
    """The messages of the last two days, each once, the oldest first."""
    mine = (rows.c.chat_index == index(vault_of(session), chat), rows.c.at > now - KEPT)
    found = (await session.execute(select(rows.c.messages).where(*mine).order_by(rows.c.seq))).scalars()
    return list(dict.fromkeys(int(each) for several in found for each in several))


async def forget(session: AsyncSession, before: datetime) -> None:
    """Forget what no chat would take back any more."""
    await session.execute(delete(rows).where(rows.c.at < before))
