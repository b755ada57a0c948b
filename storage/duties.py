"""Holds, snoozes and what staff ask each other about a case, for the modules of `bot.desk` about duties.

Whoever writes here holds the case (`cases.hold`), so that of two who decide the same thing one comes second.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Integer, Row, cast, delete, literal, null, select, union_all, update
from sqlalchemy import case as case_when
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_by_id, box_for, boxed
from storage.columns import Code, Utc, new_id
from storage.models import asks, holds, snoozes
from storage.statements import changed, insert
from storage.vault import Box

ASKED: Final = "asked"
GRANTED: Final = "granted"
REFUSED: Final = "refused"
OVERTAKEN: Final = "overtaken"
STATES: Final = (ASKED, GRANTED, REFUSED, OVERTAKEN)
EXTENSION: Final = "extension"
HANDOVER: Final = "handover"


@dataclass(frozen=True, slots=True)
class Hold:
    """A pause of all clocks of a case; `released_at` is None while it stands."""

    id: str
    case_id: str
    because: str = field(repr=False)
    by: str
    at: datetime
    ends_at: datetime
    released_by: str | None
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class Snooze:
    """One member wants no reminder of a duty before `until_at`."""

    case_id: str
    duty: str
    member_id: str
    because: str = field(repr=False)
    at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True)
class Ask:
    """More days for a duty, asked of the supervisors, or a case, offered to a colleague; and what came of it."""

    id: str
    case_id: str
    kind: str
    duty: str | None
    days: int | None
    to_id: str | None
    because: str = field(repr=False)
    member_id: str
    at: datetime
    state: str
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """What moves or quiets a clock, without anybody's words: kind `hold`, `snooze` or `extension`."""

    kind: str
    at: datetime
    until_at: datetime | None
    duty: str | None
    days: int | None
    member_id: str | None


async def changes(session: AsyncSession, agency: str, case_id: str) -> list[Change]:
    """All that the clocks of a case have to reckon with, in one statement."""
    name, number, at = cast(null(), Code), cast(null(), Integer), cast(null(), Utc)
    held = select(literal("hold"), holds.c.at, holds.c.ends_at, name, number, name)
    quiet = select(literal("snooze"), snoozes.c.at, snoozes.c.until_at, snoozes.c.duty, number, snoozes.c.member_id)
    more = select(literal("extension"), asks.c.decided_at, at, asks.c.duty, asks.c.days, name)
    granted = (asks.c.kind == EXTENSION, asks.c.state == GRANTED)
    found = await session.execute(
        union_all(
            held.where(holds.c.agency == agency, holds.c.case_id == case_id),
            quiet.where(snoozes.c.agency == agency, snoozes.c.case_id == case_id),
            more.where(asks.c.agency == agency, asks.c.case_id == case_id, *granted),
        )
    )
    return [Change(*row) for row in found]


# Holds


async def hold(
    session: AsyncSession, agency: str, case: Case, *, because: str, by: str, ends_at: datetime, now: datetime
) -> None:
    """Pause the clocks of a case that is not on hold."""
    hold_id = new_id()
    sealed = (await box_for(session, agency, case)).beside(holds.name, hold_id).seal("because", because)
    values = {"id": hold_id, "agency": agency, "case_id": case.id, "because": sealed, "by": by}
    await session.execute(holds.insert().values(**values, at=now, ends_at=ends_at))


async def standing(session: AsyncSession, agency: str, case_id: str) -> Hold | None:
    """The hold that a case is on."""
    mine = (holds.c.agency == agency, holds.c.case_id == case_id, holds.c.released_at.is_(None))
    row = (await session.execute(select(holds).where(*mine))).one_or_none()
    return None if row is None else _hold(await box_by_id(session, agency, case_id), row)


async def release(session: AsyncSession, agency: str, case_id: str, *, by: str, now: datetime) -> bool:
    """End the hold of a case, at its planned end or now if that is earlier; False when it is on none.

    By a clock that was put back it ends when it began.
    """
    standing_hold = (holds.c.agency == agency, holds.c.case_id == case_id, holds.c.released_at.is_(None))
    ends_at = case_when(
        (holds.c.ends_at < now, holds.c.ends_at), (holds.c.at > now, holds.c.at), else_=literal(now, Utc)
    )
    released = update(holds).where(*standing_hold).values(released_by=by, released_at=now, ends_at=ends_at)
    return await changed(session, released) == 1


