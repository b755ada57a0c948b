"""A whole deployment in one process for tests: real database, real doors, real dispatcher, a clock that tests move."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from bot.app import App, opened
from bot.casework.agency import Agency
from bot.desk import roster
from bot.opening import prepare, profiles
from bot.settings import Settings
from nlp import Reader, vocabulary
from storage.roster import Member
from tests.chat import Person


@cache
def reader() -> Reader:
    """One reader for all tests of a process; it keeps nothing of what it has read."""
    return Reader.load()


@cache
def agencies(served: str = "minneapolis_opcr") -> dict[str, Agency]:
    """Built-in profiles, the default first. One keeps most tests quick; `everybody()` is for what goes between them."""
    return profiles(Settings(agencies=served), vocabulary.names())


@cache
def everybody() -> str:
    """Every profile that ships, Minneapolis being the default: a link `start=guide` leads to the guide."""
    return ",".join(sorted(profiles(Settings(), vocabulary.names()), key=lambda id: id != "minneapolis_opcr"))


@dataclass
class House:
    """One deployment and the people in it."""

    app: App
    settings: Settings
    stack: AsyncExitStack
    people: list[Person] = field(default_factory=list)

    @property
    def base(self) -> str:
        """Address of the page."""
        assert self.app.addresses is not None
        return self.app.addresses.page

    async def resident(self, start: str | None = None) -> Person:
        """A new browser that has opened the resident page; the bot's first message has come."""
        person = await self.stack.enter_async_context(Person(self.base))
        await person.opens(start)
        await person.hears()
        return person

    async def staff(self, role: str, name: str | None = None, *, queues: tuple[str, ...] | None = None) -> Person:
        """A colleague who was invited, came by the link and was confirmed."""
        person, member = await self.invited(role, name or f"Test {role}", queues=queues)
        await roster.confirm(self.app.desk, roster.CONSOLE, member.agency, member.id)
        await person.sees("You are in")
        return person

    async def invited(
        self, role: str, name: str, *, queues: tuple[str, ...] | None = None, agency: str | None = None
    ) -> tuple[Person, Member]:
        """A colleague who has opened their link and waits to be confirmed; of the default office, or of another."""
        office = agency or self.app.desk.default.id
        member, token = await roster.invite(self.app.desk, roster.CONSOLE, office, role=role, name=name, queues=queues)
        person = await self.stack.enter_async_context(Person(self.base, seat=f"{role}-{member.id[:4].lower()}"))
        await person.opens(token)
        await person.sees("Your link worked")
        return person, member

    def now(self) -> datetime:
        """What the deployment's clock shows."""
        return self.app.clock()

    def passes(self, days: float = 0, **more: float) -> None:
        """Move the clock on and wake everything that may be due."""
        self.app.clock.advance(timedelta(days=days, **more))
        self.app._wake()


@cache
def template(folder: Path) -> Path:
    """An empty SQLite deployment, made once per process and copied for each test."""
    prepare(Settings(data=folder))
    return folder


@asynccontextmanager
async def house(
    data: Path,
    *,
    database_url: str | None = None,
    agency_dir: Path | None = None,
    served: str = "minneapolis_opcr",
) -> AsyncIterator[House]:
    """Open a deployment in `data`, let it work, and stop it at the end."""
    settings = Settings(
        data=data,
        database_url=database_url,
        webchat_listen="127.0.0.1:0",
        clock=data / "clock",
        agencies_dir=agency_dir,
    )
    offices = agencies(served) if agency_dir is None else profiles(settings, vocabulary.names())
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(opened(settings, reader(), offices))
        stop = asyncio.Event()
        running = asyncio.create_task(app.run(stop))
        await app.ready()
        try:
            async with AsyncExitStack() as people:
                yield House(app, settings, people)
        finally:
            stop.set()
            await running


def copied(source: Path, target: Path) -> Path:
    """A fresh copy of the empty deployment."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    return target
