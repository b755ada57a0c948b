"""What a case is outside the database, and how its columns are sealed and opened, for the modules about cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Row, Select, Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys
from storage.chats import Chat, index
from storage.models import cases
from storage.models import keys as key_rows
from storage.vault import Box

PLAIN = (
    "status",
    "disposition",
    "priority",
    "queue",
    "unit",
    "region",
    "respondent_unit",
    "owner_id",
    "name_choice",
    "came_by",
    "language",
    "profile",
    "closed_at",
    "next_at",
    "held_until",
)
MARKED = ("flags", "moments")
SEALED = ("because", "labels", "answers")


@dataclass(frozen=True, slots=True)
class Case:
    """A filed complaint without its content; `readable` is False once its key was erased."""

    id: str
    agency: str
    reference: str
    draft_id: str
    key_id: str
    chat: Chat | None = field(repr=False)
    language: str
    status: str
    disposition: str | None
    priority: str
    queue: str
    owner_id: str | None
    name_choice: str | None
    flags: tuple[str, ...]
    because: tuple[str, ...] = field(repr=False)
    labels: tuple[str, ...] = field(repr=False)
    moments: dict[str, datetime]
    profile: str
    received_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    next_at: datetime
    revision: int
    unit: str | None = None
    region: str | None = None
    respondent_unit: str | None = None
    came_by: str | None = None
    held_until: datetime | None = None
    readable: bool = True


async def box_for(session: AsyncSession, agency: str, case: Case) -> Box:
    """The sealed columns of a case, for writing."""
    return await keys.box(session, agency, case.key_id, cases, case.id)


async def box_by_id(session: AsyncSession, agency: str, case_id: str) -> Box:
    """The sealed columns of a case of which only the id is at hand."""
    key_id = await session.execute(select(cases.c.key_id).where(cases.c.agency == agency, cases.c.id == case_id))
    return await keys.box(session, agency, key_id.scalar_one(), cases, case_id)


def with_case_key(table: Table, owning: FromClause = cases) -> Select[Any]:
    """A SELECT of rows that hang on cases, for `keys.box_of`; where a case has lost its key, its rows are left out.

    `owning` is another name for `cases`, for a statement that names other cases besides.
    """
    its_case = (owning.c.agency == table.c.agency) & (owning.c.id == table.c.case_id)
    its_key = (key_rows.c.agency == owning.c.agency) & (key_rows.c.id == owning.c.key_id)
    columns = (owning.c.key_id, key_rows.c.wrapped.label("key_wrapped"), key_rows.c.version.label("key_version"))
    return select(table, *columns).select_from(table.join(owning, its_case).join(key_rows, its_key))


def unsealed(session: AsyncSession, table: Table, found: Iterable[Row[Any]]) -> list[tuple[Box, Row[Any]]]:
    """Rows that `with_case_key` selected, each with what opens it."""
    return [(box, row) for row in found if (box := keys.box_of(session, row, table)) is not None]


async def boxed(
    session: AsyncSession, agency: str, case: Case | str, table: Table, found: Sequence[Row[Any]]
) -> list[tuple[Box, Row[Any]]]:
    """Rows that hang on one case, each with what opens it; where there are none, no key is looked for."""
    if not found:
        return []
    box = await (box_by_id(session, agency, case) if isinstance(case, str) else box_for(session, agency, case))
    return [(box.beside(table.name, row.id), row) for row in found]


async def columns_for(session: AsyncSession, case: Case, changes: Mapping[str, object]) -> dict[str, Any]:
    """The columns that hold these fields of a case; a field that may not change raises ValueError."""
    columns: dict[str, Any] = {}
    for name, value in changes.items():
        columns |= await _column_for(session, case, name, value)
    return columns


async def _column_for(session: AsyncSession, case: Case, name: str, value: Any) -> dict[str, Any]:
    if name in PLAIN:
        return {name: value}
    if name == "flags":
        return {name: list(value)}
    if name == "moments":
        return {name: {moment: at.isoformat() for moment, at in value.items()}}
    box = await box_for(session, case.agency, case)
    if name in SEALED:
        return {name: box.seal(name, value)}
    if name == "chat":
        return {name: box.seal(name, value), "chat_index": value and index(box.vault, value)}
    raise ValueError(f"cases.record does not change {name}")


def opened(session: AsyncSession, rows: Iterable[Row[Any]]) -> list[Case]:
    """The cases in rows that `keys.with_key` selected."""
    return [_case(row, keys.box_of(session, row, cases)) for row in rows]


def _case(row: Row[Any], box: Box | None) -> Case:
    chat = box and box.open("chat", row.chat)
    return Case(
        id=row.id,
        agency=row.agency,
        reference=row.reference,
        draft_id=row.draft_id,
        key_id=row.key_id,
        chat=Chat(*chat) if chat else None,
        language=row.language,
        status=row.status,
        disposition=row.disposition,
        priority=row.priority,
        queue=row.queue,
        owner_id=row.owner_id,
        name_choice=row.name_choice,
        flags=tuple(row.flags),
        because=tuple(box.open("because", row.because)) if box else (),
        labels=tuple(box.open("labels", row.labels)) if box else (),
        moments={moment: datetime.fromisoformat(at) for moment, at in row.moments.items()},
        profile=row.profile,
        received_at=row.received_at,
        changed_at=row.changed_at,
        closed_at=row.closed_at,
        next_at=row.next_at,
        revision=row.revision,
        unit=row.unit,
        region=row.region,
        respondent_unit=row.respondent_unit,
        came_by=row.came_by,
        held_until=row.held_until,
        readable=box is not None,
    )
