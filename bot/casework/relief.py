"""What staff may do about a duty besides doing it: say it is done, be reminded later, get more days, pause the clocks.

Called by the desk for its buttons and again when one is pressed; what may not be is Refused, with the reason.
"""

from datetime import date, datetime, timedelta
from typing import Final

from bot.casework.agency import Agency, Deadline
from bot.casework.deadlines import CaseFacts, Duty, duties, escalates_at
from bot.casework.errors import Refused
from bot.casework.tolling import Extended, Held
from bot.casework.workdays import add_days, day_at, opening, rolled

SNOOZE_DAYS: Final = (1, 3, 7)
EXTENSION_DAYS: Final = (7, 14, 30, 60, 90)
HOLD_DAYS: Final = (7, 14, 30, 60, 90)
REFUSALS: Final = (
    *("closed", "duty_met", "no_such_duty", "not_done_by_saying"),
    *("snooze_past", "snooze_long", "snooze_past_escalation"),
    *("no_extension", "extension_long", "extension_used", "extension_past"),
    *("hold_no_end", "hold_past", "hold_long", "hold_used", "held_already"),
)
"""Every key of the locale table [refused] that can be asked for here."""


def owed(agency: Agency, case: CaseFacts, name: str) -> tuple[Deadline, Duty]:
    """Return a duty that is still owed, with its rule; raise Refused for any other."""
    if case.closed:
        raise Refused("closed")
    duty = next((each for each in duties(agency, case) if each.name == name), None)
    if duty is None:
        raise Refused("no_such_duty")
    if duty.met_at is not None:
        raise Refused("duty_met")
    return next(each for each in agency.deadlines if each.name == name), duty


def meet(agency: Agency, case: CaseFacts, name: str, role: str) -> None:
    """Say nothing if this role may say that the duty is done; raise Refused otherwise."""
    deadline, _ = owed(agency, case, name)
    if role not in deadline.done_by:
        raise Refused("not_done_by_saying")


def snooze(agency: Agency, case: CaseFacts, name: str, until_on: date, now: datetime) -> datetime:
    """Return when a member who wants to be reminded on this day is reminded; raise Refused where that is too late.

    Nobody can sleep through the moment at which the supervisor hears of the duty.
    """
    owed(agency, case, name)
    today = day_at(agency, now)
    if until_on <= today:
        raise Refused("snooze_past")
    if until_on > rolled(agency, today + timedelta(days=SNOOZE_DAYS[-1])):
        raise Refused("snooze_long")
    at = opening(agency, rolled(agency, until_on))
    limit = escalates_at(agency, case, name, now)
    if limit is not None and at > limit:
        raise Refused("snooze_past_escalation")
    return at


def snooze_choices(agency: Agency, case: CaseFacts, name: str, now: datetime) -> tuple[date, ...]:
    """Return the days that a member can choose from; none where the supervisor hears of it before."""
    today, limit = day_at(agency, now), escalates_at(agency, case, name, now)
    days = (rolled(agency, today + timedelta(days=days)) for days in SNOOZE_DAYS)
    return tuple(dict.fromkeys(on for on in days if limit is None or opening(agency, on) <= limit))


def extend(agency: Agency, case: CaseFacts, name: str, days: int, now: datetime) -> Deadline:
    """Return the rule of a duty that may have so many more days; raise Refused otherwise."""
    deadline, duty = owed(agency, case, name)
    left = extension_left(case, deadline)
    if deadline.extend is None:
        raise Refused("no_extension")
    if not left:
        raise Refused("extension_used")
    if not 1 <= days <= left:
        raise Refused("extension_long", days=left)
    if add_days(agency, duty.due_on, days, "business" in deadline.within) < day_at(agency, now):
        raise Refused("extension_past")
    return deadline


def extension_choices(case: CaseFacts, deadline: Deadline) -> tuple[int, ...]:
    """Return how many days can be asked for, the most last; none where the profile gives none or all are used."""
    left = extension_left(case, deadline)
    return (*(days for days in EXTENSION_DAYS if days < left), left) if left else ()


def extension_left(case: CaseFacts, deadline: Deadline) -> int:
    """Return how many of a duty's additional days nobody has used yet."""
    theirs = case.changing(case.moments.get(deadline.of, case.received_at))
    used = sum(each.days for each in theirs if isinstance(each, Extended) and each.duty == deadline.name)
    return max(0, deadline.extend.most_days - used) if deadline.extend else 0


def hold(agency: Agency, case: CaseFacts, until_on: date | None, now: datetime) -> datetime:
    """Return when a hold until this day ends; raise Refused for one without an end, in the past or too long.

    All holds of a case together last no longer than the profile says, whoever began them: none can be put to another.
    """
    if case.closed:
        raise Refused("closed")
    if any(isinstance(each, Held) and each.at <= now < each.ends_at for each in case.changes):
        raise Refused("held_already")
    left = hold_left(agency, case)
    if not left:
        raise Refused("hold_used", most=agency.hold_most_days)
    if until_on is None:
        raise Refused("hold_no_end")
    today = day_at(agency, now)
    if until_on <= today:
        raise Refused("hold_past")
    if until_on > today + timedelta(days=left):
        raise Refused("hold_long", most=agency.hold_most_days, days=left)
    return opening(agency, until_on)


def hold_choices(agency: Agency, case: CaseFacts, now: datetime) -> tuple[date, ...]:
    """Return the days until which a case can be put on hold, the last one last; none where its days are used."""
    left, today = hold_left(agency, case), day_at(agency, now)
    lengths = (*(each for each in HOLD_DAYS if each < left), left) if left else ()
    return tuple(today + timedelta(days=days) for days in lengths)


def hold_left(agency: Agency, case: CaseFacts) -> int:
    """Return how many of the days on hold that a case may have nobody has used; one that was ended early gives back."""
    held = (each for each in case.changes if isinstance(each, Held))
    used = sum((day_at(agency, each.ends_at) - day_at(agency, each.at)).days for each in held)
    return max(0, agency.hold_most_days - used)
