"""What staff look for, for `bot.desk.search` and `bot.desk.watch`; the cases to look through are `storage.stories`.

A member has one search without a name, the last one; saved ones have a name and may tell of new cases.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys
from storage.columns import new_id
from storage.models import cases, notices, search_hits
from storage.models import searches as rows
from storage.recusals import visible_to
from storage.roster import Member
from storage.statements import changed, insert

Found = tuple[str, tuple[str, ...]]
"""A case's id and the fields that something was found in."""


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for; `name` is None for the last search, `alert` for one that tells of nothing."""

    id: str
    agency: str
    member_id: str
    words: str = field(repr=False)
    name: str | None = field(repr=False)
    found: tuple[Found, ...] = field(repr=False)
    alert: str | None
    threshold: tuple[int, int] | None
    told_at: datetime | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of a case, content apart."""

    id: str
    reference: str
    status: str


async def listed(session: AsyncSession, agency: str, ids: Collection[str], reader: Member) -> dict[str, Listed]:
    """Those of these cases that the reader may know of, by id."""
    columns = (cases.c.id, cases.c.reference, cases.c.status)
    theirs = select(*columns).where(cases.c.agency == agency, cases.c.id.in_(list(ids)), visible_to(reader))
    return {row.id: Listed(row.id, row.reference, row.status) for row in await session.execute(theirs)}


async def by_reference(session: AsyncSession, agency: str, reference: str, reader: Member) -> Listed | None:
    """The case of this reference, if the reader may know of it."""
    columns = (cases.c.id, cases.c.reference, cases.c.status)
    theirs = select(*columns).where(cases.c.agency == agency, cases.c.reference == reference, visible_to(reader))
    row = (await session.execute(theirs)).one_or_none()
    return None if row is None else Listed(row.id, row.reference, row.status)


async def keep(
    session: AsyncSession, agency: str, member: Member, words: str, found: Sequence[Found], now: datetime
) -> Search:
    """Remember a member's last search and what it has found; the one before it is forgotten."""
    last = (rows.c.agency == agency, rows.c.member_id == member.id, rows.c.name.is_(None))
    await session.execute(delete(rows).where(*last))
    search_id = new_id()
    box = await keys.box(session, agency, member.key_id, rows, search_id)
    values = {"id": search_id, "agency": agency, "member_id": member.id, "key_id": member.key_id, "made_at": now}
    sealed = {"words": box.seal("words", words), "found": box.seal("found", [list(each) for each in found])}
    await session.execute(rows.insert().values(**values, **sealed))
    kept = await load(session, agency, member.id, search_id)
    assert kept is not None
    return kept


async def load(session: AsyncSession, agency: str, member_id: str, search_id: str) -> Search | None:
    """One search of this member, who alone has it."""
    mine = (rows.c.agency == agency, rows.c.member_id == member_id, rows.c.id == search_id)
    return next(iter(_opened(session, (await session.execute(keys.with_key(rows).where(*mine))).all())), None)


async def saved(session: AsyncSession, agency: str, member_id: str) -> list[Search]:
    """The searches that a member keeps, in the order of making."""
    mine = (rows.c.agency == agency, rows.c.member_id == member_id, rows.c.name.is_not(None))
    kept = keys.with_key(rows).where(*mine).order_by(rows.c.made_at, rows.c.id)
    return _opened(session, (await session.execute(kept)).all())


async def alerting(session: AsyncSession, agency: str) -> list[Search]:
    """Every search of this agency that tells of new cases."""
    telling = keys.with_key(rows).where(rows.c.agency == agency, rows.c.alert.is_not(None))
    return _opened(session, (await session.execute(telling)).all())


async def change(
    session: AsyncSession, agency: str, search: Search, *, now: datetime, changes: Mapping[str, Any]
) -> None:
    """Name a search, which saves it, or change what it tells; what it had planned to tell is dropped."""
    values = dict(changes)
    if "name" in values:
        key_id = select(rows.c.key_id).where(rows.c.agency == agency, rows.c.id == search.id)
        box = await keys.box(session, agency, (await session.execute(key_id)).scalar_one(), rows, search.id)
        values |= {"name": box.seal("name", values["name"]), "found": None}
    if "alert" in values:
        await _silence(session, agency, search.member_id, search.id, now)
    mine = (rows.c.agency == agency, rows.c.member_id == search.member_id, rows.c.id == search.id)
    await session.execute(update(rows).where(*mine).values(values))


async def remove(session: AsyncSession, agency: str, member_id: str, search_id: str, now: datetime) -> bool:
    """Forget a search and what it would still have told; False when it is gone already."""
    mine = (rows.c.agency == agency, rows.c.member_id == member_id, rows.c.id == search_id)
    if (await session.execute(select(rows.c.id).where(*mine))).first() is None:
        return False
    hits = (search_hits.c.agency == agency, search_hits.c.search_id == search_id)
    await session.execute(delete(search_hits).where(*hits))
    await _silence(session, agency, member_id, search_id, now)
    return await changed(session, delete(rows).where(*mine)) == 1


async def hit(session: AsyncSession, agency: str, search_id: str, case_id: str, now: datetime) -> bool:
    """Note that a new case fits a search; False when that was noted before."""
    noted = insert(session, search_hits).values(agency=agency, search_id=search_id, case_id=case_id, at=now)
    return await changed(session, noted.on_conflict_do_nothing()) == 1


async def hits(
    session: AsyncSession, agency: str, search_id: str, reader: Member, *, since: datetime | None = None
) -> list[Listed]:
    """The new cases that a search has told of and that its reader may know of, the newest first."""
    same = (cases.c.agency == search_hits.c.agency) & (cases.c.id == search_hits.c.case_id)
    theirs = [search_hits.c.agency == agency, search_hits.c.search_id == search_id, visible_to(reader)]
    theirs += [] if since is None else [search_hits.c.at > since]
    columns = (cases.c.id, cases.c.reference, cases.c.status)
    found = (
        select(*columns).join(search_hits, same).where(*theirs).order_by(search_hits.c.at.desc(), cases.c.seq.desc())
    )
    return [Listed(row.id, row.reference, row.status) for row in await session.execute(found)]


async def counted(session: AsyncSession, agency: str, search_id: str, now: datetime) -> None:
    """Begin to count anew: what a threshold has told of is not told again."""
    await session.execute(update(rows).where(rows.c.agency == agency, rows.c.id == search_id).values(told_at=now))


async def _silence(session: AsyncSession, agency: str, member_id: str, search_id: str, now: datetime) -> None:
    pending = (notices.c.sent_at.is_(None), notices.c.dropped_at.is_(None), notices.c.to == f"member:{member_id}")
    theirs = (notices.c.agency == agency, notices.c.key.startswith(f"search:{search_id}:", autoescape=True))
    await session.execute(update(notices).where(*theirs, *pending).values(dropped_at=now, outcome="silenced"))


def _opened(session: AsyncSession, found: Sequence[Row[Any]]) -> list[Search]:
    boxes = ((row, keys.box_of(session, row, rows)) for row in found)
    return [
        Search(
            id=row.id,
            agency=row.agency,
            member_id=row.member_id,
            words=box.open("words", row.words),
            name=box.open("name", row.name),
            found=tuple((case_id, tuple(places)) for case_id, places in box.open("found", row.found) or ()),
            alert=row.alert,
            threshold=(row.threshold_cases, row.threshold_days) if row.alert == "threshold" else None,
            told_at=row.told_at,
            made_at=row.made_at,
        )
        for row, box in boxes
        if box is not None
    ]
