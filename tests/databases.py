"""One migrated database per test, on SQLite and on PostgreSQL; `tests/conftest.py` gives these to all tests."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import make_url

from storage.columns import metadata
from storage.database import Database, upgrade
from storage.schema import in_own_loop
from storage.vault import KeyFile, Vault

POSTGRES = os.environ.get("REDRESS_TEST_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")
BACKENDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database without rows, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "redress.sqlite3"
    upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_server() -> Iterator[str]:
    """The address of a database of this worker's own on the server."""
    with server_database(f"redress_tests_{os.getpid()}") as address:
        upgrade(address)
        yield address


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(backend: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database that has no tables yet."""
    if backend == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        with server_database(f"redress_tests_empty_{os.getpid()}") as address:
            yield address


@pytest_asyncio.fixture
async def url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated database without rows."""
    if backend == "sqlite":
        path = tmp_path / "redress.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        return f"sqlite+aiosqlite:///{path}"
    address: str = request.getfixturevalue("migrated_server")
    # TRUNCATE would make two dozen new files and wait for the disk; these tables hold a few rows.
    await administer(address, "; ".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)))
    return address


@pytest.fixture
def keyfile(tmp_path: Path) -> KeyFile:
    return KeyFile.create(tmp_path / "keys.json")


@pytest.fixture
def vault(keyfile: KeyFile) -> Vault:
    return Vault(keyfile)


@pytest_asyncio.fixture
async def database(url: str, vault: Vault) -> AsyncIterator[Database]:
    database = await Database.open(url, vault)
    yield database
    await database.close()


@contextmanager
def server_database(name: str) -> Iterator[str]:
    """Make a database on the server and drop it at the end."""
    in_own_loop(administer(POSTGRES, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"))
    yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    in_own_loop(administer(POSTGRES, f"DROP DATABASE {name} WITH (FORCE)"))


async def administer(address: str, *statements: str) -> None:
    """Run statements outside of any transaction of ours."""
    connection = await asyncpg.connect(address.replace("+asyncpg", ""))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
