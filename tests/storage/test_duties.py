"""Holds, snoozes and questions among staff: sealed, kept apart by agency, settled once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from storage import duties
from storage.columns import new_id
from storage.database import Database
from storage.duties import Ask, Change, Snooze

DAY = timedelta(days=1)


async def test_a_hold_stands_until_it_is_released_and_never_ends_later_than_planned(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        case = await given.case(session)
        assert await duties.standing(session, "north", case.id) is None
        await duties.hold(session, "north", case, because="Court.", by="member:m", ends_at=now + 9 * DAY, now=now)
    async with database.write() as session:
        held = await duties.standing(session, "north", case.id)
        assert held is not None
        assert (held.because, held.ends_at, held.released_at) == ("Court.", now + 9 * DAY, None)
        assert await duties.over(session, "north", now + 8 * DAY, 9) == []
        assert await duties.over(session, "north", now + 9 * DAY, 9) == [case.id]
        assert await duties.over(session, "south", now + 9 * DAY, 9) == []
        assert await duties.release(session, "north", case.id, by="program", now=now + 12 * DAY)
        assert not await duties.release(session, "north", case.id, by="program", now=now + 12 * DAY)
        await duties.hold(session, "north", case, because="Again.", by="m", ends_at=now + 30 * DAY, now=now + 20 * DAY)
        assert await duties.release(session, "north", case.id, by="member:m", now=now + 21 * DAY)
        changes = await duties.changes(session, "north", case.id)
    assert changes == [
        Change("hold", now, now + 9 * DAY, None, None, None),
        Change("hold", now + 20 * DAY, now + 21 * DAY, None, None, None),
    ]


async def test_a_member_s_last_snooze_of_a_duty_counts(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case, ana = await given.case(session), await given.member(session)
        first = Snooze(case.id, "look", ana.id, "Tired.", now, now + 3 * DAY)
        await duties.snooze(session, "north", case, first)
        second = replace(first, because="A trial.", until_at=now + DAY)
        await duties.snooze(session, "north", case, second)
    async with database.read() as session:
        assert await duties.snoozed(session, "north", case.id, now) == [second]
        assert await duties.snoozed(session, "north", case.id, now + DAY) == []
        assert await duties.quiet(session, "north", ana.id, [case.id, "other"], now) == {(case.id, "look")}
        assert await duties.quiet(session, "north", ana.id, ["other"], now) == set()
        assert await duties.quiet(session, "north", ana.id, [case.id], now + DAY) == set()
        assert await duties.quiet(session, "south", ana.id, [case.id], now) == set()
        assert await duties.changes(session, "north", case.id) == [
            Change("snooze", now, now + DAY, "look", None, ana.id)
        ]


async def test_what_is_asked_is_settled_once_and_counts_when_it_is_granted(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        case, ana = await given.case(session), await given.member(session)
        more = Ask(
            new_id(), case.id, duties.EXTENSION, "look", 7, None, "Records.", ana.id, now, duties.ASKED, None, None
        )
        other = replace(more, id=new_id(), kind=duties.HANDOVER, duty=None, days=None, to_id=ana.id)
        for each in (more, other):
            await duties.ask(session, "north", case, each)
    async with database.write() as session:
        assert await duties.asked(session, "north", case.id) == [more, other]
        assert await duties.asked(session, "north", case.id, kind=duties.HANDOVER) == [other]
        assert await duties.asked(session, "south", case.id) == []
        assert await duties.changes(session, "north", case.id) == []
        assert not await duties.decide(session, "south", more.id, duties.GRANTED, by="b", now=now)
        assert await duties.decide(session, "north", more.id, duties.GRANTED, by="b", now=now + DAY)
        assert not await duties.decide(session, "north", more.id, duties.REFUSED, by="c", now=now + DAY)
        (settled,) = await duties.asked(session, "north", case.id, kind=duties.EXTENSION, states=duties.STATES)
        assert (settled.state, settled.decided_by, settled.decided_at) == (duties.GRANTED, "b", now + DAY)
        assert await duties.changes(session, "north", case.id) == [
            Change("extension", now + DAY, None, "look", 7, None)
        ]
