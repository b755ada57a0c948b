"""What staff write for a report, passage by passage, every version kept; for `bot.desk.passages` and the papers."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_for
from storage.columns import new_id
from storage.models import passages as rows


@dataclass(frozen=True, slots=True)
class Passage:
    """One version of one passage; `part` is its id in the profile, `version` counts from 1."""

    part: str
    words: str = field(repr=False)
    version: int
    by: str
    at: datetime


async def write(
    session: AsyncSession, agency: str, case: Case, part: str, words: str, *, by: str, now: datetime
) -> None:
    """Keep a new version; the last one counts."""
    passage_id = new_id()
    sealed = (await box_for(session, agency, case)).beside(rows.name, passage_id).seal("words", words)
    values = {"id": passage_id, "agency": agency, "case_id": case.id, "part": part}
    await session.execute(rows.insert().values(**values, words=sealed, by=by, at=now))


async def of_case(session: AsyncSession, agency: str, case: Case) -> dict[str, Passage]:
    """The last version of every passage that was written, by its part."""
    mine = select(rows).where(rows.c.agency == agency, rows.c.case_id == case.id).order_by(rows.c.seq)
    found = (await session.execute(mine)).all()
    last: dict[str, Passage] = {}
    if not found:
        return last
    box = await box_for(session, agency, case)
    for row in found:
        words = box.beside(rows.name, row.id).open("words", row.words)
        version = last[row.part].version + 1 if row.part in last else 1
        last[row.part] = Passage(row.part, words, version, row.by, row.at)
    return last
