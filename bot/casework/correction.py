"""Corrections of what was filed: which answers staff may correct, and what new words of the complainant change.

Called by `desk.corrections` and `desk.correspondence`. Nothing is overwritten unseen: what was there before goes into
the version, with who changed it and when.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.casework import listed, pieces, position, replies
from bot.casework.agency import Agency, Question
from bot.casework.turns import Answer, Answers, Edited, Json

STORY: Final = "story"
_READERS: Final[dict[str, Callable[[Question, str, str, date], Json]]] = {
    "date": lambda question, text, language, today: replies.day(text, language, today, future=question.future),
    "time": lambda _, text, language, __: replies.time(text, language),
    "listed": lambda question, text, *_: listed.read(text, question.choices),
    "place": lambda _, text, *__: replies.place(text),
    "text": lambda _, text, *__: replies.text(text),
}


@dataclass(frozen=True, slots=True)
class Amended:
    """What an edited message of the story leads to: the answers as they are now, the statement before and after."""

    answers: dict[str, Answer] = field(repr=False)
    was: str = field(repr=False)
    now: str = field(repr=False)


def correctable(agency: Agency, answers: Answers) -> tuple[Question, ...]:
    """Return the facts that staff may correct or fill in: never a choice of the complainant's, never who they are."""
    asked = position.applying(agency, answers, "complaint")
    return tuple(question for question in asked if question.kind in _READERS and not question.identity)


def read(question: Question, text: str, language: str, today: date) -> Answer:
    """Read the right answer as the interview would have, or raise Unreadable."""
    return Answer(_READERS[question.kind](question, text, language, today), "given")


def is_of_story(answers: Answers, edited: Edited) -> bool:
    """Say whether the message that was edited is one of those that this story is made of."""
    return any(piece.get("message") == edited.message for piece in position.story_items(answers))


def amend(answers: Answers, edited: Edited) -> Amended | None:
    """Put a story's edited message in place; None when it is no message of this story, or says the same as before."""
    before = answers.get(STORY)
    items = position.story_items(answers)
    after = pieces.reworded(items, edited)
    if before is None or after is None or after == items:
        return None
    return Amended({**answers, STORY: Answer(after, before.state)}, pieces.words(items), pieces.words(after))
