"""The Bot API's getUpdates and its kin, for `calls`: the queue towards the bot, in order, until it is confirmed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.webchat.bell import UPDATES, heard
from bot.webchat.messages import Body
from bot.webchat.parameters import Refusal, bad
from bot.webchat.rooms import Rooms
from storage import conversation_updates

LONGEST_POLL = 50
EVERYTHING = 1 << 62


class Polling:
    """One bot polls at a time; the newer poll wins, as at Telegram."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._poll: object | None = None
        self._confirmed: int | None = None
        self.methods: Mapping[str, Callable[[Body], Awaitable[Any]]] = {
            "getUpdates": self._updates,
            "getWebhookInfo": self._webhook_info,
            "deleteWebhook": self._delete_webhook,
        }

    async def _updates(self, call: Body) -> list[Body]:
        self._poll = mine = object()
        self._rooms.bell.ring(UPDATES)
        if "allowed_updates" in call:
            self._rooms.allowed = frozenset(call["allowed_updates"]) or None
        offset, limit = call.get("offset", 0), min(max(call.get("limit", 100), 1), 100)
        if offset < 0:
            raise bad("a negative offset is not supported in a web chat")
        await self._confirm(offset)
        clock = asyncio.get_running_loop().time
        until = clock() + min(max(call.get("timeout", 0), 0), LONGEST_POLL)
        while True:
            bell = self._rooms.bell.listen(UPDATES)
            found = await self._waiting(offset, limit)
            if self._poll is not mine:
                raise Refusal(409, "Conflict: terminated by other getUpdates request; run only one bot instance")
            if found or clock() >= until or self._rooms.bell.closed:
                return found
            await heard(bell, until - clock())

    async def _waiting(self, offset: int, limit: int) -> list[Body]:
        async with self._rooms.database.read() as session:
            return await conversation_updates.take_updates(session, offset, limit)

    async def _confirm(self, offset: int) -> None:
        """Forget what the bot has; once only, for most polls bring nothing and confirm the same again."""
        if offset != self._confirmed:
            async with self._rooms.database.write() as session:
                await conversation_updates.confirm(session, offset)
            self._confirmed = offset

    async def _webhook_info(self, _call: Body) -> Body:
        async with self._rooms.database.read() as session:
            waiting = await conversation_updates.pending(session)
        return {"url": "", "has_custom_certificate": False, "pending_update_count": waiting}

    async def _delete_webhook(self, call: Body) -> bool:
        if call.get("drop_pending_updates"):
            await self._confirm(EVERYTHING)
        return True
