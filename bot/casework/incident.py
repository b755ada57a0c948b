"""When the thing happened that a complaint is about, from its answers; called by `dated`, `limit` and the desk."""

from dataclasses import dataclass
from datetime import date

from bot.casework.agency import Agency
from bot.casework.turns import Answers


@dataclass(frozen=True, slots=True)
class Occurred:
    """From which to which day it may have happened; `exact` where one day was named and nobody doubted it."""

    first: date
    last: date
    exact: bool


def occurred(agency: Agency, answers: Answers) -> Occurred | None:
    """Return the days of the incident, the first date that a profile asks for; None where nobody knows it."""
    asked = next((id for id in agency.interview if agency.question(id).kind == "date"), None)
    answer = answers.get(asked) if asked else None
    value = answer.value if answer is not None and isinstance(answer.value, dict) else {}
    if not value.get("on"):
        return None
    first = date.fromisoformat(value["on"])
    last = date.fromisoformat(value["until"]) if value.get("until") else first
    return Occurred(first, last, value.get("precision") == "day" and first == last)
