"""Unfinished interviews, for `bot.desk.intake`: one row each, versioned, sealed with a key of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys
from storage.chats import Chat, index
from storage.columns import new_id
from storage.errors import RowStale
from storage.models import cases, drafts, evidence, notices
from storage.statements import changed
from storage.vault import Box, vault_of


@dataclass(frozen=True, slots=True)
class Draft:
    """An interview as far as it got; `revision` counts its saves."""

    id: str
    agency: str
    purpose: str
    case_id: str | None
    chat: Chat = field(repr=False)
    language: str
    revision: int
    answers: Any = field(repr=False)
    notes: dict[str, Any] = field(repr=False)
    profile: str
    key_id: str
    started_at: datetime
    touched_at: datetime


async def start(
    session: AsyncSession,
    agency: str,
    *,
    chat: Chat,
    language: str,
    profile: str,
    now: datetime,
    purpose: str = "complaint",
    case_id: str | None = None,
    answers: Any = None,
    notes: dict[str, Any] | None = None,
) -> Draft:
    """Begin an interview with what is known already; one that belongs to a case is sealed with the key of the case."""
    key_id = await _key_for(session, agency, case_id, now)
    known = answers or {}, notes or {}
    draft = Draft(new_id(), agency, purpose, case_id, chat, language, 1, *known, profile, key_id, now, now)
    box = await _box(session, draft)
    await session.execute(
        drafts.insert().values(
            id=draft.id,
            agency=agency,
            purpose=purpose,
            case_id=case_id,
            key_id=key_id,
            chat_index=index(box.vault, chat),
            chat=box.seal("chat", chat),
            language=language,
            profile=profile,
            revision=draft.revision,
            answers=box.seal("answers", draft.answers),
            notes=box.seal("notes", draft.notes),
            started_at=now,
            touched_at=now,
        )
    )
    return draft


async def of_chat(
    session: AsyncSession,
    chat: Chat,
    *,
    purpose: str | None = None,
    but: str | None = None,
    agency: str | None = None,
) -> Draft | None:
    """The draft that this chat touched last; of one purpose, or of any but one; for one agency, or for any."""
    chosen = keys.with_key(drafts).where(drafts.c.chat_index == index(vault_of(session), chat))
    if purpose is not None:
        chosen = chosen.where(drafts.c.purpose == purpose)
    if but is not None:
        chosen = chosen.where(drafts.c.purpose != but)
    if agency is not None:
        chosen = chosen.where(drafts.c.agency == agency)
    rows = await session.execute(chosen.order_by(drafts.c.touched_at.desc(), drafts.c.id).limit(1))
    return next(iter(_opened(session, rows)), None)


async def load(session: AsyncSession, agency: str, draft_id: str) -> Draft | None:
    """One draft of this agency."""
    rows = await session.execute(keys.with_key(drafts).where(drafts.c.agency == agency, drafts.c.id == draft_id))
    return next(iter(_opened(session, rows)), None)


async def save(
    session: AsyncSession,
    agency: str,
    draft: Draft,
    *,
    answers: Any,
    notes: dict[str, Any],
    language: str,
    now: datetime,
) -> Draft:
    """Store what was answered; raises RowStale when somebody saved, filed or erased it in between."""
    box = await _box(session, draft)
    changes = {
        "answers": box.seal("answers", answers),
        "notes": box.seal("notes", notes),
        "language": language,
        "touched_at": now,
        "revision": draft.revision + 1,
    }
    if await changed(session, update(drafts).where(*_unchanged(agency, draft)).values(changes)) != 1:
        raise RowStale(what="draft")
    return replace(draft, answers=answers, notes=notes, language=language, touched_at=now, revision=draft.revision + 1)


async def drop(session: AsyncSession, agency: str, draft: Draft) -> None:
    """Take away a draft that was filed, with its reminders: its key stays, for the case is sealed with it."""
    if await changed(session, delete(drafts).where(*_unchanged(agency, draft))) != 1:
        raise RowStale(what="draft")
    await session.execute(delete(notices).where(notices.c.agency == agency, notices.c.draft_id == draft.id))


async def erase(session: AsyncSession, agency: str, draft: Draft) -> list[str]:
    """Take away a draft with everything it brought, and say which files are to be deleted after the commit."""
    await drop(session, agency, draft)
    loose = (evidence.c.agency == agency, evidence.c.draft_id == draft.id, evidence.c.case_id.is_(None))
    paths = await session.execute(delete(evidence).where(*loose).returning(evidence.c.path))
    if draft.case_id is None:
        await keys.erase(session, agency, draft.key_id)
    return [path for path in paths.scalars() if path is not None]


async def untouched(
    session: AsyncSession, agency: str, before: datetime, limit: int, *, purpose: str | None = None
) -> list[Draft]:
    """Drafts that nobody touched since `before`, the longest forgotten first; of one purpose, or of any."""
    chosen = keys.with_key(drafts).where(drafts.c.agency == agency, drafts.c.touched_at < before)
    if purpose is not None:
        chosen = chosen.where(drafts.c.purpose == purpose)
    rows = await session.execute(chosen.order_by(drafts.c.touched_at).limit(limit))
    return _opened(session, rows)


async def _key_for(session: AsyncSession, agency: str, case_id: str | None, now: datetime) -> str:
    if case_id is None:
        return (await keys.create(session, agency, now)).id
    found = await session.execute(select(cases.c.key_id).where(cases.c.agency == agency, cases.c.id == case_id))
    key_id: str = found.scalar_one()
    return key_id


async def _box(session: AsyncSession, draft: Draft) -> Box:
    return await keys.box(session, draft.agency, draft.key_id, drafts, draft.id)


def _unchanged(agency: str, draft: Draft) -> tuple[ColumnElement[bool], ...]:
    return (drafts.c.agency == agency, drafts.c.id == draft.id, drafts.c.revision == draft.revision)


def _opened(session: AsyncSession, rows: Iterable[Row[Any]]) -> list[Draft]:
    # A draft whose key is gone was erased, in a backup or by hand: it does not exist any more.
    boxes = ((row, keys.box_of(session, row, drafts)) for row in rows)
    return [_draft(row, box) for row, box in boxes if box is not None]


def _draft(row: Row[Any], box: Box) -> Draft:
    return Draft(
        id=row.id,
        agency=row.agency,
        purpose=row.purpose,
        case_id=row.case_id,
        chat=Chat(*box.open("chat", row.chat)),
        language=row.language,
        revision=row.revision,
        answers=box.open("answers", row.answers),
        notes=box.open("notes", row.notes),
        profile=row.profile,
        key_id=row.key_id,
        started_at=row.started_at,
        touched_at=row.touched_at,
    )
