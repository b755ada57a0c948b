"""Packets for a panel while they are reviewed, for `bot.desk.packets`; the paper itself is in `storage.documents`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_for, boxed
from storage.columns import new_id
from storage.models import packets as rows
from storage.statements import changed
from storage.vault import Box

REVIEW, ASKED, MADE, DROPPED = "review", "asked", "made", "dropped"
SEALED = ("content", "marks", "answer")
PLAIN = ("state", "document_id", "asked_by", "decided_by", "decided_at")


@dataclass(frozen=True, slots=True)
class Packet:
    """One review: the texts as they are, the marks in them, and how far it got. `answer` is why it was sent back."""

    id: str
    case_id: str
    kind: str
    language: str
    state: str
    content: Any = field(repr=False)
    marks: Any = field(repr=False)
    answer: str | None = field(repr=False)
    document_id: str | None
    revision: int
    by: str
    at: datetime
    asked_by: str | None
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class NewPacket:
    """What is to be reviewed."""

    kind: str
    language: str
    content: Any = field(repr=False)
    marks: Any = field(repr=False)


async def begin(session: AsyncSession, agency: str, case: Case, new: NewPacket, *, by: str, now: datetime) -> str:
    """Begin a review and say its id; what was under review of this case before is dropped."""
    open_ones = (rows.c.agency == agency, rows.c.case_id == case.id, rows.c.state.in_((REVIEW, ASKED)))
    await session.execute(update(rows).where(*open_ones).values(state=DROPPED))
    packet_id = new_id()
    box = (await box_for(session, agency, case)).beside(rows.name, packet_id)
    values = {"id": packet_id, "agency": agency, "case_id": case.id, "kind": new.kind, "language": new.language}
    sealed = {"content": box.seal("content", new.content), "marks": box.seal("marks", new.marks)}
    await session.execute(rows.insert().values(**values, **sealed, state=REVIEW, revision=0, by=by, at=now))
    return packet_id


async def current(session: AsyncSession, agency: str, case: Case) -> Packet | None:
    """The last packet of a case that was not dropped."""
    mine = (rows.c.agency == agency, rows.c.case_id == case.id, rows.c.state != DROPPED)
    found = (await session.execute(select(rows).where(*mine).order_by(rows.c.seq.desc()).limit(1))).all()
    return next((_packet(box, row) for box, row in await boxed(session, agency, case, rows, found)), None)


async def change(session: AsyncSession, agency: str, case: Case, packet: Packet, changes: Mapping[str, Any]) -> bool:
    """Change a packet as it was seen; False when somebody was quicker."""
    box = (await box_for(session, agency, case)).beside(rows.name, packet.id)
    values = {name: value for name, value in changes.items() if name in PLAIN}
    values |= {name: box.seal(name, changes[name]) for name in SEALED if name in changes}
    mine = (rows.c.agency == agency, rows.c.case_id == case.id, rows.c.id == packet.id)
    done = update(rows).where(*mine, rows.c.revision == packet.revision)
    return await changed(session, done.values(**values, revision=packet.revision + 1)) == 1


def _packet(box: Box, row: Row[Any]) -> Packet:
    return Packet(
        id=row.id,
        case_id=row.case_id,
        kind=row.kind,
        language=row.language,
        state=row.state,
        content=box.open("content", row.content),
        marks=box.open("marks", row.marks),
        answer=box.open("answer", row.answer),
        document_id=row.document_id,
        revision=row.revision,
        by=row.by,
        at=row.at,
        asked_by=row.asked_by,
        decided_by=row.decided_by,
    )
