"""Which schema a database has and how it gets the newest one; the only caller is `storage.database`."""

import asyncio
import os
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.errors import (
    DatabaseError,
    DatabaseUnreachable,
    DatabaseUnwritable,
    SchemaForeign,
    SchemaMissing,
    SchemaNewer,
    SchemaOutdated,
)
from storage.migrations import HEAD

TOUCH = "UPDATE alembic_version SET version_num = version_num"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7733202611)"  # any fixed number, as long as nobody changes it
T = TypeVar("T")


def found(connection: Connection) -> str | None:
    """The version that the database says it has."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def must_fit(version: str | None, url: str) -> None:
    """Refuse a database that this program was not written for; versions are numbers with leading zeros."""
    if version is None:
        raise SchemaMissing(url=url)
    if version < HEAD:
        raise SchemaOutdated(url=url, found=version, wanted=HEAD)
    if version > HEAD:
        raise SchemaNewer(url=url, found=version, wanted=HEAD)


async def upgrade(engine: AsyncEngine, url: str) -> None:
    """Run what is missing, all of it or nothing; a second replica waits for the first."""
    writing = engine.execution_options(redress_writes=True)
    try:
        await _must_be_ours_to_write(writing, url)
        async with writing.begin() as connection:
            if engine.dialect.name == "postgresql":
                await connection.exec_driver_sql(ONE_AT_A_TIME)
            await connection.run_sync(_upgrade, url)
    finally:
        await engine.dispose()


async def revision(engine: AsyncEngine, url: str) -> str | None:
    """The version of the database behind `engine`."""
    try:
        return await _version(engine, url)
    finally:
        await engine.dispose()


def in_own_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end in a thread of its own, so that a caller may have a running loop or none."""
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(asyncio.run, work).result()


async def _version(engine: AsyncEngine, url: str) -> str | None:
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(found)
    except (OSError, DBAPIError):
        raise no_answer(engine, url) from None


def no_answer(engine: AsyncEngine, url: str) -> DatabaseError:
    """Why a database does not open: SQLite has to write beside its file even to read it."""
    file = Path(engine.url.database or "")
    there = engine.dialect.name == "sqlite" and file.is_file()
    if there and not all(os.access(each, os.W_OK) for each in (file, file.parent)):
        return DatabaseUnwritable(url=url)
    return DatabaseUnreachable(url=url)


async def _must_be_ours_to_write(writing: AsyncEngine, url: str) -> None:
    """Refuse in a sentence what a migration would only fail on: a database of a newer program, or a read-only one."""
    version = await _version(writing, url)
    if version is None:
        return
    if version > HEAD:
        raise SchemaNewer(url=url, found=version, wanted=HEAD)
    try:
        async with writing.begin() as connection:
            await connection.exec_driver_sql(TOUCH)
    except (OSError, DBAPIError):
        raise DatabaseUnwritable(url=url) from None


def _upgrade(connection: Connection, url: str) -> None:
    from alembic import command  # slow to import, and a program that only opens its database needs none of it
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:  # the only one there can be: a version that no migration of ours is named by
        raise SchemaForeign(url=url, found=found(connection)) from None
