"""When a colleague is on duty by their own weekly times; called by the desk before anybody is told of anything."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.casework import ahead
from bot.casework.agency import Agency
from bot.casework.errors import Unreadable
from bot.casework.plain import fold
from bot.casework.workdays import day_at, end_of_day, is_workday

Times = Mapping[str, Sequence[str]]
"""Weekdays ("0" is Monday) and from when to when somebody works then, on the agency's clock."""

AHEAD_DAYS = 14
_FROM = re.compile(r"^(?:from|desde|del|de) (?:(?:el|the) )?")
_BETWEEN = re.compile(r"\s+(?:to|until|till|through|al?|hasta)\s+(?:(?:el|the)\s+)?|\s+-\s+")


def works_at(agency: Agency, times: Times | None, at: datetime) -> bool:
    """Say whether these times cover an instant; no times means always, a public holiday is free."""
    if times is None:
        return True
    shift = _shift(agency, times, day_at(agency, at))
    return shift is not None and shift[0] <= at < shift[1]


def next_shift(agency: Agency, times: Times | None, at: datetime) -> datetime | None:
    """Return when somebody is on duty next, `at` itself if they are now; None for times without any day."""
    if works_at(agency, times, at):
        return at
    today = day_at(agency, at)
    shifts = (_shift(agency, times or {}, today + timedelta(days=days)) for days in range(AHEAD_DAYS))
    return next((shift[0] for shift in shifts if shift is not None and shift[0] > at), None)


def office_hours(agency: Agency) -> dict[str, list[str]]:
    """Return the hours of the office as somebody's weekly times."""
    hours = [f"{agency.opens:%H:%M}", f"{agency.closes:%H:%M}"]
    return {str(day): list(hours) for day in sorted(agency.workdays)}


def with_day(agency: Agency, times: Times | None, day: str) -> dict[str, list[str]]:
    """Take a weekday out of somebody's times, or put it in with the hours of the office."""
    now = {each: list(hours) for each, hours in (times if times is not None else office_hours(agency)).items()}
    if now.pop(day, None) is None:
        now[day] = [f"{agency.opens:%H:%M}", f"{agency.closes:%H:%M}"]
    return dict(sorted(now.items()))


def moved(times: Times, end: int, minutes: int) -> dict[str, list[str]]:
    """Move the beginning (0) or the end (1) of every day; what would not leave an hour of duty changes nothing."""
    shifted = {day: _moved(hours, end, minutes) for day, hours in times.items()}
    if any(_minutes(to) - _minutes(since) < 60 for since, to in shifted.values()):
        return {day: list(hours) for day, hours in times.items()}
    return shifted


def days_off(agency: Agency, starts_on: date, ends_on: date) -> tuple[datetime, datetime]:
    """Return the instants between which somebody is away who is away from the one day to the end of the other."""
    return end_of_day(agency, starts_on - timedelta(days=1)), end_of_day(agency, ends_on)


def days_meant(text: str, today: date) -> tuple[date, date]:
    """Return the first and the last day that somebody writes; one day alone is both. Raises Unreadable."""
    parts = _BETWEEN.split(_FROM.sub("", fold(text)))
    try:
        days = [ahead.read(part, today) for part in parts[-2:]]
    except Unreadable:
        raise Unreadable("absence") from None
    if len(parts) > 2:
        raise Unreadable("absence")
    return days[0], days[-1]


def _moved(hours: Sequence[str], end: int, minutes: int) -> list[str]:
    changed = min(max(_minutes(hours[end]) + minutes, 0), 24 * 60 - 1)
    changed = changed - changed % 30
    return [f"{changed // 60:02}:{changed % 60:02}" if at == end else each for at, each in enumerate(hours)]


def _minutes(written: str) -> int:
    at = time.fromisoformat(written)
    return at.hour * 60 + at.minute


def _shift(agency: Agency, times: Times, on: date) -> tuple[datetime, datetime] | None:
    holiday = on.weekday() in agency.workdays and not is_workday(agency, on)
    hours = times.get(str(on.weekday()))
    if hours is None or holiday:
        return None
    since, to = (datetime.combine(on, time.fromisoformat(each), agency.zone).astimezone(UTC) for each in hours)
    return since, to
