"""Which day a task may be due, when it is late, and its one reminder."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.casework import task
from bot.casework.errors import Refused

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # still the evening of the 23rd in Chicago
TODAY = date(2026, 11, 23)
REFERENCE = "OPCR-2026-00123-0"


@dataclass(frozen=True)
class Todo:
    due_on: date
    id: str = "t1"
    owner_id: str = "m1"
    done_at: datetime | None = None


@pytest.mark.parametrize(
    ("due_on", "done_at", "late"),
    [(TODAY, None, False), (TODAY - timedelta(days=1), None, True), (TODAY - timedelta(days=1), NOW, False)],
)
def test_a_task_has_until_the_end_of_its_day(office, due_on: date, done_at: datetime | None, late: bool) -> None:
    assert task.is_late(office(), Todo(due_on, done_at=done_at), NOW) is late


@pytest.mark.parametrize("days", [0, 1, task.FARTHEST_DAYS])
def test_days_that_a_task_may_be_due(office, days: int) -> None:
    task.check_due(office(), TODAY + timedelta(days=days), NOW)


@pytest.mark.parametrize(("days", "because"), [(-1, "task_in_past"), (task.FARTHEST_DAYS + 1, "task_too_far")])
def test_days_that_are_refused(office, days: int, because: str) -> None:
    with pytest.raises(Refused, match=because):
        task.check_due(office(), TODAY + timedelta(days=days), NOW)


@pytest.mark.parametrize(
    ("due_on", "morning"),
    [
        (date(2026, 11, 25), datetime(2026, 11, 25, 14, 30, tzinfo=UTC)),
        (date(2026, 11, 26), datetime(2026, 11, 25, 14, 30, tzinfo=UTC)),  # Thanksgiving
        (date(2026, 11, 29), datetime(2026, 11, 27, 14, 30, tzinfo=UTC)),  # a Sunday
    ],
)
def test_the_reminder_comes_on_the_morning_or_the_workday_before(office, due_on: date, morning: datetime) -> None:
    (one,) = task.reminders(office(), "case1", REFERENCE, [Todo(due_on), Todo(due_on, "t2", done_at=NOW)])
    assert (one.key, one.to, one.template, one.rank) == (f"case1:task:t1:{due_on}:m1", "member:m1", "task_due", 3)
    assert one.params == {"reference": REFERENCE, "due_on": due_on.isoformat()}
    assert one.due_at == morning
    assert one.key.startswith(task.scope("case1"))
