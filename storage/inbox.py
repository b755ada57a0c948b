"""What arrived and what became of it, for the receiver and the worker of `bot.telegram`; it knows no agency yet.

A row is *applied* in the transaction of its effect, which erases its payload, and *answered* once the chat took the
reply. In between, a crash leaves it claimable once more, so that the current screen is sent again and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    FromClause,
    Integer,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from storage.chats import Chat, index
from storage.errors import Unsealable
from storage.models import inbox
from storage.statements import changed, insert
from storage.vault import Place, Vault, vault_of

ANSWER_ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class Incoming:
    """One raw update as a channel delivered it."""

    update_id: int
    chat: str | None = field(repr=False)
    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One claimed update; `attempts` counts claims, from 1 again once it was applied and only the reply is owed."""

    id: int
    channel: str
    update_id: int
    chat: str | None = field(repr=False)
    payload: bytes = field(repr=False)
    received_at: datetime
    applied_at: datetime | None
    attempts: int


async def put(session: AsyncSession, channel: str, updates: Sequence[Incoming], now: datetime) -> int:
    """Keep what arrived and say how much of it is new; a repeat is ignored."""
    vault = vault_of(session)
    rows = [_values(vault, channel, one, now) for one in sorted(updates, key=lambda one: one.update_id)]
    if not rows:
        return 0
    kept = insert(session, inbox).values(rows).on_conflict_do_nothing(index_elements=["channel", "update_id"])
    return len((await session.execute(kept.returning(inbox.c.id))).all())


async def next_offset(session: AsyncSession, channel: str) -> int | None:
    """What to ask the channel for next: one more than what came last; None when nothing ever came."""
    # The last, not the largest: Telegram starts again at a random number after a quiet week.
    last = select(inbox.c.update_id).where(inbox.c.channel == channel).order_by(inbox.c.id.desc()).limit(1)
    update_id = (await session.execute(last)).scalar_one_or_none()
    return None if update_id is None else update_id + 1


async def claim(session: AsyncSession, now: datetime, lease: timedelta, limit: int) -> list[InboxRow]:
    """Take the oldest waiting row of each of up to `limit` chats that nobody is working on."""
    claimed = await session.execute(_claiming(), {"now": now, "until": now + lease, "most": limit})
    rows = sorted(claimed.all(), key=lambda row: row.id)
    return [opened for row in rows if (opened := await _opened(session, row, now)) is not None]


async def applied(session: AsyncSession, row_id: int, now: datetime, outcome: str) -> bool:
    """Mark the effect as done, in the transaction that does it, erasing the payload; False if it was done before."""
    marks = {"applied_at": now, "outcome": outcome, "payload": None, "attempts": 1}
    waiting = (inbox.c.id == row_id, inbox.c.applied_at.is_(None))
    return await changed(session, update(inbox).where(*waiting).values(marks)) == 1


async def answered(session: AsyncSession, row_id: int, now: datetime, outcome: str = "done") -> None:
    """Mark the reply as taken by the chat; from now on nothing tells whose update it was.

    `outcome` is kept, and the payload erased, where nothing has marked the effect: there was none but the reply.
    """
    marks: dict[str, Any] = {"answered_at": now, "claimed_until": None}
    marks |= {"chat_index": None, "chat": None, "payload": None}
    marks["applied_at"] = func.coalesce(inbox.c.applied_at, literal(now, inbox.c.applied_at.type))
    marks["outcome"] = func.coalesce(inbox.c.outcome, outcome)
    await session.execute(update(inbox).where(inbox.c.id == row_id).values(marks))


async def quarantine(session: AsyncSession, row_id: int, now: datetime, outcome: str) -> None:
    """Set aside a row that cannot be worked on, sealed as it came, for an operator; it blocks nothing any more."""
    marks = {"quarantined_at": now, "answered_at": now, "claimed_until": None, "outcome": outcome}
    await session.execute(update(inbox).where(inbox.c.id == row_id).values(marks))


