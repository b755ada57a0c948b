"""What is told after the filing besides news: questions, answers that a person must see, how it was; asked by the desk.

Each says only the number of the case, and waits for a tap where there is more to read.
"""

from datetime import datetime, timedelta
from typing import Final

from bot.casework.agency import Agency
from bot.casework.keeper import SUPERVISOR, Subject, keeper, person
from bot.casework.notices import COMPLAINANT, NEWS_RANK, REMINDER_RANK, Planned, told
from bot.casework.workdays import day_at, opening, rolled

MARKS: Final = ("good", "fair", "poor")
"""What one tap can say of the office; keys of the locale table [opinion]."""


def to_complainant(agency: Agency, about: Subject, template: str, once: object, now: datetime) -> Planned:
    """Return one notice to the complainant, due at once; the same `once` is never told twice."""
    return _planned(agency, about, (COMPLAINANT, template), once, now)


def to_a_person(agency: Agency, about: Subject, template: str, once: object, now: datetime) -> Planned:
    """Return one notice to whoever has the case, or else to the supervisors."""
    return _planned(agency, about, (person(about.owner), template), once, now)


def to_keeper(agency: Agency, about: Subject, template: str, once: object, now: datetime) -> Planned:
    """Return one notice to whoever looks after the case: its owner, or else its queue."""
    return _planned(agency, about, (keeper(agency, about), template), once, now)


def to_supervisor(agency: Agency, about: Subject, template: str, once: object, now: datetime) -> Planned:
    """Return one notice to the supervisors."""
    return _planned(agency, about, (SUPERVISOR, template), once, now)


def once_a_day(agency: Agency, now: datetime) -> str:
    """Return what makes a notice go out once a day, as the agency counts days."""
    return day_at(agency, now).isoformat()


def opinion_scope(case: str) -> str:
    """Return how the keys of the question how it was begin."""
    return f"{case}:how_was_it:"


def plan_opinion(agency: Agency, about: Subject, closed_at: datetime | None, *, given: bool) -> tuple[Planned, ...]:
    """Return the one short question that may follow a closed case; none where it is answered or not wanted."""
    if closed_at is None or given or not agency.opinion_after_days:
        return ()
    on = rolled(agency, day_at(agency, closed_at) + timedelta(days=agency.opinion_after_days))
    said = told(agency, reference=about.reference)
    key = f"{opinion_scope(about.id)}{closed_at:%Y%m%d%H%M%S}"
    return (Planned(key, COMPLAINANT, "how_was_it", said, REMINDER_RANK, opening(agency, on)),)


def _planned(agency: Agency, about: Subject, what: tuple[str, str], once: object, now: datetime) -> Planned:
    to, template = what
    said = told(agency, reference=about.reference)
    return Planned(f"{about.id}:{template}:{once}", to, template, said, NEWS_RANK, now)
