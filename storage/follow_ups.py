"""What somebody else has to do after a decision, watched until a day; for `bot.desk.follow_ups` and the papers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Row, and_, literal, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import recusals
from storage.caserows import Case, box_for, unsealed, with_case_key
from storage.columns import new_id
from storage.models import cases
from storage.models import follow_ups as rows
from storage.roster import Member
from storage.statements import changed
from storage.vault import Box

OPEN, SETTLED, DROPPED = "open", "settled", "dropped"
Key = tuple[date, int]
"""Where a page ends: the last one's (due_on, seq)."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One of them. `to` says in words who has to do it, `body` which office of the profile it is.

    `since` is from when on `due_on` holds. Settled, it has an `outcome` (a code of the profile), an `answer` in words
    and the day on which that was so. One that was dropped has in `answer` why.
    """

    id: str
    case_id: str
    kind: str
    what: str = field(repr=False)
    to: str = field(repr=False)
    body: str | None
    due_on: date
    since: datetime
    state: str
    outcome: str | None
    answer: str | None = field(repr=False)
    settled_on: date | None
    by: str
    at: datetime
    seq: int = 0


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
    values: dict[str, Any] = {"id": follow_up_id, "agency": agency, "case_id": case.id}
    values |= {"kind": new.kind, "body": new.body}
    words = box.seal("words", [new.what, new.to])
    values |= {"due_on": new.due_on, "since": now, "by": by, "at": now}
    await session.execute(rows.insert().values(**values, state=OPEN, words=words))
    return follow_up_id


async def of_case(session: AsyncSession, agency: str, case: Case) -> list[FollowUp]:
    """Everything that is or was watched in a case, in the order in which it was noted."""
    mine = select(rows).where(rows.c.agency == agency, rows.c.case_id == case.id).order_by(rows.c.seq)
    found = (await session.execute(mine)).all()
    box = await box_for(session, agency, case) if found else None
    return [_follow_up(box, row) for row in found] if box else []


async def of_member(
    session: AsyncSession, agency: str, member: Member, *, everybodys: bool, after: Key | None = None, limit: int
) -> list[tuple[str, FollowUp]]:
    """A page of what is open in one member's cases, closed ones too, the one due first on top, with the references.

    `everybodys`: also in closed cases that nobody has.
    """
    kept = cases.c.owner_id == member.id
    nobodys = and_(cases.c.owner_id.is_(None), cases.c.closed_at.is_not(None))
    where = (or_(kept, nobodys) if everybodys else kept, recusals.visible_to(member))
    page = with_case_key(rows).add_columns(cases.c.reference).where(rows.c.agency == agency, rows.c.state == OPEN)
    if after is not None:
        page = page.where(tuple_(rows.c.due_on, rows.c.seq) > tuple_(literal(after[0], Date), literal(after[1])))
    found = (await session.execute(page.where(*where).order_by(rows.c.due_on, rows.c.seq).limit(limit))).all()
    return [(row.reference, _follow_up(box, row)) for box, row in unsealed(session, rows, found)]


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
        since=row.since,
        state=row.state,
        outcome=row.outcome,
        answer=box.open("answer", row.answer) if row.answer is not None else None,
        settled_on=row.settled_on,
        by=row.by,
        at=row.at,
        seq=row.seq,
    )
