"""Reads the day a person means, in English or Spanish; called through `replies.date`, always confirmed.

Two numbers are month first, as this country writes them, in Spanish too ("3/4" and "el 3/4" are March 4), unless only
the other order is a date ("25/12" is December 25). The review shows the month as a word, so that a person can see it.
A day without a year is its latest occurrence up to today. A number alone is not a date.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final

import dateparser

from bot.casework import calendar_words as words
from bot.casework.day_rules import EXACT, RELATIVE
from bot.casework.errors import Unreadable
from bot.casework.period_rules import AHEAD, PERIODS
from bot.casework.plain import clean, fold
from bot.casework.spans import Clock, Span, day_of

_RULES: Final = (EXACT, RELATIVE, PERIODS, AHEAD)
_IN_YEAR: Final = re.compile(words.IN_YEAR)
_OLDEST: Final = date(1900, 1, 1)
_LONGEST_FOR_DATEPARSER: Final = 60
_TIME_OF_DAY: Final = re.compile(
    r"\b(?:(?:at|around|about|by|como a|a eso de|a) )?(?:las? )?\d{1,2}(?::\d\d)? ?[ap] ?m\b"
    r"|\b\d{1,2}:\d\d\b"
    rf"|\b(?:como )?a las? (?:\d{{1,2}}|{words.one_of(words.HOURS)})\b(?: y media| y cuarto| menos cuarto)?"
    r"|\b(?:por|en|de|a) la (?:manana|tarde|noche|madrugada)\b|\bla manana del?\b"
    r"|\bin the (?:morning|afternoon|evening|night)\b|\bat (?:night|noon|midnight)\b"
)


def read(text: str, language: str, today: date) -> dict[str, str | None]:
    """Return {"on", "until", "precision", "said"}, or raise Unreadable; the future and the impossible have own keys."""
    plain = without_time(text)
    spans, rest = _found(plain, today)
    if not spans and words.UNKNOWN.search(plain):
        return {"on": None, "until": None, "precision": "unknown", "said": said(text)}
    past = [span for span in spans or [_by_dateparser(plain, language, today)] if span.on <= today]
    if not past:
        raise Unreadable("date_future")
    on = min(span.on for span in past)
    until = min(today, max(span.until or span.on for span in past))
    if on < _OLDEST:
        raise Unreadable("date_long_ago")
    vague = len(past) > 1 or words.HEDGE.search(rest) or words.UNKNOWN.search(rest)
    return {
        "on": on.isoformat(),
        "until": until.isoformat() if until > on else None,
        "precision": "about" if vague else past[0].precision,
        "said": said(text),
    }


def said(text: str) -> str:
    """Return the words as they were said, for the review."""
    return clean(text).strip()


def without_time(text: str) -> str:
    """Leave the letters and digits that a date can be made of, without the time of day."""
    kept = re.sub(r"[^a-z0-9'/.: -]|(?<!\d)[.:]|[.:](?!\d)", " ", fold(text))
    return " ".join(_TIME_OF_DAY.sub(" ", " ".join(kept.split())).split())


def _found(plain: str, today: date) -> tuple[list[Span], str]:
    """Return what the most exact kind of rule finds, and the words around it."""
    for rules in _RULES:
        found: list[tuple[re.Match[str], int]] = []
        rest = plain
        for number, (pattern, _) in enumerate(rules):
            found += [(match, number) for match in pattern.finditer(rest)]
            rest = pattern.sub(" | ", rest)
        if found:
            clock = Clock(today, _said_year([*(match for match, _ in found), _IN_YEAR.search(rest)]))
            return [rules[number][1](match, clock) for match, number in found], rest
    return [], plain


def _said_year(matches: Iterable[re.Match[str] | None]) -> str | None:
    """Return the year that was said once for all days ("June 3. That was in 2024")."""
    return next((year for match in matches if match and (year := match.groupdict().get("year"))), None)


def _by_dateparser(plain: str, language: str, today: date) -> Span:
    """Ask dateparser about what our own rules do not know; believe it only if it used the numbers it was given."""
    if not re.search("[a-z]", plain):
        raise Unreadable("date_number" if plain else "date")
    if len(plain) > _LONGEST_FOR_DATEPARSER:
        raise Unreadable("date")
    read = dateparser.parse(
        plain,
        languages=["es", "en"] if language == "es" else ["en", "es"],
        settings={
            "STRICT_PARSING": True,
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "PREFER_DATES_FROM": "past",
            "DATE_ORDER": "MDY",
            "TIMEZONE": "UTC",
        },
    )
    numbers = [int(number) for number in re.findall(r"\d{1,4}", plain)]
    if read is None or (numbers and not {read.day, read.year} <= set(numbers)):
        raise Unreadable("date")
    return Span(day_of(read.year, read.month, read.day))
