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
from bot.casework.happening import Claimed as Claimed
from bot.casework.happening import EvidenceAdded as EvidenceAdded
from bot.casework.happening import Filed as Filed
from bot.casework.happening import HandedBack as HandedBack
from bot.casework.happening import Happened as Happened
from bot.casework.happening import MessageToComplainant as MessageToComplainant
from bot.casework.happening import MessageToStaff as MessageToStaff
from bot.casework.happening import StatementChanged as StatementChanged
from bot.casework.happening import StatusChanged as StatusChanged
from bot.casework.happening import Unreachable as Unreachable
from bot.casework.happening import WithdrawalAsked as WithdrawalAsked
from bot.casework.keeper import SUPERVISOR, keeper, of_queue, person
from bot.casework.parts import SNOOZED, is_rung

RECEIPT_RANK: Final = 0
URGENT_RANK: Final = 1
NEWS_RANK: Final = 2
REMINDER_RANK: Final = 3
ESCALATION_RANK: Final = 4

TEMPLATES: Final = (
    *("conflict", "undecided", "returned", "alarm"),  # who works on a case
    *("receipt", "news", "news_with_note", "message_waiting", "no_news", "draft_reminder"),  # to the complainant
    *("new_case", "assigned", "new_message", "new_evidence", "withdrawal_asked", "unreachable"),
    *("new_case_unattended", "new_case_first"),
    *("taken", "reminder", "escalation", "welcome"),
    *("request_waiting", "request_reminder", "request_withdrawn"),  # to the complainant
    *("answer_overdue", "body_overdue", "witness_stated", "file_added", "no_chat"),
    *("name_asked", "name_opened", "name_refused"),
    *("question", "withdrawal_kept", "transfer_kept", "how_was_it"),  # after the filing, to the complainant
    *("withdrawal_answered", "supervisor_asked", "appeal_asked", "appeal_due", "reopened"),
    *("transfer_news", "transfer_offered", "transfer_due"),
    *("statement_changed", "task_due", "evidence_waits"),  # case work
    *("paper_waiting", "paper_asked", "paper_approved", "paper_refused"),  # the first to the complainant
    *("draft_limit", "limit_near", "limit_last", "limit_over"),  # to the complainant
    *("limit_last_staff", "limit_over_staff"),
    *("search_each", "search_daily", "search_weekly", "search_threshold"),
    *("officer_threshold", "officer_threshold_alone"),
    *("cluster_proposed", "cluster_joins"),
    *("meeting_asked", "meeting_set", "meeting_moved", "meeting_off", "meeting_soon"),  # to who comes from outside
    *("meeting_asked_staff", "meeting_set_staff", "meeting_moved_staff", "meeting_off_staff", "meeting_soon_staff"),
    *("meeting_answered", "follow_up_due"),
    *("another_office", "swear_anew"),  # to the complainant
    *("witness_unreachable", "attested_no"),
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


COMPLAINANT: Final = "complainant"


def _is_reference(agency: Agency, said: str) -> bool:
    return re.fullmatch(rf"{agency.short}-[0-9]{{4}}-[0-9]{{5,9}}-[0-9]", said) is not None


_CHECKS: Final[Mapping[str, Callable[[Agency, str], bool]]] = {
    "reference": _is_reference,
    "stage": lambda agency, said: said in agency.statuses,
    "priority": lambda agency, said: said in agency.priorities,
    "duty": lambda agency, said: any(deadline.name == said for deadline in agency.deadlines),
    "starts_at": lambda _, said: re.fullmatch(r"[0-9-]{10}T[0-9:]{8}\+00:00", said) is not None,
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


def turned_away(member: str, now: datetime) -> Planned:
    """Return the notice to the supervisors that somebody who was invited cannot be let in, by their own word."""
    return Planned(f"{member}:attested_no", SUPERVISOR, "attested_no", {}, NEWS_RANK, now)


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
            told = _News("new_case_first", SUPERVISOR, "", URGENT_RANK, {"priority": happened.priority})
            first = (_News("receipt", COMPLAINANT, "", RECEIPT_RANK), _new_case(agency, happened, ""))
            return (*first, told) if happened.told else first
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
            return (_News("new_message", keeper(agency, happened), message),)
        case EvidenceAdded(evidence=evidence):
            return (_News("new_evidence", keeper(agency, happened), evidence),)
        case StatementChanged(version=version):
            return (_News("statement_changed", keeper(agency, happened), version),)
        case _:
            return (_to_a_person(happened, now),)


def _new_case(agency: Agency, happened: Filed | HandedBack, once: object) -> _News:
    rank = URGENT_RANK if happened.priority == agency.priorities[0] else NEWS_RANK
    first = {"duty": happened.duty, "due_on": happened.due_on} if isinstance(happened, Filed) else {}
    return _News("new_case", of_queue(agency, happened.queue), once, rank, {"priority": happened.priority, **first})


def _to_a_person(happened: WithdrawalAsked | Unreachable, now: datetime) -> _News:
    """What a person has to look at goes to the owner, or else to the supervisor, at most once a day."""
    template = "withdrawal_asked" if isinstance(happened, WithdrawalAsked) else "unreachable"
    return _News(template, person(happened.owner), now.date())
