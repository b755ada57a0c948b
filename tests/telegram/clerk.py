"""A member of staff at the desk without a wire: presses what is on the screen, says what is asked for."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiogram.types import Chat as AiogramChat
from aiogram.types import Document, Message

from bot.telegram import callbacks
from bot.telegram.delivery import Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.staff import Staff
from bot.words import Words
from storage.cases import Case
from storage.database import Database
from storage.roster import Member
from storage.vault import KeyFile, Vault
from tests.desk.office import Office, open_office

WORDS = Words.load()


@asynccontextmanager
async def office_in(folder: Path, migrated_file: Path) -> AsyncIterator[Office]:
    """An office over a database of its own."""
    shutil.copy(migrated_file, folder / "x.sqlite3")
    vault = Vault(KeyFile.create(folder / "keys.json"))
    database = await Database.open(f"sqlite+aiosqlite:///{folder / 'x.sqlite3'}", vault)
    yield open_office(database, folder / "files")
    await database.close()


@dataclass
class Clerk:
    """One colleague and what is on their screen."""

    office: Office
    member: Member
    screens: list[Screen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.staff = Staff(self.office.desk, WORDS)

    async def presses(self, data: str) -> str:
        """Press a button that may not be on the screen; returns what is shown then."""
        heard = await self._heard()
        return self._shown(await self.staff.press(heard, callbacks.read(data)))

    async def opens(self, case: Case, verb: str = "work") -> str:
        """Open a screen of a case."""
        return await self.presses(f"s:{verb}:{case.id}::")

    async def taps(self, label: str) -> str:
        """Press the button that begins like this."""
        return await self.presses(next(data for text, data in self.buttons() if text.startswith(label)))

    async def says(self, text: str) -> str:
        """Write something."""
        return await self._sends(text=text)

    async def brings(self, name: str) -> str:
        """Send a file."""
        return await self._sends(document=Document(file_id=name, file_unique_id=name, file_name=name, file_size=9))

    async def _sends(self, **content: Any) -> str:
        chat = AiogramChat(id=1, type="private")
        message = Message(message_id=1, date=datetime(2026, 1, 1, tzinfo=UTC), chat=chat, **content)
        return self._shown(await self.staff.message(await self._heard(), message))

    def buttons(self) -> list[tuple[str, str]]:
        """Every button that is shown."""
        return [(each.text, each.data) for screen in self.screens for row in screen.rows for each in row]

    def labels(self) -> list[str]:
        return [text for text, _ in self.buttons()]

    async def _heard(self) -> Heard:
        assert self.member.chat is not None
        members = tuple(await self.office.members(self.member.chat))
        return Heard(await self.office.row(self.member.chat.id), self.member.chat, "en", members=members)

    def _shown(self, reply: Reply) -> str:
        self.screens = reply.screens
        return "\n".join(each.text.render()[0] for each in reply.screens)
