"""What has to be done about a case and by when, for `bot.desk.tasks`."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Row, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import recusals
from storage.caserows import Case, box_for, boxed, unsealed, with_case_key
from storage.columns import new_id
from storage.errors import RowStale
from storage.models import cases
from storage.models import tasks as rows
from storage.roster import Member
from storage.statements import changed
from storage.vault import Box

Key = tuple[date, int]
"""Where a page of a member's tasks ends: the last one's (due_on, seq)."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that somebody has promised to do; `done_at` says when it was done."""

    seq: int
    id: str
    case_id: str
    owner_id: str
    title: str = field(repr=False)
    due_on: date
    by: str
    at: datetime
    done_at: datetime | None


async def add(
    session: AsyncSession, agency: str, case: Case, *, title: str, due_on: date, owner: str, by: str, now: datetime
) -> Task:
    """Note what is to be done on a case."""
    task_id = new_id()
    sealed = (await box_for(session, agency, case)).beside(rows.name, task_id).seal("title", title)
    values = {"id": task_id, "agency": agency, "case_id": case.id, "owner_id": owner, "title": sealed}
    await session.execute(rows.insert().values(**values, due_on=due_on, by=by, at=now))
    added = await load(session, agency, case, task_id)
    assert added is not None
    return added


async def load(session: AsyncSession, agency: str, case: Case, task_id: str) -> Task | None:
    """One task of this case."""
    mine = (rows.c.agency == agency, rows.c.case_id == case.id, rows.c.id == task_id)
    found = (await session.execute(select(rows).where(*mine))).all()
    return next((_task(box, row) for box, row in await boxed(session, agency, case, rows, found)), None)


async def of_case(session: AsyncSession, agency: str, case: Case) -> list[Task]:
    """Every task of a case, in the order in which they were made."""
    mine = select(rows).where(rows.c.agency == agency, rows.c.case_id == case.id).order_by(rows.c.seq)
    found = (await session.execute(mine)).all()
    return [_task(box, row) for box, row in await boxed(session, agency, case, rows, found)]


async def turn(session: AsyncSession, agency: str, task: Task, done_at: datetime | None) -> bool:
    """Mark a task as done, or open it again with None; False when it is so already."""
    mine = (rows.c.agency == agency, rows.c.id == task.id)
    other = rows.c.done_at.is_not(None) if done_at is None else rows.c.done_at.is_(None)
    return await changed(session, update(rows).where(*mine, other).values(done_at=done_at)) == 1


async def change(session: AsyncSession, agency: str, was: Task, now: Task) -> None:
    """Give an open task the day and owner of `now`; raises RowStale where it is not as it was read any more."""
    mine = (rows.c.agency == agency, rows.c.id == was.id, rows.c.done_at.is_(None))
    unmoved = (rows.c.due_on == was.due_on, rows.c.owner_id == was.owner_id)
    moved = update(rows).where(*mine, *unmoved).values(due_on=now.due_on, owner_id=now.owner_id)
    if await changed(session, moved) != 1:
        raise RowStale(what="task")


async def of_owner(
    session: AsyncSession, agency: str, owner: Member, *, after: Key | None = None, limit: int
) -> list[tuple[str, Task]]:
    """A page of one member's open tasks on open cases, the one due first on top, each with its case's reference."""
    theirs = (rows.c.agency == agency, rows.c.owner_id == owner.id, rows.c.done_at.is_(None))
    known = (cases.c.closed_at.is_(None), recusals.visible_to(owner))
    page = with_case_key(rows).add_columns(cases.c.reference).where(*theirs, *known)
    if after is not None:
        page = page.where(tuple_(rows.c.due_on, rows.c.seq) > tuple_(literal(after[0], Date), literal(after[1])))
    found = (await session.execute(page.order_by(rows.c.due_on, rows.c.seq).limit(limit))).all()
    return [(row.reference, _task(box, row)) for box, row in unsealed(session, rows, found)]


def _task(box: Box, row: Row[Any]) -> Task:
    return Task(
        seq=row.seq,
        id=row.id,
        case_id=row.case_id,
        owner_id=row.owner_id,
        title=box.open("title", row.title),
        due_on=row.due_on,
        by=row.by,
        at=row.at,
        done_at=row.done_at,
    )
