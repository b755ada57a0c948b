"""The thread and the timeline of a case, in the order in which things were said and done."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from storage import cases
from storage.database import Database
from storage.errors import Unsealable
from storage.models import messages as rows


async def test_a_thread_keeps_its_order_within_one_instant(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        for number in range(6):
            side = "in" if number % 2 else "out"
            await cases.say(session, "north", case, direction=side, by="ana", text=f"message {number}", now=now)
    async with database.read() as session:
        said = await cases.messages(session, "north", case.id)
        last = await cases.messages(session, "north", case.id, limit=2)
        assert await cases.messages(session, "south", case.id) == []
    assert [one.text for one in said] == [f"message {number}" for number in range(6)]
    assert last == said[-2:]


async def test_one_message_is_read_once(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        said = await cases.say(
            session, "north", case, direction="out", by="ana", text="Please call.", now=now, kind="note"
        )
        await cases.read(session, "south", said.id, now)
        assert await cases.messages(session, "north", case.id) == [said]
        await cases.read(session, "north", said.id, now)
        await cases.read(session, "north", said.id, now + timedelta(days=1))
        (found,) = await cases.messages(session, "north", case.id)
    assert (found.read_at, found.kind, found.text) == (now, "note", "Please call.")


async def test_a_message_moved_within_its_case_is_refused(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        one = await cases.say(session, "north", case, direction="in", by=None, text="yes", now=now)
        two = await cases.say(session, "north", case, direction="in", by=None, text="no", now=now)
        stolen = select(rows.c.text).where(rows.c.id == one.id).scalar_subquery()
        await session.execute(update(rows).where(rows.c.id == two.id).values(text=stolen))
        with pytest.raises(Unsealable):
            await cases.messages(session, "north", case.id)


async def test_no_message_hangs_on_another_agency_s_case(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        with pytest.raises(IntegrityError):
            await session.execute(
                rows.insert().values(
                    id="m", agency="south", case_id=case.id, direction="in", kind="message", text=b"", at=now
                )
            )
        await session.rollback()


async def test_the_timeline_tells_what_happened(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        await cases.happened(session, "north", case.id, verb="received", by=None, now=now)
        await cases.happened(session, "north", case.id, verb="claimed", by="ana", now=now, detail={"owner": "ana"})
    async with database.read() as session:
        told = await cases.events(session, "north", case.id)
        assert await cases.events(session, "south", case.id) == []
    assert [(one.verb, one.by, one.detail) for one in told] == [
        ("received", None, {}),
        ("claimed", "ana", {"owner": "ana"}),
    ]
