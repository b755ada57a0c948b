"""Acts on many cases at once, for `bot.desk.bulk`: put together, planned, and carried out case by case, or undone.

Everything is in rows, so nothing is forgotten by a restart. What is to be done is sealed with the member's key and
gone when it is over; which cases it was done to stays, for the report.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, literal, or_, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys
from storage.caselists import ALL, Narrowed, fitting
from storage.columns import Utc, new_id
from storage.models import bulk_cases as items
from storage.models import bulks, cases, members
from storage.recusals import visible_to
from storage.roster import Member
from storage.statements import changed, insert

OPEN, PLANNED, DONE, UNDONE, DROPPED = "open", "planned", "done", "undone", "dropped"
CHOSEN, REFUSED = "chosen", "refused"
Key = tuple[datetime, str]
"""After which case a page begins: its next date and its id."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """One act on many cases; `source`, `narrowed` and `page` say which list the member is ticking cases on."""

    id: str
    agency: str
    member_id: str
    state: str
    source: str | None
    page: Key | None
    detail: dict[str, str] | None = field(repr=False)
    due_at: datetime | None
    narrowed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One case of an act; `seen` is what the case was when the act was planned, `because` why it was refused."""

    bulk_id: str
    agency: str
    case_id: str
    reference: str
    state: str
    seen: str | None
    because: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One open case on a list to tick, without its content."""

    id: str
    reference: str
    priority: str
    status: str
    next_at: datetime


@dataclass(frozen=True, slots=True)
class Lists:
    """Which list: the cases of one owner, or those of these queues that nobody owns; narrowed down."""

    owner_id: str | None = None
    queues: tuple[str, ...] = ()
    narrowed: Narrowed = ALL


async def listed(
    session: AsyncSession, agency: str, member: Member, source: Lists, after: Key | None, limit: int
) -> list[Listed]:
    """A page of open cases that the member may know of, the one due first on top."""
    where = [cases.c.agency == agency, cases.c.closed_at.is_(None), visible_to(member), *fitting(source.narrowed)]
    if source.owner_id is not None:
        where.append(cases.c.owner_id == source.owner_id)
    else:
        where += [cases.c.owner_id.is_(None), cases.c.queue.in_(source.queues)]
    if after is not None:
        where.append(tuple_(cases.c.next_at, cases.c.id) > tuple_(literal(after[0], Utc), literal(after[1])))
    return await _listed(session, where, limit)


async def known(session: AsyncSession, agency: str, member: Member, case_ids: Collection[str]) -> list[Listed]:
    """Those of these cases that are open and that the member may know of, in the order of their numbers."""
    where = [cases.c.agency == agency, cases.c.closed_at.is_(None), cases.c.id.in_(case_ids), visible_to(member)]
    return sorted(await _listed(session, where, len(case_ids)), key=lambda case: case.reference)


async def begin(session: AsyncSession, agency: str, member: Member, now: datetime) -> Bulk:
    """Start anew; what the member had put together and not planned is dropped."""
    theirs = (bulks.c.agency == agency, bulks.c.member_id == member.id, bulks.c.state == OPEN)
    await session.execute(update(bulks).where(*theirs).values(state=DROPPED, detail=None, ended_at=now))
    row = {"id": new_id(), "agency": agency, "member_id": member.id, "state": OPEN, "started_at": now}
    await session.execute(bulks.insert().values(**row))
    return Bulk(str(row["id"]), agency, member.id, OPEN, None, None, None, None)


async def current(session: AsyncSession, agency: str, member: Member) -> Bulk | None:
    """What the member is putting together, held until the end of the transaction."""
    theirs = (bulks.c.agency == agency, bulks.c.member_id == member.id, bulks.c.state == OPEN)
    return await _one(session, select(bulks, members.c.key_id).join(members, _OWNER).where(*theirs))


async def load(session: AsyncSession, agency: str, bulk_id: str) -> Bulk | None:
    """One act of this agency."""
    this = (bulks.c.agency == agency, bulks.c.id == bulk_id)
    return await _one(session, select(bulks, members.c.key_id).join(members, _OWNER).where(*this))


async def show(session: AsyncSession, agency: str, looked: Bulk) -> None:
    """Remember which page of which list the member looks at, and what that is narrowed down to."""
    page = {"page_at": looked.page and looked.page[0], "page_id": looked.page and looked.page[1]}
    await _set(session, agency, looked.id, source=looked.source, narrowed=looked.narrowed, **page)


async def intend(session: AsyncSession, agency: str, bulk: Bulk, member: Member, detail: Mapping[str, str]) -> None:
    """Remember what is to be done; the words in it are sealed."""
    box = await keys.box(session, agency, member.key_id, bulks, bulk.id)
    await _set(session, agency, bulk.id, detail=box.seal("detail", dict(detail)))


async def tick(session: AsyncSession, agency: str, bulk_id: str, case_ids: Collection[str], *, on: bool) -> None:
    """Choose cases, or take them out again."""
    if on and case_ids:
        rows = [{"agency": agency, "bulk_id": bulk_id, "case_id": each, "state": CHOSEN} for each in case_ids]
        key = [items.c.agency, items.c.bulk_id, items.c.case_id]
        await session.execute(insert(session, items).values(rows).on_conflict_do_nothing(index_elements=key))
    if not on:
        await session.execute(delete(items).where(*_of(agency, bulk_id), items.c.case_id.in_(case_ids)))


async def cases_of(session: AsyncSession, agency: str, bulk_id: str) -> list[Item]:
    """The cases of an act, in the order of their numbers."""
    same = (items.c.agency == cases.c.agency) & (items.c.case_id == cases.c.id)
    theirs = select(items, cases.c.reference).join(cases, same).where(*_of(agency, bulk_id))
    rows = await session.execute(theirs.order_by(cases.c.reference))
    return [Item(r.bulk_id, r.agency, r.case_id, r.reference, r.state, r.seen, r.because) for r in rows]


async def planned_elsewhere(session: AsyncSession, agency: str, case_ids: Collection[str]) -> set[str]:
    """Which of these cases wait for an act that is planned."""
    waiting = (items.c.agency == agency, items.c.case_id.in_(case_ids), items.c.state == PLANNED)
    return set((await session.execute(select(items.c.case_id).where(*waiting))).scalars())


async def plan(session: AsyncSession, agency: str, bulk_id: str, seen: Mapping[str, str], due_at: datetime) -> None:
    """Plan the act for these cases, each as it was seen; the other chosen ones are left out."""
    for case_id, state in seen.items():
        this = (*_of(agency, bulk_id), items.c.case_id == case_id)
        await session.execute(update(items).where(*this).values(state=PLANNED, seen=state))
    await session.execute(delete(items).where(*_of(agency, bulk_id), items.c.state == CHOSEN))
    await _set(session, agency, bulk_id, state=PLANNED, due_at=due_at)


async def undo(session: AsyncSession, agency: str, bulk_id: str, member_id: str, now: datetime) -> bool:
    """Take a planned act back; False when its time has come, or there is none of this member's."""
    this = (bulks.c.agency == agency, bulks.c.id == bulk_id, bulks.c.member_id == member_id)
    waiting = update(bulks).where(*this, bulks.c.state == PLANNED, bulks.c.due_at > now)
    if await changed(session, waiting.values(state=UNDONE, detail=None, ended_at=now)) != 1:
        return False
    await session.execute(update(items).where(*_of(agency, bulk_id), items.c.state == PLANNED).values(state=UNDONE))
    return True


