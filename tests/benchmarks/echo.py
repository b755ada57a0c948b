"""The floor under our talking: an aiogram bot over the same wire that answers every act with recorded calls."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import AnswerCallbackQuery, EditMessageText
from aiogram.types import CallbackQuery, Message

from bot.clock import Clock
from bot.webchat.server import WebChat
from storage.database import Database
from storage.files import Files
from storage.vault import KeyFile, Vault
from tests.benchmarks.recording import Call, Turn


class Echo:
    """Answers a chat's n-th update as the real bot answered the n-th act: as many messages, words, buttons, edits."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._turns = turns
        self._heard: dict[int, int] = defaultdict(int)
        self._answering: set[asyncio.Task[None]] = set()

    async def message(self, message: Message, bot: Bot) -> None:
        await self._answer(bot, message.chat.id, None)

    async def press(self, query: CallbackQuery, bot: Bot) -> None:
        await self._answer(bot, query.from_user.id, query)

    async def finish(self) -> None:
        """Wait until every answer has gone out."""
        await asyncio.gather(*self._answering)

    async def _answer(self, bot: Bot, chat_id: int, query: CallbackQuery | None) -> None:
        turn = self._turns[self._heard[chat_id] % len(self._turns)]
        self._heard[chat_id] += 1
        answer = asyncio.create_task(_calls(bot, turn, chat_id, query))
        self._answering.add(answer)
        answer.add_done_callback(self._answering.discard)
        await answer


async def _calls(bot: Bot, turn: Turn, chat_id: int, query: CallbackQuery | None) -> None:
    for call in turn.calls:
        await bot(_readdressed(call, chat_id, query))


def _readdressed(call: Call, chat_id: int, query: CallbackQuery | None) -> Call:
    if isinstance(call, AnswerCallbackQuery):
        return call.model_copy(update={"callback_query_id": query.id if query else ""})
    if isinstance(call, EditMessageText):
        pressed = query.message.message_id if query and query.message else None
        return call.model_copy(update={"chat_id": chat_id, "message_id": pressed})
    return call.model_copy(update={"chat_id": chat_id})


@asynccontextmanager
async def echo(data: Path, url: str, turns: Sequence[Turn]) -> AsyncIterator[str]:
    """A door with the echo behind it; gives the address of its page."""
    data.mkdir()
    clock = Clock(data / "clock")
    database = await Database.open(url, Vault(KeyFile.create(data / "keys.json")))
    door = WebChat(database, Files.open(data / "files"), clock=clock)
    addresses = await door.start()
    bot = Bot(addresses.token, session=AiohttpSession(api=TelegramAPIServer.from_base(addresses.api)))
    dispatcher, answers = Dispatcher(), Echo(turns)
    dispatcher.message.register(answers.message)
    dispatcher.callback_query.register(answers.press)
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    try:
        yield addresses.page
    finally:
        await answers.finish()
        await dispatcher.stop_polling()
        await polling
        await bot.session.close()
        await door.stop()
        await database.close()
