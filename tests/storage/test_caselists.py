"""Cases in pages: the one due first on top, none twice, none left out."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from storage import caselists, cases, follow_ups, keys, meetings
from storage.cases import Case, Touch
from storage.database import Database
from storage.follow_ups import NewFollowUp
from storage.meetings import NewMeeting


async def test_the_queue_page_turns_without_repeats(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        member = await given.member(session)
        due = [now + timedelta(days=days) for days in (3, 1, 2, 2, 2)]
        made = [await given.case(session, chat=str(n), next_at=at) for n, at in enumerate(due)]
        await given.case(session, queue="critical")
        other = await given.case(session, queue="referral")
        await cases.record(session, "north", other, changes={"queue": "intake", "owner_id": member.id}, now=now)
        closed = await given.case(session)
        await cases.record(session, "north", closed, changes={"closed_at": now}, now=now)
    seen: list[Case] = []
    async with database.read() as session:
        while page := await cases.in_queues(
            session,
            "north",
            ["intake"],
            reader=member,
            after=(seen[-1].next_at, seen[-1].id) if seen else None,
            limit=2,
        ):
            seen += page
        both = await cases.in_queues(session, "north", ["intake", "critical"], reader=member, limit=9)

    assert [case.id for case in seen] == [case.id for case in sorted(made, key=lambda case: (case.next_at, case.id))]
    assert len(both) == len(made) + 1


async def test_the_owner_s_page_shows_their_open_cases(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        member = await given.member(session)
        mine = []
        for days in (2, 1):
            case = await given.case(session, chat=str(days), next_at=now + timedelta(days=days))
            mine.append(await cases.record(session, "north", case, changes={"owner_id": member.id}, now=now))
        await given.case(session, chat="unowned")
        await cases.record(
            session, "north", await given.case(session), changes={"owner_id": member.id, "closed_at": now}, now=now
        )
    async with database.read() as session:
        first = await cases.owned(session, "north", member.id, limit=1)
        second = await cases.owned(session, "north", member.id, after=(first[0].next_at, first[0].id), limit=9)
    assert first + second == mine[::-1]


async def test_an_export_gives_every_case_once(database: Database, given: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caselists, "PAGE", 3)
    async with database.write() as session:
        made = {(await given.case(session, chat=str(number))).id for number in range(7)}
    async with database.read() as session:
        exported = [case.id async for case in cases.every(session, "north")]
    assert len(exported) == 7
    assert set(exported) == made


async def test_without_its_key_a_case_is_listed_and_unreadable(database: Database, given: Any) -> None:
    async with database.write() as session:
        case, ana = await given.case(session), await given.member(session)
        await keys.erase(session, "north", case.key_id)
    async with database.read() as session:
        (listed,) = await cases.in_queues(session, "north", ["intake"], reader=ana, limit=9)
    assert listed == replace(case, readable=False, chat=None, because=(), labels=())


async def test_a_page_knows_the_last_contact_and_the_next_follow_up_of_each_case(
    database: Database, given: Any, now: datetime
) -> None:
    """The day of a contact counts, not the day on which it was written down."""
    async with database.write() as session:
        busy, quiet, other = [await given.case(session, chat=chat) for chat in ("1", "2", "3")]
        for days in (9, 2, 5):  # the last line of the log is not the last contact
            detail = {"who": "Rosa", "way": "phone", "on": f"2026-11-{22 - days:02}", "outcome": "We spoke."}
            await cases.happened(session, "north", busy.id, verb="contact", by="member:x", now=now, detail=detail)
        for kind, direction, hours in (("message", "out", 30), ("note", "out", 1), ("message", "in", 1)):
            at = now - timedelta(hours=hours)
            await cases.say(session, "north", busy, direction=direction, by="x", text="Yes.", now=at, kind=kind)
        for day in (9, 4, 1):
            new = NewFollowUp("programme", "A bed", "Recovery House", date(2026, 12, day))
            done = await follow_ups.add(session, "north", busy, new, by="member:x", now=now)
        assert await follow_ups.change(session, "north", busy, done, {"state": follow_ups.SETTLED})
        await cases.happened(session, "north", other.id, verb="contact", by="x", now=now, detail={"on": "2026-11-22"})
    async with database.read() as session:
        found = await cases.touched(session, "north", [busy.id, quiet.id])
        assert await cases.touched(session, "south", [busy.id, quiet.id]) == {}
    assert found == {
        busy.id: Touch(date(2026, 11, 20), now - timedelta(hours=30), date(2026, 12, 4)),
        quiet.id: Touch(),
    }


async def test_a_meeting_counts_as_a_contact_where_somebody_came(database: Database, given: Any, now: datetime) -> None:
    people = [("complainant", "Rosa"), ("member:x", "Ana")]
    async with database.write() as session:
        case = await given.case(session)
        for days, came in ((5, {"complainant"}), (3, {"member:x"}), (1, set())):
            at = now - timedelta(days=days)
            made = NewMeeting("contact", "How it goes", "Room 2", (at,), 30, people)
            await meetings.add(session, "north", case, made, by="member:x", now=at)
            there = (await meetings.of_case(session, "north", case))[-1]
            for each in there.people:
                if each.who in came:
                    await meetings.answer(session, "north", case, each, state=meetings.CAME, now=now)
            assert await meetings.change(session, "north", case, there, {"state": meetings.HELD})
    async with database.read() as session:
        found = await cases.touched(session, "north", [case.id])
    assert found == {case.id: Touch(None, now - timedelta(days=5), None)}
