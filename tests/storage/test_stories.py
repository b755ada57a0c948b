"""Going through every case in sealed pages; opened with what staff have added."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from storage import cases, keys, parties, recusals, stories
from storage.database import Database
from storage.roster import Member


async def seen(database: Database, reader: Member, size: int) -> list[str]:
    """Every reference that a reader comes across, page by page."""
    async with database.read() as session:
        pages = [page async for page in stories.scroll(session, "north", reader, size)]
    assert all(len(page) == size for page in pages[:-1])
    return [each.reference for page in pages for each in page]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 9])
async def test_every_case_once_the_newest_first(database: Database, given: Any, size: int) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        for number in range(4):
            await given.case(session, chat=str(number))
        await given.case(session, agency="south")
    assert await seen(database, ana, size) == [f"N-2026-0000{number}" for number in (4, 3, 2, 1)]


async def test_what_is_not_to_be_known_or_cannot_be_read_is_not_there(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        ana = await given.member(session)
        first, second, third = [await given.case(session, chat=str(each)) for each in range(3)]
        await recusals.bar(session, "north", first.id, ana.id, state="recused", why="own", by="x", now=now)
        await keys.erase(session, "north", second.key_id)
    assert await seen(database, ana, 9) == [third.reference]
    async with database.read() as session:
        assert await stories.one(session, "north", second.id) is None
        assert (await stories.one(session, "north", first.id) or third).reference == first.reference


async def test_a_case_opens_with_the_people_that_staff_have_added(
    database: Database, given: Any, now: datetime
) -> None:
    class Person:
        role, known = "witness", True

        def __init__(self, name: str | None, kept: bool = False) -> None:
            self.name, self.kept = name, kept

    async with database.write() as session:
        ana, case = await given.member(session), await given.case(session)
        bare = await given.case(session, chat="2")
        added = [Person("Luz Paz"), Person(None), Person("Kept", kept=True), Person("Gone")]
        ids = await parties.add(session, "north", case, added, by="member:x", now=now)
        await parties.change(session, "north", case, ids[-1], {"removed_at": now})
        await parties.add(session, "north", case, [Person("From the answers")], by="complainant", now=now)
    async with database.read() as session:
        (shut,) = [page async for page in stories.scroll(session, "north", ana, 9)]
        opener = stories.opener(session, "north")
    opened = [opener(each) for each in shut]
    assert [each.id for each in shut] == [bare.id, case.id]
    assert [each.beside for each in opened] == [(), ((stories.PERSON, '"Luz Paz"'),)]
    assert opened[1].narrative == '"He pushed me against the car."'
    assert opened[1].answers == '{"story":["He pushed me against the car."]}'


async def test_a_case_opens_with_its_thread_its_notes_and_who_was_called_otherwise(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        ana, case = await given.member(session), await given.case(session)
        for kind, text in (("message", "Hello"), ("status", "Begun"), ("note", "Call them")):
            await cases.say(session, "north", case, direction="out", by="member:x", text=text, now=now, kind=kind)
        filed = Named("Tall one"), Named("Hidden", kept=True)
        await parties.add(session, "north", case, filed, by="complainant", now=now)
        await cases.happened(session, "north", case.id, verb="noted", by=None, now=now, detail={"was": "x"})
        await given.case(session, agency="south")
        assert await beside(session, ana) == [("message", '"Begun"'), ("message", '"Hello"'), ("note", '"Call them"')]
        (tall, *_) = await parties.of_case(session, "north", case)
        await parties.change(session, "north", case, tall.id, {"name": "Ruiz"})
        detail = {"was": "Tall one"}
        await cases.happened(session, "north", case.id, verb="party_changed", by=None, now=now, detail=detail)
        added = [("person", '"Ruiz"'), ("renamed", '{"was":"Tall one"}')]
        assert [each for each in await beside(session, ana) if each[0] in ("person", "renamed")] == added


@dataclass(frozen=True)
class Named:
    name: str
    kept: bool = False
    role: str = "respondent"
    known: bool = False


async def beside(session: AsyncSession, reader: Member) -> list[tuple[str, str]]:
    (shut,) = [page async for page in stories.scroll(session, "north", reader, 9)]
    return sorted(each for one in shut for each in stories.opener(session, "north")(one).beside)
