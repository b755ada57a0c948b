"""When a morning's list comes: workdays only, at the chosen hour of the agency's clock, and never a day late."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.casework import digest
from bot.casework.digest import DAILY, WEEKLY
from bot.casework.workdays import is_workday
from tests.house import agencies

AGENCY = agencies()["minneapolis_opcr"]  # opens 8:30, closes 16:30, Chicago time


def at(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    """A moment of 2026 on the agency's clock."""
    return datetime(2026, month, day, hour, minute, tzinfo=AGENCY.zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "hour", "due"),
    [
        (at(14, 7), None, at(14, 8, 30)),
        (at(14, 8, 30), None, at(15, 8, 30)),  # what is due now was planned before
        (at(14, 7), 7, at(15, 7)),
        (at(14, 6, 59), 7, at(14, 7)),
        (at(18, 9), None, at(21, 8, 30)),  # Friday to Monday
        (at(4, 9), None, at(8, 8, 30)),  # Labor Day is a Monday
        (at(30, 9, month=10), 7, at(2, 7, month=11)),  # the clocks are put back in between
    ],
)
def test_the_next_digest_is_due_on_the_next_workday_whose_hour_is_to_come(
    now: datetime, hour: int | None, due: datetime
) -> None:
    (planned,) = digest.coming(AGENCY, "m1", now, daily=True, hour=hour, weekly=False)
    assert (planned.due_at, planned.template, planned.to, planned.params) == (due, DAILY, "member:m1", {})
    assert planned.key == f"m1:{DAILY}:{due.astimezone(AGENCY.zone).date()}"


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(14, 7), at(14, 8, 30)),
        (at(14, 9), at(21, 8, 30)),
        (at(3, 9), at(8, 8, 30)),  # the week of Labor Day begins on Tuesday
        (at(8, 8), at(8, 8, 30)),
    ],
)
def test_the_week_s_figures_are_due_on_the_first_workday_of_a_week(now: datetime, due: datetime) -> None:
    (planned,) = digest.coming(AGENCY, "m1", now, daily=False, hour=None, weekly=True)
    assert (planned.due_at, planned.template) == (due, WEEKLY)


def test_whoever_wants_nothing_is_told_nothing() -> None:
    assert digest.coming(AGENCY, "m1", at(14, 7), daily=False, hour=7, weekly=False) == ()
    both = digest.coming(AGENCY, "m1", at(14, 7), daily=True, hour=None, weekly=True)
    assert [each.template for each in both] == [DAILY, WEEKLY]


@pytest.mark.parametrize(
    ("now", "timely"),
    [
        (at(14, 8, 30), True),
        (at(14, 16, 29), True),
        (at(14, 16, 30), False),
        (at(15, 8, 0), False),  # the program was down all day: Tuesday has its own
        (at(14, 23, 59), False),
    ],
)
def test_a_digest_is_for_its_own_day_while_the_office_is_open(now: datetime, timely: bool) -> None:
    assert digest.is_timely(AGENCY, at(14, 8, 30), now) is timely


def test_what_is_new_has_come_since_the_workday_before() -> None:
    assert digest.previous_morning(AGENCY, at(15, 9)) == at(14, 8, 30)
    assert digest.previous_morning(AGENCY, at(8, 9)) == at(4, 8, 30)


def test_the_hours_to_choose_from_end_when_the_office_closes() -> None:
    assert digest.hours(AGENCY) == tuple(range(6, 17))


def test_in_a_year_every_workday_has_one_digest_and_no_other_day_has_any() -> None:
    now, mornings = at(1, 0, month=1), []
    while now < at(31, 23, month=12):
        (planned,) = digest.coming(AGENCY, "m1", now, daily=True, hour=7, weekly=False)
        mornings.append(planned.due_at.astimezone(AGENCY.zone).date())
        now = planned.due_at
    first = mornings[0]
    days = (first + timedelta(days=n) for n in range((mornings[-1] - first).days + 1))
    assert mornings == [day for day in days if is_workday(AGENCY, day)]
