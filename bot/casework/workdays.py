"""Workdays, office hours and holidays of an agency; called by deadlines.py, and by the courier for its quiet hours."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

import holidays

from bot.casework.agency import Agency

_DAY: Final = timedelta(days=1)


def is_workday(agency: Agency, on: date) -> bool:
    """Say whether the office is open on this day."""
    return on.weekday() in agency.workdays and on not in _closed(agency.holidays.country, agency.holidays.subdivision)


def add_days(agency: Agency, on: date, n: int, business: bool) -> date:
    """Return the day `n` days later, or earlier if negative; business days count only days the office is open."""
    if not business:
        return on + n * _DAY
    step = _DAY if n > 0 else -_DAY
    for _ in range(abs(n)):
        on = rolled(agency, on + step, step)
    return on


def rolled(agency: Agency, on: date, step: timedelta = _DAY) -> date:
    """Return this day if the office is open, else the next that is (or the one before, with a negative step)."""
    while not is_workday(agency, on):
        on += step
    return on


def opening(agency: Agency, on: date) -> datetime:
    """Return when the office opens on this day."""
    return _instant(agency, on, agency.opens)


def end_of_day(agency: Agency, on: date) -> datetime:
    """Return the midnight that ends this day at the agency."""
    return _instant(agency, on + _DAY, time(0))


def day_at(agency: Agency, at: datetime) -> date:
    """Return which day it is at the agency."""
    return at.astimezone(agency.zone).date()


def last_day(agency: Agency, until: datetime) -> date:
    """Return the last day before an instant: what is due by midnight is due on the day that ends there."""
    return day_at(agency, until - timedelta(microseconds=1))


def next_open(agency: Agency, at: datetime) -> datetime:
    """Return `at` if the office is open then, else when it opens next: what is not urgent waits for that."""
    today = day_at(agency, at)
    if is_workday(agency, today) and at < _instant(agency, today, agency.closes):
        return max(at.astimezone(UTC), opening(agency, today))
    return opening(agency, rolled(agency, today + _DAY))


def _instant(agency: Agency, on: date, at: time) -> datetime:
    return datetime.combine(on, at, agency.zone).astimezone(UTC)


@lru_cache
def _closed(country: str, subdivision: str | None) -> holidays.HolidayBase:
    """Return the public holidays; one calendar per place, which fills itself year by year."""
    return holidays.country_holidays(country, subdiv=subdivision)
