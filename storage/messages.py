"""What was said and what happened on a case: the thread with the complainant, and the timeline for staff."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_by_id, box_for
from storage.columns import new_id
from storage.models import events as event_rows
from storage.models import messages as rows
from storage.vault import Box


@dataclass(frozen=True, slots=True)
class Message:
    """One message: `in` from the complainant, `out` to them; a note stays inside the office."""

    id: str
    case_id: str
    direction: str
    by: str | None
    kind: str
    text: str = field(repr=False)
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline."""

    id: int
    case_id: str
    verb: str
    by: str | None
    at: datetime
    detail: dict[str, Any] = field(repr=False)


async def say(
    session: AsyncSession,
    agency: str,
    case: Case,
    *,
    direction: str,
    by: str | None,
    text: str,
    now: datetime,
    kind: str = "message",
) -> Message:
    """Add a message to the thread of a case."""
    said = Message(new_id(), case.id, direction, by, kind, text, now, None)
    box = (await box_for(session, agency, case)).beside(rows.name, said.id)
    await session.execute(
        rows.insert().values(
            id=said.id,
            agency=agency,
            case_id=case.id,
            direction=direction,
            kind=kind,
            by=by,
            text=box.seal("text", text),
            at=now,
        )
    )
    return said


async def messages(session: AsyncSession, agency: str, case_id: str, limit: int = 50) -> list[Message]:
    """The last messages of a case, in the order in which they were said."""
    newest = select(rows).where(rows.c.agency == agency, rows.c.case_id == case_id)
    found = (await session.execute(newest.order_by(rows.c.seq.desc()).limit(limit))).all()
    if not found:
        return []
    box = await box_by_id(session, agency, case_id)
    return [_message(box, row) for row in reversed(found)]


async def read(session: AsyncSession, agency: str, message_id: str, now: datetime) -> None:
    """Note that a message was opened; the first time counts."""
    unread = (rows.c.agency == agency, rows.c.id == message_id, rows.c.read_at.is_(None))
    await session.execute(update(rows).where(*unread).values(read_at=now))


async def happened(
    session: AsyncSession,
    agency: str,
    case_id: str,
    *,
    verb: str,
    by: str | None,
    now: datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add a line to the timeline of a case."""
    seal_id = new_id()
    box = (await box_by_id(session, agency, case_id)).beside(event_rows.name, seal_id)
    sealed = box.seal("detail", dict(detail or {}))
    values = {"agency": agency, "case_id": case_id, "verb": verb, "by": by, "at": now}
    await session.execute(event_rows.insert().values(**values, seal_id=seal_id, detail=sealed))


async def last_act(session: AsyncSession, agency: str, case_id: str, member_id: str) -> datetime | None:
    """When a member last did something on a case, or came to it; None for one who never did."""
    by = f"member:{member_id}"
    mine = (event_rows.c.agency == agency, event_rows.c.case_id == case_id)
    came = or_(event_rows.c.by == by, event_rows.c.verb == "claimed")
    said = (rows.c.agency == agency, rows.c.case_id == case_id, rows.c.by == by)
    acts = (select(func.max(event_rows.c.at)).where(*mine, came), select(func.max(rows.c.at)).where(*said))
    found = [(await session.execute(each)).scalar_one() for each in acts]
    return max((at for at in found if at is not None), default=None)


async def events(session: AsyncSession, agency: str, case_id: str) -> list[Event]:
    """The timeline of a case, oldest first."""
    mine = (event_rows.c.agency == agency, event_rows.c.case_id == case_id)
    found = (await session.execute(select(event_rows).where(*mine).order_by(event_rows.c.id))).all()
    if not found:
        return []
    box = await box_by_id(session, agency, case_id)
    return [_event(box.beside(event_rows.name, row.seal_id), row) for row in found]


def _message(box: Box, row: Row[Any]) -> Message:
    text = box.beside(rows.name, row.id).open("text", row.text)
    return Message(row.id, row.case_id, row.direction, row.by, row.kind, text, row.at, row.read_at)


def _event(box: Box, row: Row[Any]) -> Event:
    return Event(row.id, row.case_id, row.verb, row.by, row.at, box.open("detail", row.detail))
