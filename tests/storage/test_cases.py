"""Cases: one per draft whoever files it, numbered without gaps, changed by whoever read them last."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage import cases, drafts
from storage.cases import Case, NewAllegation
from storage.chats import Chat
from storage.database import Database
from storage.errors import RowStale
from storage.vault import Vault


async def test_a_case_comes_back_as_it_was_filed(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        suggested = [NewAllegation("UF", ("excessive_force", "threats")), NewAllegation("DI", ("threats",))]
        case = await given.case(session, allegations=suggested, flags=("listen",), name_choice="keep")

    async with database.read() as session:
        assert await cases.load(session, "north", case.id) == case
        assert await cases.by_reference(session, "north", "N-2026-00001") == case
        assert await cases.of_chat(session, Chat("telegram", "100")) == [case]
    assert (case.reference, case.revision, case.chat) == ("N-2026-00001", 1, Chat("telegram", "100"))
    assert (case.labels, case.flags, case.because) == (
        ("excessive_force", "threats"), ("listen",), ("No rule asked for more.",),
    )  # fmt: skip
    assert (case.received_at, case.moments, case.name_choice) == (now, {"received": now}, "keep")


async def test_another_agency_does_not_see_it(database: Database, given: Any) -> None:
    async with database.write() as session:
        case, ana = await given.case(session), await given.member(session)
    async with database.read() as session:
        assert await cases.load(session, "south", case.id) is None
        assert await cases.by_reference(session, "south", case.reference) is None
        assert await cases.in_queues(session, "south", ["intake"], reader=ana, limit=9) == []
        assert [case async for case in cases.every(session, "south")] == []


async def test_a_repeated_submit_gives_the_same_case(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
    opened = []
    for _ in range(3):
        async with database.write() as session:
            opened.append(await cases.open(session, "north", given.new(draft), now))

    assert [first for _, first in opened] == [True, False, False]
    assert len({case.id for case, _ in opened}) == 1


@pytest.mark.parametrize("dropping", [True, False])
async def test_fifty_taps_on_submit_are_one_case(
    url: str, vault: Vault, given: Any, now: datetime, dropping: bool
) -> None:
    replicas = [await Database.open(url, vault), await Database.open(url, vault)]
    async with replicas[0].write() as session:
        draft = await given.draft(session)

    async def submit(database: Database) -> tuple[Case, bool]:
        async with database.write() as session:
            case, first = await cases.open(session, "north", given.new(draft), now)
            if first and dropping:
                await drafts.drop(session, "north", draft)
        return case, first

    filed = await asyncio.gather(*(submit(replicas[number % 2]) for number in range(50)))
    async with replicas[0].read() as session:
        every = [case async for case in cases.every(session, "north")]
    for database in replicas:
        await database.close()

    assert len(every) == 1
    assert {case.id for case, _ in filed} == {every[0].id}
    assert sum(first for _, first in filed) == 1


async def test_an_erased_draft_cannot_be_filed(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        draft = await given.draft(session)
        await drafts.erase(session, "north", draft)
    with pytest.raises(RowStale):
        async with database.write() as session:
            await cases.open(session, "north", given.new(draft), now)


async def test_numbers_have_no_gaps_and_belong_to_agency_and_year(
    database: Database, given: Any, now: datetime
) -> None:
    async def file(agency: str, year: int, fail: bool = False) -> str:
        async with database.write() as session:
            draft = await given.draft(session, agency)
            new = given.new(draft, year=year, refer=lambda number: f"{agency}-{year}-{number}")
            case, _ = await cases.open(session, agency, new, now)
            if fail:
                raise ZeroDivisionError
        return case.reference

    await asyncio.gather(*(file("north", 2026) for _ in range(10)))
    with pytest.raises(ZeroDivisionError):
        await file("north", 2026, fail=True)

    assert await file("north", 2026) == "north-2026-11"
    assert await file("south", 2026) == "south-2026-1"
    assert await file("north", 2027) == "north-2027-1"


async def test_a_change_is_recorded_once(database: Database, given: Any, now: datetime) -> None:
    later = now + timedelta(hours=2)
    async with database.write() as session:
        case, member = await given.case(session), await given.member(session)
    changes = {
        "status": "assigned", "owner_id": member.id, "flags": ("unreachable",), "next_at": later,
        "moments": case.moments | {"assigned": later}, "because": ("A person said so.",), "chat": None,
    }  # fmt: skip
    async with database.write() as session:
        recorded = await cases.record(session, "north", case, changes=changes, now=later)

    assert recorded == replace(
        case, status="assigned", owner_id=member.id, flags=("unreachable",), next_at=later, changed_at=later,
        moments={"received": now, "assigned": later}, because=("A person said so.",), chat=None, revision=2,
    )  # fmt: skip
    with pytest.raises(RowStale, match="This case has changed"):
        async with database.write() as session:
            await cases.record(session, "north", case, changes={"status": "closed"}, now=later)
    with pytest.raises(RowStale):
        async with database.write() as session:
            await cases.record(session, "south", recorded, changes={"status": "closed"}, now=later)
    async with database.read() as session:
        assert await cases.of_chat(session, Chat("telegram", "100")) == []


async def test_who_holds_a_case_never_finds_it_stale(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)

    async def count(_: int) -> None:
        async with database.write() as session:
            held = await cases.hold(session, "north", case.id)
            assert held is not None
            await cases.record(session, "north", held, changes={"flags": (*held.flags, "seen")}, now=now)

    await asyncio.gather(*(count(number) for number in range(8)))
    async with database.write() as session:
        found = await cases.hold(session, "north", case.id)
        assert await cases.hold(session, "south", case.id) is None
    assert found is not None
    assert (found.revision, found.flags) == (9, ("seen",) * 8)


async def test_a_moved_chat_is_found_again(database: Database, given: Any, now: datetime) -> None:
    new = Chat("telegram", "-100200")
    async with database.write() as session:
        case = await cases.record(session, "north", await given.case(session), changes={"chat": new}, now=now)
    async with database.read() as session:
        assert await cases.of_chat(session, new) == [case]


@pytest.mark.parametrize("column", ["id", "agency", "draft_id", "key_id", "revision", "received_at", "nonsense"])
async def test_what_makes_a_case_itself_does_not_change(
    database: Database, given: Any, now: datetime, column: str
) -> None:
    async with database.write() as session:
        case = await given.case(session)
        with pytest.raises(ValueError, match=column):
            await cases.record(session, "north", case, changes={column: "x"}, now=now)


async def test_a_stranger_cannot_own_it(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case, other = await given.case(session), await given.member(session, "south")
    with pytest.raises(IntegrityError):
        async with database.write() as session:
            await cases.record(session, "north", case, changes={"owner_id": other.id}, now=now)
