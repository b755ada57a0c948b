"""Asks the Bot API for updates and stores them; started by `bot.app`; confirms an update only when it is committed.

aiogram's own polling loop confirms updates before they are handled and stops at one it cannot decode, so the raw
answer is stored here and decoded later, by the worker, one row at a time.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import aiohttp
import structlog

from storage import inbox
from storage.database import Database
from storage.inbox import Incoming

LONG_POLL_SECONDS = 25
PAUSE_AFTER_FAULT_SECONDS = 2.0
UPDATE_KINDS = ("message", "edited_message", "callback_query", "my_chat_member")

log = structlog.get_logger()


class Receiver:
    """One channel's long poll. `run` goes on until cancelled; faults are logged by kind, never by their message."""

    def __init__(
        self, channel: str, *, base: str, token: str, database: Database, clock: Callable[[], datetime]
    ) -> None:
        self.channel = channel
        self.arrived = asyncio.Event()
        self.ready = asyncio.Event()
        self._url = f"{base.rstrip('/')}/bot{token}/getUpdates"
        self._database = database
        self._clock = clock
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll for ever. The offset is read from the inbox first, so that a restart neither loses nor repeats."""
        timeout = aiohttp.ClientTimeout(total=LONG_POLL_SECONDS + 15)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                try:
                    await self._round(session)
                    self.ready.set()
                except Exception as fault:  # a network, a server, a database: whatever it was, the poll goes on
                    # The message of a foreign exception may hold the token: its kind is all we keep.
                    log.warning("receiver_fault", channel=self.channel, fault=type(fault).__name__)
                    self._offset = None
                    await asyncio.sleep(PAUSE_AFTER_FAULT_SECONDS)

    async def _round(self, session: aiohttp.ClientSession) -> None:
        if self._offset is None:
            async with self._database.read() as rows:
                self._offset = await inbox.next_offset(rows, self.channel)
        wait = LONG_POLL_SECONDS if self.ready.is_set() else 0
        body = {"timeout": wait, "allowed_updates": list(UPDATE_KINDS)}
        if self._offset is not None:
            body["offset"] = self._offset
        async with session.post(self._url, json=body) as answer:
            if answer.status == 429:
                await asyncio.sleep(_retry_after(await answer.json()))
                return
            answer.raise_for_status()
            updates = (await answer.json())["result"]
        if updates:
            await self._keep(updates)

    async def _keep(self, updates: list[dict[str, Any]]) -> None:
        rows = [Incoming(each["update_id"], chat_of(each), json.dumps(pruned(each)).encode()) for each in updates]
        async with self._database.write() as session:
            kept = await inbox.put(session, self.channel, rows, self._clock())
            offset = await inbox.next_offset(session, self.channel)
        self._offset = offset
        if kept:
            log.info("received", channel=self.channel, count=kept)
            self.arrived.set()


def pruned(update: dict[str, Any]) -> dict[str, Any]:
    """The update itself from a private chat; from a group only where it came from: nothing said there is stored."""
    for kind, value in update.items():
        holder = value.get("message", value) if isinstance(value, Mapping) else None
        chat = holder.get("chat") if isinstance(holder, Mapping) else None
        if isinstance(chat, Mapping) and chat.get("type", "private") != "private":
            return {"update_id": update["update_id"], "group": {"kind": kind, "chat": chat.get("id")}}
    return update


def chat_of(update: Mapping[str, Any]) -> str | None:
    """The id of the chat that an update belongs to, as text; None for one that has none or hides it."""
    for value in update.values():
        if isinstance(value, Mapping):
            holder = value.get("message", value)
            chat = holder.get("chat") if isinstance(holder, Mapping) else None
            if isinstance(chat, Mapping) and isinstance(chat.get("id"), int):
                return str(chat["id"])
            sender = value.get("from")
            if isinstance(sender, Mapping) and isinstance(sender.get("id"), int):
                return str(sender["id"])
    return None


def _retry_after(answer: Mapping[str, Any]) -> float:
    parameters = answer.get("parameters") or {}
    return float(parameters.get("retry_after", PAUSE_AFTER_FAULT_SECONDS))
