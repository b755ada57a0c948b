"""Filed complaints, for `bot.desk`: opened once per draft, versioned, found by reference, chat, queue and owner."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys, recusals
from storage.allegations import AllegationRow as AllegationRow
from storage.allegations import NewAllegation as NewAllegation
from storage.allegations import add_allegation as add_allegation
from storage.allegations import allegations as allegations
from storage.allegations import decide as decide
from storage.allegations import suggest
from storage.caserows import MARKED, PLAIN, box_for, columns_for, opened
from storage.caserows import Case as Case
from storage.chats import Chat, index
from storage.columns import Utc, new_id
from storage.contents import answers as answers
from storage.contents import keep_statistics as keep_statistics
from storage.contents import narrative as narrative
from storage.contents import reading as reading
from storage.contents import statistics as statistics
from storage.drafts import Draft
from storage.errors import RowStale
from storage.messages import Event as Event
from storage.messages import Message as Message
from storage.messages import events as events
from storage.messages import happened as happened
from storage.messages import last_act as last_act
from storage.messages import message as message
from storage.messages import messages as messages
from storage.messages import read as read
from storage.messages import say as say
from storage.models import arrivals, cases, counters, drafts
from storage.roster import Member
from storage.statements import changed, insert
from storage.vault import vault_of

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """Everything that is decided before a draft is filed; `refer` makes the reference out of the year's next number.

    `came_by` says that a member of staff wrote it down, and how it had come: such a case has no chat. `received_at` is
    given where the office has had it for longer.
    """

    draft: Draft
    prefix: str
    year: int
    refer: Callable[[int], str]
    status: str
    priority: str
    queue: str
    unit: str | None = None
    region: str | None = None
    respondent_unit: str | None = None
    because: tuple[str, ...] = field(repr=False)
    next_at: datetime
    narrative: str = field(default="", repr=False)
    answers: Any = field(default_factory=dict, repr=False)
    reading: Any = field(default=None, repr=False)
    name_choice: str | None = None
    came_by: str | None = None
    received_at: datetime | None = None
    flags: tuple[str, ...] = ()
    allegations: Sequence[NewAllegation] = field(default=(), repr=False)
    moments: Mapping[str, datetime] = field(default_factory=dict)


async def open(session: AsyncSession, agency: str, new: NewCase, now: datetime) -> tuple[Case, bool]:
    """File a draft and say True; a draft that was filed before gives its case and False."""
    # The second of two replicas waits here for the first and then finds the first one's case.
    mine = (drafts.c.agency == agency, drafts.c.id == new.draft.id)
    still_there = (await session.execute(select(drafts.c.id).where(*mine).with_for_update())).first()
    filed = await _one(session, cases.c.agency == agency, cases.c.draft_id == new.draft.id)
    if filed is not None:
        return filed, False
    if still_there is None:
        raise RowStale(what="draft")
    case = _new(agency, new, await _next_number(session, agency, new.year), now)
    await session.execute(cases.insert().values(await _columns(session, agency, case, new)))
    await session.execute(arrivals.insert().values(case_id=case.id, agency=agency, filed_at=now))
    await suggest(session, case.agency, case, new.allegations, now)
    return case, True


async def load(session: AsyncSession, agency: str, case_id: str) -> Case | None:
    """One case of this agency."""
    return await _one(session, cases.c.agency == agency, cases.c.id == case_id)


async def hold(session: AsyncSession, agency: str, case_id: str) -> Case | None:
    """Load a case that nobody else changes until the end of this transaction.

    Whoever touches both a case and its notices holds the case first, so that no two of them wait for each other.
    """
    mine = keys.with_key(cases).where(cases.c.agency == agency, cases.c.id == case_id)
    rows = await session.execute(mine.with_for_update(of=cases))
    return next(iter(opened(session, rows)), None)


async def by_reference(session: AsyncSession, agency: str, reference: str) -> Case | None:
    """The case with this reference, if it is one of this agency."""
    return await _one(session, cases.c.agency == agency, cases.c.reference == reference)


async def of_chat(session: AsyncSession, chat: Chat) -> list[Case]:
    """Every case filed from this chat, in any agency, newest first."""
    found = keys.with_key(cases).where(cases.c.chat_index == index(vault_of(session), chat))
    return opened(session, await session.execute(found.order_by(cases.c.received_at.desc(), cases.c.seq.desc())))


async def of_draft(session: AsyncSession, draft_id: str) -> Case | None:
    """The case that this draft became."""
    return await _one(session, cases.c.draft_id == draft_id)


async def record(
    session: AsyncSession, agency: str, case: Case, *, changes: Mapping[str, object], now: datetime
) -> Case:
    """Change a case that nobody else changed since it was read; raises RowStale otherwise."""
    values = await columns_for(session, case, changes)
    values |= {"changed_at": now, "revision": case.revision + 1}
    mine = (cases.c.agency == agency, cases.c.id == case.id, cases.c.revision == case.revision)
    if await changed(session, update(cases).where(*mine).values(values)) != 1:
        raise RowStale(what="case")
    recorded = await load(session, agency, case.id)
    assert recorded is not None
    return recorded


Key = tuple[datetime, str]
"""Where a page ends: the last case's (next_at, id)."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed down to; None means whatever it may be."""

    priority: str | None = None
    language: str | None = None
    region: str | None = None
    unit: str | None = None
    held: bool | None = None
    queue: str | None = None


