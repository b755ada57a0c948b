"""The office that the tests of the desk work in, once on SQLite and once on PostgreSQL.

One engine for each serves all tests, in one event loop: what it has learnt about our statements is kept.
"""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import event

from bot.desk.desk import Desk
from storage.columns import metadata
from storage.database import Database
from storage.vault import KeyFile, Vault
from tests.desk.office import Office, beside, open_office

HERE = Path(__file__).parent
EMPTY = "; ".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@dataclass
class Servers:
    """The databases of this run by backend, each opened once."""

    folder: Path
    vault: Vault
    urls: dict[str, str] = field(default_factory=dict)
    opened: dict[str, Database] = field(default_factory=dict)

    async def empty(self, backend: str) -> Database:
        """The database without rows."""
        if backend not in self.opened:
            self.opened[backend] = await hasty(await Database.open(self.urls[backend], self.vault))
        async with self.opened[backend].write() as session:
            raw: Any = (await (await session.connection()).get_raw_connection()).driver_connection
            await (raw.executescript if backend == "sqlite" else raw.execute)(EMPTY)
        return self.opened[backend]


async def hasty(database: Database) -> Database:
    """No test of the desk pulls the plug, so nothing that is committed has to wait for the disk."""

    def off(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.close()

    if database.dialect == "sqlite":
        event.listen(database._engine.sync_engine, "connect", off)
        await database._engine.dispose()
    return database


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def servers(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> AsyncIterator[Servers]:
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(migrated_file, folder / "desk.sqlite3")
    servers = Servers(folder, Vault(KeyFile.create(folder / "keys.json")))
    servers.urls["sqlite"] = f"sqlite+aiosqlite:///{folder / 'desk.sqlite3'}"
    yield servers
    for database in servers.opened.values():
        await database.close()


@pytest_asyncio.fixture(loop_scope="session")
async def office(servers: Servers, backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    if backend == "postgres":
        servers.urls[backend] = request.getfixturevalue("migrated_server")
    return open_office(await servers.empty(backend), tmp_path / "files")


@pytest.fixture
def desk(office: Office) -> Desk:
    return office.desk


@pytest_asyncio.fixture(loop_scope="session")
async def twin(office: Office, servers: Servers, backend: str) -> AsyncIterator[Office]:
    """A second replica over the same database, with a handle of its own."""
    database = await Database.open(servers.urls[backend], servers.vault)
    second = beside(office, database)
    second._updates = 10_000  # update numbers of its own
    yield second
    await database.close()
