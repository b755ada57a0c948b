"""What a said day or stretch of days is on the calendar; shared by the rules of dates.py, which read the words."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from bot.casework.errors import Unreadable


class Span(NamedTuple):
    """What a piece of the text means: one day, or from one day until another."""

    on: date
    until: date | None = None
    precision: str = "day"


class Clock(NamedTuple):
    """Today at the agency, and the year that was said once for all days in the text."""

    today: date
    year: str | None = None


Match = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Match, Clock], Span]]


def rule(pattern: str, meaning: Callable[[Match, Clock], Span]) -> Rule:
    """Return the words to look for and what they mean."""
    return re.compile(pattern), meaning


def day_of(year: int, month: int, day: int) -> date:
    """Return a day of the calendar, or raise Unreadable where there is none (31 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("date_impossible") from None


def latest_day(month: int, day: int, clock: Clock) -> date:
    """Return the day in the year that was said, or its latest occurrence up to today."""
    year = year_of(clock)
    if year is not None:
        return day_of(year, month, day)
    days = (date(year, month, day) for year in _back_from(clock.today.year) if 1 <= day <= _length(year, month))
    found = next((on for on in days if on <= clock.today), None)
    if found is None:
        raise Unreadable("date_impossible")
    return found


def year_of(clock: Clock) -> int | None:
    """Return the year that was said: four digits, two digits (no later than next year), or in relation to this one."""
    said = (clock.year or "").strip("'")
    if not said:
        return None
    if not said.isdigit():
        return clock.today.year + (-1 if said in {"last year", "ano pasado"} else said in {"next year", "proximo ano"})
    if len(said) > 2:
        return int(said)
    return 2000 + int(said) if 2000 + int(said) <= clock.today.year + 1 else 1900 + int(said)


def month_span(year: int, month: int, precision: str = "month") -> Span:
    """Return a whole month."""
    return Span(date(year, month, 1), date(year, month, _length(year, month)), precision)


def latest(spans: Iterable[Span], clock: Clock, *, before: bool) -> Span:
    """Return the first span (they run backwards) that has begun, and has ended too if `before` ("last summer")."""
    today = clock.today
    return next(span for span in spans if span.on <= today and not (before and span.until and span.until >= today))


def months_back(today: date, months: int) -> date:
    """Return the same day some months ago, or the last day of a shorter month."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, _length(year, month + 1)))


def weekday_before(today: date, weekday: int) -> date:
    """Return the latest such day of the week before today."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def _back_from(year: int) -> range:
    return range(year, year - 9, -1)  # a leap day comes back after eight years at the latest


def _length(year: int, month: int) -> int:
    return monthrange(year, month)[1] if 1 <= month <= 12 else 0
