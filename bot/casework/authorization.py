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
    ASK_SUPERVISOR = "ask_supervisor"
    APPEAL = "appeal"
    OPINE = "opine"
    COPY = "copy"
    CONSENT = "consent"
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
    AWAY = "away"
    RECUSE = "recuse"
    KEEP_OUT = "keep_out"
    PLACE = "place"
    SITUATE = "situate"
    # What staff ask of others, and what comes from elsewhere.
    REQUEST = "request"
    ANSWER = "answer"
    BRING = "bring"
    WITNESS = "witness"
    ATTEND = "attend"  # whoever is asked to a meeting, in their own chat
    STATE = "state"  # a witness, in the chat that their link was opened in
    ENTER = "enter"
    TELL = "tell"
    ASK_NAME = "ask_name"
    DECIDE_NAME = "decide_name"
    NAME = "name"
    MEET = "meet"
    SNOOZE = "snooze"
    EXTEND = "extend"
    DECIDE_EXTENSION = "decide_extension"
    HOLD = "hold"
    RELEASE = "release"
    HAND_OVER = "hand_over"
    TAKE_OVER = "take_over"
    TASK = "task"
    MEETING = "meeting"
    FOLLOW_UP = "follow_up"
    PARTY = "party"
    FINDING = "finding"
    WRITE = "write"  # a passage of the report
    CONTACT = "contact"
    CORRECT = "correct"
    DOCUMENT = "document"
    DECIDE_DOCUMENT = "decide_document"
    SETTLE_WITHDRAWAL = "settle_withdrawal"
    DECIDE_APPEAL = "decide_appeal"
    OPINIONS = "opinions"
    TRANSFER = "transfer"
    RECEIVE = "receive"
    LINK = "link"
    FIND = "find"
    SAVE_SEARCH = "save_search"
    RELATE = "relate"
    CLUSTER = "cluster"
    LEAD = "lead"
    PACKET = "packet"
    RELEASE_PACKET = "release_packet"
    RECOMMEND = "recommend"
    COMPEL = "compel"
    DIGEST = "digest"
    FIGURES = "figures"
    PAUSE = "pause"
    IMPORT = "import"
    BULK = "bulk"
    # The operator, at the console of the machine; reads of cases only what the training export holds.
    INVITE = "invite"
    REDEEM = "redeem"
    ATTEST = "attest"
    CONFIRM = "confirm"
    REMOVE = "remove"
    EXPORT = "export"
    VERIFY = "verify"
    # What the program does by itself.
    REMIND = "remind"
    DELIVER = "deliver"
    KEEP = "keep"
    ERASE = "erase"
    PROPOSE = "propose"
    RETURN = "return"


COMPLAINANT: Final = "complainant"
WITNESS: Final = "witness"
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
    Verb.ASK_SUPERVISOR: frozenset({COMPLAINANT}),
    Verb.APPEAL: frozenset({COMPLAINANT}),
    Verb.OPINE: frozenset({COMPLAINANT}),
    Verb.COPY: frozenset({COMPLAINANT}),
    Verb.CONSENT: frozenset({COMPLAINANT}),
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
    Verb.AWAY: _READERS,
    Verb.RECUSE: _READERS,
    Verb.KEEP_OUT: frozenset({"supervisor"}),
    Verb.PLACE: frozenset({"supervisor"}),
    Verb.SITUATE: _READERS,
    Verb.REQUEST: _READERS,
    Verb.ANSWER: _READERS,
    Verb.BRING: _READERS,
    Verb.WITNESS: _READERS,
    Verb.ATTEND: frozenset({COMPLAINANT, WITNESS}),
    Verb.STATE: frozenset({WITNESS}),
    Verb.ENTER: _READERS,
    Verb.TELL: _READERS,
    Verb.ASK_NAME: _READERS,
    Verb.DECIDE_NAME: frozenset({"custodian"}),
    Verb.NAME: _READERS,
    Verb.MEET: _READERS,
    Verb.SNOOZE: _READERS,
    Verb.EXTEND: _READERS,
    Verb.DECIDE_EXTENSION: frozenset({"supervisor"}),
    Verb.HOLD: frozenset({"investigator", "supervisor"}),
    Verb.RELEASE: frozenset({"investigator", "supervisor", PROGRAM}),
    Verb.HAND_OVER: _READERS,
    Verb.TAKE_OVER: frozenset({"investigator", "supervisor"}),
    Verb.TASK: _READERS,
    Verb.MEETING: _READERS,
    Verb.FOLLOW_UP: _READERS,
    Verb.PARTY: _READERS,
    Verb.FINDING: frozenset({"investigator", "supervisor"}),
    Verb.WRITE: frozenset({"investigator", "supervisor"}),
    Verb.CONTACT: _READERS,
    Verb.CORRECT: _READERS,
    Verb.DOCUMENT: _READERS,
    Verb.DECIDE_DOCUMENT: frozenset({"supervisor"}),
    Verb.SETTLE_WITHDRAWAL: _READERS,
    Verb.DECIDE_APPEAL: frozenset({"supervisor"}),
    Verb.OPINIONS: frozenset({"supervisor"}),
    Verb.TRANSFER: frozenset({"intake", "supervisor"}),
    Verb.RECEIVE: frozenset({"intake", "supervisor"}),
    Verb.LINK: _READERS | {"custodian"},  # opens nothing that they may not open themselves
    Verb.FIND: _READERS,
    Verb.SAVE_SEARCH: _READERS,
    Verb.RELATE: _READERS,
    Verb.CLUSTER: _READERS,
    Verb.LEAD: frozenset({"intake", "supervisor"}),
    Verb.PACKET: _READERS,
    Verb.RELEASE_PACKET: frozenset({"supervisor"}),
    Verb.RECOMMEND: frozenset({"investigator", "supervisor"}),
    Verb.COMPEL: frozenset({"investigator", "supervisor"}),
    Verb.DIGEST: _READERS | {"auditor"},
    Verb.FIGURES: frozenset({"supervisor", "auditor"}),
    Verb.PAUSE: frozenset({"supervisor", OPERATOR}),
    Verb.IMPORT: frozenset({OPERATOR}),
    Verb.BULK: frozenset({"intake", "supervisor"}),
    Verb.INVITE: frozenset({OPERATOR, "supervisor"}),
    Verb.REDEEM: frozenset({"invited"}),
    Verb.ATTEST: frozenset({"invited"}),
    Verb.CONFIRM: frozenset({OPERATOR, "supervisor"}),
    Verb.REMOVE: frozenset({OPERATOR, "supervisor"}),
    Verb.EXPORT: frozenset({OPERATOR}),
    Verb.VERIFY: frozenset({OPERATOR}),
    Verb.REMIND: frozenset({PROGRAM}),
    Verb.DELIVER: frozenset({PROGRAM}),
    Verb.KEEP: frozenset({PROGRAM}),
    Verb.ERASE: frozenset({PROGRAM, COMPLAINANT}),
    Verb.PROPOSE: frozenset({PROGRAM}),
    Verb.RETURN: frozenset({PROGRAM}),
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
