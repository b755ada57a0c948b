"""The menu of commands that a chat app shows: residents' by default, staff's in the chat of a confirmed colleague."""

from typing import Final

import structlog
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeChat

from bot.telegram.delivery import Channel
from bot.words import LANGUAGES, Words
from storage.chats import Chat

RESIDENT: Final = ("start", "status", "help", "language", "privacy", "pause", "cancel", "withdraw", "practice")
STAFF: Final = (
    "queue",
    "mine",
    "case",
    "find",
    "searches",
    "tasks",
    "bulk",
    "digest",
    "figures",
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


async def publish_for_staff(channel: Channel, words: Words, chat: Chat, language: str) -> None:
    """Show staff's menu in one chat."""
    try:
        scope = BotCommandScopeChat(chat_id=int(chat.id))
        await channel.bot.set_my_commands(_commands(words, language, STAFF), scope=scope)
    except TelegramAPIError as fault:
        log.warning("menu_not_shown", channel=channel.name, fault=type(fault).__name__)


def _commands(words: Words, language: str, names: tuple[str, ...]) -> list[BotCommand]:
    return [BotCommand(command=name, description=words.say(language, f"command.{name}")) for name in names]
