"""A running door over a real database, and small clients for both of its sides."""

import asyncio
import io
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.webchat.server import Addresses, WebChat
from storage.database import Database, upgrade
from storage.files import Files
from storage.vault import KeyFile, Vault
from tests.webchat.scripted import ScriptedBot
from tests.webchat.visitor import opens as opens

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
Client = Callable[..., Awaitable["Tab"]]


@dataclass
class Clock:
    """The server's clock; it moves when a test says so."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Tab:
    """A browser's tab as far as HTTP goes: cookies, the page's header, one seat."""

    session: aiohttp.ClientSession
    base: str
    seat: str = "resident"
    headers: dict[str, str] = field(default_factory=lambda: {"X-Redress": "1"})

    def url(self, path: str) -> str:
        return path if path.startswith("http") else f"{self.base}/chat/{self.seat}/{path}"

    async def tries(self, path: str, headers: dict[str, str] | None = None, **body: Any) -> tuple[int, Any]:
        """POST and give back the status and the JSON."""
        async with self.session.post(self.url(path), json=body, headers=headers or self.headers) as answer:
            return answer.status, await answer.json()

    async def post(self, path: str, **body: Any) -> Any:
        status, answer = await self.tries(path, **body)
        assert status == 200, answer
        return answer

    async def sends(self, name: str, data: bytes, **fields: str) -> tuple[int, Any]:
        form = aiohttp.FormData(quote_fields=False)
        for key, value in fields.items():
            form.add_field(key, value)
        form.add_field("file", io.BytesIO(data), filename=name)
        async with self.session.post(self.url("file"), data=form, headers=self.headers) as answer:
            return answer.status, await answer.json()

    async def news(self, after: int = 0, wait: float = 0, **more: str) -> Any:
        query = {"after": str(after), "wait": str(wait), **more}
        async with self.session.get(self.url("entries"), params=query) as answer:
            return await answer.json()

    async def shows(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until the conversation shows an entry that fits."""
        after = 0
        while True:
            news = await self.news(after, wait=10)
            after = news["next"]
            for entry in news["entries"]:
                if wanted(entry):
                    return dict(entry)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("webchat") / "redress.sqlite3"
    upgrade(f"sqlite+aiosqlite:///{path}")
    return path


async def opened_database(migrated: Path, tmp_path: Path) -> AsyncIterator[Database]:
    shutil.copy(migrated, tmp_path / "redress.sqlite3")
    vault = Vault(KeyFile.create(tmp_path / "keys.json"))
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'redress.sqlite3'}", vault)
    yield database
    await database.close()


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files.open(tmp_path / "files")


async def running_webchat(database: Database, files: Files, clock: Clock) -> AsyncIterator[WebChat]:
    webchat = WebChat(database, files, clock=clock)
    yield webchat
    await webchat.stop()


async def known_addresses(webchat: WebChat) -> Addresses:
    return await webchat.start()


async def scripted_bot(addresses: Addresses) -> AsyncIterator[ScriptedBot]:
    """The bot's side; it polls by itself only after `start`."""
    bot = ScriptedBot(addresses)
    yield bot
    await bot.stop()


database = pytest_asyncio.fixture(opened_database, name="database")
webchat = pytest_asyncio.fixture(running_webchat, name="webchat")
addresses = pytest_asyncio.fixture(known_addresses, name="addresses")
bot = pytest_asyncio.fixture(scripted_bot, name="bot")


@pytest_asyncio.fixture
async def client(addresses: Addresses) -> AsyncIterator[Client]:
    """Opens tabs; each has cookies of its own unless it is given another tab's session."""
    sessions: list[aiohttp.ClientSession] = []

    async def open_tab(seat: str = "resident", start: str | None = None, beside: Tab | None = None) -> Tab:
        jar = aiohttp.CookieJar(unsafe=True)
        session = beside.session if beside else aiohttp.ClientSession(cookie_jar=jar)
        sessions.append(session)
        tab = Tab(session, addresses.page, seat)
        await tab.post("open", start=start)
        return tab

    yield open_tab
    await asyncio.gather(*(session.close() for session in sessions))


@pytest_asyncio.fixture
async def tab(client: Client) -> Tab:
    """A resident who has just opened the page."""
    return await client(start="minneapolis_opcr")


@pytest_asyncio.fixture
async def chat_id(tab: Tab, bot: ScriptedBot) -> int:
    """The number of that resident's chat, as the bot got it; the first update is still unconfirmed."""
    first = await bot.call("getUpdates")
    return int(first[0]["message"]["chat"]["id"])
