"""Everything that is sent unasked, for `bot.desk.courier`: a reminder is a notice that is not due yet.

Notices are planned per case or draft as a difference to what is there, and claimed in one statement by any replica.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import notices
from storage.openings import Opening as Opening
from storage.openings import claim_openings as claim_openings
from storage.openings import erased as erased
from storage.openings import opened as opened
from storage.openings import shown as shown
from storage.statements import insert

REPLANNED = "replanned"  # the only reason for dropping that a later plan takes back
MEMBER = "member:"
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


@dataclass(frozen=True, slots=True)
class Notice:
    """One claimed notice; `attempts` counts the claims, `held_until` is when the claim runs out."""

    id: int
    agency: str
    case_id: str | None
    draft_id: str | None
    to: str
    template: str
    params: dict[str, str]
    rank: int
    due_at: datetime
    key: str
    attempts: int
    held_until: datetime | None = None


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
        or_(and_(*_pending()), notices.c.key.in_(wanted)),  # not all that it has brought over the months
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
    rows = [owner | {"key": one.key} | _content(one) for one in planned]
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


async def claim(
    session: AsyncSession, now: datetime, lease: timedelta, limit: int, to: Sequence[str] = ()
) -> list[Notice]:
    """Take what is due and nobody holds, the most urgent first; only for addresses that begin with one of `to`."""
    which = (or_(*(notices.c.to.startswith(each, autoescape=True) for each in to)),) if to else ()
    return await _claim(session, which, now, lease, limit)


async def claim_beside(
    session: AsyncSession, members: Collection[str], now: datetime, lease: timedelta
) -> list[Notice]:
    """Take all else that is due for these members: a person gets one message, not several."""
    # Not by agency, for a member is of one: what is due is less than what the agency ever sent.
    theirs = notices.c.to.in_([f"{MEMBER}{each}" for each in sorted(members)])
    return await _claim(session, (theirs,), now, lease, None) if members else []


async def claim_one(
    session: AsyncSession, agency: str, case_id: str, template: str, now: datetime, lease: timedelta
) -> Notice | None:
    """Take one due notice of a case, to send it at once; None when somebody has it or it is sent."""
    this = (notices.c.agency == agency, notices.c.case_id == case_id, notices.c.template == template)
    return next(iter(await _claim(session, this, now, lease, 1)), None)


async def told_members(session: AsyncSession, agency: str, case_id: str, template: str) -> dict[str, int]:
    """Which members were sent this notice of a case, and last as which message; to take it back when it is settled."""
    theirs = (notices.c.agency == agency, notices.c.case_id == case_id, notices.c.template == template)
    sent_to = select(notices.c.to, notices.c.message_id).where(*theirs, notices.c.message_id.is_not(None))
    sent_to = sent_to.order_by(notices.c.id)
    return {to.removeprefix(MEMBER): number for to, number in await session.execute(sent_to) if to.startswith(MEMBER)}


async def answered(
    session: AsyncSession, agency: str, message_id: int, *, to: str, case_ids: Collection[str] | None = None
) -> list[Notice]:
    """The notices that one message to this address said; a complainant's are looked for among the person's cases."""
    this = [notices.c.agency == agency, notices.c.message_id == message_id, notices.c.to == to]
    if case_ids is not None:
        this.append(notices.c.case_id.in_(list(case_ids)))
    return [_notice(row) for row in await session.execute(select(notices).where(*this).order_by(notices.c.id))]


async def last_told(session: AsyncSession, agency: str, case_id: str, to: str) -> datetime | None:
    """When this address last got a notice about a case."""
    theirs = (notices.c.agency == agency, notices.c.case_id == case_id, notices.c.to == to)
    last: datetime | None = (await session.execute(select(func.max(notices.c.sent_at)).where(*theirs))).scalar_one()
    return last


async def renew(session: AsyncSession, held: Collection[Notice], now: datetime, lease: timedelta) -> set[int]:
    """Hold on to claimed notices and say which are still ours: none that was sent, dropped, changed or taken over."""
    ours = or_(*(and_(notices.c.id == one.id, notices.c.claimed_until == one.held_until) for one in held))
    renewed = update(notices).where(ours, *_pending()).values(claimed_until=now + lease)
    return set((await session.execute(renewed.returning(notices.c.id))).scalars())


async def sent(
    session: AsyncSession,
    ids: Collection[int],
    now: datetime,
    *,
    outcome: str | None = None,
    message_id: int | None = None,
) -> None:
    """Mark as sent, in the message that the chat gave this number; nothing takes that back."""
    await _mark(session, ids, sent_at=now, claimed_until=None, outcome=outcome, message_id=message_id)


async def again(session: AsyncSession, ids: Collection[int], at: datetime) -> None:
    """Put back until `at`: nobody can claim them earlier."""
    await _mark(session, ids, claimed_until=at)


async def try_again(session: AsyncSession, agency: str, *groups: str) -> None:
    """Let what waits for somebody of a group to be there be claimed at once; `groups` are beginnings of addresses."""
    waiting = or_(*(notices.c.to.startswith(group, autoescape=True) for group in groups))
    theirs = update(notices).where(
        notices.c.agency == agency, *_pending(), notices.c.claimed_until.is_not(None), waiting
    )
    await session.execute(theirs.values(claimed_until=None))
    session.info[DUE] = True


async def turn(session: AsyncSession, ids: Collection[int], to: str) -> None:
    """Write down who gets these unsent notices, if it is somebody else than was planned."""
    others = update(notices).where(notices.c.id.in_(list(ids)), notices.c.to != to, *_pending())
    await session.execute(others.values(to=to))


async def drop(session: AsyncSession, ids: Collection[int], now: datetime, outcome: str) -> None:
    """Give up on notices that were not sent, and say why."""
    await _mark(session, ids, dropped_at=now, outcome=outcome, claimed_until=None)


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next notice can be claimed; None when nothing is planned."""
    waiting = select(func.min(notices.c.due_at)).where(*_pending(), notices.c.claimed_until.is_(None))
    held = select(func.min(notices.c.claimed_until)).where(*_pending(), notices.c.claimed_until.is_not(None))
    both = [(await session.execute(first)).scalar_one() for first in (waiting, held)]
    return min((at for at in both if at is not None), default=None)


