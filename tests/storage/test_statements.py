"""The same insert and the same count on both databases."""

from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Database
from storage.models import profiles
from storage.statements import changed, insert


async def test_a_conflict_is_ignored_and_rows_are_counted(database: Database, now: datetime) -> None:
    row = {"agency": "north", "digest": "d", "text": "first", "kept_at": now}
    async with database.write() as session:
        for text in ("first", "second"):
            await session.execute(insert(session, profiles).values(row | {"text": text}).on_conflict_do_nothing())
        assert (await session.execute(select(profiles.c.text))).scalar_one() == "first"
        assert await changed(session, delete(profiles)) == 1
        assert await changed(session, delete(profiles)) == 0
