"""Files that came with a complaint, for `bot.desk.evidence`: first a row to fetch, then a sealed file."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys
from storage.caserows import Case
from storage.columns import new_id
from storage.drafts import Draft
from storage.errors import KeyGone, RowStale, Unsealable
from storage.files import Files as Files
from storage.models import evidence
from storage.statements import changed
from storage.vault import Box, Place

TO_FETCH, STORED, FAILED = "to_fetch", "stored", "failed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One photo, video, voice message or paper; `state` says how far it got, `source` where it can be fetched."""

    id: str
    agency: str
    draft_id: str | None
    case_id: str | None
    key_id: str
    kind: str
    state: str
    source: tuple[str, str] | None = field(repr=False)
    name: str | None = field(repr=False)
    mime: str | None
    size: int | None
    sha256: str | None
    path: str | None
    received_at: datetime
    stored_at: datetime | None
    attempts: int

    @property
    def place(self) -> Place:
        """Where the content of the file is sealed to."""
        return Place(self.agency, evidence.name, "file", self.id)


async def expect(
    session: AsyncSession,
    agency: str,
    owner: Draft | Case,
    *,
    kind: str,
    source: tuple[str, str] | None,
    name: str | None,
    mime: str | None,
    size: int | None,
    now: datetime,
    state: str = TO_FETCH,
    id: str | None = None,
) -> Evidence:
    """Keep the place of a file, in the transaction of the message that brought it; its id may be chosen before."""
    evidence_id = new_id() if id is None else id
    box = await keys.box(session, agency, owner.key_id, evidence, evidence_id)
    # What came with a draft is the case's once the draft is sent, not before.
    case_id, draft_id = (None, owner.id) if isinstance(owner, Draft) else (owner.id, None)
    await session.execute(
        evidence.insert().values(
            id=evidence_id,
            agency=agency,
            draft_id=draft_id,
            case_id=case_id,
            key_id=owner.key_id,
            kind=kind,
            state=state,
            source=box.seal("source", source),
            name=box.seal("name", name),
            mime=mime,
            size=size,
            received_at=now,
            due_at=now,
            attempts=0,
        )
    )
    placed = await load(session, agency, evidence_id)
    assert placed is not None
    return placed


async def claim(session: AsyncSession, now: datetime, lease: timedelta, limit: int) -> list[Evidence]:
    """Take files that are to be fetched, the oldest first; any replica may."""
    free = or_(evidence.c.claimed_until.is_(None), evidence.c.claimed_until < now)
    # Written out, because a planner does not see through a parameter that the partial index applies.
    to_fetch = evidence.c.state == text("'to_fetch'")
    due = select(evidence.c.id).where(to_fetch, evidence.c.due_at <= now, free)
    chosen = (
        due.order_by(evidence.c.due_at, evidence.c.seq).limit(limit).with_for_update(skip_locked=True).cte("chosen")
    )
    claimed = (
        update(evidence)
        .where(evidence.c.id.in_(select(chosen.c.id)))
        .values(claimed_until=now + lease, attempts=evidence.c.attempts + 1)
    )
    ids = list((await session.execute(claimed.returning(evidence.c.id))).scalars())
    return await _unsealed_of(session, now, ids)


async def stored(
    session: AsyncSession, one: Evidence, *, path: str, sha256: str, size: int, mime: str | None, now: datetime
) -> None:
    """Note that the sealed file is safe; raises RowStale when the row was erased meanwhile: delete the file then."""
    done = {"state": STORED, "path": path, "sha256": sha256, "size": size, "mime": mime, "stored_at": now}
    await _mark(session, one, done | {"claimed_until": None})


async def failed(session: AsyncSession, one: Evidence, now: datetime, again_at: datetime | None) -> None:
    """Note that fetching failed; without `again_at` for good."""
    if again_at is None:
        await _mark(session, one, {"state": FAILED, "claimed_until": None})
    else:
        await _mark(session, one, {"due_at": again_at, "claimed_until": None})


async def load(session: AsyncSession, agency: str, evidence_id: str) -> Evidence | None:
    """One file of this agency."""
    found = await _select(session, evidence.c.agency == agency, evidence.c.id == evidence_id)
    return next(iter(found), None)


async def of_draft(session: AsyncSession, agency: str, draft_id: str) -> list[Evidence]:
    """What came with a draft, in order of arrival."""
    return await _select(session, evidence.c.agency == agency, evidence.c.draft_id == draft_id)


async def of_case(session: AsyncSession, agency: str, case_id: str) -> list[Evidence]:
    """What belongs to a case, in order of arrival."""
    return await _select(session, evidence.c.agency == agency, evidence.c.case_id == case_id)


async def take_out(session: AsyncSession, agency: str, draft_id: str, ids: Collection[str]) -> list[str]:
    """Take these files out of a draft that is nobody's case yet; returns what is to be deleted after the commit."""
    loose = (evidence.c.agency == agency, evidence.c.draft_id == draft_id, evidence.c.case_id.is_(None))
    gone = delete(evidence).where(*loose, evidence.c.id.in_(sorted(ids))).returning(evidence.c.path)
    return [path for path in (await session.execute(gone)).scalars() if path is not None]


async def adopt(session: AsyncSession, agency: str, draft_id: str, case_id: str) -> int:
    """Hand the files of a draft to the case it became, and say how many."""
    theirs = (evidence.c.agency == agency, evidence.c.draft_id == draft_id, evidence.c.case_id.is_(None))
    return await changed(session, update(evidence).where(*theirs).values(case_id=case_id))


async def _unsealed_of(session: AsyncSession, now: datetime, ids: Sequence[str]) -> list[Evidence]:
    rows = (await session.execute(keys.with_key(evidence).where(evidence.c.id.in_(ids)))).all()
    opened = []
    for row in sorted(rows, key=lambda row: (row.due_at, row.seq)):
        try:
            opened.append(_evidence(row, _box(session, row)))
        except Unsealable:  # one damaged row must not stop the others
            mine = (evidence.c.agency == row.agency, evidence.c.id == row.id)
            await session.execute(update(evidence).where(*mine).values(state=FAILED, claimed_until=None))
    return opened


async def _select(session: AsyncSession, *where: ColumnElement[bool]) -> list[Evidence]:
    chosen = keys.with_key(evidence).where(*where).order_by(evidence.c.seq)
    return [_evidence(row, _box(session, row)) for row in await session.execute(chosen)]


async def _mark(session: AsyncSession, one: Evidence, marks: dict[str, Any]) -> None:
    mine = (evidence.c.agency == one.agency, evidence.c.id == one.id, evidence.c.state == TO_FETCH)
    if await changed(session, update(evidence).where(*mine).values(marks)) != 1:
        raise RowStale(what="evidence")


def _box(session: AsyncSession, row: Row[Any]) -> Box:
    box = keys.box_of(session, row, evidence)
    if box is None:
        raise KeyGone(key=row.key_id)
    return box


def _evidence(row: Row[Any], box: Box) -> Evidence:
    source = box.open("source", row.source)
    return Evidence(
        id=row.id,
        agency=row.agency,
        draft_id=row.draft_id,
        case_id=row.case_id,
        key_id=row.key_id,
        kind=row.kind,
        state=row.state,
        source=None if source is None else (source[0], source[1]),
        name=box.open("name", row.name),
        mime=row.mime,
        size=row.size,
        sha256=row.sha256,
        path=row.path,
        received_at=row.received_at,
        stored_at=row.stored_at,
        attempts=row.attempts,
    )
