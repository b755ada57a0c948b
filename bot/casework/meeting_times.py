"""Reads when a meeting may be, as colleagues write it, in English or Spanish; called by `telegram.meeting_forms`.

Several times stand on lines of their own or with "or" between; one without a day is on the day before it. An hour that
the clocks leave out does not exist; of one that comes twice, the first is meant.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.casework import ahead, times
from bot.casework.agency import Agency
from bot.casework.errors import Refused, Unreadable
from bot.casework.plain import fold
from bot.casework.workdays import day_at, is_workday

MOST: Final = 6
FARTHEST: Final = timedelta(days=2 * 366)
_BETWEEN: Final = re.compile(r";|\bor\b|\band\b|\bo\b|\by\b(?! (?:media|cuarto))")
_OF_DAY: Final = r"(?: ?(?:de|por|en) la (?:manana|tarde|noche)| ?in the (?:morning|afternoon|evening))"
_CLOCK: Final = re.compile(
    r"(?:\b(?:at|a|around) )?(?:\blas? )?"
    r"(?:\b(?:noon|midday|medio ?dia|midnight|media ?noche)\b"
    rf"|\b\d{{1,2}}(?::\d\d)? ?(?:[ap]\.? ?m\b\.?|h\b){_OF_DAY}?"
    rf"|\b\d{{1,2}}:\d\d\b{_OF_DAY}?"
    rf"|(?<=\bla )\d{{1,2}}\b{_OF_DAY}?|(?<=\blas )\d{{1,2}}(?: y media| y cuarto)?\b{_OF_DAY}?"
    rf"|(?<=\bat )\d{{1,2}}\b{_OF_DAY}?)"
)


def read(agency: Agency, text: str, now: datetime) -> tuple[datetime, ...]:
    """Return the beginnings that are meant, in UTC, the first on top. Raises Unreadable, and Refused for the past."""
    found: list[datetime] = []
    on: date | None = None
    lines = (fold(line).replace(",", " ") for line in text.splitlines())
    for part in filter(str.strip, (each for line in lines for each in _BETWEEN.split(line))):
        at, on = _one(agency, " ".join(part.split()), on, day_at(agency, now))
        _must_be_ahead(at, now)
        found.append(at)
    if not found:
        raise Unreadable("meeting_times")
    if len(found) > MOST:
        raise Refused("meeting_many", most=MOST)
    return tuple(sorted(set(found)))


def unusual(agency: Agency, moments: Iterable[datetime]) -> bool:
    """Say whether one of them is while the office is closed: that may be meant, and is asked."""
    local = [each.astimezone(agency.zone) for each in moments]
    return any(not is_workday(agency, at.date()) or not agency.opens <= at.time() < agency.closes for at in local)


def _one(agency: Agency, part: str, before: date | None, today: date) -> tuple[datetime, date]:
    clocks = [*_CLOCK.finditer(part)]
    if len(clocks) != 1:
        raise Unreadable("meeting_times")
    (clock,) = clocks
    said = times.read(clock[0])["at"]
    day = " ".join((part[: clock.start()] + " " + part[clock.end() :]).split()).strip(" .-")
    day = re.sub(r"(?:^| )(?:at|a|on|el|la|las)$", "", day)
    on = ahead.read(day, today) if day or before is None else before
    assert said is not None, "what looks like a time is one, or was refused as one"
    return _instant(agency, on, time.fromisoformat(said)), on


def _instant(agency: Agency, on: date, at: time) -> datetime:
    local = datetime.combine(on, at, agency.zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(agency.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refused("meeting_no_such_time")
    return instant


def _must_be_ahead(at: datetime, now: datetime) -> None:
    if at <= now:
        raise Refused("meeting_past")
    if at > now + FARTHEST:
        raise Refused("meeting_far")
