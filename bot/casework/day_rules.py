"""The words people use for a day, the exact ones before the relative ones; tried in order by dates.py."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bot.casework import calendar_words as words
from bot.casework.calendar_words import MONTH, OF_YEAR, WEEKDAY, one_of
from bot.casework.errors import Unreadable
from bot.casework.spans import Clock, Match, Rule, Span, day_of, latest_day, months_back, rule, weekday_before

_NTH: Final = rf"(?:\d{{1,2}}(?:st|nd|rd|th|ro|ero|er|do|o)?|{one_of(words.NTH)})\b"
_DAY: Final = rf"\b(?P<day>{_NTH})"
_OR_LAST: Final = rf"(?: ?(?:-|to|and|or|through|until|al|a|y|o) ?(?:the |el )?(?P<last>{_NTH}))?"
_UNIT: Final = rf"(?P<unit>{one_of([*words.DAYS_IN, *words.MONTHS_IN, *words.SHORT_UNITS])})\b"
_COUNT: Final = rf"\b(?<!half )(?P<count>\d{{1,3}}|{one_of(words.COUNTS)})(?: of| de)? "
_HALF: Final = r"(?P<half> and a half| y medi[oa])?"
_FILLERS: Final = r"(?:(?:ya|como|casi|mas de|mas o menos|aproximadamente|alrededor de|unos|unas|un|una) )*?"
_LAST_WEEK: Final = r"(?:the )?(?:last|previous|past) week|la semana pasada"
_NOT_NEXT: Final = r"(?<!next )(?<!coming )(?<!proximo )"
_NOT_AHEAD: Final = r"(?! que viene| proximo)"


def _nth(said: str) -> int:
    digits = "".join(filter(str.isdigit, said))
    return int(digits) if digits else words.NTH[said]


def _in_year(found: Match, clock: Clock) -> Clock:
    return Clock(clock.today, found["year"] or clock.year)


def _iso(found: Match, _: Clock) -> Span:
    return Span(day_of(int(found["year"]), int(found["month"]), int(found["day"])))


def _numeric(found: Match, clock: Clock) -> Span:
    month, day = int(found["first"]), int(found["second"])
    if month > 12 >= day:
        month, day = day, month
    return Span(latest_day(month, day, _in_year(found, clock)))


def _named(found: Match, clock: Clock) -> Span:
    month, clock = words.MONTHS[found["month"]], _in_year(found, clock)
    on = latest_day(month, _nth(found["day"]), clock)
    return Span(on, day_of(on.year, month, _nth(found["last"])) if found["last"] else None)


def _ago(found: Match, clock: Clock) -> Span:
    said, unit, half = found["count"], found["unit"], found["half"] is not None
    count = int(said) if said.isdigit() else words.COUNTS[said]
    if unit in words.SHORT_UNITS:
        return Span(clock.today, None, "about")
    if unit in words.DAYS_IN:
        length = words.DAYS_IN[unit]
        on = clock.today - timedelta(days=count * length + half * (length // 2))
        return Span(on, None, "day" if length == 1 and said not in words.VAGUE_COUNTS else "about")
    length = words.MONTHS_IN[unit]
    on = months_back(clock.today, count * length + half * (length // 2))
    return Span(on - timedelta(days=15 * (half and length == 1)), None, "about")


def _back(days: int) -> Callable[[Match, Clock], Span]:
    return lambda _, clock: Span(clock.today - timedelta(days=days))


def _weekday(found: Match, clock: Clock) -> Span:
    return Span(weekday_before(clock.today, words.WEEKDAYS[found["weekday"]]))


def _weekday_last_week(found: Match, clock: Clock) -> Span:
    monday = clock.today - timedelta(days=clock.today.weekday() + 7)
    return Span(monday + timedelta(days=words.WEEKDAYS[found["weekday"]]))


def _day_of_month(found: Match, clock: Clock) -> Span:
    """Only "the 3rd": the latest third that there was."""
    day, first = _nth(found["day"]), clock.today.replace(day=1)
    months = (months_back(first, back) for back in range(3 if 1 <= day <= 31 else 0))
    days = [on for month in months if (on := month + timedelta(days=day - 1)).month == month.month]
    if not days:
        raise Unreadable("date_impossible")
    return Span(next(on for on in days if on <= clock.today))


EXACT: Final[tuple[Rule, ...]] = (
    rule(r"(?<![\d/.-])(?P<year>\d{4})[/.-](?P<month>\d\d?)[/.-](?P<day>\d\d?)(?![\d/-])", _iso),
    rule(r"(?<![\d/.-])(?P<first>\d\d?)([/.-])(?P<second>\d\d?)\2(?P<year>\d{4}|'?\d\d)(?![\d/-])", _numeric),
    rule(r"^(?P<first>\d\d?) (?P<second>\d\d?) (?P<year>\d{4})$", _numeric),
    rule(r"(?<![\d/.-])(?P<first>\d\d?)/(?P<second>\d\d?)(?P<year>(?![\d/.-]))", _numeric),
    rule(rf"\b(?P<year>(?:19|20)\d\d) {MONTH} {_DAY}(?P<last>(?!))?", _named),
    rule(rf"{_DAY}{_OR_LAST}[ -](?:of |de )?{MONTH}{OF_YEAR.removesuffix('?')}", _named),
    rule(rf"\b{MONTH}[ -](?:the |el )?{_DAY}{_OR_LAST}{OF_YEAR}", _named),
    rule(rf"{_DAY}{_OR_LAST}(?: day)?[ -](?:of |de )?{MONTH}\b{OF_YEAR}", _named),
)
RELATIVE: Final[tuple[Rule, ...]] = (
    rule(r"\b(?:day before yesterday|antier|anteayer|antes de ayer|anteanoche)\b", _back(2)),
    rule(r"\b(?:yesterday|last night|ayer|anoche)\b", _back(1)),
    rule(r"\b(?:today|tonight|this (?:morning|afternoon|evening)|hoy)\b", _back(0)),
    rule(r"\besta (?:manana|tarde|noche|madrugada)\b", _back(0)),
    rule(r"^(?:(?:just|right) )?now$|^ahora(?: mismo)?$|^ahorita$", _back(0)),
    rule(rf"{_COUNT}{_UNIT}{_HALF} (?:ago|back|atras)\b", _ago),
    rule(rf"\bhace {_FILLERS}{_COUNT}{_UNIT}{_HALF}", _ago),
    rule(rf"{WEEKDAY} (?:of |de )?(?:{_LAST_WEEK})\b", _weekday_last_week),
    rule(rf"\b(?:{_LAST_WEEK}) (?:on |el )?{WEEKDAY}", _weekday_last_week),
    rule(rf"(?:\b(?:last|past|pasado) )?{_NOT_NEXT}{WEEKDAY}{_NOT_AHEAD}", _weekday),
    rule(rf"^(?:on )?(?:the |el (?:dia )?)(?P<day>{_NTH})$", _day_of_month),
    rule(r"^(?P<day>\d\d?(?:st|nd|rd|th))$", _day_of_month),
)
