"""Everything that is sent unasked, for `bot.desk.courier`: a reminder is a notice that is not due yet.

Notices are planned by `storage.notices`, and claimed here in one statement by any replica.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import notices
from storage.notices import COPY as COPY
from storage.notices import DUE as DUE
from storage.notices import add as add
from storage.notices import drop as drop
from storage.notices import mark, pending
from storage.notices import plan as plan
from storage.notices import taken as taken
from storage.openings import Opening as Opening
from storage.openings import claim_openings as claim_openings
from storage.openings import erased as erased
from storage.openings import opened as opened
from storage.openings import shown as shown

MEMBER = "member:"


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


async def said_about(
    session: AsyncSession, agency: str, ids: Collection[str], *, to: str, since: datetime
) -> list[int]:
    """The messages in which notices about these cases and drafts went out to this address, the oldest first."""
    theirs = or_(notices.c.case_id.in_(list(ids)), notices.c.draft_id.in_(list(ids)))
    sent = (notices.c.agency == agency, notices.c.to == to, notices.c.sent_at > since, theirs)
    found = select(notices.c.message_id).where(*sent, notices.c.message_id.is_not(None)).order_by(notices.c.id)
    return [*(await session.execute(found)).scalars()]


async def last_told(session: AsyncSession, agency: str, case_id: str, to: str) -> datetime | None:
    """When this address last got a notice about a case."""
    theirs = (notices.c.agency == agency, notices.c.case_id == case_id, notices.c.to == to)
    last: datetime | None = (await session.execute(select(func.max(notices.c.sent_at)).where(*theirs))).scalar_one()
    return last


async def renew(session: AsyncSession, held: Collection[Notice], now: datetime, lease: timedelta) -> set[int]:
    """Hold on to claimed notices and say which are still ours: none that was sent, dropped, changed or taken over."""
    ours = or_(*(and_(notices.c.id == one.id, notices.c.claimed_until == one.held_until) for one in held))
    renewed = update(notices).where(ours, *pending()).values(claimed_until=now + lease)
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
    await mark(session, ids, sent_at=now, claimed_until=None, outcome=outcome, message_id=message_id)


async def again(session: AsyncSession, ids: Collection[int], at: datetime) -> None:
    """Put back until `at`: nobody can claim them earlier."""
    await mark(session, ids, claimed_until=at)


async def try_again(session: AsyncSession, agency: str, *groups: str) -> None:
    """Let what waits for somebody of a group to be there be claimed at once; `groups` are beginnings of addresses."""
    waiting = or_(*(notices.c.to.startswith(group, autoescape=True) for group in groups))
    theirs = update(notices).where(
        notices.c.agency == agency, *pending(), notices.c.claimed_until.is_not(None), waiting
    )
    await session.execute(theirs.values(claimed_until=None))
    session.info[DUE] = True


async def turn(session: AsyncSession, agency: str, ids: Collection[int], to: str) -> None:
    """Write down who gets these unsent notices, if it is somebody else than was planned."""
    others = update(notices).where(
        notices.c.agency == agency, notices.c.id.in_(list(ids)), notices.c.to != to, *pending()
    )
    await session.execute(others.values(to=to))


async def _claim(
    session: AsyncSession, which: Sequence[ColumnElement[bool]], now: datetime, lease: timedelta, limit: int | None
) -> list[Notice]:
    free = or_(notices.c.claimed_until.is_(None), notices.c.claimed_until < now)
    due = select(notices.c.id).where(notices.c.due_at <= now, *pending(), free, *which)
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
