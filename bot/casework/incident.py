"""When the thing happened that a complaint is about, from its answers; called by casework and the desk."""

from dataclasses import dataclass
from datetime import date

from bot.casework.agency import Agency
from bot.casework.turns import Answer, Answers


@dataclass(frozen=True, slots=True)
class Occurred:
    """From which to which day it may have happened; `exact` where one day was named and nobody doubted it."""

    first: date
    last: date
    exact: bool


def occurred(agency: Agency, answers: Answers) -> Occurred | None:
    """Return the days of the incident, the first past date that a profile asks for; None where nobody knows it."""
    questions = ((id, agency.question(id)) for id in agency.interview)
    asked = next((id for id, each in questions if each.kind == "date" and not each.future), None)
    answer = answers.get(asked) if asked else None
    return window(answer) if answer is not None else None


def window(answer: Answer) -> Occurred | None:
    """Return the days that an answered date means; None where nobody knows it."""
    value = answer.value if isinstance(answer.value, dict) else {}
    if not value.get("on"):
        return None
    first = date.fromisoformat(value["on"])
    last = date.fromisoformat(value["until"]) if value.get("until") else first
    return Occurred(first, last, value.get("precision") == "day" and first == last)
