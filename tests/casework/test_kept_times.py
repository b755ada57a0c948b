"""Times against their clocks: what is in the middle, what nine in ten took, and nothing of too few for the public."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.casework.deadlines import Duty
from bot.casework.kept_times import Clocked, Courses, Times

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
DAY = timedelta(days=1)


def duty(days: float | None, due_in: float = 10) -> Duty:
    """A duty that started forty days ago, and was met after so many days."""
    started = NOW - 40 * DAY
    due = started + due_in * DAY
    return Duty("d", due.date(), due, None if days is None else started + days * DAY, started)


@pytest.mark.parametrize(
    ("took", "half", "most"),
    [([], None, None), ([3], 3, 3), ([1, 2, 3, 4], 2, 4), ([-5], 0, 0), ([*range(1, 101)], 50, 90)],
)
def test_percentiles(took: list[int], half: float | None, most: float | None) -> None:
    times = Times()
    for days in took:
        times.add(days * DAY)
    assert (times.within(50), times.within(90), times.count) == (half, most, len(took))


def test_a_tenth_of_a_day_is_kept() -> None:
    times = Times()
    times.add(timedelta(hours=6))
    assert times.within(50) == pytest.approx(0.2)


def test_each_case_counts_once() -> None:
    clock = Clocked()
    for each, held in ((duty(3), False), (duty(12), False), (duty(None), True), (duty(None, 60), True)):
        clock.add(each, NOW, held=held)
    assert (clock.met, clock.late, clock.overdue, clock.running, clock.held) == (1, 1, 1, 1, 2)
    assert (clock.started, clock.times.count) == (4, 2)
    assert (clock.in_time(public=False), clock.in_time(public=True)) == (33, None)
    assert (clock.within(90, public=False), clock.within(90, public=True)) == (12, None)


def test_shares_of_enough_are_for_the_public_too() -> None:
    clock = Clocked()
    for number in range(20):
        clock.add(duty(3 if number < 15 else 12), NOW, held=False)
    assert (clock.in_time(public=True), clock.within(50, public=True)) == (75, 3)
    assert Clocked().in_time(public=False) is None


def test_a_course_has_duties_and_stages() -> None:
    courses = Courses(NOW)
    courses.add(NOW - 40 * DAY, {"review": NOW - 30 * DAY}, [duty(3), duty(4)], held=False)
    assert courses.duties["d"].met == 2
    assert courses.stages["review"].within(50) == 10
