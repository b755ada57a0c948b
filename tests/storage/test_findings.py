"""Findings as rows: one for each allegation and respondent, the last decision counts, sealed words."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage import findings, parties
from storage.cases import Case, NewAllegation, allegations
from storage.database import Database
from storage.findings import Finding
from storage.models import findings as rows
from tests.storage.test_parties import New


async def case_of(session: Any, given: Any, now: datetime) -> tuple[Case, str, list[str]]:
    case = await given.case(session, allegations=[NewAllegation("UF")])
    people = await parties.add(session, "north", case, [New(), New()], by="x", now=now)
    (allegation,) = await allegations(session, "north", case.id)
    return case, allegation.id, people


def found(allegation: str, party: str, because: str = "The video shows it.") -> Finding:
    return Finding(allegation, party, "b", "sustained", "taken", "Training", because)


async def test_the_last_finding_counts_and_is_sealed(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case, allegation, (reed, _) = await case_of(session, given, now)
        for because in ("Not sure yet.", "The video shows it."):
            await findings.keep(session, "north", case, found(allegation, reed, because), by="member:x", now=now)
    async with database.read() as session:
        (made,) = await findings.of_case(session, "north", case)
        assert await findings.of_case(session, "south", case) == []
        (stored,) = (await session.execute(select(rows.c.words))).scalars()
    assert (made.because, made.action_words, made.by, made.at) == ("The video shows it.", "Training", "member:x", now)
    assert b"video" not in stored
    assert "video" not in repr(made)


async def test_findings_go_along_where_nothing_was_found_yet(database: Database, given: Any, now: datetime) -> None:
    async with database.write() as session:
        case, allegation, (reed, other) = await case_of(session, given, now)
        await findings.keep(session, "north", case, found(allegation, reed, "First"), by="x", now=now)
        await findings.move(session, "north", case, reed, other)
        (moved,) = await findings.of_case(session, "north", case)
        assert (moved.party_id, moved.because) == (other, "First")
        await findings.keep(session, "north", case, found(allegation, reed, "Second"), by="x", now=now)
        await findings.move(session, "north", case, reed, other)
        assert [each.because for each in await findings.of_case(session, "north", case)] == ["First"]
