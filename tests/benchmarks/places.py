"""Databases without rows to measure on, made once and copied: files of SQLite, databases of a PostgreSQL server."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import make_url

from storage.database import upgrade
from tests.databases import administer

NUMBERS: Final = count(1)


class Place(Protocol):
    """A kind of database by its name for people; `fresh` makes one and gives its address."""

    name: str

    async def fresh(self) -> str: ...


class Folder:
    """SQLite files in a folder, on the disk that a deployment would use."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty = folder / "empty.sqlite3"
        upgrade(_file(self._empty))

    async def fresh(self) -> str:
        """A copy of the migrated file."""
        copy = self._folder / f"{next(NUMBERS)}.sqlite3"
        shutil.copy(self._empty, copy)
        return _file(copy)


class Server:
    """Databases of a PostgreSQL server; `server` opens one and drops what it made."""

    name = "PostgreSQL"

    def __init__(self, address: str) -> None:
        self._address = address
        self._empty = f"redress_benchmark_{os.getpid()}"
        self.made: list[str] = []

    async def prepare(self) -> None:
        """Make the migrated database that the others are copied from."""
        await self._make(self._empty, "template0")
        upgrade(self._at(self._empty))

    async def fresh(self) -> str:
        """A copy of the migrated database."""
        name = f"{self._empty}_{next(NUMBERS)}"
        await self._make(name, self._empty)
        return self._at(name)

    async def _make(self, name: str, template: str) -> None:
        await administer(self._address, f"CREATE DATABASE {name} TEMPLATE {template}")
        self.made.append(name)

    def _at(self, name: str) -> str:
        return make_url(self._address).set(database=name).render_as_string(hide_password=False)


@asynccontextmanager
async def server(address: str) -> AsyncIterator[Server]:
    """A server to measure on; what was made there is dropped at the end."""
    opened = Server(address)
    try:
        await opened.prepare()
        yield opened
    finally:
        await administer(address, *(f"DROP DATABASE {name} WITH (FORCE)" for name in reversed(opened.made)))


def _file(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"
