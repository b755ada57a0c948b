"""Cases without anybody to look after them, or whose date is long past, are found; no others."""

from datetime import datetime, timedelta
from typing import Any

from storage import cases, faults, outbox, recusals, roster
from storage.database import Database


async def test_every_kind_of_fault_and_nothing_else(database: Database, given: Any, now: datetime) -> None:
    long_ago = now - timedelta(days=31)
    async with database.write() as session:
        ana, gone = await given.member(session), await given.member(session, chat="901")

        async def made(number: int, owner: str | None = None, **more: Any) -> str:
            case = await given.case(session, chat=str(number), **more)
            if owner:
                case = await cases.record(session, "north", case, changes={"owner_id": owner}, now=now)
            return str(case.id)

        await made(1)
        await made(2, ana.id)
        bad = [await made(3, queue="elsewhere"), await made(4, gone.id), await made(5, next_at=long_ago)]
        planned = await made(6, next_at=long_ago)
        await outbox.add(session, "north", case_id=planned, planned=[given.planned("k")], now=now)
        closed = await given.case(session, chat="7", queue="elsewhere", next_at=long_ago)
        await cases.record(session, "north", closed, changes={"closed_at": now}, now=now)
        await roster.remove(session, "north", gone.id)

        async def found(limit: int) -> set[str]:
            rows = await faults.of_agency(session, "north", ["intake"], now, forgotten_days=30, limit=limit)
            return {id for id, _ in rows}

        assert await found(9) == set(bad)
        assert len(await found(0)) == 0
        assert await faults.of_agency(session, "south", ["intake"], now, forgotten_days=30, limit=9) == []


async def test_a_conflict_waits_until_somebody_has_decided_or_the_case_is_closed(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        ana, ben = await given.member(session), await given.member(session, chat="901")
        case, closed = await given.case(session), await given.case(session, chat="101")
        for each, who in ((case, ana), (case, ben), (closed, ana)):
            about = {"state": "proposed", "why": "named", "by": "program", "now": now}
            await recusals.bar(session, "north", each.id, who.id, **about)
        await cases.record(session, "north", closed, changes={"closed_at": now}, now=now)
        assert await faults.undecided(session, "north") == [case.id]
        assert await faults.undecided(session, "south") == []
        for who in (ana, ben):
            await recusals.decide(session, "north", case.id, who.id, "recused", "member:x", now)
        assert await faults.undecided(session, "north") == []
