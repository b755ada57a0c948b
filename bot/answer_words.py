"""An answer as people read it, shortened where it is long; pure, used by the review, the cards and the notices."""

import re
import sys
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final

from bot.casework.agency import Question
from bot.casework.interview import Answer
from bot.words import Words

EXCERPT: Final = 400
LINE: Final = 300
WHOLE: Final = sys.maxsize
"""Nothing is cut off: what does not fit into one message goes on in the next (`fitting`)."""


class AnswerWords:
    """Puts answers and days into words."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def shown(self, question: Question, answer: Answer, language: str, limit: int = LINE) -> str:
        """An answer in words, shortened where it is long."""
        if answer.state == "skipped" or answer.value in (None, "", []):
            return self._words.say(language, "review.skipped")
        if question.kind == "listed":
            return shorten(_listed(question, answer.value, language), limit)
        if question.kind in {"choice", "language"}:
            return next((c.label.to(language) for c in question.choices if c.id == answer.value), str(answer.value))
        if question.kind == "many":
            return ", ".join(c.label.to(language) for c in question.choices if c.id in answer.value)
        if question.kind == "yes_no":
            return self._words.say(language, "button.yes" if answer.value is True else "button.no")
        if isinstance(answer.value, list):
            return self.pieces(answer.value, language, limit)
        value = answer.value
        if question.kind == "contact" and isinstance(value, dict):
            read = ", ".join(_dialled(str(value[key])) for key in ("phone", "email") if value.get(key))
            return shorten(str(value.get("said") or read), limit)
        if question.kind == "date" and isinstance(value, dict):
            return self._date(value, language, limit)
        return shorten(str(value.get("said") if isinstance(value, dict) else value), limit)

    def _date(self, value: dict[str, Any], language: str, limit: int) -> str:
        if value.get("precision") == "day" and value.get("on"):
            return self.day(date.fromisoformat(value["on"]), language)
        return shorten(str(value.get("said") or self._words.say(language, "review.unknown")), limit)

    def day(self, on: date, language: str) -> str:
        """A date as people write it, the month in letters so that nobody mixes up day and month."""
        month = self._words.say(language, f"month.m{on.month}")
        return self._words.say(language, "month.date", day=on.day, month=month, year=on.year)

    def time(self, at: time | datetime, language: str) -> str:
        """A time of day as people say it, of an instant that is in the office's own zone."""
        half = "am" if at.hour < 12 else "pm"
        return self._words.say(language, f"hour.{half}", time=f"{at.hour % 12 or 12}:{at.minute:02}")

    def moment(self, at: datetime, language: str) -> str:
        """A day and a time, of an instant that is in the office's own zone."""
        return self._words.say(language, "hour.at", date=self.day(at.date(), language), time=self.time(at, language))

    def pieces(self, items: Iterable[dict[str, Any]], language: str, limit: int = EXCERPT) -> str:
        found = list(items)
        text = " / ".join(each["text"] for each in found if each.get("text"))
        files = sum(1 for each in found if each.get("evidence"))
        counted = self._words.say(language, "review.files", count=files) if files else ""
        return " ".join(part for part in (shorten(text, limit), counted) if part)


def _dialled(number: str) -> str:
    """A telephone number as people write it here; anything else as it is."""
    return f"{number[2:5]}-{number[5:8]}-{number[8:]}" if re.fullmatch(r"\+1\d{10}", number) else number


def _listed(question: Question, value: dict[str, Any], language: str) -> str:
    """What was typed; the name of what it means stands beside it where the words do not hold it."""
    name = next((each.label.to(language) for each in question.choices if each.id == value["id"]), "")
    said = str(value["said"])
    return said if name.casefold() in said.casefold() else f"{said} ({name})" if said else name


def shorten(text: str, limit: int) -> str:
    """The first words of a long text."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
