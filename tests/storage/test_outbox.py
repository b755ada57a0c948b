"""The outbox: planned as a difference, claimed once, most urgent first, never sent after it was dropped."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from storage import outbox
from storage.cases import Case
from storage.database import Database
from storage.outbox import Notice
from storage.vault import Vault
from tests.storage.sending import DAY, LEASE, claim, plan


async def test_the_most_urgent_come_first(database: Database, given: Any, case: Case, now: datetime) -> None:
    await plan(
        database, case, now,
        given.planned("late reminder", now - DAY), given.planned("receipt", now, rank=0),
        given.planned("escalation", now - 2 * DAY, rank=4), given.planned("reminder", now),
        given.planned("not yet", now + DAY, rank=0),
    )  # fmt: skip

    assert [one.key for one in await claim(database, now, 3)] == ["receipt", "late reminder", "reminder"]
    assert [one.key for one in await claim(database, now, 3)] == ["escalation"]


async def test_a_claim_gives_the_whole_notice(database: Database, given: Any, case: Case, now: datetime) -> None:
    await plan(database, case, now, given.planned("a", params={"reference": "N-1"}, to="queue:intake", template="new"))

    (one,) = await claim(database, now)

    assert (one.agency, one.case_id, one.to, one.template) == ("north", case.id, "queue:intake", "new")
    assert (one.params, one.rank, one.due_at, one.attempts) == ({"reference": "N-1"}, 3, now, 1)


async def test_a_dead_courier_s_notice_is_taken_over(database: Database, given: Any, case: Case, now: datetime) -> None:
    await plan(database, case, now, given.planned("a"))
    await claim(database, now)

    assert await claim(database, now + LEASE) == []
    assert [one.attempts for one in await claim(database, now + LEASE + timedelta(seconds=1))] == [2]


async def test_what_changed_after_the_claim_is_not_due_any_more(
    database: Database, given: Any, case: Case, now: datetime
) -> None:
    await plan(database, case, now, *(given.planned(key) for key in ("kept", "moved", "dropped", "sent")))
    held = await claim(database, now)
    ids = {one.key: one.id for one in held}
    async with database.write() as session:
        await outbox.sent(session, [ids["sent"]], now)
    await plan(database, case, now, given.planned("kept"), given.planned("moved", now + DAY), given.planned("sent"))

    async with database.write() as session:
        assert await outbox.renew(session, held, now, LEASE) == {ids["kept"]}


async def test_a_courier_that_was_slow_has_lost_what_another_took_over(
    database: Database, given: Any, case: Case, now: datetime
) -> None:
    await plan(database, case, now, given.planned("a"))
    slow = await claim(database, now)
    late = now + LEASE + timedelta(seconds=1)
    quick = await claim(database, late)
    async with database.write() as session:
        assert await outbox.renew(session, slow, late, LEASE) == set()
        assert await outbox.renew(session, quick, late + LEASE / 2, LEASE) == {quick[0].id}
    assert await claim(database, late + LEASE * 1.25) == []


async def test_one_receipt_can_be_claimed_at_once(database: Database, given: Any, case: Case, now: datetime) -> None:
    await plan(database, case, now, given.planned("r", template="receipt"), given.planned("n", template="news"))

    async def one() -> Notice | None:
        async with database.write() as session:
            return await outbox.claim_one(session, "north", case.id, "receipt", now, LEASE)

    found = await asyncio.gather(*(one() for _ in range(8)))
    assert [notice.key for notice in found if notice is not None] == ["r"]
    assert [notice.key for notice in await claim(database, now)] == ["n"]


async def test_put_back_is_not_claimed_earlier(database: Database, given: Any, case: Case, now: datetime) -> None:
    await plan(database, case, now, given.planned("a"))
    (one,) = await claim(database, now)
    until = now + timedelta(seconds=344)
    async with database.write() as session:
        await outbox.again(session, [one.id], until)

    assert await claim(database, until) == []
    assert len(await claim(database, until + timedelta(seconds=1))) == 1


async def test_what_members_were_told_can_be_taken_back(
    database: Database, given: Any, case: Case, now: datetime
) -> None:
    await plan(
        database, case, now,
        given.planned("u>ana", to="member:ana", template="urgent"), given.planned("r", template="urgent"),
        given.planned("u>bo", to="member:bo", template="urgent"), given.planned("n>cy", to="member:cy", template="new"),
    )  # fmt: skip
    for number, notice in enumerate(await claim(database, now)):
        if notice.key != "u>bo":
            async with database.write() as session:
                await outbox.sent(session, [notice.id], now, message_id=70 + number)
    async with database.read() as session:
        assert await outbox.told_members(session, "north", case.id, "urgent") == {"ana": 70}
        assert await outbox.told_members(session, "south", case.id, "urgent") == {}


async def test_a_notice_that_goes_to_somebody_else_now_is_not_sent_to_the_first(
    database: Database, given: Any, case: Case, now: datetime
) -> None:
    await plan(database, case, now, given.planned("a", to="queue:intake"))
    (one,) = await claim(database, now)
    await plan(database, case, now, given.planned("a", to="member:ana"))

    async with database.write() as session:
        assert await outbox.renew(session, [one], now, LEASE) == set()
    assert [again.to for again in await claim(database, now)] == ["member:ana"]


async def test_sixteen_couriers_take_every_notice_once(url: str, given: Any, vault: Vault, now: datetime) -> None:
    handles = [await Database.open(url, vault) for _ in range(2)]
    async with handles[0].write() as session:
        case = await given.case(session)
        planned = [given.planned(str(number), rank=number % 5) for number in range(400)]
        await outbox.add(session, "north", case_id=case.id, planned=planned, now=now)
    taken: list[Notice] = []

    async def work(database: Database) -> None:
        while claimed := await claim(database, now, 7):
            taken.extend(claimed)
            async with database.write() as session:
                await outbox.sent(session, [one.id for one in claimed], now)

    await asyncio.gather(*(work(handles[number % 2]) for number in range(16)))
    left = await claim(handles[0], now)
    for database in handles:
        await database.close()

    assert left == []
    assert Counter(one.key for one in taken) == Counter(str(number) for number in range(400))
