"""Data keys: found by their agency, rewrapped while the work goes on, gone for good once erased."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from storage import cases, keys
from storage.database import Database
from storage.errors import KeyGone
from storage.keyfile import KeyFile
from storage.models import keys as rows
from storage.vault import Vault


async def test_a_key_is_found_by_its_agency_only(database: Database, now: datetime) -> None:
    async with database.write() as session:
        key = await keys.create(session, "north", now)
    async with database.read() as session:
        assert await keys.load(session, "north", key.id) == key
    async with database.read() as session:
        with pytest.raises(KeyGone):
            await keys.load(session, "south", key.id)


async def test_an_erased_key_is_gone_within_its_own_transaction(database: Database, now: datetime) -> None:
    async with database.write() as session:
        key = await keys.create(session, "north", now)
        await keys.erase(session, "north", key.id)
        with pytest.raises(KeyGone):
            await keys.load(session, "north", key.id)


async def test_another_agency_erases_nothing(database: Database, now: datetime) -> None:
    async with database.write() as session:
        key = await keys.create(session, "north", now)
        await keys.erase(session, "south", key.id)
    async with database.read() as session:
        assert await keys.load(session, "north", key.id) == key


async def test_rotation_rewraps_in_steps_and_can_be_stopped(
    url: str, keyfile: KeyFile, given: Any, now: datetime
) -> None:
    before = await Database.open(url, Vault(keyfile))
    async with before.write() as session:
        made = [await given.case(session, chat=str(number)) for number in range(5)]
    rotated = await Database.open(url, Vault(keyfile.add_version()))

    async with rotated.write() as session:
        assert await keys.stale(session) == 5
        assert await keys.rewrap(session, 2) == 2

    async def killed() -> None:
        async with rotated.write() as session:
            await keys.rewrap(session, 2)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await killed()
    async with rotated.write() as session:
        assert await keys.stale(session) == 3
        made.append(await given.case(session, chat="new"))

    for database in (before, rotated):  # the one that was never restarted reads them, too
        async with database.read() as session:
            assert all([await cases.narrative(session, "north", case) for case in made])
    steps = []
    while not steps or steps[-1]:
        async with rotated.write() as session:
            steps.append(await keys.rewrap(session, 2))
    async with rotated.read() as session:
        assert await keys.stale(session) == 0
        versions = await session.execute(select(rows.c.version, func.count()).group_by(rows.c.version))
        assert [tuple(row) for row in versions] == [(2, 6)]
    assert steps == [2, 1, 0]
    await before.close()
    await rotated.close()


async def test_rotation_goes_on_while_cases_are_filed(url: str, keyfile: KeyFile, given: Any) -> None:
    old = await Database.open(url, Vault(keyfile))
    async with old.write() as session:
        made = [await given.case(session, chat=str(number)) for number in range(10)]
    rotated = await Database.open(url, Vault(keyfile.add_version()))

    async def file(number: int) -> None:
        async with old.write() as session:
            made.append(await given.case(session, chat=f"new {number}"))

    async def rewrap() -> None:
        done = 1
        while done:
            async with rotated.write() as session:
                done = await keys.rewrap(session, 3)

    await asyncio.gather(*(file(number) for number in range(10)), rewrap(), rewrap())
    await rewrap()
    async with rotated.read() as session:
        assert await keys.stale(session) == 0
        assert [await cases.narrative(session, "north", case) for case in made] == [
            "He pushed me against the car."
        ] * 20
    await old.close()
    await rotated.close()
