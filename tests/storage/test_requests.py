"""Requests: sealed, in pages, and settled once."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from storage import requests
from storage.database import Database
from storage.errors import RowStale
from storage.requests import Answer, NewRequest

DUE = date(2026, 12, 6)


async def test_what_was_asked_and_answered_comes_back_as_it_was(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        new = NewRequest(asked="The video, please.", due_on=DUE, body="city", shared=("story", "e1"))
        asked = await requests.ask(session, "north", case, new, by="member:a", now=now)
        assert await requests.offered(session, "north", case.id) == 0, "only a complainant offers"
        kept = Answer("Here.", ("e2",))
        await requests.settle(
            session, "north", asked, by="member:b", now=now + timedelta(days=1), answer=kept, answered_on=DUE
        )
    async with database.read() as session:
        found = await requests.load(session, "north", case.id, asked.id)
        assert await requests.load(session, "south", case.id, asked.id) is None
        assert await requests.load(session, "north", "another", asked.id) is None
    assert found is not None
    assert (found.asked, found.shared, found.answer) == ("The video, please.", ("story", "e1"), kept)
    assert (found.state, found.settled_by, found.answered_on, found.due_on) == ("answered", "member:b", DUE, DUE)


async def test_what_is_offered_may_be_open_again_and_is_settled_once(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        case = await given.case(session)
        asked = await requests.ask(session, "north", case, NewRequest(asked="?", due_on=DUE), by="member:a", now=now)
        assert await requests.offered(session, "north", case.id) == 1
        assert await requests.offered(session, "north", case.id) == 0
        await requests.again(session, "north", asked)
        assert [each.state for each in await requests.waiting(session, "north", case.id)] == ["open"]
        await requests.settle(session, "north", asked, by="member:a", now=now)
        assert await requests.waiting(session, "north", case.id) == []
        for late in (
            requests.settle(session, "north", asked, by="member:a", now=now, answered_on=DUE),
            requests.again(session, "north", asked),
        ):
            with pytest.raises(RowStale):
                await late


async def test_pages_go_back_in_time(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case, other = await given.case(session), await given.case(session, chat="200")
        for number in range(5):
            await requests.ask(session, "north", case, NewRequest(asked=str(number), due_on=DUE), by="m", now=now)
        await requests.ask(session, "north", other, NewRequest(asked="x", due_on=DUE), by="m", now=now)
    async with database.read() as session:
        first = await requests.of_case(session, "north", case.id, limit=3)
        second = await requests.of_case(session, "north", case.id, before=first[-1].seq, limit=3)
    assert [each.asked for each in (*first, *second)] == ["4", "3", "2", "1", "0"]


async def test_a_page_looks_once_for_the_key_of_its_case(database: Database, given: Any, now: datetime) -> None:
    asked: list[str] = []
    async with database.write() as session:
        case = await given.case(session)
        for words in ("One.", "Two.", "Three."):
            await requests.ask(session, "north", case, NewRequest(asked=words, due_on=DUE), by="member:a", now=now)
    async with database.read() as session:
        engine = session.sync_session.get_bind().engine
        event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        assert len(await requests.of_case(session, "north", case.id, limit=9)) == 3
    assert len([each for each in asked if "key_id" in each]) == 1


async def test_the_register_holds_what_was_asked_for_as_evidence_and_the_files_that_came(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        case = await given.case(session)
        for item in ("camera", None, "papers"):
            new = NewRequest(asked="Please send it.", due_on=date(2026, 12, 1), body="police", item=item)
            await requests.ask(session, "north", case, new, by="member:x", now=now)
        camera, papers = await requests.registered(session, "north", case.id)
        assert (camera.item, papers.item) == ("camera", "papers")
        with pytest.raises(RowStale):
            await requests.link(session, "north", camera, ["f1"])
        refused = Answer("No.", refused=True)
        await requests.settle(
            session, "north", camera, by="member:x", now=now, answer=refused, answered_on=date(2026, 12, 1)
        )
        (camera, _) = await requests.registered(session, "north", case.id)
        await requests.link(session, "north", camera, ["f1", "f2"])
        (camera, _) = await requests.registered(session, "north", case.id)
    assert camera.answer == Answer("No.", ("f1", "f2"), refused=True)
