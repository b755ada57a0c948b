"""Reads the day of something that may lie ahead, such as a hearing, in English or Spanish; called through `replies`.

A day without a year is the nearest one of that name, past by two months at most; a weekday is the next one. Words that
say it is over ("last Tuesday", "yesterday") are read as `dates.py` reads what was.
"""

import re
from datetime import date, timedelta
from typing import Final

from bot.casework import ahead, dates
from bot.casework import calendar_words as words
from bot.casework.calendar_words import one_of
from bot.casework.day_rules import EXACT
from bot.casework.errors import Unreadable
from bot.casework.spans import Clock

_OVER: Final = re.compile(
    r"\b(?:yesterday|last|past|ago|was|were|ayer|anoche|antier|anteayer|pasad[oa]s?|hace|fue|era)\b"
)
_NEAREST: Final = timedelta(days=300)  # a day of the last 65 is nearer than the same one next year
_UNIT: Final = one_of([*words.DAYS_IN, *words.MONTHS_IN])
_COUNT: Final = rf"(?:\d{{1,3}}|{one_of(words.COUNTS)})"
_SPOKEN: Final = re.compile(
    rf"\b(?:pasado manana|day after tomorrow|tomorrow|manana|today|hoy"
    rf"|(?:in|within|en|dentro de) {_COUNT} {_UNIT}|next {_UNIT}|proxim[oa] {_UNIT}|{_UNIT} que viene"
    rf"|{one_of(words.WEEKDAYS)})\b"
)
_VAGUE: Final = re.compile(rf"\b(?:weeks?|months?|semanas?|mes(?:es)?)\b|{words.HEDGE.pattern}")


def read(text: str, language: str, today: date) -> dict[str, str | None]:
    """Return what `dates.read` returns, for a day that may be still to come; raises Unreadable."""
    plain = dates.without_time(text)
    if _OVER.search(plain.replace("pasado manana", "")):
        return dates.read(text, language, today)
    on = _exact(plain, today) or _spoken(plain, today)
    if on is None:
        if words.UNKNOWN.search(plain):
            return {"on": None, "until": None, "precision": "unknown", "said": dates.said(text)}
        raise Unreadable("date_ahead")
    vague = bool(_VAGUE.search(plain))
    return {
        "on": on.isoformat(),
        "until": None,
        "precision": "about" if vague else "day",
        "said": dates.said(text),
    }


def _exact(plain: str, today: date) -> date | None:
    """Return the earliest day that is written as a day of the calendar."""
    found = [
        spanned(match, Clock(today if match["year"] else today + _NEAREST)).on
        for exact, spanned in EXACT
        for match in exact.finditer(plain)
    ]
    return min(found, default=None)


def _spoken(plain: str, today: date) -> date | None:
    spoken = _SPOKEN.search(plain)
    return ahead.read(spoken.group(), today) if spoken else None
