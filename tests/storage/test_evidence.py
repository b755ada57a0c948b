"""Evidence: a place for every file at once, fetched as claimed work, handed to the case."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import cases, drafts, evidence, keys
from storage.database import Database
from storage.errors import KeyGone, RowStale
from storage.evidence import Evidence
from storage.models import evidence as rows

LEASE = timedelta(minutes=5)


async def expect(session: AsyncSession, owner: Any, now: datetime, **more: Any) -> Evidence:
    standard = {"kind": "photo", "source": ("telegram", "AgAC"), "name": "door.jpg", "mime": "image/jpeg", "size": 9}
    return await evidence.expect(session, "north", owner, now=now, **(standard | more))


async def claim(database: Database, now: datetime, limit: int = 10) -> list[Evidence]:
    async with database.write() as session:
        return await evidence.claim(session, now, LEASE, limit)


async def test_a_file_is_expected_claimed_and_stored(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
        placed = await expect(session, draft, now, id="chosen before")
    assert (placed.id, placed.draft_id, placed.case_id, placed.state) == ("chosen before", draft.id, None, "to_fetch")

    (one,) = await claim(database, now)
    assert (one.source, one.name, one.attempts) == (("telegram", "AgAC"), "door.jpg", 1)
    assert await claim(database, now) == []
    async with database.write() as session:
        await evidence.stored(session, one, path="north/1", sha256="a" * 64, size=9, mime="image/jpeg", now=now)

    async with database.read() as session:
        loaded = await evidence.load(session, "north", one.id)
        assert await evidence.load(session, "south", one.id) is None
        assert await evidence.of_draft(session, "north", draft.id) == [loaded]
    assert loaded is not None
    assert (loaded.state, loaded.path, loaded.sha256, loaded.stored_at) == ("stored", "north/1", "a" * 64, now)
    assert await claim(database, now + LEASE * 2) == []


async def test_an_album_keeps_its_order(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        placed = [await expect(session, case, now, name=str(number)) for number in range(10)]
    async with database.read() as session:
        assert await evidence.of_case(session, "north", case.id) == placed
        assert await evidence.of_case(session, "south", case.id) == []


@pytest.mark.parametrize("state", ["oversize", "refused"])
async def test_what_cannot_be_fetched_keeps_its_place(
    database: Database, given: Any, now: datetime, state: str
) -> None:
    async with database.write() as session:
        await expect(session, await given.draft(session), now, state=state, source=None, name=None)
    assert await claim(database, now) == []


async def test_a_failed_fetch_is_tried_again_or_given_up(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
        await expect(session, draft, now)
    (one,) = await claim(database, now)
    async with database.write() as session:
        await evidence.failed(session, one, now, now + LEASE)
    assert await claim(database, now) == []
    (one,) = await claim(database, now + LEASE)
    assert one.attempts == 2
    async with database.write() as session:
        await evidence.failed(session, one, now, None)
    assert await claim(database, now + LEASE * 9) == []
    async with database.read() as session:
        assert [found.state for found in await evidence.of_draft(session, "north", draft.id)] == ["failed"]


async def test_a_dead_fetcher_s_file_is_taken_over(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        await expect(session, await given.draft(session), now)
    await claim(database, now)

    assert [one.attempts for one in await claim(database, now + LEASE + timedelta(seconds=1))] == [2]


async def test_sixteen_fetchers_take_every_file_once(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
        placed = {(await expect(session, draft, now)).id for _ in range(60)}

    claimed = await asyncio.gather(*(claim(database, now, limit=5) for _ in range(16)))

    ids = [one.id for found in claimed for one in found]
    assert len(ids) == len(set(ids)) == 60
    assert set(ids) == placed


async def test_files_go_with_the_draft_to_the_case(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
        placed = await expect(session, draft, now)
    async with database.write() as session:
        case, _ = await cases.open(session, "north", given.new(draft), now)
        assert await evidence.adopt(session, "south", draft.id, case.id) == 0
        assert await evidence.adopt(session, "north", draft.id, case.id) == 1
        await drafts.drop(session, "north", draft)
    async with database.read() as session:
        (found,) = await evidence.of_case(session, "north", case.id)
    assert (found.id, found.case_id, found.source) == (placed.id, case.id, placed.source)


async def test_a_file_that_arrives_after_the_draft_was_erased_is_refused(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
        await expect(session, draft, now)
    (one,) = await claim(database, now)
    async with database.write() as session:
        await drafts.erase(session, "north", draft)
    with pytest.raises(RowStale):
        async with database.write() as session:
            await evidence.stored(session, one, path="p", sha256="a" * 64, size=9, mime=None, now=now)


async def test_one_unreadable_row_does_not_stop_the_others(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft, other = await given.draft(session), await given.draft(session, chat="101")
        lost, damaged, sound = [await expect(session, owner, now) for owner in (other, draft, draft)]
        await session.execute(update(rows).where(rows.c.id == damaged.id).values(source=b"\x01damaged"))
    async with database.write() as session:
        await keys.erase(session, "north", other.key_id)

    assert [one.id for one in await claim(database, now)] == [sound.id]
    assert await claim(database, now + LEASE * 2) != []
    async with database.read() as session:
        with pytest.raises(KeyGone):
            await evidence.load(session, "north", lost.id)
