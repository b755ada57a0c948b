"""A link opens once and in time; nothing that could open it is stored."""

from datetime import timedelta
from typing import Any

from storage import reading_links
from storage.database import Database
from storage.models import readings
from storage.reading_links import Link


async def test_a_link_is_used_once_and_in_time(database: Database, given: Any, now: Any) -> None:
    soon = now + timedelta(minutes=10)
    async with database.write() as session:
        case = await given.case(session)
        link = Link("north", case.id, "member", "story")
        for digest in ("a" * 64, "b" * 64):
            await reading_links.make(session, "north", link, digest=digest, now=now, expires_at=soon)
        assert await reading_links.use(session, "c" * 64, now) is None
        assert await reading_links.use(session, "a" * 64, now) == link
        assert await reading_links.use(session, "a" * 64, now) is None
        assert await reading_links.use(session, "b" * 64, soon) is None, "too old"


async def test_links_are_forgotten(database: Database, given: Any, now: Any) -> None:
    async with database.write() as session:
        case = await given.case(session)
        link = Link("north", case.id, "member", "story")
        await reading_links.make(session, "north", link, digest="a" * 64, now=now, expires_at=now)
        await reading_links.forget(session, now)
        assert (await session.execute(readings.select())).all() != []
        await reading_links.forget(session, now + timedelta(seconds=1))
        assert (await session.execute(readings.select())).all() == []
