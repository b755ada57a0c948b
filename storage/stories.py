"""The words of every case, for `bot.desk.search` and `bot.desk.watch` to look through.

A page at a time, in constant memory, opened in any thread.
"""

from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, case, exists, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import cases, events, keys, messages, parties
from storage.recusals import visible_to
from storage.roster import Member
from storage.vault import Reader, vault_of

PERSON, MESSAGE, NOTE, RENAMED = "person", "message", "note", "renamed"
_COLUMNS: Final = {
    PERSON: (parties.name, "name"),
    MESSAGE: (messages.name, "text"),
    NOTE: (messages.name, "text"),
    RENAMED: (events.name, "detail"),
}
"""Where what was written beside the story lies. Renamed: what somebody was called before the name they have now."""
_NAMED: Final = (parties.c.name.is_not(None), parties.c.removed_at.is_(None), parties.c.kept.is_(False))
Beside = tuple[str, str, bytes]


class Shut(NamedTuple):
    """One case as it lies in the table, its words still sealed; `beside`: what else was written, by kind and row."""

    seq: int
    id: str
    reference: str
    name_choice: str | None
    key: tuple[str, bytes, int]
    sealed: tuple[bytes, bytes]
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """The words of one case as JSON; `answers` are packed, `beside` has its kind with each."""

    narrative: str = field(repr=False)
    answers: str = field(repr=False)
    beside: tuple[tuple[str, str], ...] = field(repr=False, default=())


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
    same = (keys.c.id == cases.c.key_id) & (keys.c.agency == cases.c.agency)
    columns = [cases.c[name] for name in ("seq", "id", "reference", "name_choice", "key_id", "narrative", "answers")]
    return select(*columns, keys.c.wrapped, keys.c.version).join(keys, same)


async def _shut_rows(session: AsyncSession, agency: str, found: Sequence[Row[Any]]) -> list[Shut]:
    beside = await _beside(session, agency, [row.id for row in found]) if found else {}
    return [_shut(row, beside.get(row.id, ())) for row in found]


async def _beside(session: AsyncSession, agency: str, ids: Sequence[str]) -> dict[str, tuple[Beside, ...]]:
    """What was written in these cases beside story and answers.

    Whom the complainant named stands in the answers, unless staff have named somebody otherwise since.
    """
    renamed = (events.c.agency == agency, events.c.verb == "party_changed")
    here = select(literal(RENAMED), events.c.case_id, events.c.seal_id, events.c.detail)
    of_same = exists().where(*renamed, events.c.case_id == parties.c.case_id)
    people = select(literal(PERSON), parties.c.case_id, parties.c.id, parties.c.name)
    people = people.where(parties.c.agency == agency, *_NAMED, or_(parties.c.by.like("member:%"), of_same))
    kind = case((messages.c.kind == NOTE, NOTE), else_=MESSAGE)
    said = select(kind, messages.c.case_id, messages.c.id, messages.c.text).where(messages.c.agency == agency)
    everything = union_all(
        people.where(parties.c.case_id.in_(ids)),
        said.where(messages.c.case_id.in_(ids)),
        here.where(*renamed, events.c.case_id.in_(ids)),
    )
    found: dict[str, list[Beside]] = defaultdict(list)
    for kind_of, case_id, row, sealed in await session.execute(everything):
        found[case_id].append((kind_of, row, sealed))
    return {case_id: tuple(each) for case_id, each in found.items()}


def _shut(row: Any, beside: tuple[Beside, ...]) -> Shut:
    # By place, not by name: this runs for every case there is.
    seq, id, reference, choice, key_id, narrative, answers, wrapped, version = row
    return Shut(seq, id, reference, choice, (key_id, wrapped, version), (narrative, answers), beside)


def opener(session: AsyncSession, agency: str) -> Callable[[Shut], Opened]:
    """What opens cases of this agency, in any thread, also after the session has ended. Raises Unsealable."""
    told = Reader(vault_of(session), agency, cases.name, ("narrative", "answers"))
    readers = {kind: Reader(vault_of(session), agency, table, (column,)) for kind, (table, column) in _COLUMNS.items()}

    def opened(shut: Shut) -> Opened:
        narrative, answers = told.open(shut.id, shut.key, shut.sealed)
        beside = tuple((kind, readers[kind].open(row, shut.key, (one,))[0]) for kind, row, one in shut.beside)
        return Opened(narrative, answers, beside)

    return opened
