"""The content of a case opens for its agency, and for nobody once its key is gone."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from storage import cases, keys
from storage.database import Database
from storage.errors import KeyGone, Unsealable
from storage.models import cases as rows

STORY = "Él me empujó. 😀"


async def test_each_part_opens(database: Database, given: Any) -> None:
    async with database.write() as session:
        case = await given.case(session, narrative=STORY, answers={"b": 1, "a": 2}, reading={"labels": []})
    async with database.read() as session:
        assert await cases.narrative(session, "north", case) == STORY
        assert list(await cases.answers(session, "north", case)) == ["b", "a"]
        assert await cases.reading(session, "north", case) == {"labels": []}
        assert await cases.statistics(session, "north", case) is None


async def test_statistics_are_kept_apart(database: Database, given: Any) -> None:
    async with database.write() as session:
        case = await given.case(session)
        assert await cases.reading(session, "north", case) is None
        await cases.keep_statistics(session, "north", case, {"age": "30-39"})
    async with database.read() as session:
        assert await cases.statistics(session, "north", case) == {"age": "30-39"}
        assert await cases.load(session, "north", case.id) == case


async def test_another_agency_opens_nothing(database: Database, given: Any) -> None:
    async with database.write() as session:
        case = await given.case(session)
    async with database.read() as session:
        with pytest.raises(NoResultFound):
            await cases.narrative(session, "south", case)


async def test_without_the_key_nothing_opens(database: Database, given: Any) -> None:
    async with database.write() as session:
        case = await given.case(session)
    async with database.write() as session:
        await keys.erase(session, "north", case.key_id)
        with pytest.raises(KeyGone):
            await cases.narrative(session, "north", case)


@pytest.mark.parametrize("agency", ["north", "south"])
async def test_a_narrative_copied_from_another_case_is_refused(
    database: Database, given: Any, now: datetime, agency: str
) -> None:
    async with database.write() as session:
        mine, theirs = await given.case(session), await given.case(session, agency)
        stolen = select(rows.c.narrative).where(rows.c.id == theirs.id).scalar_subquery()
        await session.execute(update(rows).where(rows.c.id == mine.id).values(narrative=stolen))
    async with database.read() as session:
        with pytest.raises(Unsealable):
            await cases.narrative(session, "north", mine)


async def test_a_case_pointed_at_another_agency_s_key_is_refused(database: Database, given: Any) -> None:
    async with database.write() as session:
        mine, theirs = await given.case(session), await given.case(session, "south")
        taken = {
            "key_id": theirs.key_id,
            "narrative": select(rows.c.narrative).where(rows.c.id == theirs.id).scalar_subquery(),
        }
        await session.execute(update(rows).where(rows.c.id == mine.id).values(taken))
    async with database.read() as session:
        case = await cases.load(session, "north", mine.id)
        assert case is not None
        assert not case.readable
        with pytest.raises(KeyGone):
            await cases.narrative(session, "north", case)
