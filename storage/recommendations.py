"""What a panel recommended about a case, by how many of its members, for `bot.desk.panel` and the papers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_for, boxed
from storage.columns import new_id
from storage.models import recommendations as rows
from storage.vault import Box


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation: how many members agreed with it, differed, abstained, and what it says."""

    id: str
    case_id: str
    agreed: int
    differed: int
    abstained: int
    words: str = field(repr=False)
    by: str
    at: datetime


async def add(
    session: AsyncSession, agency: str, case: Case, counts: tuple[int, int, int], words: str, *, by: str, now: datetime
) -> str:
    """Write down what a panel said, `counts` being those who agreed, differed, abstained."""
    row_id = new_id()
    box = (await box_for(session, agency, case)).beside(rows.name, row_id)
    values = dict(zip(("agreed", "differed", "abstained"), counts, strict=True))
    sealed = box.seal("words", words)
    await session.execute(
        rows.insert().values(id=row_id, agency=agency, case_id=case.id, **values, words=sealed, by=by, at=now)
    )
    return row_id


async def of_case(session: AsyncSession, agency: str, case: Case) -> list[Recommendation]:
    """What panels said about a case, in the order in which it was written down."""
    mine = select(rows).where(rows.c.agency == agency, rows.c.case_id == case.id).order_by(rows.c.seq)
    found = (await session.execute(mine)).all()
    return [_recommendation(box, row) for box, row in await boxed(session, agency, case, rows, found)]


def _recommendation(box: Box, row: Row[Any]) -> Recommendation:
    words = box.open("words", row.words)
    return Recommendation(row.id, row.case_id, row.agreed, row.differed, row.abstained, words, row.by, row.at)
