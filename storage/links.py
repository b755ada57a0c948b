"""Which cases belong together, for `bot.desk.related`: what a case is compared by, what was proposed and decided.

A case arrives once and is compared by whoever claims it. Traces are keyed digests of what two cases may have in common:
they find the few to look at, and say nothing without the key file.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Row, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys
from storage.caserows import box_by_id, unsealed, with_case_key
from storage.columns import new_id
from storage.models import arrivals, cases, traces
from storage.models import links as rows
from storage.models.finding import TRACE
from storage.recusals import visible_to
from storage.roster import Member
from storage.statements import changed, insert
from storage.vault import Box, vault_of

PROPOSED, LINKED, REFUSED = "proposed", "linked", "refused"
ATTEMPTS: Final = 5
"""After so many a case counts as compared: it is found by hand, and holds up nothing."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One case that waits to be compared with the others."""

    agency: str
    case_id: str
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class Near:
    """A case that shares traces with another: which, what it is compared by, and what opens its story."""

    id: str
    reference: str
    received_at: datetime
    traces: frozenset[str]
    told: Any = field(repr=False)
    story: Callable[[], str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Link:
    """Another case, and whether it belongs to this one; `because` is what was said for it when it was proposed."""

    id: str
    case_id: str
    reference: str
    status: str
    state: str
    because: Any = field(repr=False)
    by: str
    at: datetime


async def claim_arrivals(session: AsyncSession, now: datetime, lease: timedelta, limit: int) -> list[Arrival]:
    """Take the newest cases that nobody has compared yet, in the order of filing; one tried too often is let go."""
    waiting = (arrivals.c.compared_at.is_(None),)
    free = or_(arrivals.c.claimed_until.is_(None), arrivals.c.claimed_until < now)
    tired = update(arrivals).where(*waiting, free, arrivals.c.attempts >= ATTEMPTS)
    await session.execute(tired.values(compared_at=now))
    newest = select(arrivals.c.case_id).where(*waiting, free).order_by(arrivals.c.filed_at.desc()).limit(limit)
    chosen = newest.with_for_update(skip_locked=True).cte("chosen")
    claimed = update(arrivals).where(arrivals.c.case_id.in_(select(chosen.c.case_id)))
    claimed = claimed.values(claimed_until=now + lease, attempts=arrivals.c.attempts + 1)
    found = await session.execute(claimed.returning(arrivals.c.agency, arrivals.c.case_id, arrivals.c.filed_at))
    return sorted((Arrival(*row) for row in found), key=lambda each: (each.filed_at, each.case_id))


async def waiting(session: AsyncSession) -> bool:
    """True when a case has not been compared yet and can be claimed, or soon could be."""
    first = select(arrivals.c.case_id).where(arrivals.c.compared_at.is_(None)).limit(1)
    return (await session.execute(first)).first() is not None


async def compared(
    session: AsyncSession, agency: str, case_id: str, *, told: Any, left: Iterable[str], now: datetime
) -> bool:
    """Keep what a case is compared by and the traces it leaves; False when somebody else has done that."""
    sealed = None if told is None else (await _box(session, agency, case_id)).seal("told", told)
    mine = (arrivals.c.agency == agency, arrivals.c.case_id == case_id, arrivals.c.compared_at.is_(None))
    done = update(arrivals).where(*mine).values(told=sealed, compared_at=now, claimed_until=None)
    if await changed(session, done) != 1:
        return False
    new = [{"agency": agency, "trace": each, "case_id": case_id} for each in sorted(set(left))]
    if new:
        await session.execute(insert(session, traces).values(new).on_conflict_do_nothing())
    return True


def trace(session: AsyncSession, agency: str, kind: str, value: str) -> str:
    """What two cases share if both have this; it cannot be read without the key file."""
    return vault_of(session).index(f"trace {kind}", f"{agency}\0{value}")[:TRACE]


async def near(session: AsyncSession, agency: str, case_id: str, left: Collection[str], *, limit: int) -> list[Near]:
    """The cases that share most traces with this one, at most so many, with what they are compared by."""
    common = (traces.c.agency == agency, traces.c.trace.in_(sorted(left)), traces.c.case_id != case_id)
    shared = func.count().label("shared")
    most = select(traces.c.case_id).where(*common).group_by(traces.c.case_id)
    chosen = (await session.execute(most.order_by(shared.desc(), traces.c.case_id).limit(limit))).scalars().all()
    by_case: dict[str, set[str]] = {}
    for id, one in await session.execute(
        select(traces.c.case_id, traces.c.trace).where(*common, traces.c.case_id.in_(chosen))
    ):
        by_case.setdefault(id, set()).add(one)
    found = keys.with_key(cases).add_columns(arrivals.c.told).join(arrivals, arrivals.c.case_id == cases.c.id)
    there = await session.execute(found.where(cases.c.agency == agency, cases.c.id.in_(chosen)))
    return [each for row in there if (each := _near(session, row, by_case[row.id])) is not None]


def _near(session: AsyncSession, row: Row[Any], common: set[str]) -> Near | None:
    box = keys.box_of(session, row, cases)
    told = box.beside(arrivals.name, row.id).open("told", row.told) if box else None
    if box is None or told is None:
        return None
    return Near(
        row.id, row.reference, row.received_at, frozenset(common), told, partial(box.open, "narrative", row.narrative)
    )


async def of_case(session: AsyncSession, agency: str, case_id: str, reader: Member) -> list[Link]:
    """The other cases that were proposed or linked, as far as the reader may know of them; newest decision first."""
    other = or_(
        (rows.c.case_id == case_id) & (cases.c.id == rows.c.other_id),
        (rows.c.other_id == case_id) & (cases.c.id == rows.c.case_id),
    )
    mine = (rows.c.agency == agency, or_(rows.c.case_id == case_id, rows.c.other_id == case_id))
    columns = (cases.c.id.label("other"), cases.c.reference, cases.c.status, cases.c.seq)
    found = with_case_key(rows, cases.alias("first")).add_columns(*columns)
    found = found.join(cases, (cases.c.agency == rows.c.agency) & other).where(*mine, rows.c.state != REFUSED)
    there = await session.execute(found.where(visible_to(reader)).order_by(cases.c.seq.desc()))
    return [_link(box, row) for box, row in unsealed(session, rows, there)]


async def propose(
    session: AsyncSession, agency: str, one: str, other: str, *, because: Any, by: str, now: datetime
) -> bool:
    """Propose that two cases belong together; False where that was proposed, linked or refused before."""
    return await _put(session, agency, one, other, because, PROPOSED, by, now)


async def link(session: AsyncSession, agency: str, one: str, other: str, *, by: str, now: datetime) -> bool:
    """Put two cases together, whatever was said before; False when they are together already."""
    if await _put(session, agency, one, other, [], LINKED, by, now):
        return True
    return await _move(session, agency, _pair(one, other), LINKED, by, now)


async def refuse(session: AsyncSession, agency: str, one: str, other: str, *, by: str, now: datetime) -> bool:
    """Say that two cases do not belong together: it is not proposed again. False when that was said before."""
    return await _move(session, agency, _pair(one, other), REFUSED, by, now)


async def _put(
    session: AsyncSession, agency: str, one: str, other: str, because: Any, state: str, by: str, now: datetime
) -> bool:
    first, second = sorted((one, other))
    link_id = new_id()
    box = (await box_by_id(session, agency, first)).beside(rows.name, link_id)
    values = {"id": link_id, "agency": agency, "case_id": first, "other_id": second}
    new = insert(session, rows).values(**values, state=state, because=box.seal("because", because), by=by, at=now)
    return await changed(session, new.on_conflict_do_nothing()) == 1


async def _move(session: AsyncSession, agency: str, pair: Sequence[Any], state: str, by: str, now: datetime) -> bool:
    decided = update(rows).where(rows.c.agency == agency, *pair, rows.c.state != state)
    return await changed(session, decided.values(state=state, by=by, at=now)) == 1


def _pair(one: str, other: str) -> tuple[Any, Any]:
    first, second = sorted((one, other))
    return rows.c.case_id == first, rows.c.other_id == second


def _link(box: Box, row: Row[Any]) -> Link:
    because = box.open("because", row.because)
    return Link(row.id, row.other, row.reference, row.status, row.state, because, row.by, row.at)


async def _box(session: AsyncSession, agency: str, case_id: str) -> Box:
    return (await box_by_id(session, agency, case_id)).beside(arrivals.name, case_id)
