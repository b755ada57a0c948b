"""Requests for another look at a closed case, for `bot.desk.aftercare`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_by_id, box_for, boxed
from storage.columns import new_id
from storage.errors import RowStale
from storage.models import appeals as rows
from storage.statements import changed
from storage.vault import Box

ASKED, ACCEPTED, REFUSED = "asked", "accepted", "refused"


@dataclass(frozen=True, slots=True)
class Appeal:
    """One request for another look; `late` says that it came after the time for it, which only a person judges."""

    id: str
    case_id: str
    state: str
    text: str = field(repr=False)
    late: bool
    asked_at: datetime
    due_at: datetime
    answer: str | None = field(repr=False)
    decided_by: str | None
    decided_at: datetime | None


async def ask(
    session: AsyncSession, agency: str, case: Case, *, text: str, late: bool, due_at: datetime, now: datetime
) -> Appeal:
    """Keep what somebody asks."""
    appeal_id = new_id()
    box = (await box_for(session, agency, case)).beside(rows.name, appeal_id)
    values = {"id": appeal_id, "agency": agency, "case_id": case.id, "state": ASKED, "text": box.seal("text", text)}
    await session.execute(rows.insert().values(**values, late=late, asked_at=now, due_at=due_at))
    return Appeal(appeal_id, case.id, ASKED, text, late, now, due_at, None, None, None)


async def of_case(session: AsyncSession, agency: str, case_id: str) -> list[Appeal]:
    """Every request about a case, oldest first."""
    mine = (rows.c.agency == agency, rows.c.case_id == case_id)
    found = (await session.execute(select(rows).where(*mine).order_by(rows.c.asked_at, rows.c.id))).all()
    return [_appeal(box, row) for box, row in await boxed(session, agency, case_id, rows, found)]


async def decide(
    session: AsyncSession, agency: str, appeal: Appeal, state: str, *, answer: str | None, by: str, now: datetime
) -> None:
    """Note what a person decided; raises RowStale when it is decided already."""
    box = (await box_by_id(session, agency, appeal.case_id)).beside(rows.name, appeal.id)
    values = {"state": state, "answer": box.seal("answer", answer), "decided_by": by, "decided_at": now}
    open_one = (rows.c.agency == agency, rows.c.id == appeal.id, rows.c.state == ASKED)
    if await changed(session, update(rows).where(*open_one).values(values)) != 1:
        raise RowStale(what="appeal")


def _appeal(box: Box, row: Row[Any]) -> Appeal:
    return Appeal(
        id=row.id,
        case_id=row.case_id,
        state=row.state,
        text=box.open("text", row.text),
        late=row.late,
        asked_at=row.asked_at,
        due_at=row.due_at,
        answer=box.open("answer", row.answer),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
