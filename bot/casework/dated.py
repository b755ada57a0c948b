"""Steps of which the day counts on which they were taken: sworn, served, answered; called by `desk.caseload`.

A profile says `day = true` where the clocks run from that day and not from the one on which somebody wrote it down.
"""

from datetime import date, datetime, timedelta
from typing import Final

from bot.casework import request
from bot.casework.agency import Action, Agency
from bot.casework.errors import Refused
from bot.casework.incident import Occurred
from bot.casework.workdays import day_at, end_of_day

REFUSALS: Final = ("needs_day", "day_not_yet", "day_before_incident", "day_unreadable")
"""Every key of the locale table [refused] that can be asked for here."""


def read(agency: Agency, text: str, language: str, now: datetime) -> date:
    """Read the day that somebody means, or raise Refused."""
    try:
        return request.came(agency, text, language, now)
    except Refused as unread:
        raise Refused("day_not_yet" if unread.because == "day_future" else unread.because) from None


def before_incident(on: date, occurred: Occurred | None) -> bool:
    """Say whether a step would have been taken before what it is about; a person is asked if that is right."""
    return occurred is not None and on < occurred.first


def must_be_past(agency: Agency, on: date, now: datetime) -> None:
    """Raise Refused for a day that has not come."""
    if on > day_at(agency, now):
        raise Refused("day_not_yet")


def must_be_right(action: Action, on: date | None, occurred: Occurred | None, sure: bool) -> None:
    """Raise Refused where a day is missing, or lies before the incident and nobody said that it is right."""
    if action.day and on is None:
        raise Refused("needs_day")
    if on is not None and before_incident(on, occurred) and not sure:
        raise Refused("day_before_incident")


def moment(agency: Agency, on: date | None, now: datetime) -> datetime:
    """Return the instant that counts for the clocks: within that day, and never later than now."""
    return now if on is None else min(now, end_of_day(agency, on) - timedelta(seconds=1))
