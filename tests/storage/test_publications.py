"""Which periods were published: one that has days in common with another is told, its own second time is not."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from storage import publications
from storage.database import Database
from storage.models import publications as rows

QUARTER = (date(2026, 4, 1), date(2026, 6, 30))
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
NEXT = (date(2026, 7, 1), date(2026, 9, 30))


async def test_a_period_is_told_of_another_that_overlaps(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        assert await publications.overlapping(session, "north", *YEAR) is None
        for _ in range(2):
            await publications.note(session, "north", *QUARTER, by="operator", now=now)
        assert (await session.execute(select(func.count()).select_from(rows))).scalar_one() == 1
        assert await publications.overlapping(session, "north", *QUARTER) is None
        assert await publications.overlapping(session, "north", *NEXT) is None
        assert await publications.overlapping(session, "north", *YEAR) == QUARTER
        assert await publications.overlapping(session, "north", date(2026, 6, 1), date(2026, 6, 30)) == QUARTER
        assert await publications.overlapping(session, "south", *YEAR) is None
        await publications.note(session, "north", *NEXT, by="operator", now=now)
        assert await publications.overlapping(session, "north", *YEAR) == NEXT
