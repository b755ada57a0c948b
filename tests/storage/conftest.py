"""The records that the tests of storage begin with; their databases come from `tests/databases.py`."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from storage import cases, drafts, roster
from storage.cases import Case, NewCase
from storage.chats import Chat
from storage.columns import new_id
from storage.database import Database
from storage.drafts import Draft
from storage.roster import Member

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Planned:
    key: str
    due_at: datetime
    to: str = "complainant"
    template: str = "reminder"
    params: dict[str, str] = field(default_factory=dict)
    rank: int = 3


class Given:
    """Records as the desk would make them."""

    async def draft(self, session: AsyncSession, agency: str = "north", chat: str = "100", **more: Any) -> Draft:
        more = {"language": "en", "profile": "d" * 64, "now": NOW} | more
        return await drafts.start(session, agency, chat=Chat("telegram", chat), **more)

    def new(self, draft: Draft, **more: Any) -> NewCase:
        standard = {
            "draft": draft,
            "year": 2026,
            "refer": lambda number: f"N-2026-{number:05}",
            "status": "received",
            "priority": "normal",
            "queue": "intake",
            "because": ("No rule asked for more.",),
            "next_at": NOW + timedelta(days=3),
            "moments": {"received": NOW},
            "narrative": "He pushed me against the car.",
            "answers": {"story": ["He pushed me against the car."]},
        }
        return NewCase(**(standard | more))

    async def case(self, session: AsyncSession, agency: str = "north", chat: str = "100", **more: Any) -> Case:
        draft = await self.draft(session, agency, chat)
        case, _ = await cases.open(session, agency, self.new(draft, **more), NOW)
        await drafts.drop(session, agency, draft)
        return case

    async def member(self, session: AsyncSession, agency: str = "north", chat: str = "900", **more: Any) -> Member:
        token = session.info["vault"].digest_token(new_id())
        standard = {"role": "investigator", "name": "Ana Ruiz", "queues": ["intake"], "invited_by": None}
        standard |= {"language": "en", "token_digest": token, "expires_at": NOW + timedelta(days=7), "now": NOW}
        invited = await roster.invite(session, agency, **(standard | more))
        await roster.redeem(session, more.get("token_digest", token), Chat("telegram", chat), NOW)
        return await roster.confirm(session, agency, invited.id)

    def planned(self, key: str, due_at: datetime = NOW, **more: Any) -> Planned:
        return Planned(key, due_at, **more)


@pytest.fixture
def given() -> Given:
    return Given()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
async def case(database: Database, given: Any) -> Case:
    async with database.write() as session:
        return await given.case(session)