async def release(session: AsyncSession, row_id: int, until: datetime | None = None) -> None:
    """Hand a claimed row back, for anybody to take at once or when `until` has come; the claim does not count."""
    owed = (inbox.c.id == row_id, inbox.c.answered_at.is_(None))
    await session.execute(update(inbox).where(*owed).values(claimed_until=until, attempts=inbox.c.attempts - 1))


async def forget(session: AsyncSession, before: datetime) -> int:
    """Delete what was applied and arrived before `before`; waiting and quarantined rows stay."""
    done = (inbox.c.received_at < before, inbox.c.applied_at.is_not(None), inbox.c.quarantined_at.is_(None))
    return await changed(session, delete(inbox).where(*done))


async def counts(session: AsyncSession) -> dict[str, int]:
    """How many rows wait, how many replies are owed, and how many were set aside."""
    waiting = and_(inbox.c.applied_at.is_(None), inbox.c.answered_at.is_(None))
    owed = and_(inbox.c.applied_at.is_not(None), inbox.c.answered_at.is_(None))
    found = await session.execute(
        select(
            func.count().filter(waiting).label("waiting"),
            func.count().filter(owed).label("unanswered"),
            func.count().filter(inbox.c.quarantined_at.is_not(None)).label("quarantined"),
            func.count().label("all"),
        ).select_from(inbox)
    )
    return dict(found.one()._mapping)


@cache
def _claiming() -> Executable:
    """Built once, for workers ask more often than anybody talks."""
    now, until = (bindparam(name, type_=inbox.c.claimed_until.type) for name in ("now", "until"))
    free = or_(inbox.c.claimed_until.is_(None), inbox.c.claimed_until < now)
    waiting = select(inbox.c.id).where(_open(inbox), free, ~_blocked(now)).order_by(inbox.c.id)
    chosen = waiting.limit(bindparam("most", type_=Integer)).with_for_update(skip_locked=True, of=inbox).cte("chosen")
    claimed = update(inbox).where(inbox.c.id.in_(select(chosen.c.id)))
    return claimed.values(claimed_until=until, attempts=inbox.c.attempts + 1).returning(inbox)


def _open(rows: FromClause) -> ColumnElement[bool]:
    owed = or_(rows.c.applied_at.is_(None), rows.c.attempts < ANSWER_ATTEMPTS)
    return and_(rows.c.answered_at.is_(None), owed)


def _blocked(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether the chat of a row has an earlier one to be done first, or one that somebody holds."""
    other = inbox.alias("other")
    earlier = and_(_open(other), other.c.id < inbox.c.id)
    held = and_(other.c.claimed_until >= now, other.c.id != inbox.c.id)
    return exists().where(other.c.chat_index == inbox.c.chat_index, other.c.answered_at.is_(None), or_(earlier, held))


def _values(vault: Vault, channel: str, one: Incoming, now: datetime) -> dict[str, Any]:
    row = f"{channel}/{one.update_id}"
    chat = None if one.chat is None else one.chat.encode("utf-8", "surrogatepass")
    return {
        "channel": channel,
        "update_id": one.update_id,
        "chat_index": None if one.chat is None else index(vault, Chat(channel, one.chat)),
        "chat": None if chat is None else vault.seal(vault.deployment, _place("chat", row), chat),
        "payload": vault.seal(vault.deployment, _place("payload", row), one.payload),
        "received_at": now,
    }


async def _opened(session: AsyncSession, row: Row[Any], now: datetime) -> InboxRow | None:
    try:
        chat, payload = (_unsealed(vault_of(session), row, column) for column in ("chat", "payload"))
    except Unsealable:  # one damaged row must not stop the others
        await quarantine(session, row.id, now, "unsealable")
        return None
    said_in = None if chat is None else chat.decode("utf-8", "surrogatepass")
    return InboxRow(
        row.id, row.channel, row.update_id, said_in, payload or b"", row.received_at, row.applied_at, row.attempts
    )


def _unsealed(vault: Vault, row: Row[Any], column: str) -> bytes | None:
    sealed: bytes | None = getattr(row, column)
    if sealed is None:
        return None
    return vault.open(vault.deployment, _place(column, f"{row.channel}/{row.update_id}"), sealed)


def _place(column: str, row: str) -> Place:
    return Place("", inbox.name, column, row)
