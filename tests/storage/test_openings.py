"""What staff opened in a chat is found again when its time is over."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from storage import outbox
from storage.chats import Chat
from storage.database import Database
from storage.models import openings

LEASE = timedelta(seconds=60)
LATER = timedelta(minutes=15)


async def test_an_opening_is_claimed_when_it_is_over_and_then_forgotten(database: Database, now: datetime) -> None:
    chat = Chat("telegram", "900")
    async with database.write() as session:
        await outbox.opened(session, "north", chat=chat, message_id=5, delete_at=now + LATER)
        assert await outbox.claim_openings(session, now, LEASE, 10) == []
    async with database.write() as session:
        (one,) = await outbox.claim_openings(session, now + LATER, LEASE, 10)
        assert await outbox.claim_openings(session, now + LATER, LEASE, 10) == []
    assert (one.agency, one.chat, one.message_id) == ("north", chat, 5)

    async with database.write() as session:
        assert len(await outbox.claim_openings(session, now + LATER * 2, LEASE, 10)) == 1
        await outbox.erased(session, [one.id])
        assert await outbox.claim_openings(session, now + LATER * 3, LEASE, 10) == []


async def test_one_that_nobody_can_read_does_not_stop_the_others(database: Database, now: datetime) -> None:
    async with database.write() as session:
        for message_id in (1, 2):
            await outbox.opened(session, "north", chat=Chat("telegram", "9"), message_id=message_id, delete_at=now)
        await session.execute(update(openings).where(openings.c.message_id == 1).values(chat=b"\x01damaged"))
    async with database.write() as session:
        assert [one.message_id for one in await outbox.claim_openings(session, now, LEASE, 10)] == [2]


async def test_a_message_is_about_its_case_in_its_own_chat(database: Database, given: Any, now: datetime) -> None:
    mine, theirs = Chat("telegram", "900"), Chat("telegram", "901")
    async with database.write() as session:
        case = await given.case(session)
        for chat, case_id in ((mine, case.id), (theirs, None)):
            await outbox.opened(session, "north", chat=chat, message_id=5, delete_at=now + LATER, case_id=case_id)
        assert await outbox.shown(session, "north", chat=mine, message_id=5) == case.id
        assert await outbox.shown(session, "north", chat=theirs, message_id=5) is None
        assert await outbox.shown(session, "north", chat=mine, message_id=6) is None
        assert await outbox.shown(session, "south", chat=mine, message_id=5) is None
