"""Proposals to give a case away: each office sees its own side, and a proposal moves on once."""

from typing import Any

import pytest

from storage import keys, transfers
from storage.cases import Case
from storage.database import Database
from storage.errors import RowStale
from storage.models import transfers as rows
from storage.transfers import Transfer


async def propose(session: Any, given: Any, now: Any, **more: Any) -> tuple[Case, Transfer]:
    case = await given.case(session)
    wanted = {"target": "south", "because": "Their town.", "files": ["f1"], "by": "member:a", "now": now} | more
    return case, await transfers.propose(session, "north", case, **wanted)


async def test_what_is_not_offered_yet_is_nothing_to_the_other_office(database: Database, given: Any, now: Any) -> None:
    async with database.write() as session:
        case, made = await propose(session, given, now)
        assert (made.state, made.because, made.files) == ("asked", "Their town.", ("f1",))
        assert await transfers.load(session, "south", made.id) is None
        assert await transfers.load(session, "west", made.id) is None
        assert await transfers.of_case(session, "north", case.id) == [made]
        assert await transfers.of_case(session, "south", case.id) == []
        offered = await transfers.move(session, "north", made, transfers.OFFERED, package_id="p", due_at=now)
        assert await transfers.load(session, "south", made.id) == offered
        assert await transfers.load(session, "west", made.id) is None


async def test_a_proposal_moves_on_once_and_by_its_own_offices(database: Database, given: Any, now: Any) -> None:
    async with database.write() as session:
        _, made = await propose(session, given, now)
        with pytest.raises(RowStale):
            await transfers.move(session, "west", made, transfers.OFFERED)
        offered = await transfers.move(session, "north", made, transfers.OFFERED)
        refused = await transfers.move(session, "south", offered, transfers.REFUSED, answer="Not ours.", decided_at=now)
        assert (refused.answer, refused.decided_at) == ("Not ours.", now)
        with pytest.raises(RowStale):
            await transfers.move(session, "south", offered, transfers.ACCEPTED)
        with pytest.raises(ValueError, match="does not change that"):
            await transfers.move(session, "south", refused, transfers.ACCEPTED, because="x")


async def test_words_are_sealed_and_an_office_outside_has_no_code(database: Database, given: Any, now: Any) -> None:
    async with database.write() as session:
        _, made = await propose(session, given, now, target=None, because="Springfield Board")
        assert (made.state, made.target) == ("referred", None)
        (row,) = (await session.execute(rows.select())).all()
        assert b"Springfield" not in row.because


async def test_what_waits_comes_in_pages(database: Database, given: Any, now: Any) -> None:
    async with database.write() as session:
        ids = []
        for _ in range(5):
            _, made = await propose(session, given, now)
            ids.append((await transfers.move(session, "north", made, transfers.OFFERED)).id)
        first = await transfers.offered_to(session, "south", limit=3)
        after = (first[-1].asked_at, first[-1].id)
        second = await transfers.offered_to(session, "south", after=after, limit=3)
        assert [each.id for each in (*first, *second)] == sorted(ids)
        assert await transfers.offered_to(session, "north", limit=3) == []


async def test_a_case_without_its_key_holds_up_no_other_offer(database: Database, given: Any, now: Any) -> None:
    async with database.write() as session:
        case, first = await propose(session, given, now)
        _, second = await propose(session, given, now)
        for each in (first, second):
            await transfers.move(session, "north", each, transfers.OFFERED)
        await keys.erase(session, "north", case.key_id)
    async with database.read() as session:
        assert [each.id for each in await transfers.offered_to(session, "south", limit=3)] == [second.id]
        assert await transfers.load(session, "south", first.id) is None
