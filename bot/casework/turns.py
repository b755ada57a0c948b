"""What goes into the interview and what comes out of it: plain values, shared by interview.py and its callers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypedDict

from bot.casework.parts import Question

Json = Any
ALSO = "also"  # where messages are kept that arrived while something else was being asked

ButtonName = Literal["done", "skip", "back", "keep", "submit", "send_now", "restart", "review", "another"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: `open` while it is being given or given again, `skipped` when the person passed."""

    value: Json
    state: Literal["open", "given", "skipped"]


Answers = Mapping[str, Answer]


def pack(answers: Answers) -> Json:
    """Turn answers into JSON, their order kept."""
    return [[id, answer.value, answer.state] for id, answer in answers.items()]


def unpack(json: Json) -> dict[str, Answer]:
    """Turn JSON made by `pack` into answers; nothing stored yet is no answers yet."""
    return {id: Answer(value, state) for id, value, state in json or ()}


@dataclass(frozen=True, slots=True)
class Said:
    """Words; `message` is the chat's own id of the message, `sent` when the person sent it."""

    text: str
    message: str
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """New words for a message that was sent before."""

    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file, voice or video; `evidence` is the id under which it is kept."""

    evidence: str
    kind: str
    name: str | None
    caption: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Picked:
    """A tap on a choice, on one of many, on yes or no, or on the number of a fact."""

    value: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A tap on a button that every question may have."""

    action: ButtonName


@dataclass(frozen=True, slots=True)
class Edit:
    """A tap in the review on an answer that is not right."""

    question: str


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A tap in the review on something that came beside the answers and does not belong; `place` counts from 0."""

    place: int


class FoundFact(TypedDict):
    """One thing that the reader found in the story."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """What the reader found in the story; given by the desk after the story is closed."""

    facts: tuple[FoundFact, ...]


Incoming = Said | Edited | Attached | Picked | Pressed | Edit | TakenOut | Found


@dataclass(frozen=True, slots=True)
class Context:
    """In which language and at what time a reply is read, and for which of the two lists of questions."""

    language: str
    now: datetime
    purpose: str = "complaint"


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence before the next question: `key` in the locale table named by `kind`."""

    key: str
    params: Mapping[str, str] = field(default_factory=dict)
    kind: Literal["remark", "unreadable"] = "remark"


@dataclass(frozen=True, slots=True)
class Step:
    """What is on the screen: a question with what it has been answered so far, or the review of everything."""

    kind: Literal["question", "review"]
    question: Question | None
    answer: Answer | None
    buttons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message or tap has led to."""

    answers: dict[str, Answer]
    step: Step
    remarks: tuple[Remark, ...] = ()
    outcome: Literal["ask", "file", "restart"] = "ask"
    closed_story: bool = False
