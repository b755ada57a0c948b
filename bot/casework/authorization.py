"""Who may do what: one table, default deny; every command, button and link of the desk passes through `permit`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.casework.errors import NotYours


class Verb(StrEnum):
    """Everything that somebody may ask the desk to do; the word stands in the audit chain."""

    # The complainant, in the chat that the draft or case belongs to.
    FILE = "file"
    ADD = "add"
    STATUS = "status"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    # Staff.
    QUEUE = "queue"
    MINE = "mine"
    OPEN = "open"
    READ = "read"
    MEDIA = "media"
    DECIDE = "decide"
    CLAIM = "claim"
    ASSIGN = "assign"
    ACT = "act"
    NOTE = "note"
    MESSAGE = "message"
    DUTY = "duty"
    # The operator, at the console of the machine; never reads a case.
    INVITE = "invite"
    REDEEM = "redeem"
    CONFIRM = "confirm"
    REMOVE = "remove"
    EXPORT = "export"
    # What the program does by itself.
    REMIND = "remind"
    DELIVER = "deliver"
    KEEP = "keep"
    ERASE = "erase"


COMPLAINANT: Final = "complainant"
OPERATOR: Final = "operator"
PROGRAM: Final = "program"
STAFF_ROLES: Final = ("intake", "investigator", "supervisor", "custodian", "auditor")

_READERS = frozenset({"intake", "investigator", "supervisor"})

TABLE: Final[Mapping[Verb, frozenset[str]]] = {
    Verb.FILE: frozenset({COMPLAINANT}),
    Verb.ADD: frozenset({COMPLAINANT}),
    Verb.STATUS: frozenset({COMPLAINANT}),
    Verb.WITHDRAW: frozenset({COMPLAINANT}),
    Verb.CANCEL: frozenset({COMPLAINANT}),
    Verb.QUEUE: _READERS,
    Verb.MINE: _READERS,
    Verb.OPEN: _READERS | {"auditor"},
    Verb.READ: _READERS,
    Verb.MEDIA: _READERS,
    Verb.DECIDE: _READERS,
    Verb.CLAIM: _READERS,
    Verb.ASSIGN: frozenset({"intake", "supervisor"}),
    Verb.ACT: _READERS,
    Verb.NOTE: _READERS,
    Verb.MESSAGE: _READERS,
    Verb.DUTY: _READERS,
    Verb.INVITE: frozenset({OPERATOR, "supervisor"}),
    Verb.REDEEM: frozenset({"invited"}),
    Verb.CONFIRM: frozenset({OPERATOR, "supervisor"}),
    Verb.REMOVE: frozenset({OPERATOR, "supervisor"}),
    Verb.EXPORT: frozenset({OPERATOR}),
    Verb.REMIND: frozenset({PROGRAM}),
    Verb.DELIVER: frozenset({PROGRAM}),
    Verb.KEEP: frozenset({PROGRAM}),
    Verb.ERASE: frozenset({PROGRAM, COMPLAINANT}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a role, at one agency (None for the operator and the program), and how the audit chain calls them."""

    role: str
    agency: str | None
    by: str


def may(verb: Verb, actor: Actor, agency: str) -> bool:
    """True when the table lets `actor` do `verb` to something of `agency`."""
    return actor.role in TABLE.get(verb, frozenset()) and actor.agency in (None, agency)


def permit(verb: Verb, actor: Actor, agency: str | None) -> None:
    """Raise NotYours unless `may`; pass `agency=None` for something that does not exist, so both look the same."""
    if agency is None or not may(verb, actor, agency):
        raise NotYours
