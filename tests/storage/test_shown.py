"""Which messages a chat shows: two days long, of this chat alone, and nothing of what they say."""

from datetime import timedelta

from sqlalchemy import func, select

from storage import shown
from storage.chats import Chat
from storage.database import Database
from storage.models import shown as rows
from tests.storage.conftest import NOW

HERE, THERE = Chat("telegram", "710020030040"), Chat("telegram", "200")


async def test_two_days_of_one_chat(database: Database) -> None:
    async with database.write() as session:
        await shown.keep(session, HERE, [1], NOW - shown.KEPT)
        await shown.keep(session, HERE, [7, 8], NOW - timedelta(hours=47))
        await shown.keep(session, THERE, [9], NOW)
        await shown.keep(session, HERE, [8, 12], NOW)
        await shown.keep(session, HERE, [], NOW)
        assert await shown.of_chat(session, HERE, NOW) == [7, 8, 12]
        assert await shown.of_chat(session, THERE, NOW) == [9]


async def test_what_no_chat_takes_back_any_more_is_forgotten(database: Database) -> None:
    async with database.write() as session:
        await shown.keep(session, HERE, [1], NOW - timedelta(hours=49))
        await shown.keep(session, HERE, [2], NOW)
        await shown.forget(session, NOW - shown.KEPT)
        assert (await session.execute(select(func.count()).select_from(rows))).scalar_one() == 1


async def test_the_chat_itself_is_not_kept(database: Database) -> None:
    async with database.write() as session:
        await shown.keep(session, HERE, [1], NOW)
        (row,) = (await session.execute(select(rows))).all()
    assert HERE.id not in row.chat_index
    assert len(row.chat_index) == 64
