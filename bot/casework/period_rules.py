"""The words people use for a stretch of days (a month, a season, last week), and for what is ahead."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Final

from bot.casework import calendar_words as words
from bot.casework.calendar_words import MONTHS, OF_YEAR, SEASONS, WEEKDAYS, one_of
from bot.casework.spans import Clock, Match, Rule, Span, latest, month_span, months_back, rule, year_of

_BEFORE_IT: Final = r"(?:\b(?P<before>last|past) )?"
_AFTER_IT: Final = r"(?P<after> pasad[oa]\b)?"
_PART: Final = (
    r"(?:\b(?P<part>early|beginning of|start of|principios de|inicios de|comienzos de"
    r"|mid|middle of|mediados de|late|end of|finales de|fines de)[ -])?"
)
_TENTHS: Final = dict.fromkeys(("mid", "middle of", "mediados de"), 10) | dict.fromkeys(
    ("late", "end of", "finales de", "fines de"), 20
)

# "may", "march" and the short forms are other words too: only after such a word, before a year, or alone.
_DOUBTFUL: Final = {name for name in MONTHS if len(name) < 5} - {"june", "july", "mayo"} | {"march"}
_LEADING: Final = (
    *("in", "of", "last", "past", "since", "during", "early", "mid", "late", "around", "about"),
    *("en", "de", "desde", "como"),
)
_LED: Final = "(?:" + "|".join(rf"(?<=\b{word}[ -])" for word in _LEADING) + ")"
_MONTH_OF_YEAR: Final = rf"{_PART}\b(?P<month>{one_of(MONTHS)}){OF_YEAR.removesuffix('?')}"
_CLEAR_MONTH: Final = rf"{_PART}{_BEFORE_IT}\b(?<!next )(?P<month>{one_of(set(MONTHS) - _DOUBTFUL)})\b{_AFTER_IT}"
_LED_MONTH: Final = rf"{_PART}{_BEFORE_IT}{_LED}(?P<month>{one_of(_DOUBTFUL)})\b{_AFTER_IT}"
_LONE_MONTH: Final = rf"^(?P<month>{one_of(_DOUBTFUL)})$"
_SEASON: Final = rf"(?P<season>{one_of(SEASONS)})"
_NAMED: Final = one_of([*MONTHS, *WEEKDAYS, "weekend", "fin de semana"])
_NOT_NEXT: Final = r"(?<!next )(?<!coming )(?<!proximo )"
_UNIT: Final = one_of([*words.DAYS_IN, *words.MONTHS_IN])


def _month(found: Match, clock: Clock) -> Span:
    """A month or a part of it."""
    said = found.groupdict()
    month, tenth = MONTHS[said["month"]], _TENTHS.get(said.get("part") or "", 0)

    def in_year(year: int) -> Span:
        span = month_span(year, month)
        if not said.get("part"):
            return span
        until = span.until if tenth == 20 else span.on + timedelta(days=tenth + 9)
        return Span(span.on + timedelta(days=tenth), until, "about")

    return _said_or_latest(in_year, said, clock)


def _season(found: Match, clock: Clock) -> Span:
    """Three months; a winter is the one that ends in the year."""
    said = found.groupdict()

    def in_year(year: int) -> Span:
        start = months_back(date(year, 1, 1), 1 - 3 * SEASONS[said["season"]])
        return Span(start, months_back(start, -3) - timedelta(days=1), "about")

    return _said_or_latest(in_year, said, clock)


def _said_or_latest(in_year: Callable[[int], Span], said: dict[str, str | None], clock: Clock) -> Span:
    """Return the span of the year that was said, or the latest one that has begun (has ended, for "last")."""
    year = year_of(Clock(clock.today, said.get("year") or clock.year))
    if year is not None:
        return in_year(year)
    spans = (in_year(clock.today.year + 1 - back) for back in count())
    return latest(spans, clock, before=bool(said.get("before") or said.get("after")))


def _week(back: int) -> Callable[[Match, Clock], Span]:
    return lambda _, clock: _days(clock.today - timedelta(days=clock.today.weekday() + 7 * back), 7)


def _weekend(found: Match, clock: Clock) -> Span:
    """The one before this week, or the one that has begun if it is "this" one."""
    saturday = clock.today - timedelta(days=(clock.today.weekday() - 5) % 7)
    begun = saturday + timedelta(days=1) < clock.today or found["this"] is not None
    return _days(saturday - timedelta(days=0 if begun else 7), 2)


def _month_back(back: int) -> Callable[[Match, Clock], Span]:
    def meaning(_: Match, clock: Clock) -> Span:
        then = months_back(clock.today.replace(day=1), back)
        return month_span(then.year, then.month)

    return meaning


def _year(found: Match, clock: Clock) -> Span:
    year = year_of(Clock(clock.today, found["year"]))
    assert year is not None  # the rule asks for one
    return Span(date(year, 1, 1), date(year, 12, 31), "about")


def _days(on: date, length: int) -> Span:
    return Span(on, on + timedelta(days=length - 1), "about")


def _ahead(_: Match, clock: Clock) -> Span:
    return Span(clock.today + timedelta(days=1))


PERIODS: Final[tuple[Rule, ...]] = (
    rule(_MONTH_OF_YEAR, _month),
    rule(_CLEAR_MONTH, _month),
    rule(_LED_MONTH, _month),
    rule(_LONE_MONTH, _month),
    rule(rf"\b{_SEASON}{OF_YEAR.removesuffix('?')}", _season),
    rule(rf"\b(?:(?P<before>last|past)|this|in|the|el|la|en|este|esta) {_SEASON}\b{_AFTER_IT}", _season),
    rule(rf"{_NOT_NEXT}\b(?P<this>this |este )?(?:weekend|fin de semana)\b(?! que viene| proximo)", _weekend),
    rule(r"\b(?:(?:last|past) week|semana pasada)\b", _week(1)),
    rule(r"\b(?:this week|esta semana)\b", _week(0)),
    rule(r"\b(?:last month|mes pasado)\b", _month_back(1)),
    rule(r"\b(?:this month|este mes)\b", _month_back(0)),
    rule(rf"\b(?P<year>{words.YEAR_WORDS})\b", _year),
    rule(words.IN_YEAR, _year),
)
AHEAD: Final[tuple[Rule, ...]] = (
    rule(r"\b(?:tomorrow|pasado manana|manana)\b", _ahead),
    rule(rf"\b(?:next|coming|proxim[oa]) (?:{_UNIT}|{_NAMED})\b", _ahead),
    rule(rf"\b(?:{_UNIT}|{_NAMED}) (?:que viene|proxim[oa])\b", _ahead),
    rule(rf"\b(?:in|en|dentro de) (?:\d{{1,3}}|{one_of(words.COUNTS)}) {_UNIT}\b", _ahead),
)
