"""What others have to do, as rows: of their case and agency, sealed, settled once."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from storage import follow_ups
from storage.database import Database
from storage.follow_ups import DROPPED, OPEN, SETTLED, NewFollowUp
from storage.models import follow_ups as rows

NEW = NewFollowUp("remedy", "Pay the lost wages", "the shop on Main Street", date(2026, 12, 1), body="city")


async def test_one_comes_back_and_its_words_are_sealed(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        made = await follow_ups.add(session, "north", case, NEW, by="member:x", now=now)
    async with database.read() as session:
        (found,) = await follow_ups.of_case(session, "north", case)
        assert await follow_ups.of_case(session, "south", case) == []
        (stored,) = (await session.execute(select(rows))).all()
    assert (found.id, found.what, found.to, found.state) == (made, NEW.what, NEW.to, OPEN)
    assert b"wages" not in stored.words
    assert "wages" not in repr(found)
    assert "wages" not in repr(NEW)


async def test_it_is_settled_once_with_an_answer(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        made = await follow_ups.add(session, "north", case, NEW, by="member:x", now=now)
        settled = {"state": SETTLED, "outcome": "done", "answer": "Paid.", "settled_on": date(2026, 11, 30)}
        assert await follow_ups.change(session, "north", case, made, settled)
        assert not await follow_ups.change(session, "north", case, made, {"state": DROPPED})
        (found,) = await follow_ups.of_case(session, "north", case)
    assert (found.state, found.outcome, found.answer) == (SETTLED, "done", "Paid.")