ALL = Narrowed()


async def in_queues(
    session: AsyncSession,
    agency: str,
    queues: Sequence[str],
    *,
    reader: Member,
    narrowed: Narrowed = ALL,
    after: Key | None = None,
    limit: int,
) -> list[Case]:
    """A page of open cases that nobody owns and the reader may know of, the one due first on top.

    Each queue is asked by itself, along its index: asked together, all that waits in them would have to be sorted.
    """
    unowned = (cases.c.agency == agency, cases.c.owner_id.is_(None), cases.c.closed_at.is_(None))
    where = (*unowned, *_narrowed(narrowed), recusals.visible_to(reader))
    found = [row for queue in queues for row in await _page(session, (cases.c.queue == queue, *where), after, limit)]
    return opened(session, sorted(found, key=lambda row: (row.next_at, row.id))[:limit])


async def owned(
    session: AsyncSession,
    agency: str,
    member_id: str,
    *,
    reader: Member | None = None,
    narrowed: Narrowed = ALL,
    after: Key | None = None,
    limit: int,
) -> list[Case]:
    """A page of one member's open cases, the one due first on top; without a reader, all there are."""
    theirs = [cases.c.agency == agency, cases.c.owner_id == member_id, cases.c.closed_at.is_(None)]
    theirs += [] if reader is None else [recusals.visible_to(reader)]
    return opened(session, await _page(session, (*theirs, *_narrowed(narrowed)), after, limit))


async def every(session: AsyncSession, agency: str, *, reader: Member | None = None) -> AsyncIterator[Case]:
    """All cases of an agency that the reader may know of, or all there are, open and closed, in the order of filing.

    Only a page of them is in memory at a time.
    """
    last = 0
    known = () if reader is None else (recusals.visible_to(reader),)
    while True:
        page = keys.with_key(cases).where(cases.c.agency == agency, cases.c.seq > last, *known).order_by(cases.c.seq)
        rows = (await session.execute(page.limit(PAGE))).all()
        for case in opened(session, rows):
            yield case
        if len(rows) < PAGE:
            return
        last = rows[-1].seq


def _new(agency: str, new: NewCase, number: int, now: datetime) -> Case:
    return Case(
        id=new_id(),
        agency=agency,
        reference=new.refer(number),
        draft_id=new.draft.id,
        key_id=new.draft.key_id,
        chat=None if new.came_by else new.draft.chat,
        language=new.draft.language,
        status=new.status,
        disposition=None,
        priority=new.priority,
        queue=new.queue,
        unit=new.unit,
        region=new.region,
        respondent_unit=new.respondent_unit,
        owner_id=None,
        name_choice=new.name_choice,
        came_by=new.came_by,
        flags=tuple(new.flags),
        because=tuple(new.because),
        labels=tuple(sorted({label for allegation in new.allegations for label in allegation.labels})),
        moments=dict(new.moments),
        profile=new.draft.profile,
        received_at=new.received_at or now,
        changed_at=now,
        closed_at=None,
        next_at=new.next_at,
        revision=1,
    )


async def _next_number(session: AsyncSession, agency: str, year: int) -> int:
    started = insert(session, counters).values(agency=agency, year=year, value=1)
    counted = started.on_conflict_do_update(
        index_elements=[counters.c.agency, counters.c.year], set_={"value": counters.c.value + 1}
    )
    number: int = (await session.execute(counted.returning(counters.c.value))).scalar_one()
    return number


async def _columns(session: AsyncSession, agency: str, case: Case, new: NewCase) -> dict[str, Any]:
    box = await box_for(session, agency, case)
    content = {"narrative": new.narrative, "answers": new.answers, "reading": new.reading}
    sealed = {column: box.seal(column, value) for column, value in content.items()}
    plain = {name: getattr(case, name) for name in ("id", "agency", "reference", "draft_id", "key_id", "received_at")}
    decided = {name: getattr(case, name) for name in (*PLAIN, *MARKED, "because", "labels", "chat")}
    decided = await columns_for(session, case, decided)
    return plain | decided | sealed | {"changed_at": case.changed_at, "revision": case.revision}


async def _one(session: AsyncSession, *where: ColumnElement[bool]) -> Case | None:
    return next(iter(opened(session, await session.execute(keys.with_key(cases).where(*where)))), None)


def _narrowed(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    wanted = {name: getattr(narrowed, name) for name in ("queue", "priority", "language", "region", "unit")}
    where = [cases.c[name] == value for name, value in wanted.items() if value is not None]
    if narrowed.held is not None:
        where.append(cases.c.held_until.is_not(None) if narrowed.held else cases.c.held_until.is_(None))
    return where


async def _page(
    session: AsyncSession, where: Iterable[ColumnElement[bool]], after: Key | None, limit: int
) -> Sequence[Row[Any]]:
    page: Select[Any] = keys.with_key(cases).where(*where).order_by(cases.c.next_at, cases.c.id).limit(limit)
    if after is not None:
        page = page.where(tuple_(cases.c.next_at, cases.c.id) > tuple_(literal(after[0], Utc), literal(after[1])))
    found: Sequence[Row[Any]] = (await session.execute(page)).all()
    return found
