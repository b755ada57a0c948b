"""The statements that run all day use an index, on both databases: no scan grows with the years."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage import (
    bulks,
    cases,
    drafts,
    duties,
    evidence,
    findings,
    inbox,
    links,
    outbox,
    parties,
    roster,
    searches,
    stories,
    tasks,
    timeline,
)
from storage.cases import Narrowed
from storage.chats import Chat
from storage.database import Database
from storage.roster import Member
from tests.benchmarks import queues

CHAT = Chat("telegram", "100")
AT = datetime(2026, 11, 22, tzinfo=UTC)
CASE: Any = SimpleNamespace(id="c", received_at=AT)
LEASE = timedelta(seconds=60)
ANA = Member(
    id="m", agency="n", role="investigator", name="Ana", chat=CHAT, state="confirmed", queues=("a",), on_duty=True,
    language="en", prompt=None, invited_by=None, invited_at=AT, expires_at=AT, key_id="k", units=("u",),
)  # fmt: skip
Work = Callable[[AsyncSession, datetime], Any]
HOT: dict[str, tuple[str, Work]] = {
    "due notices": ("notices", lambda session, now: outbox.claim(session, now, LEASE, 50)),
    "notices beside": ("notices", lambda session, now: outbox.claim_beside(session, ["m"], now, LEASE)),
    "holds that are over": ("holds", lambda session, now: duties.over(session, "n", now, 9)),
    "what moves a clock": ("(holds|snoozes|asks)", lambda session, now: duties.changes(session, "n", "c")),
    "inbox claim": ("inbox", lambda session, now: inbox.claim(session, now, LEASE, 50)),
    "next offset": ("inbox", lambda session, now: inbox.next_offset(session, "telegram")),
    "files to fetch": ("evidence", lambda session, now: evidence.claim(session, now, LEASE, 50)),
    "openings": ("openings", lambda session, now: outbox.claim_openings(session, now, LEASE, 50)),
    "queue page": (
        "cases",
        lambda session, now: cases.in_queues(session, "n", ["a"], reader=ANA, after=(now, "x"), limit=9),
    ),
    "owner page": ("cases", lambda session, now: cases.owned(session, "n", "m", after=(now, "x"), limit=9)),
    "contacts and follow-ups of a page": (
        "(cases|events|messages|meetings|attendances|follow_ups)",
        lambda session, now: cases.touched(session, "n", ["c", "d"]),
    ),
    "cases of a chat": ("cases", lambda session, now: cases.of_chat(session, CHAT)),
    "case by reference": ("cases", lambda session, now: cases.by_reference(session, "n", "N-1")),
    "draft of a chat": ("drafts", lambda session, now: drafts.of_chat(session, CHAT)),
    "forgotten drafts": ("drafts", lambda session, now: drafts.untouched(session, "n", now, 9)),
    "members of a chat": ("members", lambda session, now: roster.of_chat(session, CHAT)),
    "messages of a case": ("messages", lambda session, now: cases.messages(session, "n", "c")),
    "tasks of a member": (
        "tasks",
        lambda session, now: tasks.of_owner(session, "n", ANA, after=(now.date(), 1), limit=9),
    ),
    "tasks of a case": ("tasks", lambda session, now: tasks.of_case(session, "n", CASE)),
    "people of a case": ("parties", lambda session, now: parties.of_case(session, "n", CASE)),
    "findings of a case": ("findings", lambda session, now: findings.of_case(session, "n", CASE)),
    "timeline of a case": (
        "(events|messages|evidence)",
        lambda session, now: timeline.page(session, "n", CASE, before=(now, 1, 1), limit=9),
    ),
    "files of a case": ("evidence", lambda session, now: evidence.of_case(session, "n", "c")),
    "cases to look through": ("cases", lambda session, now: anext(stories.scroll(session, "n", ANA, 9), None)),
    "arrivals": ("arrivals", lambda session, now: links.claim_arrivals(session, now, LEASE, 9)),
    "nothing has arrived": ("arrivals", lambda session, now: links.waiting(session)),
    "cases alike": ("traces", lambda session, now: links.near(session, "n", "c", {"a", "b"}, limit=9)),
    "links of a case": ("links", lambda session, now: links.of_case(session, "n", "c", ANA)),
    "searches of a member": ("searches", lambda session, now: searches.saved(session, "n", "m")),
    "searches that tell": ("searches", lambda session, now: searches.alerting(session, "n")),
    "hits of a search": ("search_hits", lambda session, now: searches.hits(session, "n", "s", ANA)),
    "acts whose time has come": ("bulks", lambda session, now: bulks.claim(session, now, LEASE)),
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


NARROW: dict[str, tuple[str, Work]] = {
    "last told": ("case_id=", lambda session, now: outbox.last_told(session, "n", "c", "complainant")),
    "notices beside": ("due_at<", lambda session, now: outbox.claim_beside(session, ["m"], now, LEASE)),
    "what is planned": ("case_id=", lambda session, now: _planned(session, now)),
    "who sleeps": ("case_id=", lambda session, now: duties.quiet(session, "n", "m", ["c"], now)),
}
"""Asked for every reminder: not even an index may lead to all that was ever sent to somebody."""


def _planned(session: AsyncSession, now: datetime) -> Any:
    return outbox.plan(session, "n", case_id="c", planned=[], now=now, scope=("c:duty:", "c:no_news:"))


@pytest.mark.parametrize("name", NARROW)
@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_reminder_costs_the_same_however_many_were_sent(database: Database, now: datetime, name: str) -> None:
    narrowed, work = NARROW[name]
    async with database.write() as session, explained(database) as plans:
        await work(session, now)
    assert plans
    for plan in plans:
        assert re.search(rf"SEARCH (notices|snoozes) USING (COVERING )?INDEX \w+ \([^)]*{narrowed}", plan), plan


FULL = {
    "queue page": lambda session, reader: _page(session, reader, Narrowed()),
    "queue page of one priority": lambda session, reader: _page(session, reader, Narrowed(priority="urgent")),
    "queue page of one language and unit": lambda session, reader: _page(
        session, reader, Narrowed(language="es", unit="unit3")
    ),
    "queue page of what is on hold": lambda session, reader: _page(session, reader, Narrowed(held=True)),
    "mine": lambda session, reader: cases.owned(
        session, queues.AGENCY, reader.id, reader=reader, after=(queues.NOW, ""), limit=9
    ),
    "due notices": lambda session, reader: outbox.claim(session, queues.NOW, LEASE, 50),
}


def _page(session: AsyncSession, reader: Member, narrowed: Narrowed) -> Any:
    after = (queues.NOW, "")
    return cases.in_queues(
        session, queues.AGENCY, reader.queues, reader=reader, narrowed=narrowed, after=after, limit=9
    )


async def test_among_many_rows_the_planner_takes_the_index_by_itself(database: Database) -> None:
    """Twenty thousand cases and notices, statistics fresh, and nothing forbidden to the planner."""
    reader = await queues.fill(database, 20_000)
    async with database.write() as session:
        for name, work in FULL.items():
            async with explained(database) as plans:
                await work(session, reader)
            assert plans
            for plan in plans:
                assert not re.search(r"Seq Scan on (cases|notices)\b", plan), (name, plan)
                assert not re.search(r"SCAN (cases|notices)\b(?! USING (COVERING )?INDEX)", plan), (name, plan)
