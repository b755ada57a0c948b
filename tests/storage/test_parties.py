"""The people in a case as rows: in order, sealed, taken off once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage import parties
from storage.database import Database
from storage.models import parties as rows


@dataclass(frozen=True)
class New:
    role: str = "respondent"
    name: str | None = "Officer Reed"
    known: bool = True
    kept: bool = False


async def test_people_come_back_in_order_and_sealed(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        ids = await parties.add(session, "north", case, [New("complainant", None), New()], by="complainant", now=now)
    async with database.read() as session:
        found = await parties.of_case(session, "north", case)
        assert await parties.of_case(session, "south", case) == []
        stored = (await session.execute(select(rows.c.name))).scalars().all()
    assert [(each.id, each.name) for each in found] == [(ids[0], None), (ids[1], "Officer Reed")]
    assert stored[0] is None
    assert b"Reed" not in stored[1]
    assert "Reed" not in repr(found)


async def test_a_name_is_changed_and_somebody_is_taken_off_once(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        (reed,) = await parties.add(session, "north", case, [New()], by="x", now=now)
        assert await parties.change(session, "north", case, reed, {"name": "Read", "known": False})
        gone = {"removed_at": now, "merged_into": "other"}
        assert [await parties.change(session, "north", case, reed, gone) for _ in range(2)] == [True, False]
        (found,) = await parties.of_case(session, "north", case)
    assert (found.name, found.known, found.removed_at, found.merged_into) == ("Read", False, now, "other")
