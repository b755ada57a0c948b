"""What staff look for, for `bot.desk.search`: the cases to look through, and the searches that somebody keeps.

`scroll` and `opener` are for going through every case of an agency: a page at a time, in constant memory, opened in any
thread. A member has one search without a name, the last one; saved ones have a name and may tell of new cases.
"""

from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys
from storage.columns import new_id
from storage.models import cases, notices, parties, search_hits
from storage.models import keys as key_rows
from storage.models import searches as rows
from storage.recusals import visible_to
from storage.roster import Member
from storage.statements import changed, insert
from storage.vault import Reader, vault_of

Found = tuple[str, tuple[str, ...]]
"""A case's id and the fields that something was found in."""
_ADDED: Final = (
    parties.c.name.is_not(None),
    parties.c.removed_at.is_(None),
    parties.c.kept.is_(False),
    parties.c.by.like("member:%"),
)


class Shut(NamedTuple):
    """One case as it lies in the table, its words still sealed; `parties`: the names that staff have added to it."""

    seq: int
    id: str
    reference: str
    name_choice: str | None
    key: tuple[str, bytes, int]
    sealed: tuple[bytes, bytes]
    parties: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """The words of one case as JSON; `answers` are packed."""

    narrative: str
    answers: str
    parties: tuple[str, ...] = ()


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


async def scroll(session: AsyncSession, agency: str, reader: Member, size: int) -> AsyncGenerator[list[Shut], None]:
    """Every case that the reader may know of, the newest first, so many at a time; whoever stops early closes it.

    Cases whose key was erased are passed over. It is one statement: asked for page by page, a database without fresh
    statistics would sort what is left of them for each.
    """
    everything = _sealed().where(cases.c.agency == agency, visible_to(reader)).order_by(cases.c.seq.desc())
    found = await session.stream(everything, execution_options={"yield_per": size})
    try:
        async for page in found.partitions():
            yield await _shut_rows(session, agency, page)
    finally:
        await found.close()


async def one(session: AsyncSession, agency: str, case_id: str) -> Shut | None:
    """One case to look through, whoever may know of it; None when its key was erased."""
    this = _sealed().where(cases.c.agency == agency, cases.c.id == case_id)
    return next(iter(await _shut_rows(session, agency, (await session.execute(this)).all())), None)


def _sealed() -> Select[Any]:
    same = (key_rows.c.id == cases.c.key_id) & (key_rows.c.agency == cases.c.agency)
    columns = [cases.c[name] for name in ("seq", "id", "reference", "name_choice", "key_id", "narrative", "answers")]
    theirs = (parties.c.agency == cases.c.agency, parties.c.case_id == cases.c.id)
    more = exists().where(*theirs, *_ADDED).label("more")
    return select(*columns, key_rows.c.wrapped, key_rows.c.version, more).join(key_rows, same)


async def _shut_rows(session: AsyncSession, agency: str, found: Sequence[Row[Any]]) -> list[Shut]:
    people = await _added(session, agency, [row.id for row in found if row.more])
    return [_shut(row, people) for row in found]


async def _added(session: AsyncSession, agency: str, ids: Sequence[str]) -> dict[str, tuple[tuple[str, bytes], ...]]:
    """Who was put into these cases by staff; whom the complainant named stands in the answers."""
    if not ids:
        return {}
    found: dict[str, tuple[tuple[str, bytes], ...]] = {}
    theirs = (parties.c.agency == agency, parties.c.case_id.in_(ids), *_ADDED)
    for case_id, id, name in await session.execute(
        select(parties.c.case_id, parties.c.id, parties.c.name).where(*theirs)
    ):
        found[case_id] = (*found.get(case_id, ()), (id, name))
    return found


def _shut(row: Any, people: Mapping[str, tuple[tuple[str, bytes], ...]]) -> Shut:
    # By place, not by name: this runs for every case there is.
    seq, id, reference, choice, key_id, narrative, answers, wrapped, version, more = row
    added = people.get(id, ()) if more else ()
    return Shut(seq, id, reference, choice, (key_id, wrapped, version), (narrative, answers), added)


def opener(session: AsyncSession, agency: str) -> Callable[[Shut], Opened]:
    """What opens cases of this agency, in any thread, also after the session has ended. Raises Unsealable."""
    told = Reader(vault_of(session), agency, cases.name, ("narrative", "answers"))
    named = Reader(vault_of(session), agency, parties.name, ("name",))

    def opened(shut: Shut) -> Opened:
        narrative, answers = told.open(shut.id, shut.key, shut.sealed)
        people = tuple(named.open(id, shut.key, (name,))[0] for id, name in shut.parties)
        return Opened(narrative, answers, people)

    return opened


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
