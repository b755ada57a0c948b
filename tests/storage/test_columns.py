"""Column types mean the same on both databases; ids cannot be guessed."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import literal, select
from sqlalchemy.exc import StatementError

from storage.columns import Utc, new_id
from storage.database import Database
from storage.models import profiles


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/Chicago")),
        datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/Chicago")),
        datetime(2028, 2, 29, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-5))),
        datetime(1999, 1, 1, tzinfo=UTC),
    ],
)
async def test_an_instant_comes_back_aware_and_in_utc(database: Database, moment: datetime) -> None:
    async with database.write() as session:
        await session.execute(profiles.insert().values(agency="north", digest="d", text="", kept_at=moment))
    async with database.read() as session:
        kept = (await session.execute(select(profiles.c.kept_at))).scalar_one()
        same = await session.execute(select(profiles.c.digest).where(profiles.c.kept_at == literal(moment, Utc)))
        assert same.scalar_one() == "d"
    assert kept == moment.astimezone(UTC)
    assert kept.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    async with database.write() as session:
        with pytest.raises(StatementError, match="aware datetimes only"):
            await session.execute(select(literal(datetime(2026, 1, 1), Utc)))  # noqa: DTZ001


async def test_nothing_is_no_instant(database: Database) -> None:
    async with database.read() as session:
        assert (await session.execute(select(literal(None, Utc)))).scalar_one() is None


def test_ids_are_twenty_characters_and_differ() -> None:
    made = {new_id() for _ in range(1000)}

    assert len(made) == 1000
    assert {len(one) for one in made} == {20}
