"""What a panel said comes back in order, its words sealed, for its own case and agency alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage import recommendations
from storage.database import Database
from storage.models import recommendations as rows


async def test_what_a_panel_said_comes_back(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        await recommendations.add(session, "north", case, (4, 1, 0), "Sustain it.", by="member:x", now=now)
        await recommendations.add(session, "north", case, (2, 2, 1), "Train him.", by="member:x", now=now)
    async with database.read() as session:
        first, second = await recommendations.of_case(session, "north", case)
        assert await recommendations.of_case(session, "south", case) == []
        stored = (await session.execute(select(rows.c.words))).scalars().all()
    assert (first.agreed, first.differed, first.abstained, first.words) == (4, 1, 0, "Sustain it.")
    assert (second.abstained, second.words) == (1, "Train him.")
    assert "Sustain" not in repr(first)
    assert not any(b"Sustain" in each for each in stored)
