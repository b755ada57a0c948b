"""The floor under our SQL: recorded statements once more, through the bare driver, on a copy of the same database."""

from collections.abc import Sequence
from time import perf_counter
from typing import Any, Protocol

import aiosqlite
import asyncpg
from sqlalchemy import make_url

from storage.database import PRAGMAS
from tests.benchmarks.figures import Series
from tests.benchmarks.recording import Transaction, Turn


class Driver(Protocol):
    """One bare connection."""

    async def run(self, transaction: Transaction) -> None: ...
    async def close(self) -> None: ...


class Sqlite:
    """aiosqlite with the pragmas of a deployment: the same journal and the same syncs. BEGIN is a statement there."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    @classmethod
    async def connect(cls, url: str) -> "Sqlite":
        connection = await aiosqlite.connect(make_url(url).database or "", isolation_level=None)
        for pragma in PRAGMAS:
            await connection.execute_fetchall(pragma)
        return cls(connection)

    async def run(self, transaction: Transaction) -> None:
        for statement, values, many in transaction.statements:
            if many:
                await self._connection.executemany(statement, values)
            else:
                await self._connection.execute_fetchall(statement, values)
        await (self._connection.commit() if transaction.commits else self._connection.rollback())

    async def close(self) -> None:
        await self._connection.close()


class Postgres:
    """asyncpg with its own cache of prepared statements."""

    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self._connection = connection

    @classmethod
    async def connect(cls, url: str) -> "Postgres":
        return cls(await asyncpg.connect(url.replace("+asyncpg", "")))

    async def run(self, transaction: Transaction) -> None:
        bare = self._connection.transaction(readonly=transaction.reads_only)
        await bare.start()
        for statement, values, many in transaction.statements:
            if many:
                await self._connection.executemany(statement, values)
            else:
                await self._connection.fetch(statement, *values)
        await (bare.commit() if transaction.commits else bare.rollback())

    async def close(self) -> None:
        await self._connection.close()


async def replay(url: str, before: Turn, turns: Sequence[Turn], series: Series) -> None:
    """Execute what was recorded, in its order, turn by turn; `before` is not measured."""
    kind: type[Sqlite | Postgres] = Sqlite if url.startswith("sqlite") else Postgres
    driver: Driver = await kind.connect(url)
    try:
        await _run(driver, before)
        with series.measuring() as seconds:
            for turn in turns:
                since = perf_counter()
                await _run(driver, turn)
                seconds.append(perf_counter() - since)
    finally:
        await driver.close()


async def _run(driver: Driver, turn: Turn) -> None:
    for transaction in turn.transactions:
        if not transaction.of_the_door:
            await driver.run(transaction)
