"""Requests for another look: sealed, kept in order, decided once."""

from datetime import timedelta
from typing import Any

import pytest

from storage import appeals
from storage.database import Database
from storage.errors import RowStale
from storage.models import appeals as rows


async def test_a_request_is_decided_once(database: Database, given: Any, now: Any) -> None:
    async with database.write() as session:
        case = await given.case(session)
        more = {"late": True, "due_at": now + timedelta(days=30)}
        first = await appeals.ask(session, "north", case, text="Look again.", now=now, **more)
        later = now + timedelta(days=1)
        second = await appeals.ask(session, "north", case, text="And again.", now=later, **more)
        assert await appeals.of_case(session, "north", case.id) == [first, second]
        assert await appeals.of_case(session, "south", case.id) == []
        await appeals.decide(session, "north", first, appeals.REFUSED, answer="No.", by="member:b", now=later)
        with pytest.raises(RowStale):
            await appeals.decide(session, "north", first, appeals.ACCEPTED, answer=None, by="member:b", now=later)
        found, _ = await appeals.of_case(session, "north", case.id)
        assert (found.state, found.answer, found.decided_by, found.decided_at) == ("refused", "No.", "member:b", later)
        stored = (await session.execute(rows.select())).all()
        assert not any(b"again" in row.text for row in stored)
