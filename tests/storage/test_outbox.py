"""The outbox: planned as a difference, claimed once, most urgent first, never sent after it was dropped."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Row, event, select

from storage import outbox
from storage.cases import Case
from storage.database import Database
from storage.models import notices
from storage.outbox import Notice
from storage.vault import Vault

LEASE = timedelta(seconds=60)
DAY = timedelta(days=1)


@pytest.fixture
async def case(database: Database, given: Any) -> Case:
    async with database.write() as session:
        return await given.case(session)


async def plan(database: Database, case: Case, now: datetime, *planned: Any, scope: str | tuple[str, ...] = "") -> None:
    async with database.write() as session:
        await outbox.plan(session, "north", case_id=case.id, planned=planned, now=now, scope=scope)


async def claim(database: Database, now: datetime, limit: int = 50) -> list[Notice]:
    async with database.write() as session:
        return await outbox.claim(session, now, LEASE, limit)


async def rows(database: Database) -> dict[str, Row[Any]]:
    async with database.read() as session:
        return {row.key: row for row in await session.execute(select(notices))}


async def test_a_plan_keeps_moves_drops_and_revives(database: Database, given: Any, case: Case, now: datetime) -> None:
    kept, moved, dropped = (given.planned(key, now + DAY) for key in ("kept", "moved", "dropped"))
    await plan(database, case, now, kept, moved, dropped)
    first = await rows(database)
    await plan(database, case, now, kept, given.planned("moved", now + 2 * DAY))
    second = await rows(database)
    assert second["kept"] == first["kept"]
    assert (second["moved"].id, second["moved"].due_at) == (first["moved"].id, now + 2 * DAY)
    assert (second["dropped"].dropped_at, second["dropped"].outcome) == (now, "replanned")

    await plan(database, case, now, kept, moved, given.planned("dropped", now + 3 * DAY), given.planned("new", now))
    third = await rows(database)
    assert (third["dropped"].id, third["dropped"].dropped_at) == (first["dropped"].id, None)
    assert third["dropped"].due_at == now + 3 * DAY
    assert set(third) == {"kept", "moved", "dropped", "new"}


async def test_a_plan_that_stays_as_it_was_writes_nothing(
    database: Database, given: Any, case: Case, now: datetime
) -> None:
    """Whatever the case brought before, sent or dropped: it is asked after each reminder whether anything changes."""
    await plan(database, case, now, *(given.planned(f"a:{number}") for number in range(5)))
    async with database.write() as session:
        await outbox.sent(session, [each.id for each in await outbox.claim(session, now, LEASE, 3)], now)
    ahead = given.planned("a:next", now + DAY)
    await plan(database, case, now, ahead, scope=("a:", "b:"))
    before = await rows(database)

    async with doing(database) as verbs:
        await plan(database, case, now, ahead, scope=("a:", "b:"))
    assert verbs == ["SELECT"]
    assert await rows(database) == before


@asynccontextmanager
async def doing(database: Database) -> AsyncIterator[list[str]]:
    """What the statements that run inside the block do."""
    verbs: list[str] = []

    def add(_c: Any, _cursor: Any, statement: str, _parameters: Any, _x: Any, _m: bool) -> None:
        verbs.extend({statement.split()[0]} - {"BEGIN", "PRAGMA"})

    event.listen(database._engine.sync_engine, "before_cursor_execute", add)
    yield verbs
    event.remove(database._engine.sync_engine, "before_cursor_execute", add)


async def test_what_was_sent_stays_sent(database: Database, given: Any, case: Case, now: datetime) -> None:
    await plan(database, case, now, given.planned("a"))
    (notice,) = await claim(database, now)
    async with database.write() as session:
        await outbox.sent(session, [notice.id], now, message_id=77)
    await plan(database, case, now + DAY)
    await plan(database, case, now + DAY, given.planned("a", now + DAY))

    row = (await rows(database))["a"]
    assert (row.sent_at, row.message_id, row.dropped_at, row.due_at) == (now, 77, None, now)
    assert await claim(database, now + 2 * DAY) == []


async def test_what_was_given_up_is_not_revived(database: Database, given: Any, case: Case, now: datetime) -> None:
    await plan(database, case, now, given.planned("a"))
    async with database.write() as session:
        await outbox.drop(session, [(await rows_in(session))["a"].id], now, "blocked")
    await plan(database, case, now, given.planned("a"))

    assert (await rows(database))["a"].outcome == "blocked"
    assert await claim(database, now) == []


async def rows_in(session: Any) -> dict[str, Row[Any]]:
    return {row.key: row for row in await session.execute(select(notices))}


async def test_a_plan_minds_its_scope_and_its_case(database: Database, given: Any, case: Case, now: datetime) -> None:
    async with database.write() as session:
        other = await given.case(session, chat="101")
        await outbox.add(
            session, "north", case_id=case.id, planned=[given.planned("c:receipt"), given.planned("c:duty_x")], now=now
        )
        await outbox.add(session, "north", case_id=other.id, planned=[given.planned("c:duty:o")], now=now)
    await plan(database, case, now, given.planned("c:duty:1"), scope="c:duty:")
    await plan(database, case, now, scope="c:duty:")
    assert {key for key, row in (await rows(database)).items() if row.dropped_at} == {"c:duty:1"}

    await plan(database, case, now, given.planned("c:duty:2"), scope=("c:no_", "c:duty:"))
    await plan(database, case, now, given.planned("c:no_news"), scope=("c:no_", "c:duty:"))
    assert {key for key, row in (await rows(database)).items() if row.dropped_at} == {"c:duty:1", "c:duty:2"}


async def test_a_repeated_key_is_ignored(database: Database, given: Any, case: Case, now: datetime) -> None:
    for due_at in (now, now + DAY):
        async with database.write() as session:
            await outbox.add(session, "north", case_id=case.id, planned=[given.planned("a", due_at)], now=now)
    assert (await rows(database))["a"].due_at == now


@pytest.mark.parametrize("whose", [{}, {"case_id": "c", "draft_id": "d"}])
async def test_a_plan_is_for_a_case_or_for_a_draft(database: Database, now: datetime, whose: Any) -> None:
    async with database.write() as session:
        with pytest.raises(ValueError, match="a case or for a draft"):
            await outbox.plan(session, "north", planned=[], now=now, **whose)


async def test_a_draft_has_its_reminders(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
        await outbox.plan(session, "north", draft_id=draft.id, planned=[given.planned("d:7", now)], now=now)
    assert [(one.draft_id, one.case_id) for one in await claim(database, now)] == [(draft.id, None)]


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
        assert await outbox.next_due(session) == until

    assert await claim(database, until) == []
    assert len(await claim(database, until + timedelta(seconds=1))) == 1


async def test_the_next_due_is_the_earliest_of_all(database: Database, given: Any, case: Case, now: datetime) -> None:
    async with database.read() as session:
        assert await outbox.next_due(session) is None
    await plan(database, case, now, given.planned("a", now + DAY), given.planned("b", now + 2 * DAY))
    async with database.read() as session:
        assert await outbox.next_due(session) == now + DAY


async def test_a_replan_in_the_middle_of_a_fan_out_drops_no_copy(
    database: Database, given: Any, case: Case, now: datetime
) -> None:
    original = given.planned("c:duty:1", to="queue:intake")
    await plan(database, case, now, original, scope="c:duty:")
    (one,) = await claim(database, now)
    copies = [given.planned(f"c:duty:1>{member}", to=f"member:{member}") for member in ("ana", "bo")]
    async with database.write() as session:
        await outbox.add(session, "north", case_id=case.id, planned=copies, now=now)
        await outbox.sent(session, [one.id], now, outcome="fanned_out")
    await plan(database, case, now, original, scope="c:duty:")
    assert [copy.to for copy in await claim(database, now)] == ["member:ana", "member:bo"]

    await plan(database, case, now, scope="c:duty:")  # handled: nobody is reminded any more
    assert {key for key, row in (await rows(database)).items() if row.dropped_at} == {"c:duty:1>ana", "c:duty:1>bo"}


async def test_a_taken_case_is_announced_to_nobody_else(
    database: Database, given: Any, case: Case, now: datetime
) -> None:
    await plan(
        database, case, now,
        given.planned("new", to="queue:intake"), given.planned("new>ana", to="member:ana"),
        given.planned("new>bo", to="member:bo"), given.planned("late", to="supervisor"),
        given.planned("late>sup", to="member:sup"), given.planned("yours", to="member:bo"), given.planned("receipt"),
    )  # fmt: skip
    async with database.write() as session:
        await outbox.taken(session, "north", case_id=case.id, owner="ana", now=now)

    gone = {key: row.outcome for key, row in (await rows(database)).items() if row.dropped_at}
    assert gone == {"new": "taken", "new>bo": "taken"}


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
