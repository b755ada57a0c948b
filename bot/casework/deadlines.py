"""The duties of a case, their dates, and who hears of them when; called by the desk whenever a case moves.

A duty's clock runs from the moment that started it, never from the last change: no edit gives anybody more time.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from bot.casework.agency import Agency, Deadline
from bot.casework.conditions import applies
from bot.casework.duty import CaseFacts, Duty
from bot.casework.ladder import Ladder
from bot.casework.notices import COMPLAINANT, NEWS_RANK, REMINDER_RANK, Planned, told
from bot.casework.parts import ANSWER, CLOCK, DONE
from bot.casework.tolling import Clock, Held, Snoozed, moved
from bot.casework.workdays import add_days, day_at, end_of_day, is_workday, opening, rolled

__all__ = [
    "CaseFacts",
    "Duty",
    "add_days",
    "asks",
    "duties",
    "escalates_at",
    "is_workday",
    "next_date",
    "not_due",
    "opening",
    "plan",
    "plan_draft",
    "plan_no_news",
]

_BACK: Final = timedelta(days=-1)


def asks(agency: Agency) -> bool:
    """Say whether a clock of this profile depends on answers, so that they have to be opened for it."""
    return any(each.conditional or each.of.startswith(ANSWER) for each in agency.deadlines)


def duties(agency: Agency, case: CaseFacts) -> tuple[Duty, ...]:
    """Return the duties whose clock has started, met ones included, in the order of the profile."""
    return tuple(duty for _, duty in _running(agency, case))


def not_due(agency: Agency, case: CaseFacts) -> tuple[str, ...]:
    """Return the names of the duties that this case would have if it were another: their conditions do not hold."""
    if case.conditions is None:
        return ()
    return tuple(
        each.name
        for each in agency.deadlines
        if _started_at(case, each) is not None and not applies(each, case.conditions)
    )


def next_date(agency: Agency, case: CaseFacts, now: datetime) -> datetime:
    """Return when somebody must look at the case again: the earliest open duty, even one that is late.

    A case on hold waits for the end of its hold, unless something was late before.
    """
    ahead = [duty.due_at for duty in duties(agency, case) if duty.met_at is None]
    ahead += [each.ends_at for each in case.changes if isinstance(each, Held) and each.at <= now < each.ends_at]
    return min(ahead, default=now + timedelta(days=agency.next_check_days))


def plan(agency: Agency, case: CaseFacts, now: datetime) -> tuple[Planned, ...]:
    """Return every reminder and escalation that is still called for; those whose duty is met are not among them."""
    if case.closed:
        return ()
    return tuple(
        planned
        for deadline, duty in _running(agency, case)
        if duty.met_at is None
        for planned in (
            *Ladder(agency, case, duty, "reminder").steps(deadline.remind, now),
            *Ladder(agency, case, duty, "escalation").steps(deadline.escalate, now),
            *Ladder(agency, case, duty, "reminder").as_asked(),
        )
    )


def escalates_at(agency: Agency, case: CaseFacts, duty: str, now: datetime) -> datetime | None:
    """Return when the supervisor next hears of this duty; None where nobody would."""
    ahead = [each for each in plan(agency, case, now) if each.template == "escalation" and each.due_at > now]
    return min((each.due_at for each in ahead if each.params["duty"] == duty), default=None)


def plan_draft(agency: Agency, draft: str, touched_at: datetime) -> tuple[Planned, ...]:
    """Return the neutral reminders of an unfinished complaint; a new touch starts the count anew."""
    touched_on = day_at(agency, touched_at)
    return tuple(
        Planned(
            key=f"{draft}:untouched:{touched_on}:{days}",
            to=COMPLAINANT,
            template="draft_reminder",
            params={},
            rank=REMINDER_RANK,
            due_at=opening(agency, rolled(agency, touched_on + timedelta(days=days))),
        )
        for days in agency.draft_reminders_days
    )


def plan_no_news(agency: Agency, case: CaseFacts, stage: str, told_at: datetime) -> tuple[Planned, ...]:
    """Return the honest "nothing new yet" that is due when the complainant has heard nothing for long."""
    if case.closed:
        return ()
    on = rolled(agency, day_at(agency, told_at) + timedelta(days=agency.no_news_days))
    key = f"{case.id}:no_news:{on}"
    said = told(agency, reference=case.reference, stage=stage)
    return (Planned(key, COMPLAINANT, "no_news", said, NEWS_RANK, opening(agency, on)),)


def _running(agency: Agency, case: CaseFacts) -> Iterator[tuple[Deadline, Duty]]:
    for deadline in agency.deadlines:
        started_at = _started_at(case, deadline)
        if started_at is not None and applies(deadline, case.conditions):
            yield deadline, _duty(agency, case, deadline, started_at)


def _started_at(case: CaseFacts, deadline: Deadline) -> datetime | None:
    if deadline.of.startswith(ANSWER):
        return case.received_at if deadline.of in (case.conditions or ()) else None
    return {"received": case.received_at, **case.moments}.get(deadline.of)


def _duty(agency: Agency, case: CaseFacts, deadline: Deadline, started_at: datetime) -> Duty:
    within = CLOCK.fullmatch(deadline.within)
    assert within is not None  # or the profile would not have loaded
    business = within["business"] is not None
    corrected_at = case.moments.get(deadline.of) if deadline.of.startswith(ANSWER) else None
    first_on = _first_on(agency, case, deadline, corrected_at or started_at)
    met = [case.moments[moment] for moment in (*deadline.until, DONE + deadline.name) if moment in case.moments]
    met_at = min(met, default=None)
    if met_at is not None and not deadline.of.startswith(ANSWER):
        met_at = max(met_at, started_at)  # sworn before we had it: kept on the day we promised it, not before
    roll = deadline.roll and not within["before"]
    clock = Clock(deadline.name, first_on, started_at, met_at, business, roll)
    # A hearing waits for no hold of ours.
    due_on, moved_at = moved(agency, clock, () if within["before"] else case.changing(started_at))
    moved_at = max((each for each in (moved_at, corrected_at) if each), default=None)
    snoozed = tuple(each for each in case.changes if isinstance(each, Snoozed) and each.duty == deadline.name)
    return Duty(deadline.name, due_on, end_of_day(agency, due_on), met_at, started_at, moved_at, snoozed)


def _first_on(agency: Agency, case: CaseFacts, deadline: Deadline, known_at: datetime) -> date:
    """Return the day that the profile asks for; from an answered day, never one before the office knew of that."""
    within = CLOCK.fullmatch(deadline.within)
    assert within is not None
    days, business, start = int(within["number"]), within["business"] is not None, day_at(agency, known_at)
    if not deadline.of.startswith(ANSWER):
        return add_days(agency, start, days, business)
    assert case.conditions is not None  # or the clock would not have started
    answered = date.fromisoformat(str(case.conditions[deadline.of]))
    due_on = add_days(agency, answered, -days if within["before"] else days, business)
    return max(start, rolled(agency, due_on, _BACK) if within["before"] and deadline.roll else due_on)
