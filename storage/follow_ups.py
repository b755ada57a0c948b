"""What somebody else has to do after a decision, watched until a day; for `bot.desk.follow_ups` and the papers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_for
from storage.columns import new_id
from storage.models import follow_ups as rows
from storage.statements import changed
from storage.vault import Box

OPEN, SETTLED, DROPPED = "open", "settled", "dropped"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One of them. `to` says in words who has to do it, `body` which office of the profile, where it is one.

    Settled, it has an `outcome` (a code of the profile), an `answer` in words and the day on which that was so.
    """

    id: str
    case_id: str
    kind: str
    what: str = field(repr=False)
    to: str = field(repr=False)
    body: str | None
    due_on: date
    state: str
    outcome: str | None
    answer: str | None = field(repr=False)
    settled_on: date | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewFollowUp:
    """What has to be done, by whom, until when."""

    kind: str
    what: str = field(repr=False)
    to: str = field(repr=False)
    due_on: date
    body: str | None = None


async def add(session: AsyncSession, agency: str, case: Case, new: NewFollowUp, *, by: str, now: datetime) -> str:
    """Note it, and say its id."""
    follow_up_id = new_id()
    box = (await box_for(session, agency, case)).beside(rows.name, follow_up_id)
    values = {"id": follow_up_id, "agency": agency, "case_id": case.id, "kind": new.kind, "body": new.body}
    words = box.seal("words", [new.what, new.to])
    await session.execute(rows.insert().values(**values, state=OPEN, words=words, due_on=new.due_on, by=by, at=now))
    return follow_up_id


async def of_case(session: AsyncSession, agency: str, case: Case) -> list[FollowUp]:
    """Everything that is or was watched in a case, in the order in which it was noted."""
    mine = select(rows).where(rows.c.agency == agency, rows.c.case_id == case.id).order_by(rows.c.seq)
    found = (await session.execute(mine)).all()
    box = await box_for(session, agency, case) if found else None
    return [_follow_up(box, row) for row in found] if box else []


async def change(session: AsyncSession, agency: str, case: Case, follow_up_id: str, changes: Mapping[str, Any]) -> bool:
    """Settle, drop or put off one that is open; False when it is not open any more. `answer` is sealed here."""
    box = (await box_for(session, agency, case)).beside(rows.name, follow_up_id)
    values = {name: box.seal(name, value) if name == "answer" else value for name, value in changes.items()}
    mine = (rows.c.agency == agency, rows.c.case_id == case.id, rows.c.id == follow_up_id, rows.c.state == OPEN)
    return await changed(session, update(rows).where(*mine).values(values)) == 1


def _follow_up(box: Box, row: Row[Any]) -> FollowUp:
    box = box.beside(rows.name, row.id)
    what, to = box.open("words", row.words)
    return FollowUp(
        id=row.id,
        case_id=row.case_id,
        kind=row.kind,
        what=what,
        to=to,
        body=row.body,
        due_on=row.due_on,
        state=row.state,
        outcome=row.outcome,
        answer=box.open("answer", row.answer) if row.answer is not None else None,
        settled_on=row.settled_on,
        by=row.by,
        at=row.at,
    )
