"""Who hears of a duty, and on which mornings: the steps that a profile names, followed; called by `deadlines`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.casework.agency import Agency
from bot.casework.duty import CaseFacts, Duty
from bot.casework.keeper import SUPERVISOR, keeper
from bot.casework.notices import ESCALATION_RANK, REMINDER_RANK, Planned, told
from bot.casework.parts import RUNG, SNOOZED
from bot.casework.workdays import day_at, opening, rolled

_BACK: Final = timedelta(days=-1)


@dataclass(frozen=True, slots=True)
class Ladder:
    """One duty's notices to the same people: reminders to the owner or the queue, escalations to the supervisor."""

    agency: Agency
    case: CaseFacts
    duty: Duty
    template: str

    def steps(self, rungs: tuple[str, ...], now: datetime) -> Iterator[Planned]:
        """Follow the rungs: never before the date held, never two on one morning, each under a key that stays.

        Of the mornings that are over only the last counts: whoever learns late that something is late hears it once.
        """
        found: dict[date, Planned] = {}
        for rung in sorted(rungs, key=lambda each: each.startswith("every ")):
            for on, key in _mornings(self.agency, self.duty.due_on, rung, now):
                at = opening(self.agency, on)
                if on not in found and self.duty.holds_at(at):
                    found[on] = self._notice(rung, at, key)
        over = sorted(on for on, each in found.items() if each.due_at <= now)
        yield from (each for on, each in found.items() if on not in over[:-1])

    def as_asked(self) -> Iterator[Planned]:
        """Remind those who have snoozed when they asked for it, as long as the case may still be theirs."""
        for each in self.duty.snoozed:
            if self.case.owner in (None, each.member) and self.duty.holds_at(each.until_at):
                key = f"{SNOOZED}:{each.member}:{day_at(self.agency, each.until_at)}"
                yield self._notice(SNOOZED, each.until_at, key, to=f"member:{each.member}")

    def _notice(self, rung: str, at: datetime, key: str, to: str | None = None) -> Planned:
        reminder = self.template == "reminder"
        # A date that was moved has a ladder of its own: whoever heard of the old one is reminded of the new one too.
        # So has one whose clock runs once more after an appeal.
        anew = self.duty.moved_at or self.case.again(self.duty.started_at)
        key = f"{key} by {self.duty.due_on}" if anew else key
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
