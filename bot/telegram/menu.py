"""The menu of commands that a chat app shows: residents' by default, staff's in the chat of a confirmed colleague."""

from typing import Final

import structlog
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeChat

from bot.casework.parts import Text
from bot.telegram.delivery import Channel
from bot.words import LANGUAGES, Words
from storage.chats import Chat

RESIDENT: Final = (
    "start",
    "status",
    "copy",
    "verify",
    "help",
    "language",
    "privacy",
    "pause",
    "cancel",
    "withdraw",
    "hide",
    "practice",
)
STAFF: Final = (
    "queue",
    "mine",
    "case",
    "find",
    "searches",
    "tasks",
    "followups",
    "bulk",
    "digest",
    "figures",
    "pause",
    "intake",
    "duty",
    "away",
    "team",
    "offers",
    "opinions",
    "language",
    "help",
)

log = structlog.get_logger()


async def publish(channel: Channel, words: Words) -> None:
    """Show the residents' menu, in English and for Spanish phones in Spanish. A door that refuses is only logged."""
    try:
        await channel.bot.set_my_commands(_commands(words, "en", RESIDENT))
        for language in LANGUAGES[1:]:
            await channel.bot.set_my_commands(_commands(words, language, RESIDENT), language_code=language)
    except TelegramAPIError as fault:
        log.warning("menu_not_shown", channel=channel.name, fault=type(fault).__name__)


async def name(channel: Channel, called: Text) -> None:
    """Call the bot what the office's profile calls it; a door that refuses is only logged."""
    try:
        await channel.bot.set_my_name(called.en)
        for language in LANGUAGES[1:]:
            await channel.bot.set_my_name(called.to(language), language_code=language)
    except TelegramAPIError as fault:
        log.warning("name_not_shown", channel=channel.name, fault=type(fault).__name__)


async def publish_for_staff(channel: Channel, words: Words, chat: Chat, language: str) -> None:
    """Show staff's menu in one chat."""
    try:
        scope = BotCommandScopeChat(chat_id=int(chat.id))
        await channel.bot.set_my_commands(_commands(words, language, STAFF), scope=scope)
    except TelegramAPIError as fault:
        log.warning("menu_not_shown", channel=channel.name, fault=type(fault).__name__)


def _commands(words: Words, language: str, names: tuple[str, ...]) -> list[BotCommand]:
    said = {name: f"command.staff_{name}" if names is STAFF else "" for name in names}
    keys = {name: own if words.has(own) else f"command.{name}" for name, own in said.items()}
    return [BotCommand(command=name, description=words.say(language, key)) for name, key in keys.items()]
