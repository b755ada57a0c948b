"""Meetings as rows: of their case and agency, sealed, changed only as they were seen."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from storage import meetings
from storage.database import Database
from storage.meetings import ASKED, CAME, CANCELLED, COMES, PROPOSED, SET, NewMeeting
from storage.models import attendances
from storage.models import meetings as rows


def new(now: datetime, *days: int) -> NewMeeting:
    times = tuple(now + timedelta(days=each) for each in days)
    people = [("complainant", "Rosa"), ("party:p1", "Officer Gray")]
    return NewMeeting("interview", "What happened in May", "Room 239", times, 60, people)


async def test_a_meeting_comes_back_with_its_people_and_is_sealed(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        case = await given.case(session)
        await meetings.add(session, "north", case, new(now, 3, 4), by="member:x", now=now)
        await meetings.add(session, "north", case, new(now, 5), by="member:x", now=now)
    async with database.read() as session:
        proposed, fixed = await meetings.of_case(session, "north", case)
        assert await meetings.of_case(session, "south", case) == []
        stored = (await session.execute(select(rows))).all() + (await session.execute(select(attendances))).all()
    assert (proposed.state, proposed.starts_at, len(proposed.times)) == (PROPOSED, None, 2)
    assert (fixed.state, fixed.starts_at) == (SET, now + timedelta(days=5))
    assert [(each.who, each.name, each.state) for each in proposed.people] == [
        ("complainant", "Rosa", ASKED),
        ("party:p1", "Officer Gray", ASKED),
    ]
    assert not any(word in row.words for row in stored for word in (b"239", b"Gray", b"May"))
    assert "Gray" not in repr(proposed)


async def test_a_meeting_is_changed_only_as_it_was_seen(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        await meetings.add(session, "north", case, new(now, 3, 4), by="member:x", now=now)
        (seen,) = await meetings.of_case(session, "north", case)
        chosen = {"state": SET, "starts_at": seen.times[1], "place": "Room 12"}
        assert await meetings.change(session, "north", case, seen, chosen)
        assert not await meetings.change(session, "north", case, seen, {"state": CANCELLED})
        (now_set,) = await meetings.of_case(session, "north", case)
        assert await meetings.change(session, "north", case, now_set, {"result": "All was said."})
        (held,) = await meetings.of_case(session, "north", case)
    assert (now_set.state, now_set.starts_at, now_set.place, now_set.revision) == (SET, seen.times[1], "Room 12", 1)
    assert (held.result, held.place, held.revision) == ("All was said.", "Room 12", 2)


async def test_an_answer_keeps_what_was_said_before(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        await meetings.add(session, "north", case, new(now, 3, 4), by="member:x", now=now)
        (meeting,) = await meetings.of_case(session, "north", case)
        rosa = meeting.people[0]
        await meetings.answer(session, "north", case, rosa, state=COMES, suits=[1], said="I bring my son.", now=now)
        (meeting,) = await meetings.of_case(session, "north", case)
        await meetings.answer(session, "north", case, meeting.people[0], state=CAME, now=now)
        (meeting,) = await meetings.of_case(session, "north", case)
        assert await meetings.invite(session, "north", case, meeting.id, ("other", "Her lawyer"), now=now)
        (meeting,) = await meetings.of_case(session, "north", case)
    rosa = meeting.people[0]
    assert (rosa.state, rosa.suits, rosa.said, rosa.name) == (CAME, (1,), "I bring my son.", "Rosa")
    assert [each.name for each in meeting.people] == ["Rosa", "Officer Gray", "Her lawyer"]
