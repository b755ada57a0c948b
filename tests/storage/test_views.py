"""What somebody has opened counts until anything happens to it, whatever the clock says."""

from datetime import datetime
from typing import Any

from storage import cases, views
from storage.database import Database


async def test_a_view_counts_until_anything_happens(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        member, case = await given.member(session), await given.case(session)

        async def seen() -> dict[str, str]:
            return await views.up_to_date(session, "north", member.id, [case.id])

        async def views_it() -> None:
            await views.viewed(session, "north", case.id, member.id, now)
            assert await seen() == await views.states(session, "north", [case.id]) != {}

        assert await seen() == {}
        await views_it()
        case = await cases.record(session, "north", case, changes={"queue": "other"}, now=now)
        assert await seen() == {}
        await views_it()
        await cases.say(session, "north", case, direction="in", by="complainant", text="More.", now=now)
        assert await seen() == {}
        await views_it()
        await cases.happened(session, "north", case.id, verb="evidence", by=None, now=now)
        assert await seen() == {}
        await views_it()


async def test_a_view_is_one_person_s_of_one_agency(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        member, other = await given.member(session), await given.member(session, chat="901")
        case, unseen = await given.case(session), await given.case(session, chat="101")
        await views.viewed(session, "north", case.id, member.id, now)
        both = [case.id, unseen.id]
        assert set(await views.up_to_date(session, "north", member.id, both)) == {case.id}
        assert await views.up_to_date(session, "north", other.id, both) == {}
        assert await views.up_to_date(session, "south", member.id, both) == {}
        assert await views.states(session, "south", both) == {}
