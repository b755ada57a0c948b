"""Questions about a kept name: each decided once, and only the last of a member counts."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import unlocks
from storage.database import Database
from storage.errors import RowStale


async def test_a_question_is_decided_once(database: Database, given: Any, now: datetime) -> None:
    until = now + timedelta(hours=24)
    async with database.write() as session:
        case, member = await given.case(session), await given.member(session)
        asked = await unlocks.ask(session, "north", case, member_id=member.id, because="A call.", now=now)
        assert await unlocks.asked(session, "north", case.id) == [asked]
        await unlocks.decide(session, "north", asked, by="member:c", decision="Yes.", opens_until=until)
        with pytest.raises(RowStale):
            await unlocks.decide(session, "north", asked, by="member:c", decision="No.", opens_until=None)
        assert await unlocks.asked(session, "north", case.id) == []
    async with database.read() as session:
        found = await unlocks.last(session, "north", case.id, member.id)
        assert await unlocks.last(session, "north", case.id, "another") is None
        assert await unlocks.last(session, "south", case.id, member.id) is None
    assert found is not None
    assert (found.state, found.because, found.decision, found.opens_until) == ("opened", "A call.", "Yes.", until)


async def test_the_last_question_is_the_one_that_counts(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case, member = await given.case(session), await given.member(session)
        first = await unlocks.ask(session, "north", case, member_id=member.id, because="One.", now=now)
        await unlocks.decide(session, "north", first, by="member:c", decision="No.", opens_until=None)
        second = await unlocks.ask(session, "north", case, member_id=member.id, because="Two.", now=now)
        assert await unlocks.last(session, "north", case.id, member.id) == second
