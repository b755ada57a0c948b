"""The inbox: nothing twice, nothing out of order in a chat, nothing lost between effect and answer."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage import inbox
from storage.database import Database
from storage.inbox import InboxRow, Incoming
from storage.models import inbox as rows
from storage.vault import Vault

LEASE = timedelta(seconds=60)


def came(update_id: int, chat: str | None = "100", payload: bytes = b"{}") -> Incoming:
    return Incoming(update_id, chat, payload)


async def put(database: Database, now: datetime, *updates: Incoming, channel: str = "telegram") -> int:
    async with database.write() as session:
        return await inbox.put(session, channel, updates, now)


async def claim(database: Database, now: datetime, limit: int = 50) -> list[InboxRow]:
    async with database.write() as session:
        return await inbox.claim(session, now, LEASE, limit)


async def apply(database: Database, row: InboxRow, now: datetime) -> bool:
    async with database.write() as session:
        return await inbox.applied(session, row.id, now, "done")


async def answer(database: Database, row: InboxRow, now: datetime) -> None:
    async with database.write() as session:
        await inbox.answered(session, row.id, now)


async def test_a_repeat_is_ignored(database: Database, now: datetime) -> None:
    assert await put(database, now, came(1), came(2), came(2)) == 2
    assert await put(database, now, came(2), came(3)) == 1
    assert await put(database, now, came(2), channel="webchat") == 1
    assert await put(database, now) == 0


async def test_fifty_deliveries_at_once_are_one(database: Database, now: datetime) -> None:
    new = await asyncio.gather(*(put(database, now, came(7)) for _ in range(50)))

    assert sum(new) == 1


async def test_the_offset_follows_what_came_last(database: Database, now: datetime) -> None:
    async with database.read() as session:
        assert await inbox.next_offset(session, "telegram") is None
    await put(database, now, came(9), came(8))
    async with database.read() as session:
        assert await inbox.next_offset(session, "telegram") == 10
    await put(database, now, came(3))  # after a quiet week the channel may start again lower
    async with database.read() as session:
        assert await inbox.next_offset(session, "telegram") == 4
        assert await inbox.next_offset(session, "webchat") is None


async def test_a_claim_takes_the_oldest_of_each_chat(database: Database, now: datetime) -> None:
    await put(database, now, came(1, "a", b"first"), came(2, "a"), came(3, "b"), came(4, None), came(5, None))

    claimed = await claim(database, now)

    assert [(row.update_id, row.chat) for row in claimed] == [(1, "a"), (3, "b"), (4, None), (5, None)]
    assert (claimed[0].payload, claimed[0].channel, claimed[0].attempts, claimed[0].applied_at) == (
        b"first", "telegram", 1, None,
    )  # fmt: skip


async def test_the_same_number_on_two_doors_is_two_chats(database: Database, now: datetime) -> None:
    await put(database, now, came(1, "a"))
    await put(database, now, came(1, "a"), channel="webchat")

    assert len(await claim(database, now)) == 2


async def test_a_chat_waits_while_somebody_works_on_it(database: Database, now: datetime) -> None:
    await put(database, now, came(1), came(2))
    (first,) = await claim(database, now)

    assert await claim(database, now) == []
    assert await apply(database, first, now)
    assert await claim(database, now) == []
    await answer(database, first, now)
    assert [row.update_id for row in await claim(database, now)] == [2]


async def test_a_dead_worker_s_row_is_taken_over_when_its_lease_ends(database: Database, now: datetime) -> None:
    await put(database, now, came(1), came(2))
    await claim(database, now)

    assert await claim(database, now + LEASE) == []
    (again,) = await claim(database, now + LEASE + timedelta(seconds=1))
    assert (again.update_id, again.attempts) == (1, 2)


async def test_a_kill_between_effect_and_answer_answers_once_more(database: Database, now: datetime) -> None:
    await put(database, now, came(1, payload=b"my story"), came(2))
    (row,) = await claim(database, now)
    await apply(database, row, now)

    late = now + LEASE + timedelta(seconds=1)
    (owed,) = await claim(database, late)
    assert (owed.update_id, owed.applied_at, owed.payload, owed.attempts) == (1, now, b"", 2)

    later = late + LEASE + timedelta(seconds=1)  # killed again: now it is given up, and the chat goes on
    assert [row.update_id for row in await claim(database, later)] == [2]


async def test_the_effect_happens_once(database: Database, now: datetime) -> None:
    await put(database, now, came(1))
    (row,) = await claim(database, now)

    assert sorted(await asyncio.gather(*(apply(database, row, now) for _ in range(8)))) == [False] * 7 + [True]


async def test_what_was_applied_and_rolled_back_is_still_there(database: Database, now: datetime) -> None:
    await put(database, now, came(1, payload=b"my story"))
    (row,) = await claim(database, now)

    async def fail() -> None:
        async with database.write() as session:
            await inbox.applied(session, row.id, now, "done")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    (again,) = await claim(database, now + LEASE * 2)
    assert (again.payload, again.applied_at) == (b"my story", None)


async def test_an_applied_row_keeps_no_content_and_an_answered_one_no_chat(database: Database, now: datetime) -> None:
    await put(database, now, came(1))
    (row,) = await claim(database, now)
    await apply(database, row, now)
    async with database.read() as session:
        assert (await session.execute(select(rows.c.payload))).scalar_one() is None
    await answer(database, row, now)
    async with database.read() as session:
        left = (await session.execute(select(rows))).one()
    assert (left.chat, left.chat_index, left.payload, left.outcome) == (None, None, None, "done")


async def test_a_released_row_is_free_at_once(database: Database, now: datetime) -> None:
    await put(database, now, came(1))
    (row,) = await claim(database, now)
    async with database.write() as session:
        await inbox.release(session, row.id)

    assert [row.attempts for row in await claim(database, now)] == [1]


async def test_a_reply_that_is_put_off_is_owed_as_often_as_it_takes(database: Database, now: datetime) -> None:
    await put(database, now, came(1), came(2))
    (row,) = await claim(database, now)
    await apply(database, row, now)
    for minute in range(3):
        later = now + timedelta(minutes=minute + 1)
        async with database.write() as session:
            await inbox.release(session, row.id, later)
        assert await claim(database, later) == [], "nothing of that chat before its time"
        assert [each.update_id for each in await claim(database, later + timedelta(seconds=1))] == [1]


async def test_quarantine_blocks_nothing_and_keeps_what_came(database: Database, now: datetime, vault: Vault) -> None:
    await put(database, now, came(1, payload=b"odd"), came(2))
    (row,) = await claim(database, now)
    async with database.write() as session:
        await inbox.quarantine(session, row.id, now, "undecodable")

    assert [row.update_id for row in await claim(database, now)] == [2]
    async with database.read() as session:
        assert (await inbox.counts(session))["quarantined"] == 1
        kept = (await session.execute(select(rows.c.payload).where(rows.c.id == row.id))).scalar_one()
    assert kept is not None
    assert b"odd" not in kept


async def test_a_damaged_row_is_set_aside_and_the_others_go_on(database: Database, now: datetime) -> None:
    await put(database, now, came(1, "a"), came(2, "b"))
    async with database.write() as session:
        await session.execute(update(rows).where(rows.c.update_id == 1).values(payload=b"\x01damaged"))

    assert [row.update_id for row in await claim(database, now)] == [2]
    async with database.read() as session:
        assert (await inbox.counts(session))["quarantined"] == 1


async def test_a_payload_moved_to_another_row_is_set_aside(database: Database, now: datetime) -> None:
    await put(database, now, came(1, "a", b"mine"), came(2, "b", b"theirs"))
    async with database.write() as session:
        stolen = select(rows.c.payload).where(rows.c.update_id == 1).scalar_subquery()
        await session.execute(update(rows).where(rows.c.update_id == 2).values(payload=stolen))

    assert [row.update_id for row in await claim(database, now)] == [1]


async def test_only_what_is_done_is_forgotten(database: Database, now: datetime) -> None:
    await put(database, now, came(1, "a"), came(2, "b"), came(3, "c"), came(4, "d"))
    done, owed, odd, _ = await claim(database, now)
    await apply(database, done, now)
    await answer(database, done, now)
    await apply(database, owed, now)
    async with database.write() as session:
        await inbox.quarantine(session, odd.id, now, "undecodable")
        assert await inbox.forget(session, now) == 0
        assert await inbox.forget(session, now + timedelta(days=30)) == 2
        assert await inbox.counts(session) == {"waiting": 1, "unanswered": 0, "quarantined": 1, "all": 2}


async def test_sixteen_claimers_keep_the_order_of_every_chat(url: str, vault: Vault, now: datetime) -> None:
    handles = [await Database.open(url, vault) for _ in range(2)]
    updates = [came(number, f"chat {number % 20}") for number in range(200)]
    await put(handles[0], now, *updates)
    worked: list[InboxRow] = []

    async def work(database: Database) -> None:
        while True:
            claimed = await claim(database, now, limit=3)
            for row in claimed:
                worked.append(row)
                assert await apply(database, row, now)
                await answer(database, row, now)
            if not claimed and len(worked) >= len(updates):
                return

    await asyncio.gather(*(work(handles[number % 2]) for number in range(16)))
    for database in handles:
        await database.close()

    assert Counter(row.update_id for row in worked) == Counter(range(200))
    for chat in {row.chat for row in worked}:
        order = [row.update_id for row in worked if row.chat == chat]
        assert order == sorted(order)
