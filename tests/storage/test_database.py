"""Opening a database says what is wrong; writing is all or nothing; reading cannot write."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage import cases, profiles
from storage.database import HEAD, Database, engine_for, revision, upgrade
from storage.errors import DatabaseUnreachable, DatabaseUnwritable, SchemaMissing, SchemaNewer, SchemaOutdated
from storage.models import profiles as rows
from storage.vault import KeyFile, Vault

ROOT = Path(__file__).parents[2]


async def execute(url: str, *statements: str) -> None:
    engine = engine_for(url)
    async with engine.execution_options(redress_writes=True).begin() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)
    await engine.dispose()


@asynccontextmanager
async def unwritable(url: str) -> AsyncIterator[str]:
    """An address of the same database under which it cannot be written; a file's mode would not stop root."""
    if url.startswith("sqlite"):
        yield url.replace(":///", ":///file:") + "?mode=ro&uri=true"
        return
    name = url.rpartition("/")[2]
    await execute(url, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    yield url
    await execute(url, "SET TRANSACTION READ WRITE", f"ALTER DATABASE {name} RESET default_transaction_read_only")


async def test_a_mistyped_path_makes_no_file(tmp_path: Path, vault: Vault) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'mistyped.sqlite3'}"
    with pytest.raises(SchemaMissing, match="holds no tables of Redress yet"):
        await Database.open(url, vault)
    assert revision(url) is None
    assert not (tmp_path / "mistyped.sqlite3").exists()


async def test_a_database_without_tables_is_refused(empty_url: str, vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite3").touch()
    with pytest.raises(SchemaMissing):
        await Database.open(empty_url, vault)


@pytest.mark.parametrize(("version", "error"), [("0000", SchemaOutdated), ("9999", SchemaNewer)])
async def test_another_version_is_refused(url: str, vault: Vault, version: str, error: type[Exception]) -> None:
    await execute(url, f"UPDATE alembic_version SET version_num = '{version}'")
    try:
        with pytest.raises(error, match=f"version {version}"):
            await Database.open(url, vault)
    finally:
        await execute(url, f"UPDATE alembic_version SET version_num = '{HEAD}'")


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path, vault: Vault) -> None:
    (tmp_path / "letter.txt").write_text("Dear all, " * 500)
    with pytest.raises(DatabaseUnreachable):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'letter.txt'}", vault)


