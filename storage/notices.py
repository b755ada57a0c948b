"""What is to be sent when, planned as a difference to what is there, for `bot.desk`; `storage.outbox` hands it on."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Row, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import notices
from storage.statements import insert

REPLANNED = "replanned"  # the only reason for dropping that a later plan takes back
DUE = "due"  # in session.info: this transaction has planned or changed a notice
COPY = ">"  # a notice to a queue, with the key K, becomes one for each member, with the key K>MEMBER


class PlannedLike(Protocol):
    """What `bot.casework` plans, by shape."""

    @property
    def key(self) -> str: ...
    @property
    def to(self) -> str: ...
    @property
    def template(self) -> str: ...
    @property
    def params(self) -> Mapping[str, str]: ...
    @property
    def rank(self) -> int: ...
    @property
    def due_at(self) -> datetime: ...


async def plan(
    session: AsyncSession,
    agency: str,
    *,
    planned: Sequence[PlannedLike],
    now: datetime,
    case_id: str | None = None,
    draft_id: str | None = None,
    scope: str | tuple[str, ...] = "",
) -> None:
    """Make what is unsent for a case or draft (and whose key starts with a scope) equal to `planned`.

    A copy for one member of a queue stays as long as its original is planned.
    """
    wanted = {one.key: one for one in planned}
    scopes = (scope,) if isinstance(scope, str) else scope
    theirs = (
        notices.c.agency == agency,
        _of(case_id, draft_id),
        or_(*(notices.c.key.startswith(each, autoescape=True) for each in scopes)),
        or_(and_(*pending()), notices.c.key.in_(wanted)),  # not all that it has brought over the months
    )
    found = await session.execute(select(notices).where(*theirs).with_for_update())
    there = {row.key: row for row in found}
    gone = [row.id for key, row in there.items() if key.partition(COPY)[0] not in wanted]
    await drop(session, gone, now, REPLANNED)
    for key, row in there.items():
        if key in wanted and not _settled(row):
            await _keep(session, row, wanted[key])
    new = [one for key, one in wanted.items() if key not in there]
    await add(session, agency, case_id=case_id, draft_id=draft_id, planned=new, now=now)


async def add(
    session: AsyncSession,
    agency: str,
    *,
    planned: Sequence[PlannedLike],
    now: datetime,
    case_id: str | None = None,
    draft_id: str | None = None,
) -> int:
    """Add notices without looking at what else is planned and say how many are new; a known one stays as it is."""
    if not planned:
        return 0
    owner = {"agency": agency, "case_id": case_id, "draft_id": draft_id}
    rows = [owner | {"key": one.key} | content(one) for one in planned]
    added = insert(session, notices).values(rows).on_conflict_do_nothing(index_elements=["agency", "key"])
    session.info[DUE] = True
    return len((await session.execute(added.returning(notices.c.id))).all())


async def taken(session: AsyncSession, agency: str, *, case_id: str, owner: str, now: datetime) -> None:
    """Drop what was on its way to a whole queue, for somebody has taken the case; what the owner gets stays."""
    theirs = (notices.c.agency == agency, notices.c.case_id == case_id)
    found = (await session.execute(select(notices.c.id, notices.c.key, notices.c.to).where(*theirs))).all()
    queued = {row.key for row in found if row.to.startswith("queue:")}
    others = [row.id for row in found if row.to != f"member:{owner}" and row.key.partition(COPY)[0] in queued]
    await drop(session, others, now, "taken")


async def drop(session: AsyncSession, ids: Collection[int], now: datetime, outcome: str) -> None:
    """Give up on notices that were not sent, and say why."""
    await mark(session, ids, dropped_at=now, outcome=outcome, claimed_until=None)


def pending() -> tuple[ColumnElement[bool], ...]:
    """Neither sent nor given up."""
    return (notices.c.sent_at.is_(None), notices.c.dropped_at.is_(None))


def _of(case_id: str | None, draft_id: str | None) -> ColumnElement[bool]:
    if (case_id is None) == (draft_id is None):
        raise ValueError("notices are planned for a case or for a draft")
    return notices.c.case_id == case_id if case_id is not None else notices.c.draft_id == draft_id


def _settled(row: Row[Any]) -> bool:
    return row.sent_at is not None or (row.dropped_at is not None and row.outcome != REPLANNED)


async def _keep(session: AsyncSession, row: Row[Any], one: PlannedLike) -> None:
    wanted = content(one)
    if row.dropped_at is None and all(row._mapping[column] == value for column, value in wanted.items()):
        return
    # Whoever holds it finds that it is not due any more: what they would send, or to whom, has changed.
    session.info[DUE] = True
    changes = wanted | {"dropped_at": None, "outcome": None, "claimed_until": None, "attempts": 0}
    await session.execute(update(notices).where(notices.c.agency == row.agency, notices.c.id == row.id).values(changes))


async def mark(session: AsyncSession, ids: Collection[int], **marks: object) -> None:
    """Change those of these notices that are neither sent nor given up."""
    if ids:
        await session.execute(update(notices).where(and_(notices.c.id.in_(list(ids)), *pending())).values(marks))


def content(one: PlannedLike) -> dict[str, Any]:
    """The columns that say what is sent to whom and when."""
    return {
        "to": one.to,
        "template": one.template,
        "params": dict(one.params),
        "rank": one.rank,
        "due_at": one.due_at,
    }
