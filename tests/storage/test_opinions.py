"""How it was: one opinion a case, sealed, and counted without the case it is about."""

from datetime import timedelta
from typing import Any

from storage import keys, opinions
from storage.database import Database
from storage.models import opinions as rows


async def test_a_second_tap_takes_the_place_of_the_first(database: Database, given: Any, now: Any) -> None:
    async with database.write() as session:
        case, other = await given.case(session), await given.case(session)
        assert not await opinions.given(session, "north", case.id)
        await opinions.add_words(session, "north", case, "Too early.")
        await opinions.keep(session, "north", case, "good", now)
        await opinions.keep(session, "north", case, "poor", now + timedelta(minutes=1))
        await opinions.add_words(session, "north", case, "It took long.")
        await opinions.keep(session, "north", other, "fair", now + timedelta(minutes=2))
        assert await opinions.given(session, "north", case.id)
        assert not await opinions.given(session, "south", case.id)
        found = await opinions.latest(session, "north", 5)
        assert [(each.mark, each.words) for each in found] == [("fair", None), ("poor", "It took long.")]
        assert len(await opinions.latest(session, "north", 1)) == 1
        assert await opinions.latest(session, "south", 5) == []
        assert not any(b"poor" in row.said for row in (await session.execute(rows.select())).all())


async def test_a_case_without_its_key_hides_no_other_opinion(database: Database, given: Any, now: Any) -> None:
    async with database.write() as session:
        gone, there = await given.case(session), await given.case(session)
        for case in (gone, there):
            await opinions.keep(session, "north", case, "good", now)
        await keys.erase(session, "north", gone.key_id)
    async with database.read() as session:
        assert [each.mark for each in await opinions.latest(session, "north", 5)] == ["good"]
