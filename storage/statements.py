"""The two things that SQLite and PostgreSQL say differently, for the modules of storage that write."""

from typing import Any, cast

from sqlalchemy import CursorResult, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


def insert(session: AsyncSession, table: Table) -> postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the words of this session's database."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(postgresql.Insert, sqlite.insert(table))  # the same methods, no common class
    return postgresql.insert(table)


async def changed(session: AsyncSession, statement: Executable) -> int:
    """Run an UPDATE, DELETE or INSERT and say how many rows it touched."""
    result = cast("CursorResult[Any]", await session.execute(statement))
    return result.rowcount