async def claim(session: AsyncSession, now: datetime, lease: timedelta) -> Bulk | None:
    """Take one act whose time has come and that nobody is carrying out."""
    free = or_(bulks.c.claimed_until.is_(None), bulks.c.claimed_until < now)
    # Written out, because a planner does not see through a parameter that the partial index applies.
    due = select(bulks.c.id).where(bulks.c.state == text("'planned'"), bulks.c.due_at <= now, free)
    chosen = due.order_by(bulks.c.due_at, bulks.c.id).limit(1).with_for_update(skip_locked=True).cte("chosen")
    claimed = update(bulks).where(bulks.c.id.in_(select(chosen.c.id))).values(claimed_until=now + lease)
    taken = (await session.execute(claimed.returning(bulks.c.agency, bulks.c.id))).one_or_none()
    return await load(session, taken.agency, taken.id) if taken else None


async def settle(session: AsyncSession, agency: str, item: Item, state: str, because: str | None = None) -> bool:
    """Note how it went with one case, once; False when that was noted before."""
    this = (*_of(agency, item.bulk_id), items.c.case_id == item.case_id, items.c.state == PLANNED)
    return await changed(session, update(items).where(*this).values(state=state, because=because)) == 1


async def end(session: AsyncSession, agency: str, bulk_id: str, now: datetime) -> bool:
    """It is over: the words are gone; False when somebody has ended it before."""
    this = (bulks.c.agency == agency, bulks.c.id == bulk_id, bulks.c.state == PLANNED)
    return await changed(session, update(bulks).where(*this).values(state=DONE, detail=None, ended_at=now)) == 1


_OWNER = (bulks.c.agency == members.c.agency) & (bulks.c.member_id == members.c.id)


def _of(agency: str, bulk_id: str) -> tuple[Any, ...]:
    return items.c.agency == agency, items.c.bulk_id == bulk_id


async def _listed(session: AsyncSession, where: Sequence[ColumnElement[bool]], limit: int) -> list[Listed]:
    columns = (cases.c.id, cases.c.reference, cases.c.priority, cases.c.status, cases.c.next_at)
    page = select(*columns).where(*where).order_by(cases.c.next_at, cases.c.id).limit(limit)
    return [Listed(*row) for row in await session.execute(page)]


async def _set(session: AsyncSession, agency: str, bulk_id: str, **values: object) -> None:
    this = (bulks.c.agency == agency, bulks.c.id == bulk_id, bulks.c.state == OPEN)
    await session.execute(update(bulks).where(*this).values(values))


async def _one(session: AsyncSession, statement: Any) -> Bulk | None:
    row: Row[Any] | None = (await session.execute(statement.with_for_update(of=bulks))).one_or_none()
    if row is None:
        return None
    sealed = row.detail and (await keys.box(session, row.agency, row.key_id, bulks, row.id)).open("detail", row.detail)
    page = (row.page_at, row.page_id) if row.page_id else None
    narrowed = row.narrowed or {}
    return Bulk(row.id, row.agency, row.member_id, row.state, row.source, page, sealed or None, row.due_at, narrowed)
