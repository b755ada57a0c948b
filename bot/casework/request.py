"""What the office asks of others: by when, who is reminded of it, and the other news about it; called by the desk.

Like every notice, these say that something waits: what was asked, and what a witness or a colleague wrote, stay out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

import dateparser

from bot.casework import replies
from bot.casework.agency import Agency
from bot.casework.errors import Refused, Unreadable
from bot.casework.keeper import Subject, keeper
from bot.casework.notices import COMPLAINANT, NEWS_RANK, REMINDER_RANK, Planned, told
from bot.casework.parts import RUNG
from bot.casework.tolling import Change, Clock, Held, moved
from bot.casework.workdays import day_at, opening, rolled

REFUSALS: Final = ("due_past", "due_unreadable", "day_future", "day_unreadable")
"""Every key of the locale table [refused] that can be asked for here."""
CUSTODIANS: Final = "custodian"
_BACK: Final = timedelta(days=-1)
_DAYS: Final = re.compile(r"(?:in |en |dentro de )?(?P<number>[0-9]{1,3}) (?:days?|d[ií]as?)", re.IGNORECASE)
_LONGEST_FOR_DATEPARSER: Final = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that is not settled. Without a `body` it is the complainant's to answer; `offered`: something came.

    `moved_at` is since when `due_on` holds, where a hold of the case has moved it.
    """

    id: str
    body: str | None
    due_on: date
    asked_at: datetime
    offered: bool
    moved_at: datetime | None = None

    def holds_at(self, at: datetime) -> bool:
        """Say whether somebody can be reminded of this day then."""
        return at > self.asked_at and (self.moved_at is None or at >= self.moved_at)


def scope(case_id: str) -> str:
    """Return how the keys of all reminders of a case's requests begin."""
    return f"{case_id}:request:"


def due_after(
    agency: Agency, named: date, asked_at: datetime, changes: Iterable[Change], settled_at: datetime | None = None
) -> tuple[date, datetime | None]:
    """Return the day by which a request is waited for, and since when it holds (None: always).

    A hold of the case stops its clock as it stops the duties'. Whoever names a day during a hold means that day.
    """
    holds = (each for each in changes if isinstance(each, Held) and each.at >= asked_at)
    return moved(agency, Clock("", named, asked_at, settled_at, business=False, roll=False), holds)


def plan(agency: Agency, case: Subject, waiting: Waiting) -> tuple[Planned, ...]:
    """Return the reminders of a request: to the complainant before its day, to whoever keeps the case after it."""
    return tuple(_reminders(agency, case, waiting))


def _reminders(agency: Agency, case: Subject, waiting: Waiting) -> Iterator[Planned]:
    # A day that was moved has reminders of its own: whoever heard of the old one is reminded of the new one too.
    key = f"{scope(case.id)}{waiting.id}" + (f":by {waiting.due_on}" if waiting.moved_at else "")
    said = told(agency, reference=case.reference, item=waiting.id)
    to_complainant = waiting.body is None and not waiting.offered
    for rung in agency.asking.remind if to_complainant else ():
        at = opening(agency, rolled(agency, waiting.due_on - _days(rung), _BACK))
        if waiting.holds_at(at):
            yield Planned(f"{key}:before:{rung}", COMPLAINANT, "request_reminder", said, REMINDER_RANK, at)
    template = "answer_overdue" if waiting.body is None else "body_overdue"
    said = {**said, **told(agency, due_on=waiting.due_on.isoformat())}
    for rung in agency.asking.overdue:
        at = opening(agency, rolled(agency, waiting.due_on + _days(rung)))
        if waiting.holds_at(at):
            yield Planned(f"{key}:after:{rung}", keeper(agency, case), template, said, REMINDER_RANK, at)


def news(
    agency: Agency, case: Subject, template: str, to: str, *, once: object, now: datetime, item: str = ""
) -> tuple[Planned, ...]:
    """Return one notice that is due now; `once` makes its key, `item` names the request that it is about."""
    said = told(agency, reference=case.reference, item=item)
    return (Planned(f"{case.id}:{template}:{once}", to, template, said, NEWS_RANK, now),)


def due(agency: Agency, text: str, language: str, now: datetime) -> date:
    """Read a day that is still to come, as staff write it, or raise Refused: a number of days, or a date."""
    today, said = day_at(agency, now), text.strip()
    number = _DAYS.fullmatch(said)
    on = today + timedelta(days=int(number["number"])) if number else _date(said, language, today)
    if on < today:
        raise Refused("due_past")
    return on


def _date(said: str, language: str, today: date) -> date:
    """A day without a year is the next of that name; one with a year is that day, a past one too."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said):
        languages, order = ["en"], "YMD"
    else:
        languages, order = (["es", "en"] if language == "es" else ["en", "es"]), "MDY"
    settings = {
        "REQUIRE_PARTS": ["day", "month"],
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": order,
        "TIMEZONE": "UTC",
    }
    readable = bool(re.search("[0-9a-z]", said, re.IGNORECASE)) and len(said) <= _LONGEST_FOR_DATEPARSER
    read = dateparser.parse(said, languages=languages, settings=settings) if readable else None
    if read is None:
        raise Refused("due_unreadable")
    return read.date()


def came(agency: Agency, text: str, language: str, now: datetime) -> date:
    """Read the day on which something reached the office, or raise Refused: it is not after today."""
    try:
        on = replies.date(text, language, day_at(agency, now))["on"]
    except Unreadable as unreadable:
        raise Refused("day_future" if unreadable.sentence == "date_future" else "day_unreadable") from None
    if on is None:
        raise Refused("day_unreadable")
    return date.fromisoformat(on)


def _days(rung: str) -> timedelta:
    read = RUNG.fullmatch(rung)
    assert read is not None  # or the profile would not have loaded
    return timedelta(days=int(read["number"] or 0))
