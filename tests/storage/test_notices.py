"""Planned as a difference: kept, moved, dropped, revived; what was sent or given up stays so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import event

from storage import outbox
from storage.cases import Case
from storage.database import Database
from tests.storage.sending import DAY, LEASE, claim, plan, rows


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
    given_up = (await rows(database))["a"]
    async with database.write() as session:
        await outbox.drop(session, [given_up.id], now, "blocked")
    await plan(database, case, now, given.planned("a"))

    assert (await rows(database))["a"].outcome == "blocked"
    assert await claim(database, now) == []


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
