"""Everything that happened to a case as one list: events, messages and files in order, a page at a time."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, false, literal, select, true, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_for
from storage.columns import Utc
from storage.models import events, evidence, messages
from storage.vault import Box

EVENT, MESSAGE, FILE = range(3)
Key = tuple[datetime, int, int]
"""Where a page begins: the first entry's instant, what it is, and its number."""


@dataclass(frozen=True, slots=True)
class Only:
    """Which entries are wanted: events by verb, messages by kind (None: all of them), files that came along."""

    events: tuple[str, ...] | None = None
    messages: tuple[str, ...] | None = None
    files: bool = True


EVERYTHING: Final = Only()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: `what` is an EVENT (its verb in `verb`), a MESSAGE (its kind) or a FILE (its kind)."""

    key: Key
    what: int
    verb: str
    by: str | None
    at: datetime
    detail: dict[str, Any] = field(repr=False)


async def page(
    session: AsyncSession, agency: str, case: Case, *, only: Only = EVERYTHING, before: Key | None = None, limit: int
) -> list[Entry]:
    """The last entries before a key, in the order in which they happened."""
    keys = union_all(*_wanted(agency, case, only)).subquery()
    newest = select(keys).order_by(keys.c.at.desc(), keys.c.what.desc(), keys.c.number.desc()).limit(limit)
    if before is not None:
        at, what, number = before
        newest = newest.where(
            tuple_(keys.c.at, keys.c.what, keys.c.number) < tuple_(literal(at, Utc), literal(what), literal(number))
        )
    found = [(row.what, row.number) for row in await session.execute(newest)]
    box = await box_for(session, agency, case) if found else None
    if box is None:
        return []
    entries = {
        (what, entry.key[2]): entry
        for what in {what for what, _ in found}
        for entry in await _read(session, agency, box, what, [number for one, number in found if one == what])
    }
    return [entries[each] for each in reversed(found)]


def _wanted(agency: str, case: Case, only: Only) -> list[Select[Any]]:
    """Which rows of which table; a file that came after the filing is an event, which says who brought it."""
    came_along = evidence.c.received_at <= literal(case.received_at, Utc)
    some = [
        (EVENT, events, events.c.id, events.c.at, (_among(events.c.verb, only.events),)),
        (MESSAGE, messages, messages.c.seq, messages.c.at, (_among(messages.c.kind, only.messages),)),
        (FILE, evidence, evidence.c.seq, evidence.c.received_at, (came_along if only.files else false(),)),
    ]
    return [
        select(literal(what).label("what"), number.label("number"), at.label("at")).where(
            table.c.agency == agency, table.c.case_id == case.id, *where
        )
        for what, table, number, at, where in some
    ]


def _among(column: ColumnElement[str], allowed: tuple[str, ...] | None) -> ColumnElement[bool]:
    return true() if allowed is None else column.in_(allowed)


async def _read(session: AsyncSession, agency: str, box: Box, what: int, numbers: list[int]) -> list[Entry]:
    table, number = {EVENT: (events, "id"), MESSAGE: (messages, "seq"), FILE: (evidence, "seq")}[what]
    found = await session.execute(select(table).where(table.c.agency == agency, table.c[number].in_(numbers)))
    return [_ENTRY[what](box, row) for row in found]


def _event(box: Box, row: Row[Any]) -> Entry:
    detail = box.beside(events.name, row.seal_id).open("detail", row.detail)
    return Entry((row.at, EVENT, row.id), EVENT, row.verb, row.by, row.at, detail)


def _message(box: Box, row: Row[Any]) -> Entry:
    text = box.beside(messages.name, row.id).open("text", row.text)
    said = {"text": text, "id": row.id, "direction": row.direction}
    return Entry((row.at, MESSAGE, row.seq), MESSAGE, row.kind, row.by, row.at, said)


def _file(box: Box, row: Row[Any]) -> Entry:
    came = {"state": row.state}
    return Entry((row.received_at, FILE, row.seq), FILE, row.kind, None, row.received_at, came)


_ENTRY: Final = {EVENT: _event, MESSAGE: _message, FILE: _file}