async def test_a_file_in_a_folder_that_cannot_be_written_is_told_apart(
    tmp_path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "redress.sqlite3"
    file.write_text("as on a disk that is mounted read-only: it is there and does not open " * 50)
    monkeypatch.setattr(os, "access", lambda *_: False)  # the mode of a file would not stop root
    with pytest.raises(DatabaseUnwritable):
        await Database.open(f"sqlite+aiosqlite:///{file}", vault)
    with pytest.raises(DatabaseUnwritable):
        upgrade(f"sqlite+aiosqlite:///{file}")


async def test_a_server_that_does_not_answer_is_named_without_its_password(vault: Vault) -> None:
    with pytest.raises(DatabaseUnreachable) as refused:
        await Database.open("postgresql+asyncpg://me:secret@127.0.0.1:1/redress", vault)
    assert "secret" not in str(refused.value)
    assert "127.0.0.1:1" in str(refused.value)


async def test_a_database_that_cannot_be_written_is_refused(url: str, vault: Vault) -> None:
    async with unwritable(url) as address:
        with pytest.raises(DatabaseUnwritable):
            await Database.open(address, vault)
    await (await Database.open(url, vault)).close()


async def test_a_newer_database_is_not_upgraded(url: str) -> None:
    await execute(url, "UPDATE alembic_version SET version_num = '9999'")
    try:
        with pytest.raises(SchemaNewer, match="Install the newer program"):
            upgrade(url)
    finally:
        await execute(url, f"UPDATE alembic_version SET version_num = '{HEAD}'")


def test_an_upgrade_says_that_no_server_answers_without_the_password() -> None:
    for work in (upgrade, revision):
        with pytest.raises(DatabaseUnreachable) as refused:
            work("postgresql+asyncpg://me:secret@127.0.0.1:1/redress")
        assert "secret" not in str(refused.value)


async def test_an_upgrade_says_that_the_database_cannot_be_written(url: str) -> None:
    async with unwritable(url) as address:
        with pytest.raises(DatabaseUnwritable):
            upgrade(address)


async def test_a_block_that_fails_leaves_nothing(database: Database, now: datetime) -> None:
    async def fail() -> None:
        async with database.write() as session:
            await profiles.keep(session, "north", "d", "text", now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.read() as session:
        assert await profiles.load(session, "north", "d") is None


async def test_a_cancelled_block_leaves_nothing_and_no_lock(database: Database, now: datetime) -> None:
    inside = asyncio.Event()

    async def wait_forever() -> None:
        async with database.write() as session:
            await profiles.keep(session, "north", "d", "text", now)
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(wait_forever())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write() as session:
        assert await profiles.load(session, "north", "d") is None
        await profiles.keep(session, "north", "d", "text", now)


async def test_reading_cannot_write(database: Database, now: datetime) -> None:
    for _ in range(2):
        async with database.write() as session:
            await profiles.keep(session, "north", "d", "text", now)
        async with database.read() as session:
            with pytest.raises(DBAPIError):
                await profiles.keep(session, "north", "e", "text", now)
            await session.rollback()


async def test_a_reader_is_not_stopped_by_a_writer(database: Database, now: datetime) -> None:
    async with database.write() as writing:
        await profiles.keep(writing, "north", "d", "text", now)
        async with database.read() as reading:
            assert await profiles.load(reading, "north", "d") is None


async def test_errors_and_the_engine_s_words_carry_no_values(database: Database, now: datetime) -> None:
    async with database.write() as session:
        twice = rows.insert().values(agency="north", digest="d", text="my story", kept_at=now)
        await session.execute(twice)
        with pytest.raises(IntegrityError) as refused:
            await session.execute(twice)
        await session.rollback()
    assert "my story" not in str(refused.value)
    assert "my story" not in repr(refused.value)


async def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path, migrated_file: Path, vault: Vault) -> None:
    database = await Database.open(f"sqlite+aiosqlite:///{migrated_file}", vault)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 15000}
    async with database.write() as session:
        found = {name: (await session.execute(text(f"PRAGMA {name}"))).scalar_one() for name in wanted}
    await database.close()
    assert found == wanted
    assert database.dialect == "sqlite"


FILER = """
import asyncio, sys
sys.path.insert(0, {tests!r})
from conftest import NOW, Given
from storage.database import Database
from storage.vault import KeyFile, Vault

async def main():
    database = await Database.open({url!r}, Vault(KeyFile.load({keys!r})))
    async def file(number):
        async with database.write() as session:
            await Given().case(session, chat=f"{{number}}")
    await asyncio.gather(*(file(number) for number in range(25)))
    await database.close()

asyncio.run(main())
"""


async def test_two_processes_file_into_one_database(url: str, keyfile: KeyFile, vault: Vault) -> None:
    script = FILER.format(tests=str(Path(__file__).parent), url=url, keys=str(keyfile.path))
    running = [await asyncio.create_subprocess_exec(sys.executable, "-c", script, cwd=ROOT) for _ in range(2)]
    assert [await process.wait() for process in running] == [0, 0]

    database = await Database.open(url, vault)
    async with database.read() as session:
        filed = [case async for case in cases.every(session, "north")]
        assert [await cases.narrative(session, "north", case) for case in filed] != []
    await database.close()
    assert sorted(case.reference for case in filed) == [f"N-2026-{number:05}" for number in range(1, 51)]


async def test_two_handles_in_one_process_share_a_file(url: str, vault: Vault, now: datetime) -> None:
    handles = [await Database.open(url, vault) for _ in range(2)]

    async def write(number: int) -> None:
        async with handles[number % 2].write() as session:
            await profiles.keep(session, "north", f"d{number}", "", now)

    await asyncio.gather(*(write(number) for number in range(40)))
    async with handles[0].read() as session:
        assert (await session.execute(select(func.count()).select_from(rows))).scalar_one() == 40
    for database in handles:
        await database.close()
