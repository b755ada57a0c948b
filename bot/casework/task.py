"""Tasks with dates: what is late, which day they may be due, and their reminder; called by `desk.tasks`."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.casework.agency import Agency
from bot.casework.errors import Refused
from bot.casework.notices import REMINDER_RANK, Planned, told
from bot.casework.workdays import day_at, opening, rolled

LONGEST_TITLE = 200
FARTHEST_DAYS = 5 * 366
_BACK = timedelta(days=-1)


class TaskLike(Protocol):
    """A task as it is stored, by shape."""

    @property
    def id(self) -> str: ...
    @property
    def owner_id(self) -> str: ...
    @property
    def due_on(self) -> date: ...
    @property
    def done_at(self) -> datetime | None: ...


def is_late(agency: Agency, task: TaskLike, now: datetime) -> bool:
    """Say whether a task should have been done by now; it has until the end of its day."""
    return task.done_at is None and task.due_on < day_at(agency, now)


def check_due(agency: Agency, due_on: date, now: datetime) -> None:
    """Raise Refused for a day that is over, or so far off that it is a slip; of a task, and of what others do."""
    today = day_at(agency, now)
    if due_on < today:
        raise Refused("task_in_past")
    if due_on > today + timedelta(days=FARTHEST_DAYS):
        raise Refused("task_too_far")


def reminders(agency: Agency, case: str, reference: str, tasks: Iterable[TaskLike]) -> tuple[Planned, ...]:
    """Return one reminder for each open task: on the morning it is due, or on the last workday before.

    A task that gets another day or owner is reminded of anew, even where the one before has gone out.
    """
    return tuple(
        Planned(
            key=f"{scope(case)}{each.id}:{each.due_on}:{each.owner_id}",
            to=f"member:{each.owner_id}",
            template="task_due",
            params=told(agency, reference=reference, due_on=each.due_on.isoformat()),
            rank=REMINDER_RANK,
            due_at=opening(agency, rolled(agency, each.due_on, _BACK)),
        )
        for each in tasks
        if each.done_at is None
    )


def scope(case: str) -> str:
    """Return how the keys of all these reminders of a case begin."""
    return f"{case}:task:"
