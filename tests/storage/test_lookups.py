"""How often an address asks: so often within an hour, whichever replica counts, and then it is forgotten."""

import asyncio
from datetime import timedelta

from sqlalchemy import func, select

from storage import lookups
from storage.database import Database
from storage.models import lookups as rows
from storage.vault import Vault
from tests.storage.conftest import NOW

HERE, THERE = "203.0.113.7", "198.51.100.1"


async def test_so_often_within_an_hour_and_one_more_for_each_that_is_older(database: Database) -> None:
    async with database.write() as session:
        asked = [await lookups.once_more(session, HERE, 3, NOW + timedelta(minutes=each)) for each in range(5)]
        assert asked == [True, True, True, False, False]
        assert await lookups.once_more(session, THERE, 3, NOW)
        later = NOW + lookups.KEPT
        assert [await lookups.once_more(session, HERE, 3, later) for _ in range(2)] == [True, False]


async def test_replicas_that_are_asked_at_once_count_together(database: Database, url: str, vault: Vault) -> None:
    other = await Database.open(url, vault)

    async def ask(one: Database) -> bool:
        async with one.write() as session:
            return await lookups.once_more(session, HERE, 10, NOW)

    answers = await asyncio.gather(*(ask(each) for each in (database, other) * 12))
    await other.close()
    assert sum(answers) == 10


async def test_the_address_is_not_kept_and_the_rest_only_for_an_hour(database: Database) -> None:
    async with database.write() as session:
        await lookups.once_more(session, HERE, 10, NOW)
        await lookups.once_more(session, THERE, 10, NOW + timedelta(minutes=1))
        found = (await session.execute(select(rows.c.who).order_by(rows.c.last_at))).scalars().all()
        assert all(len(each) == 64 and "." not in each for each in found)
        await lookups.forget(session, NOW + lookups.KEPT)
        assert (await session.execute(select(rows.c.who))).scalars().all() == found[1:]
        await lookups.forget(session, NOW + 2 * lookups.KEPT)
        assert (await session.execute(select(func.count()).select_from(rows))).scalar_one() == 0
