"""Cases in pages: the one due first on top, none twice, none left out."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import caselists, cases, keys
from storage.cases import Case
from storage.database import Database


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
