"""A complainant asks to take a complaint back: what was asked, whether it is free, and what may follow; for the desk.

It ends a case only after a person has asked whether it was free, and been told that it was (product promise 12).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from bot.casework import workflow
from bot.casework.agency import Action, Agency
from bot.casework.errors import Refused

DISPOSITION: Final = "withdrawn"
FLAG: Final = "withdrawal_asked"
REQUEST: Final = "withdrawal"
"""The timeline's word for every step of it; `detail["step"]` says which."""
ASKED, QUESTION, ANSWERED, KEPT = "asked", "question", "answered", "kept"
FREE, PRESSED, STAY = "free", "pressed", "stay"
ANSWERS: Final = (FREE, PRESSED, STAY)


class EventLike(Protocol):
    """One line of the timeline, by shape."""

    @property
    def verb(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def detail(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Request:
    """How far it has come since it was last asked for; `answer` is one of ANSWERS once somebody gave it."""

    asked_at: datetime
    question_at: datetime | None = None
    answer: str | None = None
    answered_at: datetime | None = None

    @property
    def waits_for_answer(self) -> bool:
        """True between the office's question and the complainant's answer."""
        return self.question_at is not None and self.answer is None


def standing(events: Iterable[EventLike]) -> Request | None:
    """Read the timeline, oldest first; None when nothing is asked for."""
    request: Request | None = None
    for each in events:
        if each.verb == REQUEST:
            request = _after(request, each)
    return request


def _after(request: Request | None, event: EventLike) -> Request | None:
    step = event.detail.get("step", ASKED)
    if step == KEPT:
        return None
    if step == ASKED or request is None:
        return request or Request(event.at)
    if step == QUESTION:
        return Request(request.asked_at, event.at)
    answer = str(event.detail.get("answer"))
    return None if answer == STAY else Request(request.asked_at, request.question_at, answer, event.at)


def must_be_free(request: Request | None) -> None:
    """Raise Refused unless somebody asked whether it was free, and it was."""
    if request is None:
        raise Refused("no_withdrawal")
    if request.answer is None:
        raise Refused("ask_if_free")
    if request.answer != FREE:
        raise Refused("not_free")


def closing(agency: Agency, status: str, role: str) -> Action:
    """Return the action by which this role ends the case as withdrawn from here. Raises Refused where there is none."""
    ending = [
        action
        for action in workflow.available(agency, status, role)
        if action.disposition and agency.statuses[action.to].terminal
    ]
    found = min(ending, key=lambda action: action.findings, default=None)
    if found is None or DISPOSITION not in agency.dispositions:
        raise Refused("no_way_to_withdraw")
    return found
