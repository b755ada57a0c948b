"""What happens to a case that somebody has to be told of; made by the desk, read by notices.py, which hands these on.

None has a place for what a person wrote, so nothing of that can get into a notice.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filed:
    """A complaint became a case; `duty` is the first that is owed, by the end of `due_on` (ISO), where one is.

    `told`: a supervisor hears of it at once, besides the queue.
    """

    case: str
    reference: str
    priority: str
    queue: str
    duty: str = ""
    due_on: str = ""
    told: bool = False


@dataclass(frozen=True, slots=True)
class HandedBack:
    """The owner of a case has left: it waits in its queue again, where it is news once more."""

    case: str
    reference: str
    priority: str
    queue: str
    revision: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """A member of staff owns the case now; `by` is who saw to that, as the audit chain names them."""

    case: str
    reference: str
    owner: str
    by: str
    revision: int


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """The case moved to another status; `note` says whether words for the complainant wait behind a button."""

    case: str
    reference: str
    status: str
    note: bool
    revision: int


@dataclass(frozen=True, slots=True)
class MessageToComplainant:
    """Staff wrote to the complainant."""

    case: str
    reference: str
    message: str | int


@dataclass(frozen=True, slots=True)
class MessageToStaff:
    """The complainant wrote to the office."""

    case: str
    reference: str
    owner: str | None
    queue: str
    message: str | int
    closed: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """A file came to a case that was filed before; `evidence` names it, or the album it is part of."""

    case: str
    reference: str
    owner: str | None
    queue: str
    evidence: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class StatementChanged:
    """The complainant put other words in the place of a message of the story; `version` names the change."""

    case: str
    reference: str
    owner: str | None
    queue: str
    version: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawalAsked:
    """The complainant asks to withdraw; a person has to read that."""

    case: str
    reference: str
    owner: str | None
    queue: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The complainant's chat takes no messages any more."""

    case: str
    reference: str
    owner: str | None
    queue: str


Happened = (
    Filed
    | HandedBack
    | Claimed
    | StatusChanged
    | MessageToComplainant
    | MessageToStaff
    | EvidenceAdded
    | StatementChanged
    | WithdrawalAsked
    | Unreachable
)
