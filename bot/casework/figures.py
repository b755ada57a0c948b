"""What the figures of an office say, as plain arithmetic over counted rows; called by `bot.desk.figures`.

Every open case is in every figure about open work: one that nobody owns under nobody, one on hold as held. A hold stops
the clocks, but what was late before it is still late: such a case is counted as both.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Final, Protocol, TypeVar

from bot.casework.deadlines import Duty

H = TypeVar("H", bound="HeapLike")
K = TypeVar("K", bound=Hashable)

BANDS: Final = (7, 30, 90, 180)
"""Up to how many days old: the last band holds all that is older."""
DAY: Final = timedelta(days=1)
_NOT_DUE: Final = 4
"""The place of `not_due` among the numbers of Kept."""


class HeapLike(Protocol):
    """Open cases that look the same from outside, as they are counted, by shape; `band` numbers their age band."""

    @property
    def owner(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def held(self) -> bool: ...
    @property
    def overdue(self) -> bool: ...
    @property
    def band(self) -> int: ...
    @property
    def count(self) -> int: ...
    @property
    def oldest_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Load:
    """How many cases are open somewhere, and how they stand; `in_time` are neither overdue nor held."""

    open: int = 0
    overdue: int = 0
    held: int = 0
    in_time: int = 0
    oldest_days: int = 0


@dataclass(frozen=True, slots=True)
class Age:
    """How many open cases are of one age band, held ones among them."""

    open: int
    held: int


@dataclass(frozen=True, slots=True)
class Kept:
    """How one duty was kept: met in time, met late, late and not met yet; `running` ones are neither.

    `not_due` are the cases that do not have this duty, because its condition does not hold.
    """

    met: int = 0
    late: int = 0
    overdue: int = 0
    running: int = 0
    not_due: int = 0

    @property
    def breached(self) -> float | None:
        """Which part was or is late of all that came due; None where nothing did."""
        due = self.met + self.late + self.overdue
        return (self.late + self.overdue) / due if due else None


@dataclass(frozen=True, slots=True)
class Reached:
    """After how many days half of the cases that came to a stage were there."""

    days: float
    cases: int


def bounds(now: datetime) -> tuple[datetime, ...]:
    """Return since when a case must be there to be of each band but the last; the same for rows and for arithmetic."""
    return tuple(now - (days + 1) * DAY for days in BANDS)


def loads(heaps: Iterable[H], by: Callable[[H], K], now: datetime) -> dict[K, Load]:
    """Return how the open cases stand, for each owner or stage or whatever `by` reads off."""
    gathered: dict[K, list[H]] = {}
    for heap in heaps:
        gathered.setdefault(by(heap), []).append(heap)
    return {key: _load(found, now) for key, found in gathered.items()}


def ages(heaps: Sequence[HeapLike]) -> tuple[Age, ...]:
    """Return how many open cases each band holds, the youngest first."""
    return tuple(
        Age(
            sum(heap.count for heap in heaps if heap.band == band),
            sum(heap.count for heap in heaps if heap.band == band and heap.held),
        )
        for band in range(len(BANDS) + 1)
    )


@dataclass
class Course:
    """Adds up how the cases of a period went, one after the other, so that none has to be kept."""

    now: datetime
    _duties: dict[str, list[int]] = field(default_factory=dict)
    _days: dict[str, list[float]] = field(default_factory=dict)

    def add(
        self,
        received_at: datetime,
        moments: Mapping[str, datetime],
        duties: Iterable[Duty],
        not_due: Iterable[str] = (),
    ) -> None:
        """Count one case: when it came to each stage, how its duties were kept, and which it does not have."""
        for moment, at in moments.items():
            self._days.setdefault(moment, []).append((at - received_at) / DAY)
        for duty in duties:
            self._count(duty.name, _outcome(duty, self.now))
        for name in not_due:
            self._count(name, _NOT_DUE)

    def _count(self, duty: str, outcome: int) -> None:
        self._duties.setdefault(duty, [0] * (_NOT_DUE + 1))[outcome] += 1

    def kept(self, duty: str) -> Kept:
        """Return how a duty was kept."""
        return Kept(*self._duties.get(duty, ()))

    def reached(self, stage: str) -> Reached | None:
        """Return how long it took to come to a stage; None where no case did."""
        days = self._days.get(stage)
        return Reached(median(days), len(days)) if days else None


def _outcome(duty: Duty, now: datetime) -> int:
    """Return which number of Kept this duty counts for."""
    if duty.met_at is not None:
        return 1 if duty.met_at > duty.due_at else 0
    return 2 if duty.due_at < now else 3


def _load(heaps: Sequence[HeapLike], now: datetime) -> Load:
    return Load(
        open=sum(heap.count for heap in heaps),
        overdue=sum(heap.count for heap in heaps if heap.overdue),
        held=sum(heap.count for heap in heaps if heap.held),
        in_time=sum(heap.count for heap in heaps if not heap.held and not heap.overdue),
        oldest_days=(now - min(heap.oldest_at for heap in heaps)) // DAY,
    )
