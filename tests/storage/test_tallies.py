"""Cases of a period counted by the database: all of them, none of another agency or time, nothing that was undone."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from storage import cases, findings, follow_ups, keys, tallies
from storage.database import Database
from storage.findings import Finding
from storage.follow_ups import DROPPED, NewFollowUp
from storage.models import allegations
from storage.models import cases as rows
from storage.models import findings as finding_rows
from storage.models import parties as party_rows
from storage.tallies import Alike, Found, Opener, Period, Watched

DAY = timedelta(days=1)


def about(now: datetime) -> Period:
    return Period(now - DAY, now + DAY)


async def test_cases_that_are_alike_are_counted_together(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        filed = [await given.case(session, chat=str(100 + n)) for n in range(4)]
        await given.case(session, agency="south", chat="200")
        ended = {"closed_at": now, "status": "closed", "disposition": "merit"}
        await cases.record(session, "north", filed[0], changes=ended, now=now)
        for each, at in ((filed[2], now + DAY), (filed[3], now - DAY)):
            await session.execute(rows.update().where(rows.c.id == each.id).values(received_at=at))
        found = {(each.status, each.disposition, each.closed): each.number for each in
                 await tallies.alike(session, "north", about(now))}  # fmt: skip
        assert found == {("closed", "merit", True): 1, ("received", None, False): 2}, "the first day is in, the end not"
        assert all(isinstance(each, Alike) for each in await tallies.alike(session, "north", about(now)))
        assert await tallies.alike(session, "nowhere", about(now)) == []


async def test_what_was_rejected_or_taken_off_does_not_count(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        filed = [await given.case(session, chat=str(100 + n)) for n in range(2)]
        made = {"agency": "north", "basis": b"", "score": 1.0, "at": now}
        for number, (case, code, state) in enumerate(
            ((0, "EF", "confirmed"), (1, "EF", "suggested"), (1, "DI", "rejected"), (0, "TH", "added"))
        ):
            row = {"id": f"a{number}", "case_id": filed[case].id, "position": number + 10, "code": code, "state": state}
            await session.execute(allegations.insert().values(**made, **row))
        counted = await tallies.alleged(session, "north", about(now))
        assert {code: counted.get(code) for code in ("EF", "DI", "TH")} == {"EF": 2, "DI": None, "TH": 1}
        person = {"agency": "north", "case_id": filed[0].id, "role": "respondent", "known": True, "kept": False}
        person |= {"by": "x", "at": now}
        for number, removed in enumerate((None, now)):
            await session.execute(party_rows.insert().values(**person, id=f"p{number}", removed_at=removed))
            finding = Finding("a0", f"p{number}", "minor", "sustained", "taken", "x", "x")
            await findings.keep(session, "north", filed[0], finding, by="x", now=now)
        assert len((await session.execute(finding_rows.select())).all()) == 2
        assert await tallies.found(session, "north", about(now)) == [Found("EF", "sustained", "minor", "taken", 1)]
        assert await tallies.found(session, "south", about(now)) == []


async def test_what_others_had_to_do_is_counted_by_what_came_of_it(
    database: Database, given: Any, now: datetime
) -> None:
    async with database.write() as session:
        case = await given.case(session)
        for _ in range(3):
            new = NewFollowUp("policy", "Change it", "the department", date(2026, 12, 1))
            last = await follow_ups.add(session, "north", case, new, by="x", now=now)
        await follow_ups.change(session, "north", case, last, {"state": DROPPED})
        found = await tallies.watched(session, "north", about(now))
    assert sorted(found) == [Watched("policy", "dropped", None, 1), Watched("policy", "open", None, 2)]


async def test_optional_answers_come_in_pages_and_open(
    database: Database, given: Any, now: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(tallies, "PAGE", 2)
    async with database.write() as session:
        filed = [await given.case(session, chat=str(100 + n)) for n in range(5)]
        for number, each in enumerate(filed[:4]):
            await cases.keep_statistics(session, "north", each, [["gender", f"g{number}", "given"]])
        await keys.erase(session, "north", filed[3].key_id)
    async with database.read() as session:
        opener = Opener(session, "north")
        pages = [page async for page in tallies.answered(session, "north", about(now))]
        said = [json.loads(opener.open(row))[0][1] for page in pages for row in page]
    assert ([len(page) for page in pages], said) == ([2, 1], ["g0", "g1", "g2"])
