"""How holds and extensions move the date of a duty; called by deadlines.py for every duty whose clock has started.

A hold gives a duty the days it lost, and nothing to one that was late already: late stays late, on hold or not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.casework.agency import Agency
from bot.casework.workdays import add_days, day_at, is_workday, rolled

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """The clocks of a case stood still from `at` on, and ran again from `ends_at` on."""

    at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Extended:
    """Somebody who may gave a duty more days."""

    at: datetime
    duty: str
    days: int


@dataclass(frozen=True, slots=True)
class Snoozed:
    """One member wants no reminder of a duty before `until_at`, and one then; it moves no date."""

    at: datetime
    duty: str
    member: str
    until_at: datetime


Change = Held | Extended | Snoozed


@dataclass(frozen=True, slots=True)
class Clock:
    """A duty's clock before anything moved it: `due_on` is not yet rolled to a day on which the office is open."""

    duty: str
    due_on: date
    started_at: datetime
    met_at: datetime | None
    business: bool
    roll: bool


def moved(agency: Agency, clock: Clock, changes: Iterable[Change]) -> tuple[date, datetime | None]:
    """Return the day on which a duty is due after all that moved it, and since when that day holds (None: always)."""
    due_on, since = clock.due_on, None
    for change in sorted((each for each in changes if not isinstance(each, Snoozed)), key=lambda each: each.at):
        days = _lost(agency, clock, due_on, change) if isinstance(change, Held) else _given(clock, change)
        if days:
            due_on = add_days(agency, due_on, days, clock.business)
            moved_at = change.ends_at if isinstance(change, Held) else change.at
            since = max(since or moved_at, moved_at)  # more days that are given during a hold end no hold
    return _shown(agency, clock, due_on), since


def _given(clock: Clock, extended: Extended) -> int:
    return extended.days if extended.duty == clock.duty else 0


def _lost(agency: Agency, clock: Clock, due_on: date, held: Held) -> int:
    """Count the days of a hold that the clock would have counted; the day it ends on counts again."""
    first_on = day_at(agency, max(held.at, clock.started_at))
    if first_on > _shown(agency, clock, due_on):
        return 0
    until_on = day_at(agency, min(held.ends_at, clock.met_at or held.ends_at))
    days = [first_on + count * _DAY for count in range((until_on - first_on).days)]
    return sum(is_workday(agency, each) for each in days) if clock.business else len(days)


def _shown(agency: Agency, clock: Clock, due_on: date) -> date:
    return rolled(agency, due_on) if clock.roll else due_on
