"""A profile's text is kept as it was when a case was decided under it."""

from datetime import datetime

from storage import profiles
from storage.database import Database


async def test_a_text_is_kept_once_per_digest(database: Database, now: datetime) -> None:
    async with database.write() as session:
        await profiles.keep(session, "north", "d1", "name = 'North'", now)
        await profiles.keep(session, "north", "d1", "something else", now)
        await profiles.keep(session, "north", "d2", "name = 'Norte'", now)
    async with database.read() as session:
        assert await profiles.load(session, "north", "d1") == "name = 'North'"
        assert await profiles.load(session, "north", "d2") == "name = 'Norte'"
        assert await profiles.load(session, "south", "d1") is None
