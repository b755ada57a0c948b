"""What the tests of planning and of sending both do with the outbox."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from storage import outbox
from storage.cases import Case
from storage.database import Database
from storage.models import notices
from storage.outbox import Notice

LEASE = timedelta(seconds=60)
DAY = timedelta(days=1)


async def plan(database: Database, case: Case, now: datetime, *planned: Any, scope: str | tuple[str, ...] = "") -> None:
    async with database.write() as session:
        await outbox.plan(session, "north", case_id=case.id, planned=planned, now=now, scope=scope)


async def claim(database: Database, now: datetime, limit: int = 50) -> list[Notice]:
    async with database.write() as session:
        return await outbox.claim(session, now, LEASE, limit)


async def rows(database: Database) -> dict[str, Row[Any]]:
    async with database.read() as session:
        return {row.key: row for row in await session.execute(select(notices))}
