"""Disposal: rows, files and key of a case go together."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from storage import cases, documents, evidence, outbox
from storage.cases import NewAllegation
from storage.columns import metadata
from storage.database import Database
from storage.disposal import dispose
from storage.documents import NewDocument
from storage.errors import RowStale
from storage.models import counters


async def full_case(session: Any, given: Any, now: datetime) -> cases.Case:
    case = await given.case(session, allegations=[NewAllegation("UF")])
    await cases.say(session, "north", case, direction="in", by=None, text="one more thing", now=now)
    await cases.happened(session, "north", case.id, verb="received", by=None, now=now)
    await outbox.add(session, "north", case_id=case.id, planned=[given.planned("n")], now=now)
    draft = await given.draft(session, purpose="witness", case_id=case.id)
    await outbox.add(session, "north", draft_id=draft.id, planned=[given.planned("d")], now=now)
    loose = await evidence.expect(
        session, "north", draft, kind="photo", source=None, name="b.jpg", mime=None, size=None, now=now
    )
    await evidence.stored(session, loose, path="north/2", sha256="0" * 64, size=1, mime=None, now=now)
    one = await evidence.expect(
        session, "north", case, kind="photo", source=None, name="a.jpg", mime=None, size=None, now=now
    )
    await evidence.stored(session, one, path="north/1", sha256="0" * 64, size=1, mime=None, now=now)
    paper = NewDocument("d1", "copy", "en", {}, "north/documents/d1", 9, "a" * 64)
    await documents.add(session, "north", case, paper, by="member:x", now=now)
    return case


async def test_nothing_of_a_case_is_left(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await full_case(session, given, now)
    async with database.write() as session:
        assert sorted(await dispose(session, "north", case)) == ["north/1", "north/2", "north/documents/d1"]

    async with database.read() as session:
        for table in metadata.sorted_tables:
            if table is not counters:
                assert (await session.execute(select(func.count()).select_from(table))).scalar_one() == 0, table.name


async def test_a_case_that_changed_meanwhile_stays(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await full_case(session, given, now)
        await cases.record(session, "north", case, changes={"flags": ("hold",)}, now=now)
    with pytest.raises(RowStale):
        async with database.write() as session:
            await dispose(session, "north", case)
    async with database.read() as session:
        assert len(await cases.messages(session, "north", case.id)) == 1
