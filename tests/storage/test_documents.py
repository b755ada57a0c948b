"""Papers as rows: of their case and agency, sealed, and moved on once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from storage import documents
from storage.database import Database
from storage.documents import APPROVED, ASKED, KEPT, SENT, NewDocument
from storage.models import documents as rows

NEW = NewDocument("d1", "copy", "en", {"story": "He pushed me."}, "north/documents/d1", 9, "a" * 64)


async def test_a_paper_comes_back_and_what_filled_it_is_sealed(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        made = await documents.add(session, "north", case, NEW, by="member:x", now=now)
    async with database.read() as session:
        assert await documents.load(session, "north", case, "d1") == made
        assert await documents.load(session, "south", case, "d1") is None
        assert await documents.of_case(session, "north", case) == [made]
        assert await documents.with_digest(session, "north", "a" * 64) == [made]
        assert await documents.with_digest(session, "south", "a" * 64) == []
        (stored,) = (await session.execute(select(rows))).all()
    assert (made.state, made.filled, made.answer) == (KEPT, {"story": "He pushed me."}, None)
    assert b"pushed" not in stored.filled
    assert "pushed" not in repr(made)


async def test_files_without_a_row_are_told_apart(database: Database, given: Any, now: datetime) -> None:
    paths = [f"{documents.folder('north')}/{each}" for each in ("d1", "lost")]
    async with database.write() as session:
        await documents.add(session, "north", await given.case(session), NEW, by="member:x", now=now)
        assert await documents.unwritten(session, "north", paths) == ["north/documents/lost"]
        assert await documents.unwritten(session, "south", ["south/documents/d1"]) == ["south/documents/d1"]


async def test_a_paper_moves_on_once_from_where_it_was_seen(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        kept = await documents.add(session, "north", case, NEW, by="member:x", now=now)
        assert await documents.turn(session, "north", case, kept, ASKED, by="member:x", now=now)
        assert not await documents.turn(session, "north", case, kept, SENT, by="member:y", now=now)
        asked = await documents.load(session, "north", case, "d1")
        assert asked is not None
        assert await documents.turn(session, "north", case, asked, APPROVED, by="member:y", now=now, answer="good")
        approved = await documents.load(session, "north", case, "d1")
    assert approved is not None
    assert (approved.state, approved.decided_by, approved.answer) == (APPROVED, "member:y", "good")


async def test_what_was_sent_stays_and_is_read_once(database: Database, given: Any, now: datetime) -> None:
    later = now + timedelta(days=1)
    async with database.write() as session:
        case = await given.case(session)
        kept = await documents.add(session, "north", case, NEW, by="member:x", now=now)
        own = replace(NEW, id="d2", state=SENT)
        copied = await documents.add(session, "north", case, own, by="complainant", now=now)
        assert (copied.state, copied.sent_at, copied.read_at) == (SENT, now, now)
        assert await documents.to_read(session, "north", case.id) == (0, 0), "their own copy is none of the office's"
        assert await documents.turn(session, "north", case, kept, SENT, by="member:x", now=now)
        sent = await documents.load(session, "north", case, "d1")
        assert sent is not None
        assert not await documents.turn(session, "north", case, sent, KEPT, by="member:x", now=later)
        assert await documents.to_read(session, "north", case.id) == (1, 1)
        assert await documents.to_read(session, "south", case.id) == (0, 0)
        await documents.read(session, "north", case, ["d1"], later)
        await documents.read(session, "north", case, ["d1"], later + timedelta(days=1))
        assert await documents.to_read(session, "north", case.id) == (1, 0)
        assert await documents.load(session, "north", case, "d1") == replace(sent, read_at=later)
