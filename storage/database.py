"""From an address to sessions: `bot.app` opens one Database, `bot.desk` asks it for read and write transactions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from storage import schema
from storage.errors import DatabaseUnwritable, SchemaMissing
from storage.migrations import HEAD as HEAD
from storage.vault import Vault

PRAGMAS = (
    "PRAGMA busy_timeout = 15000",  # first, for the next one may have to wait
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)
WRITES = "redress_writes"


class Database:
    """One database of one deployment; rows leave it as frozen data, sessions never do."""

    def __init__(self, url: str, vault: Vault) -> None:
        self.url = shown(url)
        self._engine = engine_for(url)
        # SQLite needs a statement to keep a connection from writing: readers there have connections of their own.
        self._reading = engine_for(url) if self.dialect == "sqlite" else self._engine
        reading = self._reading.execution_options(postgresql_readonly=True)
        writing = self._engine.execution_options(**{WRITES: True})
        info = {"vault": vault}
        self._readers = async_sessionmaker(reading, expire_on_commit=False, autoflush=False, info=info)
        self._writers = async_sessionmaker(writing, expire_on_commit=False, autoflush=False, info=info)
        self._lock = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, vault: Vault) -> "Database":
        """Open the database, or say in one sentence why it cannot be used."""
        _sqlite_file_must_exist(url)
        database = cls(url, vault)
        try:
            await database._check()
        except BaseException:
            await database.close()
            raise
        return database

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction, committed at the end of the block and rolled back on any exception."""
        async with self._turn(), self._writers() as session, session.begin():
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """One transaction that the database itself keeps from writing."""
        async with self._readers() as session, session.begin():
            yield session

    async def close(self) -> None:
        """Close every connection; the last one of SQLite folds the WAL into the file."""
        await self._engine.dispose()
        await self._reading.dispose()

    def _turn(self) -> AbstractAsyncContextManager[Any]:
        # Waiting here is cheap and fair; waiting inside SQLite is a sleep with a growing pause.
        return self._lock if self.dialect == "sqlite" else nullcontext()

    async def _check(self) -> None:
        try:
            async with self._readers() as session:
                found = await (await session.connection()).run_sync(schema.found)
        except (OSError, DBAPIError):
            raise schema.no_answer(self._engine, self.url) from None
        schema.must_fit(found, self.url)
        try:
            async with self.write() as session:
                await (await session.connection()).exec_driver_sql(schema.TOUCH)
        except (OSError, DBAPIError):
            raise DatabaseUnwritable(url=self.url) from None


def shown(url: str) -> str:
    """An address as people may see it, its password hidden."""
    return make_url(url).render_as_string(hide_password=True)


def engine_for(url: str) -> AsyncEngine:
    """An engine with this project's settings; parameters never appear in its errors or logs."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(url, hide_parameters=True, pool_pre_ping=True)
    engine = create_async_engine(url, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest schema, creating it where there is none; safe to repeat."""
    schema.in_own_loop(schema.upgrade(engine_for(url), shown(url)))


def revision(url: str) -> str | None:
    """The schema version of the database at `url`; None where it holds no tables of ours."""
    if _missing_sqlite_file(url):
        return None
    return schema.in_own_loop(schema.revision(engine_for(url), shown(url)))


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late to be IMMEDIATE
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    if connection.info.get(WRITES) is not writes:
        connection.exec_driver_sql(f"PRAGMA query_only = {0 if writes else 1}")
        connection.info[WRITES] = writes
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _sqlite_file_must_exist(url: str) -> None:
    # SQLite would make an empty file at a mistyped path and then say that it holds no tables.
    if _missing_sqlite_file(url):
        raise SchemaMissing(url=url)


def _missing_sqlite_file(url: str) -> bool:
    parsed = make_url(url)
    name = parsed.database or ":memory:"
    if parsed.get_backend_name() != "sqlite" or name == ":memory:" or name.startswith("file:"):
        return False
    return not Path(name).exists()
