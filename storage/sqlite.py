"""SQLite's driver with one trip to its thread for each statement, where the plain one takes four.

A trip wakes two threads that share one lock of the interpreter: it costs more than most statements. `storage.database`
opens its connections here.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite
from sqlalchemy import make_url

ROWS_AT_ONCE = 64


class Connection(aiosqlite.Connection):
    """A connection whose cursors have fetched everything when they have executed."""

    def cursor(self) -> "Cursor":  # type: ignore[override]
        """A cursor; nothing happens before it executes."""
        return Cursor(self)

    async def rollback(self) -> None:
        """Roll back; a pool asks for that after every commit too, when there is nothing to do."""
        if self.in_transaction:
            await super().rollback()

    async def execute_all(self, how: str, sql: str, values: Any) -> tuple[Any, list[Any], int, int | None]:
        """In the connection's thread, everything that a statement needs: nobody has to come back for the rest."""
        return await self._execute(self._at_once, how, sql, values)  # type: ignore[no-untyped-call, no-any-return]

    def _at_once(self, how: str, sql: str, values: Any) -> tuple[Any, list[Any], int, int | None]:
        cursor = self._conn.cursor()
        try:
            getattr(cursor, how)(sql, values)
            rows = cursor.fetchall() if cursor.description else []
            return cursor.description, rows, cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class Cursor:
    """What SQLAlchemy needs of an aiosqlite cursor."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, values: Sequence[Any] = ()) -> Self:
        """Execute a statement and keep what it gives."""
        await self._run("execute", sql, values)
        return self

    async def executemany(self, sql: str, values: Iterable[Sequence[Any]]) -> Self:
        """Execute a statement for each of many rows."""
        await self._run("executemany", sql, values)
        return self

    async def fetchall(self) -> list[Any]:
        """What the statement gave."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is left open."""

    async def _run(self, how: str, sql: str, values: Any) -> None:
        ended = await self._connection.execute_all(how, sql, values)
        self.description, self._rows, self.rowcount, self.lastrowid = ended


async def connect(url: str) -> Connection:
    """Open the file that `url` names, with the options that SQLAlchemy would give."""
    parsed = make_url(url)
    where, options = parsed.get_dialect()().create_connect_args(parsed)
    connection = Connection(partial(sqlite3.connect, *where, **options), ROWS_AT_ONCE)
    connection._thread.daemon = True  # as SQLAlchemy does it: a program that is ending must not wait for it
    try:
        await connection
    except sqlite3.Error:
        # Its thread reports to this loop once more: nobody may close the loop before that.
        await asyncio.to_thread(connection._thread.join)
        raise
    return connection
