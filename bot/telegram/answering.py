"""Finds who answers an update, a complainant's side or staff's, and shows the reply in the chat; called by `worker`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import structlog
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message, Update
from aiogram.utils.formatting import Text

from bot.casework import guidance
from bot.casework.errors import RedressError, Refused, Undeliverable
from bot.desk import roster
from bot.desk.courier import Courier
from bot.desk.desk import Desk
from bot.telegram import attesting, callbacks, errors
from bot.telegram.delivery import Channel, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.fitting import fitted
from bot.telegram.resident import Resident
from bot.telegram.staff import Staff
from bot.telegram.updates import command_of
from bot.telegram.witness import WitnessTalk
from bot.words import Words
from storage import outbox
from storage.chats import Chat

OPEN_FOR: Final = timedelta(minutes=15)

log = structlog.get_logger()


class Answering:
    """What the bot says to one update, and the saying of it."""

    def __init__(
        self, desk: Desk, words: Words, courier: Courier, page: str | None = None, links: Sequence[str] = ()
    ) -> None:
        self._desk = desk
        self._words = words
        self._courier = courier
        self._resident = Resident(desk, words, page)
        self._staff = Staff(desk, words, links, page)
        self._witnesses = WitnessTalk(desk, words)
        self._attesting = attesting.Attesting(desk, words)

    async def reply(self, heard: Heard, update: Update) -> Reply:
        """Do what the update asks for and say what came of it. Raises AlreadyApplied."""
        heard = replace(heard, members=tuple(await roster.of_chat(self._desk, heard.chat)))
        try:
            return await self._reply(heard, update)
        except RedressError as fault:
            return await self._refusal(heard, fault)

    async def _reply(self, heard: Heard, update: Update) -> Reply:
        if update.callback_query is not None:
            return await self._press(heard, update.callback_query)
        if update.edited_message is not None:
            if heard.members:
                return self._staff.edited(heard, update.edited_message)
            return await self._resident.edited(heard, update.edited_message)
        assert update.message is not None
        invited = await self._redeemed(heard, update.message)
        if invited is not None:
            return invited
        if heard.members:
            return await self._staff.message(heard, update.message)
        if door := await self._attesting.question(heard):
            return Reply(door)
        return await self._resident.message(heard, update.message)

    async def _press(self, heard: Heard, query: CallbackQuery) -> Reply:
        press = callbacks.read(query.data or "")
        if (press.scope, press.verb) == (callbacks.STAFF, attesting.VERB):
            return await self._attesting.press(heard, press)
        if heard.members:
            return await self._staff.press(heard, press)
        return await self._resident.press(heard, press, heard.pressed)

    async def _redeemed(self, heard: Heard, message: Message) -> Reply | None:
        """A start link that names no agency is an invitation, or a guess at one."""
        command = command_of(message)
        if command is None or command[0] != "start" or not command[1] or self._names_office(command[1]):
            return None
        witness = await self._witnesses.opened(heard, command[1], staff=bool(heard.members))
        if witness is not None:
            return witness
        member = await roster.redeem(self._desk, heard.source, heard.chat, command[1])
        if member is None:
            raise Refused("invitation")
        worked = Screen(Text(self._words.say(member.language, "staff.redeemed")))
        return Reply([worked, *await self._attesting.question(heard)])

    def _names_office(self, word: str) -> bool:
        return guidance.office_of(self._desk.agencies.values(), word) is not None

    async def _refusal(self, heard: Heard, fault: RedressError) -> Reply:
        """One clear sentence, and for a complainant the present screen: where they are now."""
        language = heard.members[0].language if heard.members else await self._resident.where.language_of(heard)
        text = errors.sentence(self._words, language, fault)
        if heard.members:
            return Reply([Screen(Text(text))])
        again = await self._resident.where.again(heard)
        return replace(again, screens=[Screen(Text(text)), *again.screens])

    async def again(self, heard: Heard) -> Reply:
        """What to say where an effect is there but its reply was lost: where the person is."""
        members = await roster.of_chat(self._desk, heard.chat)
        if members:
            return Reply([Screen(Text(self._words.say(members[0].language, "staff.again")))])
        return Reply((await self._resident.where.again(heard)).screens)

    async def send(self, channel: Channel, heard: Heard, update: Update, reply: Reply) -> list[int]:
        """Bring a reply to the chat and return its messages. Raises TryLater."""
        if update.callback_query is not None:
            await _quietly(channel, update.callback_query.id)
        if reply.receipt is not None:
            await self._courier.hand_over(reply.receipt)
        if reply.takes_out:
            await channel.take_out(heard.chat, reply.takes_out)
        said = await self.show(channel, heard.chat, reply.screens, about=reply.about)
        if reply.offer is not None:
            await self._courier.was_said(reply.offer)
        if reply.settled and update.callback_query is not None:
            await channel.settle(heard.chat, update.callback_query)
        return said

    async def show(
        self, channel: Channel, chat: Chat, screens: Sequence[Screen], *, about: str | None = None
    ) -> list[int]:
        """Send screens in order; a chat that takes no messages any more gets none. Raises TryLater."""
        said: list[int] = []
        parts = [part for each in screens for part in fitted(each)]
        whose = await self._whose(chat, about) if any(each.protected for each in parts) else None
        for screen in parts:
            try:
                message_id = await channel.send(chat, screen, live=True)
            except Undeliverable:
                return said
            said.append(message_id)
            if whose is not None and screen.protected and message_id != screen.edits:
                await self._will_erase(chat, message_id, *whose)
        return said

    async def _whose(self, chat: Chat, about: str | None) -> tuple[str, str | None] | None:
        """Of which agency and case staff are shown something; None for a chat that is nobody's of the staff."""
        members = await roster.of_chat(self._desk, chat)
        if not members:
            return None
        member = await roster.member_of(self._desk, members, about) if about else None
        return (members[0].agency, None) if member is None else (member.agency, about)

    async def _will_erase(self, chat: Chat, message_id: int, agency: str, case_id: str | None) -> None:
        until = self._desk.clock() + OPEN_FOR
        async with self._desk.database.write() as session:
            await outbox.opened(session, agency, chat=chat, message_id=message_id, delete_at=until, case_id=case_id)


async def _quietly(channel: Channel, query_id: str) -> None:
    """Stop the button's clock; too late is fine, for the effect does not depend on it."""
    try:
        await channel.bot.answer_callback_query(query_id)
    except TelegramAPIError as fault:
        log.info("press_not_acknowledged", channel=channel.name, fault=type(fault).__name__)
