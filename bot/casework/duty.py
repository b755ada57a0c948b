"""What the clocks know of a case, and a duty with its date; made by the desk and `deadlines`, read by many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.casework.parts import APPEALED
from bot.casework.tolling import Change, Extended, Snoozed


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the clocks need to know of a case; `moments` says when each thing first happened.

    `conditions` is what the deadlines may ask about, as `conditions.known` puts it together; None where nobody can know
    that any more, and the case has only the duties that every case has. `changes` are the holds, extensions and snoozes
    there have been.
    """

    id: str
    reference: str
    received_at: datetime
    moments: Mapping[str, datetime]
    owner: str | None
    queue: str
    priority: str
    closed: bool
    conditions: Mapping[str, object] | None
    changes: tuple[Change, ...] = ()

    def again(self, at: datetime) -> bool:
        """Say whether this is of the time after the case was opened again."""
        return APPEALED in self.moments and at >= self.moments[APPEALED]

    def changing(self, started_at: datetime) -> tuple[Change, ...]:
        """Return what may change a clock that started then: of one that runs once more, no days given before."""
        anew = self.again(started_at)
        return tuple(e for e in self.changes if not anew or self.again(e.at) or not isinstance(e, Extended))


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
