"""Drafts: saved by whoever read them last, filed or erased once, and then gone without residue."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from storage import cases, drafts, evidence, keys, outbox
from storage.chats import Chat
from storage.database import Database
from storage.drafts import Draft
from storage.errors import RowStale
from storage.models import drafts as rows
from storage.models import evidence as evidence_rows
from storage.models import keys as key_rows
from storage.models import notices

CHAT = Chat("telegram", "100")


async def save(database: Database, draft: Draft, now: datetime, **answers: Any) -> Draft:
    async with database.write() as session:
        return await drafts.save(session, "north", draft, answers=answers, notes={"n": 1}, language="es", now=now)


async def expect(session: Any, owner: Any, now: datetime) -> evidence.Evidence:
    return await evidence.expect(
        session, "north", owner, kind="photo", source=("telegram", "F"), name="a.jpg", mime=None, size=None, now=now
    )


async def test_a_draft_comes_back_as_it_was_saved(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
    assert (draft.revision, draft.answers, draft.notes, draft.purpose) == (1, {}, {}, "complaint")

    saved = await save(database, draft, now + timedelta(hours=1), z="last", a="first")

    async with database.read() as session:
        assert await drafts.of_chat(session, CHAT) == saved
        loaded = await drafts.load(session, "north", draft.id)
        assert await drafts.load(session, "south", draft.id) is None
        assert await drafts.of_chat(session, Chat("webchat", "100")) is None
    assert loaded == saved
    assert loaded is not None
    assert (loaded.revision, loaded.language, list(loaded.answers)) == (2, "es", ["z", "a"])
    assert loaded.touched_at == now + timedelta(hours=1)


async def test_a_chat_has_the_draft_it_touched_last(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        older = await given.draft(session)
        await given.draft(session, "south")
    await save(database, older, now + timedelta(hours=1))

    async with database.read() as session:
        found = await drafts.of_chat(session, CHAT)
    assert found is not None
    assert found.id == older.id


async def test_a_stale_save_is_refused(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
    await save(database, draft, now, a=1)

    with pytest.raises(RowStale, match="This draft has changed"):
        await save(database, draft, now, a=2)
    with pytest.raises(RowStale):
        async with database.write() as session:
            await drafts.drop(session, "north", draft)
    with pytest.raises(RowStale):
        async with database.write() as session:
            await drafts.erase(session, "north", draft)


async def test_of_many_saves_at_once_one_wins(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft = await given.draft(session)

    saved = await asyncio.gather(*(save(database, draft, now, a=n) for n in range(8)), return_exceptions=True)

    assert sorted(type(one) is Draft for one in saved) == [False] * 7 + [True]
    assert all(isinstance(one, Draft | RowStale) for one in saved)


async def test_another_agency_cannot_save_it(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
    with pytest.raises(RowStale):
        async with database.write() as session:
            await drafts.save(session, "south", draft, answers={}, notes={}, language="en", now=now)


async def test_a_filed_draft_leaves_its_key_and_no_reminders(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
        await outbox.add(session, "north", draft_id=draft.id, planned=[given.planned("d:7")], now=now)
        await drafts.drop(session, "north", draft)

    async with database.read() as session:
        assert await drafts.load(session, "north", draft.id) is None
        assert (await keys.load(session, "north", draft.key_id)).id == draft.key_id
        assert (await session.execute(select(func.count()).select_from(notices))).scalar_one() == 0


async def test_an_erased_draft_leaves_nothing(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
        one, _ = await expect(session, draft, now), await expect(session, draft, now)
        await evidence.stored(session, one, path="north/1", sha256="0" * 64, size=1, mime=None, now=now)
        await outbox.add(session, "north", draft_id=draft.id, planned=[given.planned("d:7")], now=now)
    async with database.write() as session:
        assert await drafts.erase(session, "north", draft) == ["north/1"]

    async with database.read() as session:
        for table in (rows, evidence_rows, notices, key_rows):
            assert (await session.execute(select(func.count()).select_from(table))).scalar_one() == 0


async def test_a_draft_of_a_case_uses_and_keeps_its_key(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        draft = await given.draft(session, purpose="statistics", case_id=case.id)
        assert draft.key_id == case.key_id
    async with database.write() as session:
        assert await drafts.erase(session, "north", draft) == []
    async with database.read() as session:
        assert await cases.narrative(session, "north", case) == "He pushed me against the car."


async def test_a_draft_without_its_key_does_not_exist(database: Database, given: Any) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
        await keys.erase(session, "north", draft.key_id)
    async with database.read() as session:
        assert await drafts.of_chat(session, CHAT) is None


async def test_the_longest_forgotten_come_first(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        made = [await given.draft(session, now=now - timedelta(days=days)) for days in (1, 70, 61)]
        await given.draft(session, "south", now=now - timedelta(days=90))
    async with database.read() as session:
        found = await drafts.untouched(session, "north", now - timedelta(days=60), 10)
        assert [draft.id for draft in found] == [made[1].id, made[2].id]
        assert len(await drafts.untouched(session, "north", now, 1)) == 1
