"""The duties of a case, their dates, and who hears of them when; called by the desk whenever a case moves.

A duty's clock runs from the moment that started it, never from the last change: no edit gives anybody more time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.casework.agency import Agency, Deadline
from bot.casework.conditions import holds
from bot.casework.keeper import SUPERVISOR, keeper
from bot.casework.notices import (
    COMPLAINANT,
    ESCALATION_RANK,
    NEWS_RANK,
    REMINDER_RANK,
    Planned,
    told,
)
from bot.casework.parts import ANSWER, CLOCK, DONE, RUNG, SNOOZED
from bot.casework.tolling import Change, Clock, Held, Snoozed, moved
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


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the clocks need to know of a case; `moments` says when each thing first happened.

    `conditions` is what the deadlines' `when` may ask about, as `conditions.known` puts it together; `changes` are the
    holds, extensions and snoozes there have been.
    """

    id: str
    reference: str
    received_at: datetime
    moments: Mapping[str, datetime]
    owner: str | None
    queue: str
    priority: str
    closed: bool
    conditions: Mapping[str, object]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that must be done by the end of `due_on`; `met_at` says when it was.

    `moved_at` is since when this date holds, where a hold, an extension or a corrected answer moved it. `snoozed` are
    the members who want no reminder for now, and until when.
    """

    name: str
    due_on: date
    due_at: datetime
    met_at: datetime | None
    started_at: datetime
    moved_at: datetime | None = None
    snoozed: tuple[Snoozed, ...] = ()

    def holds_at(self, at: datetime) -> bool:
        """Say whether somebody can be reminded of this date then: the clock runs, and nothing has moved it since."""
        return at > self.started_at and (self.moved_at is None or at >= self.moved_at)


def asks(agency: Agency) -> bool:
    """Say whether a clock of this profile depends on answers, so that they have to be opened for it."""
    return any(each.when or each.of.startswith(ANSWER) for each in agency.deadlines)


def duties(agency: Agency, case: CaseFacts) -> tuple[Duty, ...]:
    """Return the duties whose clock has started, met ones included, in the order of the profile."""
    return tuple(duty for _, duty in _running(agency, case))


def not_due(agency: Agency, case: CaseFacts) -> tuple[str, ...]:
    """Return the names of the duties that this case would have if it were another: their conditions do not hold."""
    return tuple(
        each.name
        for each in agency.deadlines
        if _started_at(case, each) is not None and not holds(each.when, case.conditions)
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
            *_ladder(_Ladder(agency, case, duty, "reminder"), deadline.remind, now),
            *_ladder(_Ladder(agency, case, duty, "escalation"), deadline.escalate, now),
            *_as_asked(_Ladder(agency, case, duty, "reminder")),
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
        if started_at is not None and holds(deadline.when, case.conditions):
            yield deadline, _duty(agency, case, deadline, started_at)


def _started_at(case: CaseFacts, deadline: Deadline) -> datetime | None:
    if deadline.of.startswith(ANSWER):
        return case.received_at if deadline.of in case.conditions else None
    return {"received": case.received_at, **case.moments}.get(deadline.of)


def _duty(agency: Agency, case: CaseFacts, deadline: Deadline, started_at: datetime) -> Duty:
    within = CLOCK.fullmatch(deadline.within)
    assert within is not None  # or the profile would not have loaded
    business = within["business"] is not None
    corrected_at = case.moments.get(deadline.of) if deadline.of.startswith(ANSWER) else None
    first_on = _first_on(agency, case, deadline, corrected_at or started_at)
    met = [case.moments[moment] for moment in (*deadline.until, DONE + deadline.name) if moment in case.moments]
    met_at = min(met, default=None)
    roll = deadline.roll and not within["before"]
    clock = Clock(deadline.name, first_on, started_at, met_at, business, roll)
    # A hearing waits for no hold of ours.
    due_on, moved_at = moved(agency, clock, () if within["before"] else case.changes)
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
    answered = date.fromisoformat(str(case.conditions[deadline.of]))
    due_on = add_days(agency, answered, -days if within["before"] else days, business)
    return max(start, rolled(agency, due_on, _BACK) if within["before"] and deadline.roll else due_on)


@dataclass(frozen=True, slots=True)
class _Ladder:
    """One duty's notices to the same people: reminders to the owner or the queue, escalations to the supervisor."""

    agency: Agency
    case: CaseFacts
    duty: Duty
    template: str

    def notice(self, rung: str, at: datetime, key: str, to: str | None = None) -> Planned:
        reminder = self.template == "reminder"
        # A date that was moved has a ladder of its own: whoever heard of the old one is reminded of the new one too.
        key = f"{key} by {self.duty.due_on}" if self.duty.moved_at else key
        return Planned(
            key=f"{self.case.id}:duty:{self.duty.name}:{self.template}:{key}",
            to=to or (keeper(self.agency, self.case) if reminder else SUPERVISOR),
            template=self.template,
            params=told(
                self.agency,
                reference=self.case.reference,
                duty=self.duty.name,
                due_on=self.duty.due_on.isoformat(),
                priority=self.case.priority,
                rule=rung,
            ),
            rank=REMINDER_RANK if reminder else ESCALATION_RANK,
            due_at=at,
        )


def _ladder(ladder: _Ladder, rungs: tuple[str, ...], now: datetime) -> Iterator[Planned]:
    """Follow the rungs: never before the date held, never two on one morning, each under a key that stays."""
    mornings: set[date] = set()
    for rung in sorted(rungs, key=lambda each: each.startswith("every ")):
        for on, key in _mornings(ladder.agency, ladder.duty.due_on, rung, now):
            if on not in mornings and ladder.duty.holds_at(opening(ladder.agency, on)):
                mornings.add(on)
                yield ladder.notice(rung, opening(ladder.agency, on), key)


def _as_asked(ladder: _Ladder) -> Iterator[Planned]:
    """Remind those who have snoozed when they asked for it, as long as the case may still be theirs."""
    for each in ladder.duty.snoozed:
        if ladder.case.owner in (None, each.member) and ladder.duty.holds_at(each.until_at):
            key = f"{SNOOZED}:{each.member}:{day_at(ladder.agency, each.until_at)}"
            yield ladder.notice(SNOOZED, each.until_at, key, to=f"member:{each.member}")


def _mornings(agency: Agency, due_on: date, rung: str, now: datetime) -> Iterator[tuple[date, str]]:
    """Return on which workdays a rung is reached, and its key."""
    read = RUNG.fullmatch(rung)
    assert read is not None  # or the profile would not have loaded
    days = timedelta(days=int(read["number"] or 0))
    if read["every"]:
        yield from ((on, f"{rung}:{on}") for on in _every(agency, due_on, days, now))
    elif read["side"] == "before":
        yield rolled(agency, due_on - days, _BACK), rung
    else:
        yield rolled(agency, due_on + days), rung


def _every(agency: Agency, due_on: date, days: timedelta, now: datetime) -> tuple[date, ...]:
    """Return the latest time that has come and the next one: after days of silence one reminder is due, not ten."""
    count = max(1, (day_at(agency, now) - due_on) // days + 1)
    ahead = rolled(agency, due_on + count * days)
    while count > 1:
        count -= 1
        before = rolled(agency, due_on + count * days)
        if opening(agency, before) <= now:
            return before, ahead
        ahead = before
    return (ahead,)
