"""When a member's digest and the figures of the week are due; called by `bot.desk.digests`.

A digest is for the morning it was planned for: what was not said that day is not said the next, which has its own.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.casework.agency import Agency
from bot.casework.notices import REMINDER_RANK, Planned
from bot.casework.workdays import day_at, opening, rolled

DAILY: Final = "digest"
WEEKLY: Final = "weekly_figures"
EARLIEST: Final = 6
_DAY: Final = timedelta(days=1)


def hours(agency: Agency) -> tuple[int, ...]:
    """Return the hours to choose from; later than the office closes nobody begins the day."""
    return tuple(range(EARLIEST, agency.closes.hour + 1))


def coming(
    agency: Agency, member: str, now: datetime, *, daily: bool, hour: int | None, weekly: bool
) -> tuple[Planned, ...]:
    """Return what is planned next for a member who wants this; at most one of each."""
    return tuple(_coming(agency, member, now, (DAILY,) * daily + (WEEKLY,) * weekly, hour))


def is_timely(agency: Agency, due_at: datetime, now: datetime) -> bool:
    """Say whether a digest that was due then is still news: the same day, before the office closes."""
    local = now.astimezone(agency.zone)
    return day_at(agency, due_at) == local.date() and local.time() < agency.closes


def previous_morning(agency: Agency, now: datetime) -> datetime:
    """Return when the office opened on the workday before: what came since then is new."""
    return opening(agency, rolled(agency, day_at(agency, now) - _DAY, -_DAY))


def _coming(
    agency: Agency, member: str, now: datetime, templates: tuple[str, ...], hour: int | None
) -> Iterator[Planned]:
    for template in templates:
        on, due_at = _next(agency, now, hour, weekly=template == WEEKLY)
        yield Planned(f"{member}:{template}:{on}", f"member:{member}", template, {}, REMINDER_RANK, due_at)


def _next(agency: Agency, now: datetime, hour: int | None, *, weekly: bool) -> tuple[date, datetime]:
    """Return the next workday (the first of a week, if weekly) whose morning is still to come, and that morning."""
    on = rolled(agency, day_at(agency, now))
    while _morning(agency, on, hour) <= now or (weekly and not _begins_week(agency, on)):
        on = rolled(agency, on + _DAY)
    return on, _morning(agency, on, hour)


def _begins_week(agency: Agency, on: date) -> bool:
    return rolled(agency, on - on.weekday() * _DAY) == on


def _morning(agency: Agency, on: date, hour: int | None) -> datetime:
    if hour is None:
        return opening(agency, on)
    return datetime.combine(on, time(hour), agency.zone).astimezone(UTC)
