"""What was compelled is marked once, in its own case and agency, and the mark can be taken off."""

from datetime import datetime
from typing import Any

from storage import compelled
from storage.database import Database


async def test_a_mark_stands_until_it_is_taken_off(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        assert await compelled.mark(session, "north", case.id, "file1", by="member:x", now=now)
        assert not await compelled.mark(session, "north", case.id, "file1", by="member:y", now=now)
        assert await compelled.of_case(session, "north", case.id) == {"file1"}
        assert await compelled.of_case(session, "south", case.id) == frozenset()
        assert not await compelled.unmark(session, "south", case.id, "file1")
        assert await compelled.unmark(session, "north", case.id, "file1")
        assert not await compelled.unmark(session, "north", case.id, "file1")
        assert await compelled.of_case(session, "north", case.id) == frozenset()
