"""The statements that run all day use an index, on both databases: no scan grows with the years."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage import cases, drafts, evidence, inbox, outbox, roster
from storage.chats import Chat
from storage.database import Database

CHAT = Chat("telegram", "100")
LEASE = timedelta(seconds=60)
Work = Callable[[AsyncSession, datetime], Any]
HOT: dict[str, tuple[str, Work]] = {
    "due notices": ("notices", lambda session, now: outbox.claim(session, now, LEASE, 50)),
    "next due notice": ("notices", lambda session, now: outbox.next_due(session)),
    "inbox claim": ("inbox", lambda session, now: inbox.claim(session, now, LEASE, 50)),
    "next offset": ("inbox", lambda session, now: inbox.next_offset(session, "telegram")),
    "files to fetch": ("evidence", lambda session, now: evidence.claim(session, now, LEASE, 50)),
    "openings": ("openings", lambda session, now: outbox.claim_openings(session, now, LEASE, 50)),
    "queue page": ("cases", lambda session, now: cases.in_queues(session, "n", ["a"], after=(now, "x"), limit=9)),
    "owner page": ("cases", lambda session, now: cases.owned(session, "n", "m", after=(now, "x"), limit=9)),
    "cases of a chat": ("cases", lambda session, now: cases.of_chat(session, CHAT)),
    "case by reference": ("cases", lambda session, now: cases.by_reference(session, "n", "N-1")),
    "case of a draft": ("cases", lambda session, now: cases.of_draft(session, "d")),
    "draft of a chat": ("drafts", lambda session, now: drafts.of_chat(session, CHAT)),
    "forgotten drafts": ("drafts", lambda session, now: drafts.untouched(session, "n", now, 9)),
    "members of a chat": ("members", lambda session, now: roster.of_chat(session, CHAT)),
    "messages of a case": ("messages", lambda session, now: cases.messages(session, "n", "c")),
    "files of a case": ("evidence", lambda session, now: evidence.of_case(session, "n", "c")),
}


@asynccontextmanager
async def explained(database: Database) -> AsyncIterator[list[str]]:
    """The plans of all statements that run inside the block."""
    plans: list[str] = []
    engine = database._engine.sync_engine
    prefix = "EXPLAIN QUERY PLAN " if database.dialect == "sqlite" else "EXPLAIN "

    def explain(_c: Any, cursor: Any, statement: str, parameters: Any, _x: Any, _m: bool) -> None:
        if re.match(r"(WITH|SELECT|UPDATE)\b", statement):
            cursor.execute(prefix + statement, parameters)
            plans.append("\n".join(str(row[-1]) for row in cursor.fetchall()))

    event.listen(engine, "before_cursor_execute", explain)
    yield plans
    event.remove(engine, "before_cursor_execute", explain)


@pytest.mark.parametrize("name", HOT)
async def test_a_hot_statement_uses_an_index(database: Database, now: datetime, name: str) -> None:
    table, work = HOT[name]
    async with database.write() as session:
        if database.dialect == "postgresql":  # an empty table is read whole unless it is told not to
            await session.execute(text("SET LOCAL enable_seqscan = off"))
        async with explained(database) as plans:
            await work(session, now)
    assert plans
    for plan in plans:
        assert not re.search(rf"Seq Scan on {table}\b", plan), plan
        assert not re.search(rf"SCAN {table}\b(?! USING (COVERING )?INDEX)", plan), plan
        assert not re.search(r"SCAN other\b", plan), plan
    assert any(re.search(r"INDEX|Index", plan) for plan in plans)
