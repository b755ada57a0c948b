"""What came of each allegation against each respondent, for `bot.desk.findings`; the last decision counts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_for, boxed
from storage.columns import new_id
from storage.models import findings as rows
from storage.statements import insert
from storage.vault import Box


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: codes of the profile, what is recommended or was done about it in words, and why."""

    allegation_id: str
    party_id: str
    severity: str
    finding: str
    action: str
    action_words: str = field(repr=False)
    because: str = field(repr=False)
    by: str = ""
    at: datetime | None = None


async def keep(session: AsyncSession, agency: str, case: Case, found: Finding, *, by: str, now: datetime) -> None:
    """Record a finding, in place of an earlier one about the same allegation and respondent."""
    pair = (rows.c.allegation_id == found.allegation_id, rows.c.party_id == found.party_id)
    there = select(rows.c.id).where(rows.c.agency == agency, rows.c.case_id == case.id, *pair)
    finding_id = (await session.execute(there)).scalar_one_or_none() or new_id()
    box = (await box_for(session, agency, case)).beside(rows.name, finding_id)
    words = box.seal("words", [found.action_words, found.because])
    decided: dict[str, Any] = {"severity": found.severity, "finding": found.finding, "action": found.action}
    decided |= {"words": words, "by": by, "at": now}
    about = {"id": finding_id, "agency": agency, "case_id": case.id}
    about |= {"allegation_id": found.allegation_id, "party_id": found.party_id}
    kept = insert(session, rows).values(**about, **decided)
    await session.execute(kept.on_conflict_do_update(index_elements=[rows.c.id], set_=decided))


async def of_case(session: AsyncSession, agency: str, case: Case) -> list[Finding]:
    """Every finding of a case, also about what was rejected or taken off since."""
    mine = select(rows).where(rows.c.agency == agency, rows.c.case_id == case.id).order_by(rows.c.at, rows.c.id)
    found = (await session.execute(mine)).all()
    return [_finding(box, row) for box, row in await boxed(session, agency, case, rows, found)]


async def move(session: AsyncSession, agency: str, case: Case, party_id: str, to: str) -> None:
    """Two respondents were one person: what was found about the first counts for the other, where nothing does yet."""
    mine = (rows.c.agency == agency, rows.c.case_id == case.id)
    theirs = select(rows.c.allegation_id).where(*mine, rows.c.party_id == to)
    await session.execute(
        delete(rows).where(*mine, rows.c.party_id == party_id, rows.c.allegation_id.in_(theirs.scalar_subquery()))
    )
    await session.execute(update(rows).where(*mine, rows.c.party_id == party_id).values(party_id=to))


def _finding(box: Box, row: Row[Any]) -> Finding:
    words, because = box.open("words", row.words)
    return Finding(
        allegation_id=row.allegation_id,
        party_id=row.party_id,
        severity=row.severity,
        finding=row.finding,
        action=row.action,
        action_words=words,
        because=because,
        by=row.by,
        at=row.at,
    )
