"""Papers that were made about a case, for `bot.desk.documents`: the row here, the sealed file beside it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_by_id, box_for
from storage.models import documents as rows
from storage.statements import changed
from storage.vault import Box, Place

KEPT, ASKED, APPROVED, REFUSED, SENT = "kept", "asked", "approved", "refused", "sent"
_STAFF = "member:"


@dataclass(frozen=True, slots=True)
class Document:
    """One paper. `filled` is what its template was filled with, `answer` why it was refused."""

    id: str
    agency: str
    case_id: str
    kind: str
    language: str
    state: str
    filled: Mapping[str, Any] = field(repr=False)
    answer: str | None = field(repr=False)
    path: str
    size: int
    sha256: str
    by: str
    at: datetime
    decided_by: str | None
    decided_at: datetime | None
    sent_at: datetime | None
    read_at: datetime | None

    @property
    def place(self) -> Place:
        """Where the file is sealed to."""
        return place(self.agency, self.id)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A paper that has been rendered and whose file is stored; one for whoever asked for it is SENT at once."""

    id: str
    kind: str
    language: str
    filled: Mapping[str, Any] = field(repr=False)
    path: str
    size: int
    sha256: str
    state: str = KEPT


def folder(agency: str) -> str:
    """Where the files of an agency's papers lie, each under the paper's id."""
    return f"{agency}/documents"


def place(agency: str, document_id: str) -> Place:
    """Where the file of a paper is sealed to, before there is a row."""
    return Place(agency, rows.name, "file", document_id)


async def add(session: AsyncSession, agency: str, case: Case, new: NewDocument, *, by: str, now: datetime) -> Document:
    """Write down a paper that was made."""
    box = (await box_for(session, agency, case)).beside(rows.name, new.id)
    values: dict[str, Any] = {
        "id": new.id,
        "agency": agency,
        "case_id": case.id,
        "kind": new.kind,
        "language": new.language,
    }
    values |= {"path": new.path, "size": new.size, "sha256": new.sha256}
    sealed = box.seal("filled", dict(new.filled))
    values |= {"sent_at": now, "read_at": now} if new.state == SENT else {}
    await session.execute(rows.insert().values(**values, state=new.state, filled=sealed, by=by, at=now))
    made = await load(session, agency, case, new.id)
    assert made is not None
    return made


async def load(session: AsyncSession, agency: str, case: Case, document_id: str) -> Document | None:
    """One paper of this case."""
    mine = (rows.c.agency == agency, rows.c.case_id == case.id, rows.c.id == document_id)
    row = (await session.execute(select(rows).where(*mine))).one_or_none()
    return None if row is None else _document(await box_for(session, agency, case), row)


async def of_case(session: AsyncSession, agency: str, case: Case) -> list[Document]:
    """Every paper of a case, in the order in which they were made."""
    mine = select(rows).where(rows.c.agency == agency, rows.c.case_id == case.id).order_by(rows.c.seq)
    found = (await session.execute(mine)).all()
    box = await box_for(session, agency, case) if found else None
    return [_document(box, row) for row in found] if box else []


async def to_read(session: AsyncSession, agency: str, case_id: str) -> tuple[int, int]:
    """How many papers the office has sent about a case, and how many of them were not opened yet; unseals nothing."""
    mine = (rows.c.agency == agency, rows.c.case_id == case_id, rows.c.state == SENT, rows.c.by.startswith(_STAFF))
    found = (await session.execute(select(rows.c.read_at).where(*mine))).scalars().all()
    return len(found), sum(each is None for each in found)


async def with_digest(session: AsyncSession, agency: str, sha256: str) -> list[Document]:
    """The papers of an agency whose file has this SHA-256; whoever asks holds the file."""
    found = (await session.execute(select(rows).where(rows.c.agency == agency, rows.c.sha256 == sha256))).all()
    return [_document(await box_by_id(session, agency, row.case_id), row) for row in found]


async def unwritten(session: AsyncSession, agency: str, paths: Collection[str]) -> list[str]:
    """Those of the paths that are of no paper: the program died before the row was written."""
    by_id = {each.rpartition("/")[2]: each for each in paths}
    written = (await session.execute(select(rows.c.id).where(rows.c.agency == agency, rows.c.id.in_(by_id)))).scalars()
    return [by_id[each] for each in by_id.keys() - set(written)]


async def turn(
    session: AsyncSession, agency: str, case: Case, document: Document, to: str, *, by: str, now: datetime,
    answer: str | None = None,
) -> bool:  # fmt: skip
    """Move a paper on from the state that `document` shows; False when somebody was quicker, or it was sent."""
    box = (await box_for(session, agency, case)).beside(rows.name, document.id)
    changes: dict[str, Any] = {"state": to, "answer": box.seal("answer", answer)}
    changes |= {"sent_at": now} if to == SENT else {}
    changes |= {"decided_by": by, "decided_at": now} if to in {APPROVED, REFUSED} else {}
    mine = (rows.c.agency == agency, rows.c.case_id == case.id, rows.c.id == document.id)
    as_seen = (rows.c.state == document.state, rows.c.state != SENT)
    return await changed(session, update(rows).where(*mine, *as_seen).values(changes)) == 1


async def read(session: AsyncSession, agency: str, case: Case, document_ids: Collection[str], now: datetime) -> None:
    """Note when papers that were sent were first opened by the person they are for."""
    mine = (rows.c.agency == agency, rows.c.case_id == case.id, rows.c.id.in_(document_ids), rows.c.read_at.is_(None))
    await session.execute(update(rows).where(*mine).values(read_at=now))


def _document(box: Box, row: Row[Any]) -> Document:
    box = box.beside(rows.name, row.id)
    return Document(
        id=row.id,
        agency=row.agency,
        case_id=row.case_id,
        kind=row.kind,
        language=row.language,
        state=row.state,
        filled=box.open("filled", row.filled),
        answer=box.open("answer", row.answer) if row.answer is not None else None,
        path=row.path,
        size=row.size,
        sha256=row.sha256,
        by=row.by,
        at=row.at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        sent_at=row.sent_at,
        read_at=row.read_at,
    )
