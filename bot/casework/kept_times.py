"""How long the cases of a period took, against their clocks, added up one by one; called by `desk.statistics`."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.casework import suppression
from bot.casework.deadlines import Duty

_TENTH: Final = timedelta(days=1) / 10


@dataclass
class Times:
    """Lengths of time in tenths of a day, by how often each was: however many cases there are, it stays small."""

    _counts: Counter[int] = field(default_factory=Counter)

    def add(self, took: timedelta) -> None:
        """Count one; what was done before its clock started took no time."""
        self._counts[max(0, round(took / _TENTH))] += 1

    @property
    def count(self) -> int:
        return self._counts.total()

    def within(self, percent: int) -> float | None:
        """Return within how many days so many percent of the cases were done; None where there are none."""
        wanted, reached = self.count * percent, 0
        for tenths in sorted(self._counts):
            reached += self._counts[tenths]
            if reached * 100 >= wanted:
                return tenths / 10
        return None


@dataclass
class Clocked:
    """One duty over all cases: met in time, met late, late and still open, still running; `held` of the open ones."""

    met: int = 0
    late: int = 0
    overdue: int = 0
    running: int = 0
    held: int = 0
    times: Times = field(default_factory=Times)

    @property
    def started(self) -> int:
        return self.met + self.late + self.overdue + self.running

    def add(self, duty: Duty, now: datetime, *, held: bool) -> None:
        """Count one case."""
        if duty.met_at is None:
            self.overdue += duty.due_at < now
            self.running += duty.due_at >= now
            self.held += held
            return
        self.met += duty.met_at <= duty.due_at
        self.late += duty.met_at > duty.due_at
        self.times.add(duty.met_at - duty.started_at)

    def in_time(self, *, public: bool) -> int | None:
        """Return how many percent of what came due were met in time; None where that is not shown, or nothing was."""
        due = self.met + self.late + self.overdue
        if not due or (public and not suppression.rate_shown(due, self.met)):
            return None
        return round(100 * self.met / due)

    def within(self, percent: int, *, public: bool) -> float | None:
        """Return the days as `Times.within` does; of too few cases, nothing for the public."""
        if public and not suppression.rate_shown(self.times.count):
            return None
        return self.times.within(percent)


@dataclass
class Courses:
    """All duties of the cases of a period, and how long they took to come to each stage."""

    now: datetime
    duties: dict[str, Clocked] = field(default_factory=lambda: defaultdict(Clocked))
    stages: dict[str, Times] = field(default_factory=lambda: defaultdict(Times))

    def add(
        self, received_at: datetime, moments: Mapping[str, datetime], duties: Iterable[Duty], *, held: bool
    ) -> None:
        """Count one case."""
        for moment, at in moments.items():
            self.stages[moment].add(at - received_at)
        for duty in duties:
            self.duties[duty.name].add(duty, self.now, held=held)
