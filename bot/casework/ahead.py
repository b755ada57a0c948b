"""Reads the day a colleague means for something still to come, in English or Spanish; `dates.py` reads what was.

A day without a year is its next occurrence, a weekday the next one after today. Two numbers are month first.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from bot.casework import calendar_words as words
from bot.casework.calendar_words import one_of
from bot.casework.day_rules import EXACT
from bot.casework.errors import Unreadable
from bot.casework.plain import fold
from bot.casework.spans import Clock, months_back

Meaning = Callable[[re.Match[str], date], date]
_YEAR: Final = timedelta(days=364)
_COUNT: Final = rf"(?P<count>\d{{1,3}}|{one_of(words.COUNTS)})"
_UNIT: Final = rf"(?P<unit>{one_of([*words.DAYS_IN, *words.MONTHS_IN])})"


def _in(found: re.Match[str], today: date) -> date:
    said = found["count"]
    return _later(today, int(said) if said.isdigit() else words.COUNTS[said], found["unit"])


def _next_unit(found: re.Match[str], today: date) -> date:
    return _later(today, 1, found["unit"])


def _later(today: date, count: int, unit: str) -> date:
    if unit in words.DAYS_IN:
        return today + timedelta(days=count * words.DAYS_IN[unit])
    return months_back(today, -count * words.MONTHS_IN[unit])


def _weekday(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=(words.WEEKDAYS[found["weekday"]] - today.weekday() - 1) % 7 + 1)


def _days(count: int) -> Meaning:
    return lambda _, today: today + timedelta(days=count)


_RULES: Final[tuple[tuple[re.Pattern[str], Meaning], ...]] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"(?:the )?day after tomorrow|pasado manana", _days(2)),
        (r"tomorrow|manana", _days(1)),
        (r"today|hoy", _days(0)),
        (rf"(?:(?:in|within|en|dentro de) )?{_COUNT} {_UNIT}", _in),
        (rf"(?:next|(?:la )?proxima|(?:el )?proximo) {_UNIT}", _next_unit),
        (rf"(?:(?:la|el) )?{_UNIT} (?:que viene|proxim[oa])", _next_unit),
        (rf"(?:(?:next|this|el|este|proximo) )*{words.WEEKDAY}(?: que viene| proximo)?", _weekday),
    )
)
_UNTIL: Final = re.compile(r"^(?:(?:by|until|before|on|due|para|hasta|antes de) )+")


def read(text: str, today: date) -> date:
    """Return the day that is meant, or raise Unreadable; whether it may be in the past is for the caller to say."""
    plain = " ".join(re.sub(r"[^a-z0-9'/.-]|[.](?!\d)", " ", fold(text)).split())
    for pattern, meaning in _RULES:
        whole = pattern.fullmatch(_UNTIL.sub("", plain))
        if whole is not None:
            return meaning(whole, today)
    for exact, spanned in EXACT:
        found = exact.search(plain)
        if found is not None:
            return spanned(found, Clock(today if found["year"] else today + _YEAR)).on
    raise Unreadable("due_on")
