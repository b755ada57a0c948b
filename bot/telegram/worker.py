"""Takes stored updates one at a time per chat, lets a handler act, sends the reply; run by every replica.

A row is applied in the transaction of its effect and answered once the chat took the reply. In between, a crash costs
at most one repeated screen, never a repeated effect.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import structlog
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Update
from aiogram.utils.formatting import Text
from pydantic import ValidationError

from bot.casework.errors import TryLater
from bot.desk.courier import Courier
from bot.desk.desk import AlreadyApplied, Desk
from bot.telegram.answering import Answering
from bot.telegram.delivery import Channel, Screen
from bot.telegram.exchange import Heard, heard_of
from bot.words import LANGUAGES, Words
from storage import inbox, shown
from storage.chats import Chat
from storage.errors import StorageError
from storage.inbox import InboxRow

LEASE: Final = timedelta(seconds=60)
BATCH: Final = 16
ATTEMPTS: Final = 5

log = structlog.get_logger()


class Worker:
    """One replica's worker over all channels; `freed` is set when an update is done with, for its chat may have more.

    `page` is where the web chat is reached, for links back to it; `links` lead somebody new to a chat.
    """

    def __init__(
        self,
        desk: Desk,
        words: Words,
        channels: Mapping[str, Channel],
        courier: Courier,
        page: str | None = None,
        links: Sequence[str] = (),
    ) -> None:
        self._desk = desk
        self._words = words
        self._channels = channels
        self._answering = Answering(desk, words, courier, page, links)
        self._in_hand: set[asyncio.Task[None]] = set()
        self.freed = asyncio.Event()

    async def round(self) -> int:
        """Take at most one update of each waiting chat in hand and say how many; 0 when more would bring no more.

        None of them is waited for: a chat that is slow holds up nobody else.
        """
        room = BATCH - len(self._in_hand)
        if room == 0:
            return 0
        async with self._desk.database.write() as session:
            rows = await inbox.claim(session, self._desk.clock(), LEASE, room)
        for row in rows:
            task = asyncio.create_task(self._one(row))
            self._in_hand.add(task)
            task.add_done_callback(self._done)
        return room if len(rows) == room else 0

    async def finish(self) -> None:
        """Wait until nothing is in hand any more."""
        await asyncio.gather(*self._in_hand)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._in_hand.discard(task)
        self.freed.set()

    async def _one(self, row: InboxRow) -> None:
        """Handle one row so that nothing it does can stop the others."""
        try:
            await self._handle(row)
        except (StorageError, OSError, TimeoutError) as fault:
            # The row keeps its lease and comes back when that runs out.
            log.error("update_delayed", channel=row.channel, fault=type(fault).__name__)
        except Exception as fault:
            log.error("update_failed", channel=row.channel, fault=type(fault).__name__, attempts=row.attempts)
            await self._failed(row)

    async def _handle(self, row: InboxRow) -> None:
        channel = self._channels[row.channel]
        if row.applied_at is not None:
            return await self._resend(channel, row)
        try:
            raw = json.loads(row.payload)
            if "group" in raw:
                return await self._leave_group(channel, row, raw["group"])
            update = Update.model_validate(raw, context={"bot": channel.bot})
        except (ValidationError, ValueError, RecursionError):
            log.warning("update_quarantined", channel=row.channel)
            async with self._desk.database.write() as session:
                await inbox.quarantine(session, row.id, self._desk.clock(), "undecodable")
            return None
        heard = heard_of(row, update)
        if heard is None:
            return await self._settle(row, "ignored")
        try:
            reply = await self._answering.reply(heard, update)
        except AlreadyApplied:
            return await self._resend(channel, row)
        try:
            said = await self._answering.send(channel, heard, update, reply)
        except TryLater as later:
            return await self._put_off(row, later.after)
        return await self._settle(row, "done", said)

    async def _put_off(self, row: InboxRow, seconds: float) -> None:
        """The reply cannot go out now: later messages of this chat wait with it, those of others do not."""
        async with self._desk.database.write() as session:
            await inbox.release(session, row.id, self._desk.clock() + timedelta(seconds=seconds))

    async def _resend(self, channel: Channel, row: InboxRow) -> None:
        """The effect is there but perhaps not the reply: show where the person is, once."""
        if row.chat is None:
            return await self._settle(row, "done")
        heard = Heard(row, Chat(row.channel, row.chat), "en")
        again = await self._answering.again(heard)
        try:
            said = await self._answering.show(channel, heard.chat, again.screens)
        except TryLater as later:
            return await self._put_off(row, later.after)
        return await self._settle(row, "done", said)

    async def _leave_group(self, channel: Channel, row: InboxRow, group: Mapping[str, Any]) -> None:
        """One fixed sentence in both languages that names no subject; then leave. Nothing said there was stored."""
        chat_id = int(group.get("chat") or 0)
        if chat_id and group.get("kind") != "my_chat_member":
            both = "\n".join(self._words.say(each, "help.group") for each in LANGUAGES)
            try:
                await channel.bot.send_message(chat_id, both)
                await channel.bot.leave_chat(chat_id)
            except TelegramAPIError as fault:
                log.info("group_not_left", channel=row.channel, fault=type(fault).__name__)
        await self._settle(row, "group")

    async def _settle(self, row: InboxRow, outcome: str, said: Sequence[int] = ()) -> None:
        now = self._desk.clock()
        async with self._desk.database.write() as session:
            await inbox.answered(session, row.id, now, outcome)
            if row.chat is not None:
                await shown.keep(session, Chat(row.channel, row.chat), said, now)

    async def _failed(self, row: InboxRow) -> None:
        """A fault of ours: try again a few times, then set the row aside for an operator and tell the person."""
        try:
            async with self._desk.database.write() as session:
                if row.attempts < ATTEMPTS:
                    return
                await inbox.quarantine(session, row.id, self._desk.clock(), "fault")
            if row.chat is not None:
                text = "\n\n".join(self._words.say(each, "refused.fault") for each in LANGUAGES)
                await self._channels[row.channel].send(Chat(row.channel, row.chat), Screen(Text(text)), live=True)
        except Exception as fault:
            log.error("update_failed_again", channel=row.channel, fault=type(fault).__name__)
