"""The schema: made from nothing by the migrations, and then exactly what the models say."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, CheckConstraint, Connection, inspect

import storage
from storage.columns import metadata
from storage.database import HEAD, Database, engine_for, revision, upgrade
from storage.vault import Vault


def _comparable(_context: Any, _found: Any, column: Any, *_defaults: Any) -> bool | None:
    """PostgreSQL cannot say whether two values of type json are the same: such a default is taken as it is."""
    return False if isinstance(column.type, JSON) else None


def differences(connection: Connection) -> list[Any]:
    options = {"compare_type": True, "compare_server_default": _comparable}
    return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


def constraints(connection: Connection) -> tuple[set[str | None], dict[str, str]]:
    """The names of all checks, and the conditions of the partial indexes: what alembic does not compare."""
    seen = inspect(connection)
    checks = {check["name"] for table in seen.get_table_names() for check in seen.get_check_constraints(table)}
    indexes = [index for table in seen.get_table_names() for index in seen.get_indexes(table)]
    where = f"{connection.dialect.name}_where"
    options = {str(index["name"]): index.get("dialect_options", {}).get(where) for index in indexes}
    return checks, {name: str(condition) for name, condition in options.items() if condition is not None}


async def test_migrations_and_models_agree(empty_url: str) -> None:
    upgrade(empty_url)
    engine = engine_for(empty_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        migrated = await connection.run_sync(constraints)
    async with engine.execution_options(redress_writes=True).begin() as connection:
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
        assert await connection.run_sync(constraints) == migrated
    await engine.dispose()
    wanted = {
        f"ck_{t.name}_{c.name}" for t in metadata.sorted_tables for c in t.constraints if isinstance(c, CheckConstraint)
    }
    assert len(migrated[0]) == len(wanted)
    indexes = [each for table in metadata.sorted_tables for each in table.indexes]
    partial = [each for each in indexes if each.dialect_options["sqlite"]["where"] is not None]
    assert len(migrated[1]) == len(partial)


async def test_an_empty_database_becomes_a_usable_one(empty_url: str, vault: Vault, given: Any) -> None:
    assert revision(empty_url) is None
    upgrade(empty_url)
    upgrade(empty_url)
    assert revision(empty_url) == HEAD

    database = await Database.open(empty_url, vault)
    async with database.write() as session:
        await given.case(session)
    await database.close()


def test_two_replicas_may_upgrade_at_once(empty_url: str) -> None:
    with ThreadPoolExecutor(2) as executor:
        list(executor.map(upgrade, [empty_url] * 2))
    assert revision(empty_url) == HEAD


def test_the_head_is_the_last_script_and_numbers_sort() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    numbers = [script.revision for script in scripts.walk_revisions()]

    assert scripts.get_current_head() == HEAD
    assert numbers == sorted(numbers, reverse=True)
    assert all(len(number) == 4 and number.isdigit() for number in numbers)
