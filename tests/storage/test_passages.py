"""What staff write for a report: sealed, every version kept, the last one counts."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage import passages
from storage.database import Database
from storage.models import passages as rows


async def test_every_version_is_kept_sealed_and_the_last_counts(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        for part, words in (("summary", "A stop."), ("end", "It happened."), ("summary", "A stop on Park Street.")):
            await passages.write(session, "north", case, part, words, by="member:x", now=now)
        found = await passages.of_case(session, "north", case)
        assert await passages.of_case(session, "south", case) == {}
        stored = (await session.execute(select(rows))).all()
    assert [(each.part, each.words, each.version) for each in found.values()] == [
        ("summary", "A stop on Park Street.", 2),
        ("end", "It happened.", 1),
    ]
    assert len(stored) == 3
    assert not any(b"stop" in row.words for row in stored)
    assert "Park" not in repr(found)