async def over(session: AsyncSession, agency: str, now: datetime, limit: int) -> list[str]:
    """Which cases of an agency are on a hold whose end has come."""
    due = (holds.c.agency == agency, holds.c.released_at.is_(None), holds.c.ends_at <= now)
    found = select(holds.c.case_id).where(*due).order_by(holds.c.ends_at).limit(limit)
    return list((await session.execute(found)).scalars())


# Snoozes


async def snooze(session: AsyncSession, agency: str, case: Case, one: Snooze) -> None:
    """Keep a member's snooze of one duty, in place of an earlier one."""
    seal_id = new_id()
    sealed = (await box_for(session, agency, case)).beside(snoozes.name, seal_id).seal("because", one.because)
    mine = {"agency": agency, "case_id": case.id, "duty": one.duty, "member_id": one.member_id}
    content = {"seal_id": seal_id, "because": sealed, "at": one.at, "until_at": one.until_at}
    keep = insert(session, snoozes).values(mine | content)
    await session.execute(keep.on_conflict_do_update(index_elements=list(mine), set_=content))


async def wake(session: AsyncSession, agency: str, case_id: str) -> None:
    """Forget all snoozes of a case: it is in other hands now."""
    await session.execute(delete(snoozes).where(snoozes.c.agency == agency, snoozes.c.case_id == case_id))


async def snoozed(session: AsyncSession, agency: str, case_id: str, now: datetime) -> list[Snooze]:
    """The snoozes of a case that are not over."""
    mine = (snoozes.c.agency == agency, snoozes.c.case_id == case_id, snoozes.c.until_at > now)
    rows = (await session.execute(select(snoozes).where(*mine).order_by(snoozes.c.until_at))).all()
    box = await box_by_id(session, agency, case_id) if rows else None
    return [_snooze(box, row) for row in rows if box is not None]


async def quiet(
    session: AsyncSession, agency: str, member_id: str, case_ids: Collection[str], now: datetime
) -> set[tuple[str, str]]:
    """Of which duties (case, duty) of these cases a member wants no reminder now."""
    theirs = (snoozes.c.agency == agency, snoozes.c.case_id.in_(sorted(case_ids)), snoozes.c.member_id == member_id)
    rows = await session.execute(select(snoozes.c.case_id, snoozes.c.duty).where(*theirs, snoozes.c.until_at > now))
    return {(row.case_id, row.duty) for row in rows}


# What staff ask each other


async def ask(session: AsyncSession, agency: str, case: Case, one: Ask) -> None:
    """Keep something that was asked; `one.id` is a new id."""
    sealed = (await box_for(session, agency, case)).beside(asks.name, one.id).seal("because", one.because)
    columns = {each: getattr(one, each) for each in ASK_COLUMNS}
    await session.execute(asks.insert().values(agency=agency, because=sealed, **columns))


async def asked(
    session: AsyncSession, agency: str, case_id: str, *, kind: str | None = None, states: Sequence[str] = (ASKED,)
) -> list[Ask]:
    """What is asked about a case, oldest first; by default what nobody has decided."""
    mine = select(asks).where(asks.c.agency == agency, asks.c.case_id == case_id, asks.c.state.in_(states))
    mine = mine if kind is None else mine.where(asks.c.kind == kind)
    found = (await session.execute(mine.order_by(asks.c.seq))).all()
    return [_ask(box, row) for box, row in await boxed(session, agency, case_id, asks, found)]


async def decide(session: AsyncSession, agency: str, ask_id: str, state: str, *, by: str, now: datetime) -> bool:
    """Settle what was asked; False when it was settled before."""
    undecided = (asks.c.agency == agency, asks.c.id == ask_id, asks.c.state == ASKED)
    decided = update(asks).where(*undecided).values(state=state, decided_by=by, decided_at=now)
    return await changed(session, decided) == 1


ASK_COLUMNS = (
    *("id", "case_id", "kind", "duty", "days", "to_id", "member_id", "at"),
    *("state", "decided_by", "decided_at"),
)


def _hold(box: Box, row: Row[Any]) -> Hold:
    because = box.beside(holds.name, row.id).open("because", row.because)
    return Hold(row.id, row.case_id, because, row.by, row.at, row.ends_at, row.released_by, row.released_at)


def _snooze(box: Box, row: Row[Any]) -> Snooze:
    because = box.beside(snoozes.name, row.seal_id).open("because", row.because)
    return Snooze(row.case_id, row.duty, row.member_id, because, row.at, row.until_at)


def _ask(box: Box, row: Row[Any]) -> Ask:
    columns = {each: getattr(row, each) for each in ASK_COLUMNS}
    return Ask(because=box.open("because", row.because), **columns)
