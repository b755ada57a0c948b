"""Takes stored updates one at a time per chat, lets a handler act, sends the reply; run by every replica.

A row is applied in the transaction of its effect and answered once the chat took the reply. In between, a crash costs
at most one repeated screen, never a repeated effect.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import structlog
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message, Update
from aiogram.utils.formatting import Text
from pydantic import ValidationError

from bot.casework.errors import RedressError, Refused, TryLater, Undeliverable
from bot.desk import roster
from bot.desk.courier import Courier
from bot.desk.desk import AlreadyApplied, Desk
from bot.telegram import callbacks, errors
from bot.telegram.delivery import Channel, Screen
from bot.telegram.fitting import fitted
from bot.telegram.resident import Heard, Reply, Resident
from bot.telegram.staff import Staff
from bot.telegram.updates import command_of
from bot.telegram.words import LANGUAGES, Words
from storage import inbox, outbox
from storage.chats import Chat
from storage.errors import StorageError
from storage.inbox import InboxRow
from storage.roster import Member

LEASE: Final = timedelta(seconds=60)
BATCH: Final = 16
ATTEMPTS: Final = 5
OPEN_FOR: Final = timedelta(minutes=15)

log = structlog.get_logger()


class Worker:
    """One replica's worker over all channels; `freed` is set when an update is done with, for its chat may have more.

    `page` is where the web chat is reached, for links back to it.
    """

    def __init__(
        self, desk: Desk, words: Words, channels: Mapping[str, Channel], courier: Courier, page: str | None = None
    ) -> None:
        self._desk = desk
        self._words = words
        self._channels = channels
        self._courier = courier
        self._resident = Resident(desk, words, page)
        self._staff = Staff(desk, words, self._resident.screens)
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
        heard = _heard(row, update)
        if heard is None:
            return await self._settle(row, "ignored")
        try:
            reply = await self._reply(heard, update)
        except AlreadyApplied:
            return await self._resend(channel, row)
        except RedressError as fault:
            reply = await self._refusal(heard, update, fault)
        try:
            await self._send(channel, heard, update, reply)
        except TryLater as later:
            return await self._put_off(row, later.after)
        return await self._settle(row, "done")

    async def _reply(self, heard: Heard, update: Update) -> Reply:
        members = await roster.of_chat(self._desk, heard.chat)
        if update.callback_query is not None:
            return await self._press(heard, members, update.callback_query)
        if update.edited_message is not None:
            return Reply() if members else await self._resident.edited(heard, update.edited_message)
        assert update.message is not None
        invited = await self._redeemed(heard, update.message)
        if invited is not None:
            return invited
        if members:
            return await self._staff.message(heard, members, update.message)
        return await self._resident.message(heard, update.message)

    async def _press(self, heard: Heard, members: list[Member], query: CallbackQuery) -> Reply:
        press = callbacks.read(query.data or "")
        if members:
            return await self._staff.press(heard, members, press, heard.pressed)
        return await self._resident.press(heard, press, heard.pressed)

    async def _redeemed(self, heard: Heard, message: Message) -> Reply | None:
        """A start link that names no agency is an invitation, or a guess at one."""
        command = command_of(message)
        if command is None or command[0] != "start" or not command[1] or command[1] in self._desk.agencies:
            return None
        member = await roster.redeem(self._desk, heard.source, heard.chat, command[1])
        if member is None:
            raise Refused("invitation")
        return Reply([Screen(Text(self._words.say(member.language, "staff.redeemed")))])

    async def _refusal(self, heard: Heard, update: Update, fault: RedressError) -> Reply:
        """One clear sentence, and for a complainant the present screen: where they are now."""
        members = await roster.of_chat(self._desk, heard.chat)
        language = members[0].language if members else await self._resident.language_of(heard)
        text = errors.sentence(self._words, language, fault)
        if members:
            return Reply([Screen(Text(text))])
        again = await self._resident.again(heard)
        return replace(again, screens=[Screen(Text(text)), *again.screens])

    async def _send(self, channel: Channel, heard: Heard, update: Update, reply: Reply) -> None:
        if update.callback_query is not None:
            await _quietly(channel, update.callback_query.id)
        if reply.receipt is not None:
            await self._courier.hand_over(reply.receipt)
        await self._show(channel, heard.chat, reply.screens)
        if reply.settled and update.callback_query is not None:
            await channel.settle(heard.chat, update.callback_query)

    async def _show(self, channel: Channel, chat: Chat, screens: Sequence[Screen]) -> None:
        """Send screens in order; a chat that takes no messages any more gets none. Raises TryLater."""
        for screen in [part for each in screens for part in fitted(each)]:
            try:
                message_id = await channel.send(chat, screen, live=True)
            except Undeliverable:
                return
            if screen.protected and message_id != screen.edits:
                await self._will_erase(chat, message_id)

    async def _put_off(self, row: InboxRow, seconds: float) -> None:
        """The reply cannot go out now: later messages of this chat wait with it, those of others do not."""
        async with self._desk.database.write() as session:
            await inbox.release(session, row.id, self._desk.clock() + timedelta(seconds=seconds))

    async def _will_erase(self, chat: Chat, message_id: int) -> None:
        members = await roster.of_chat(self._desk, chat)
        if not members:
            return
        now = self._desk.clock()
        async with self._desk.database.write() as session:
            await outbox.opened(session, members[0].agency, chat=chat, message_id=message_id, delete_at=now + OPEN_FOR)

    async def _resend(self, channel: Channel, row: InboxRow) -> None:
        """The effect is there but perhaps not the reply: show where the person is, once."""
        if row.chat is None:
            return await self._settle(row, "done")
        heard = Heard(row, Chat(row.channel, row.chat), "en")
        members = await roster.of_chat(self._desk, heard.chat)
        if members:
            again = [Screen(Text(self._words.say(members[0].language, "staff.again")))]
        else:
            again = (await self._resident.again(heard)).screens
        try:
            await self._show(channel, heard.chat, again)
        except TryLater as later:
            return await self._put_off(row, later.after)
        return await self._settle(row, "done")

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

    async def _settle(self, row: InboxRow, outcome: str) -> None:
        now = self._desk.clock()
        async with self._desk.database.write() as session:
            await inbox.answered(session, row.id, now, outcome)

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


def _heard(row: InboxRow, update: Update) -> Heard | None:
    """Whose update this is; None for one that asks for nothing, such as somebody blocking the bot."""
    query = update.callback_query
    message = update.message or update.edited_message
    person = query.from_user if query else message.from_user if message else None
    if person is None or row.chat is None or person.is_bot:
        return None
    pressed = query.message.message_id if query and query.message else None
    return Heard(row, Chat(row.channel, row.chat), person.language_code or "en", pressed)


async def _quietly(channel: Channel, query_id: str) -> None:
    """Stop the button's clock; too late is fine, for the effect does not depend on it."""
    try:
        await channel.bot.answer_callback_query(query_id)
    except TelegramAPIError as fault:
        log.info("press_not_acknowledged", channel=channel.name, fault=type(fault).__name__)