async def _claim(
    session: AsyncSession, which: Sequence[ColumnElement[bool]], now: datetime, lease: timedelta, limit: int | None
) -> list[Notice]:
    free = or_(notices.c.claimed_until.is_(None), notices.c.claimed_until < now)
    due = select(notices.c.id).where(notices.c.due_at <= now, *_pending(), free, *which)
    ordered = due.order_by(notices.c.rank, notices.c.due_at, notices.c.id).limit(limit)
    chosen = ordered.with_for_update(skip_locked=True).cte("chosen")
    claimed = (
        update(notices)
        .where(notices.c.id.in_(select(chosen.c.id)))
        .values(claimed_until=now + lease, attempts=notices.c.attempts + 1)
        .returning(notices)
    )
    found = [_notice(row) for row in await session.execute(claimed)]
    return sorted(found, key=lambda notice: (notice.rank, notice.due_at, notice.id))


def _pending() -> tuple[ColumnElement[bool], ...]:
    return (notices.c.sent_at.is_(None), notices.c.dropped_at.is_(None))


def _of(case_id: str | None, draft_id: str | None) -> ColumnElement[bool]:
    if (case_id is None) == (draft_id is None):
        raise ValueError("notices are planned for a case or for a draft")
    return notices.c.case_id == case_id if case_id is not None else notices.c.draft_id == draft_id


def _settled(row: Row[Any]) -> bool:
    return row.sent_at is not None or (row.dropped_at is not None and row.outcome != REPLANNED)


async def _keep(session: AsyncSession, row: Row[Any], one: PlannedLike) -> None:
    content = _content(one)
    if row.dropped_at is None and all(row._mapping[column] == value for column, value in content.items()):
        return
    # Whoever holds it finds that it is not due any more: what they would send, or to whom, has changed.
    session.info[DUE] = True
    changes = content | {"dropped_at": None, "outcome": None, "claimed_until": None, "attempts": 0}
    await session.execute(update(notices).where(notices.c.agency == row.agency, notices.c.id == row.id).values(changes))


async def _mark(session: AsyncSession, ids: Collection[int], **marks: object) -> None:
    if ids:
        await session.execute(update(notices).where(and_(notices.c.id.in_(list(ids)), *_pending())).values(marks))


def _content(one: PlannedLike) -> dict[str, Any]:
    return {
        "to": one.to,
        "template": one.template,
        "params": dict(one.params),
        "rank": one.rank,
        "due_at": one.due_at,
    }


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        agency=row.agency,
        case_id=row.case_id,
        draft_id=row.draft_id,
        to=row.to,
        template=row.template,
        params=row.params,
        rank=row.rank,
        due_at=row.due_at,
        key=row.key,
        attempts=row.attempts,
        held_until=row.claimed_until,
    )
