"""Rows as storage hands them out, made up, for tests that render them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.casework import interview
from bot.casework.interview import Answer
from bot.desk.caseload import Card, Suggestion
from storage.cases import AllegationRow, Case, Message
from storage.chats import Chat
from storage.drafts import Draft
from storage.evidence import Evidence
from storage.outbox import Notice
from storage.roster import Member
from tests.house import agencies

AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
HOME = "minneapolis_opcr"
AGENCY = agencies()[HOME]
REFERENCE = "OPCR-2026-00001-8"
CHAT = Chat("webchat", "100")


def id_of(letter: str) -> str:
    """A row's id, as long as a real one."""
    return letter * 20


def draft(answers: Mapping[str, Answer] | None = None, **more: Any) -> Draft:
    known = {"id": id_of("d"), "agency": HOME, "purpose": "complaint", "case_id": None, "chat": CHAT, "language": "en"}
    known |= {"revision": 999, "answers": interview.pack(answers or {}), "notes": {}, "profile": "p", "key_id": "k"}
    return Draft(**{**known, "started_at": AT, "touched_at": AT, **more})


def case(**more: Any) -> Case:
    known = {"id": id_of("c"), "agency": HOME, "reference": REFERENCE, "draft_id": id_of("d"), "key_id": "k"}
    known |= {"chat": CHAT, "language": "en", "status": "received", "disposition": None, "priority": "high"}
    known |= {"queue": "intake", "owner_id": None, "name_choice": None, "flags": (), "because": (), "labels": ()}
    known |= {"moments": {"received": AT}, "profile": "p", "received_at": AT, "changed_at": AT, "closed_at": None}
    return Case(**{**known, "next_at": AT, "revision": 1, **more})


def member(**more: Any) -> Member:
    known = {"id": id_of("m"), "agency": HOME, "role": "supervisor", "name": "Test supervisor", "chat": CHAT}
    known |= {"state": "confirmed", "queues": (), "on_duty": True, "language": "en", "prompt": None}
    return Member(**{**known, "invited_by": None, "invited_at": AT, "expires_at": AT, "key_id": "k", **more})


def suggestion(
    code: str = "EF", *words: str, state: str = "suggested", score: float = 0.9, id: str = "a"
) -> Suggestion:
    row = AllegationRow(id_of(id), id_of("c"), code, (), score, (), "", state, None, AT)
    return Suggestion(row, words)


def card(*suggestions: Suggestion, **more: Any) -> Card:
    known = {"agency": AGENCY, "case": case(), "owner": None, "suggestions": suggestions, "duties": (), "actions": ()}
    return Card(**{**known, "files": (), "waiting": 0, "may_assign": False, **more})


def notice(template: str, **params: str) -> Notice:
    known = {"reference": REFERENCE, **params}
    return Notice(1, HOME, id_of("c"), None, "complainant", template, known, 2, AT, f"key {template}", 1)


def message(text: str, direction: str = "out", kind: str = "message") -> Message:
    return Message(id_of("n"), id_of("c"), direction, "member:x", kind, text, AT, None)


def file(kind: str = "photo", state: str = "stored") -> Evidence:
    owner = {"id": id_of("e"), "agency": HOME, "draft_id": None, "case_id": id_of("c"), "key_id": "k"}
    content = {"source": None, "name": None, "mime": None, "size": 1, "sha256": None, "path": None}
    return Evidence(**owner, **content, kind=kind, state=state, received_at=AT, stored_at=None, attempts=0)
