"""A packet under review is sealed, one at a time for each case, and changed only as it was seen."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage import packets
from storage.database import Database
from storage.models import packets as rows
from storage.packets import ASKED, DROPPED, MADE, REVIEW, NewPacket

NEW = NewPacket("panel_packet", "en", [["story", "", "Luis hit me."]], [[0, 0, 4, "name", "known", "waiting"]])


async def test_a_review_comes_back_and_what_is_in_it_is_sealed(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        packet_id = await packets.begin(session, "north", case, NEW, by="member:x", now=now)
    async with database.read() as session:
        found = await packets.current(session, "north", case)
        assert found is not None
        assert (found.id, found.state, found.revision) == (packet_id, REVIEW, 0)
        assert (found.content, found.marks, found.answer) == (NEW.content, NEW.marks, None)
        assert "Luis" not in repr(found)
        assert await packets.current(session, "south", case) is None
        (stored,) = (await session.execute(select(rows))).all()
    assert b"Luis" not in stored.content


async def test_a_new_review_drops_the_one_before_but_not_what_was_made(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        case = await given.case(session)
        for state in (MADE, ASKED, REVIEW):
            await packets.begin(session, "north", case, NEW, by="member:x", now=now)
            packet = await packets.current(session, "north", case)
            assert packet is not None
            assert await packets.change(session, "north", case, packet, {"state": state})
        last = await packets.begin(session, "north", case, NEW, by="member:x", now=now)
        states = (await session.execute(select(rows.c.state).order_by(rows.c.seq))).scalars().all()
        assert states == [MADE, DROPPED, DROPPED, REVIEW]
        current = await packets.current(session, "north", case)
    assert current is not None
    assert current.id == last


async def test_whoever_is_late_changes_nothing(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case = await given.case(session)
        await packets.begin(session, "north", case, NEW, by="member:x", now=now)
        seen = await packets.current(session, "north", case)
        assert seen is not None
        assert await packets.change(session, "north", case, seen, {"marks": [], "answer": "No."})
        assert not await packets.change(session, "north", case, seen, {"state": MADE})
        now_it_is = await packets.current(session, "north", case)
    assert now_it_is is not None
    assert (now_it_is.state, now_it_is.marks, now_it_is.answer, now_it_is.revision) == (REVIEW, [], "No.", 1)
