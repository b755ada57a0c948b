"""What has to be told to whom when something happens to a case; called by the desk, put into the outbox as it is.

A notice says that there is news: the reference, the stage, the duty and its date, the priority, the step of the ladder.
What a person wrote cannot get in: a happening has no place for it, and `told` lets through only what the profile knows.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from bot.casework.agency import Agency
from bot.casework.parts import SNOOZED, is_rung

RECEIPT_RANK: Final = 0
URGENT_RANK: Final = 1
NEWS_RANK: Final = 2
REMINDER_RANK: Final = 3
ESCALATION_RANK: Final = 4

TEMPLATES: Final = (
    *("conflict", "returned", "alarm"),  # who works on a case
    *("receipt", "news", "news_with_note", "message_waiting", "no_news", "draft_reminder"),  # to the complainant
    *("new_case", "new_case_unattended", "assigned", "new_message", "new_evidence", "withdrawal_asked", "unreachable"),
    *("taken", "reminder", "escalation", "welcome"),
    *("request_waiting", "request_reminder", "request_withdrawn"),  # to the complainant
    *("answer_overdue", "body_overdue", "witness_stated", "file_added", "no_chat"),
    *("name_asked", "name_opened", "name_refused"),
    *("question", "withdrawal_kept", "transfer_kept", "how_was_it"),  # after the filing, to the complainant
    *("withdrawal_answered", "supervisor_asked", "appeal_asked", "appeal_due"),
    *("transfer_news", "transfer_offered", "transfer_due"),
    *("statement_changed", "task_due"),  # case work
    *("search_each", "search_daily", "search_weekly", "search_threshold"),
    *("officer_threshold", "officer_threshold_alone"),
)
"""Every key of the locale table [notice]."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One notice: to whom, what it may say, how urgent it is and from when on it is due."""

    key: str
    to: str
    template: str
    params: Mapping[str, str]
    rank: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Filed:
    """A complaint became a case; `duty` is the first that is owed, by the end of `due_on` (ISO), where one is."""

    case: str
    reference: str
    priority: str
    queue: str
    duty: str = ""
    due_on: str = ""


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

COMPLAINANT: Final = "complainant"
SUPERVISOR: Final = "supervisor"


def _is_reference(agency: Agency, said: str) -> bool:
    return re.fullmatch(rf"{agency.short}-[0-9]{{4}}-[0-9]{{5,9}}-[0-9]", said) is not None


_CHECKS: Final[Mapping[str, Callable[[Agency, str], bool]]] = {
    "reference": _is_reference,
    "stage": lambda agency, said: said in agency.statuses,
    "priority": lambda agency, said: said in agency.priorities,
    "duty": lambda agency, said: any(deadline.name == said for deadline in agency.deadlines),
    "due_on": lambda _, said: re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said) is not None,
    "rule": lambda _, said: said == SNOOZED or is_rung(said),
    "others": lambda agency, said: all(_is_reference(agency, each) for each in said.split(", ")),
    "count": lambda _, said: said.isascii() and said.isdigit(),
    "item": lambda _, said: re.fullmatch(r"[A-Za-z0-9_-]{20}", said) is not None,  # a row's name, which says nothing
}


def told(agency: Agency, **said: str) -> dict[str, str]:
    """Return what a notice may say of this; what the profile does not know is left out, whatever it is."""
    return {name: value for name, value in said.items() if _CHECKS[name](agency, value)}


class _News(NamedTuple):
    """One notice before it is addressed; `once` makes its key: the same news is never planned twice."""

    template: str
    to: str
    once: object
    rank: int = NEWS_RANK
    said: Mapping[str, str] = MappingProxyType({})


def taken(agency: Agency, case: str, reference: str, messages: Mapping[str, int], now: datetime) -> tuple[Planned, ...]:
    """Return what turns each member's notice of a new case into "taken"; `messages` says which message each got."""
    params = told(agency, reference=reference)
    return tuple(
        Planned(
            key=f"{case}:taken:{member}:{message}",
            to=f"member:{member}",
            template="taken",
            params={**params, "message": str(message)},
            rank=NEWS_RANK,
            due_at=now,
        )
        for member, message in messages.items()
    )


def welcome(member: str, now: datetime) -> Planned:
    """Return the notice for a colleague who was let in."""
    return Planned(f"{member}:welcome", f"member:{member}", "welcome", {}, NEWS_RANK, now)


def after(agency: Agency, happened: Happened, now: datetime) -> tuple[Planned, ...]:
    """Return the notices that this calls for, due at once."""
    return tuple(
        Planned(
            key=f"{happened.case}:{news.template}:{news.once}",
            to=news.to,
            template=news.template,
            params=told(agency, reference=happened.reference, **news.said),
            rank=news.rank,
            due_at=now,
        )
        for news in _news(agency, happened, now)
    )


def _news(agency: Agency, happened: Happened, now: datetime) -> tuple[_News, ...]:
    match happened:
        case Filed():
            return (_News("receipt", COMPLAINANT, "", RECEIPT_RANK), _new_case(agency, happened, ""))
        case HandedBack(revision=revision):
            return (_new_case(agency, happened, revision),)
        case Claimed(owner=owner, by=by, revision=revision):
            return () if by == f"member:{owner}" else (_News("assigned", f"member:{owner}", revision),)
        case StatusChanged(status=stage, note=note, revision=revision):
            template = "news_with_note" if note else "news"
            return (_News(template, COMPLAINANT, revision, said={"stage": stage}),)
        case MessageToComplainant(message=message):
            return (_News("message_waiting", COMPLAINANT, message),)
        case MessageToStaff(message=message):
            return (_News("new_message", _owner_or_queue(agency, happened), message),)
        case EvidenceAdded(evidence=evidence):
            return (_News("new_evidence", _owner_or_queue(agency, happened), evidence),)
        case StatementChanged(version=version):
            return (_News("statement_changed", _owner_or_queue(agency, happened), version),)
        case _:
            return (_to_a_person(happened, now),)


def _new_case(agency: Agency, happened: Filed | HandedBack, once: object) -> _News:
    rank = URGENT_RANK if happened.priority == agency.priorities[0] else NEWS_RANK
    first = {"duty": happened.duty, "due_on": happened.due_on} if isinstance(happened, Filed) else {}
    return _News("new_case", _queue(agency, happened.queue), once, rank, {"priority": happened.priority, **first})


def _to_a_person(happened: WithdrawalAsked | Unreachable, now: datetime) -> _News:
    """What a person has to look at goes to the owner, or else to the supervisor, at most once a day."""
    template = "withdrawal_asked" if isinstance(happened, WithdrawalAsked) else "unreachable"
    to = f"member:{happened.owner}" if happened.owner else SUPERVISOR
    return _News(template, to, now.date())


def _owner_or_queue(agency: Agency, happened: MessageToStaff | EvidenceAdded | StatementChanged) -> str:
    """A closed case waits in no queue any more: without an owner, the supervisors hear what came to it."""
    if happened.owner:
        return f"member:{happened.owner}"
    return SUPERVISOR if happened.closed else _queue(agency, happened.queue)


def _queue(agency: Agency, queue: str) -> str:
    return f"queue:{queue if queue in agency.queues else agency.default_queue}"
