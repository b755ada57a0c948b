"""Filed complaints, for `bot.desk`: opened once per draft, versioned, found by reference and chat; lists handed on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys
from storage.allegations import AllegationRow as AllegationRow
from storage.allegations import NewAllegation as NewAllegation
from storage.allegations import add_allegation as add_allegation
from storage.allegations import allegations as allegations
from storage.allegations import decide as decide
from storage.allegations import suggest
from storage.caselists import Key as Key
from storage.caselists import Narrowed as Narrowed
from storage.caselists import Touch as Touch
from storage.caselists import every as every
from storage.caselists import in_queues as in_queues
from storage.caselists import owned as owned
from storage.caselists import touched as touched
from storage.caserows import MARKED, PLAIN, box_for, columns_for, opened
from storage.caserows import Case as Case
from storage.chats import Chat, index
from storage.columns import new_id
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
from storage.messages import messages as messages
from storage.messages import read as read
from storage.messages import say as say
from storage.models import arrivals, cases, counters, drafts
from storage.statements import changed, insert
from storage.vault import vault_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """Everything that is decided before a draft is filed; `refer` makes the reference out of the year's next number.

    `came_by` says that a member of staff wrote it down, and how it had come: such a case has no chat. `received_at` is
    given where the office has had it for longer.
    """

    draft: Draft
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
