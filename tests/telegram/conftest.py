"""A wire without a deployment behind it: the web door's Bot API over a real database, and channels that talk to it."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.utils.formatting import Text

from bot.telegram.delivery import Channel, Screen
from bot.webchat.server import Addresses, WebChat
from storage.chats import Chat
from storage.database import Database
from storage.files import Files
from storage.vault import KeyFile, Vault

DOOR = "webchat"


@dataclass
class Clock:
    """Time that stands still until a test moves it."""

    at: datetime = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Wire:
    """The Bot API side of a door, and what a test wants to know of it."""

    webchat: WebChat
    addresses: Addresses
    database: Database
    clock: Clock
    calls: list[tuple[str, int | None]] = field(default_factory=list)
    _bots: list[Bot] = field(default_factory=list)

    def channel(self, per_second: float | None = None) -> Channel:
        """A bot at this door."""
        api = TelegramAPIServer.from_base(self.addresses.api)
        bot = Bot(self.addresses.token, session=AiohttpSession(api=api))
        self._bots.append(bot)
        return Channel(DOOR, bot, per_second=per_second)

    async def chat(self, number: int = 5001) -> Chat:
        """Somebody's chat, in which they have said hello."""
        await self.webchat.deliver(number, {"message": {"text": "Hello"}})
        return Chat(DOOR, str(number))

    async def shown(self, chat: Chat) -> list[dict[str, Any]]:
        """The bot's messages in a chat, in the order of their numbers."""
        found = await self.webchat.shown(int(chat.id))
        return sorted((each for each in found if each["author"] == "bot"), key=lambda each: each["message_id"])

    async def texts(self, chat: Chat) -> list[str]:
        """What the bot's messages say."""
        return [each["text"] for each in await self.shown(chat)]

    def counted(self, method: str = "sendMessage") -> list[int | None]:
        """To which chats a method was called, in order."""
        return [chat for name, chat in self.calls if name == method]

    async def close(self) -> None:
        for bot in self._bots:
            await bot.session.close()
        await self.webchat.stop()


@pytest_asyncio.fixture
async def wire(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Wire]:
    shutil.copy(migrated_file, tmp_path / "redress.sqlite3")
    vault = Vault(KeyFile.create(tmp_path / "keys.json"))
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'redress.sqlite3'}", vault)
    clock = Clock()
    webchat = WebChat(database, Files.open(tmp_path / "files"), clock=clock)
    wire = Wire(webchat, await webchat.start(), database, clock)
    webchat.faults.on_call = lambda method, chat: wire.calls.append((method, chat))
    yield wire
    await wire.close()
    await database.close()


def says(text: str, **more: Any) -> Screen:
    """A plain message."""
    return Screen(Text(text), **more)


async def until(holds: Callable[[], bool]) -> None:
    """Let everything else run until something is true."""
    for _ in range(2000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to that")
