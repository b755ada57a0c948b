"""Workdays, holidays and office hours, also where clocks change and years turn."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import workdays
from bot.casework.agency import Holidays

ZONES = (
    *("America/New_York", "America/Chicago", "America/Puerto_Rico", "America/Phoenix"),
    *("Pacific/Honolulu", "Asia/Tokyo", "Europe/Lisbon", "America/Havana"),
)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("on", "open_"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 11, 26), False),  # Thanksgiving
        (date(2026, 7, 3), False),  # Independence Day, on a Saturday, is kept on Friday
        (date(2027, 1, 1), False),
        (date(2028, 2, 29), True),
    ],
)
def test_is_workday(office, on: date, open_: bool) -> None:
    assert workdays.is_workday(office(), on) is open_


def test_holidays_are_those_of_the_place(office) -> None:
    lincoln = date(2027, 2, 12)
    assert workdays.is_workday(office(), lincoln)
    assert not workdays.is_workday(office(holidays=Holidays(country="US", subdivision="CT")), lincoln)
    assert workdays.is_workday(office(holidays=Holidays(country="MX")), date(2026, 11, 26))


@pytest.mark.parametrize(
    ("on", "n", "business", "then"),
    [
        (date(2026, 11, 20), 3, False, date(2026, 11, 23)),
        (date(2026, 11, 20), 0, False, date(2026, 11, 20)),
        (date(2026, 11, 20), 3, True, date(2026, 11, 25)),
        (date(2026, 11, 25), 1, True, date(2026, 11, 27)),  # over Thanksgiving
        (date(2026, 11, 21), 1, True, date(2026, 11, 23)),
        (date(2026, 11, 23), -1, True, date(2026, 11, 20)),
        (date(2026, 11, 23), 0, True, date(2026, 11, 23)),
        (date(2028, 2, 28), 1, True, date(2028, 2, 29)),
        (date(2028, 2, 28), 2, False, date(2028, 3, 1)),
        (date(2026, 12, 31), 30, True, date(2027, 2, 16)),
    ],
)
def test_add_days(office, on: date, n: int, business: bool, then: date) -> None:
    assert workdays.add_days(office(), on, n, business) == then


@given(DAYS, st.integers(1, 60))
def test_business_days_end_on_a_workday_and_count_only_workdays(office, on: date, n: int) -> None:
    agency = office()
    then = workdays.add_days(agency, on, n, True)
    between = [on + timedelta(days=days) for days in range(1, (then - on).days + 1)]
    assert workdays.is_workday(agency, then)
    assert sum(workdays.is_workday(agency, day) for day in between) == n


@given(DAYS, st.sampled_from(ZONES))
def test_the_office_opens_at_its_own_hour_every_day(office, on: date, zone: str) -> None:
    agency = office(timezone=zone)
    opens = workdays.opening(agency, on)
    assert opens.tzinfo is UTC
    assert opens.astimezone(agency.zone).time() == time(8, 30)
    assert workdays.day_at(agency, opens) == on


@given(DAYS, st.sampled_from(ZONES))
def test_a_day_ends_where_the_next_begins(office, on: date, zone: str) -> None:
    agency = office(timezone=zone)
    end = workdays.end_of_day(agency, on)
    assert workdays.day_at(agency, end - timedelta(microseconds=1)) == on
    assert workdays.day_at(agency, end) == on + timedelta(days=1)


@pytest.mark.parametrize(
    ("on", "hours"),
    [(date(2026, 11, 1), 25), (date(2027, 3, 14), 23), (date(2026, 11, 2), 24), (date(2028, 2, 29), 24)],
)
def test_days_on_which_clocks_change_are_longer_or_shorter(office, on: date, hours: int) -> None:
    agency = office()
    length = workdays.end_of_day(agency, on) - workdays.end_of_day(agency, on - timedelta(days=1))
    assert length == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (datetime(2026, 11, 20, 18, tzinfo=UTC), datetime(2026, 11, 20, 18, tzinfo=UTC)),  # noon on Friday
        (datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 20, 14, 30, tzinfo=UTC)),  # three in the morning
        (datetime(2026, 11, 20, 22, 30, tzinfo=UTC), datetime(2026, 11, 23, 14, 30, tzinfo=UTC)),  # closing time
        (datetime(2026, 11, 21, 18, tzinfo=UTC), datetime(2026, 11, 23, 14, 30, tzinfo=UTC)),  # Saturday
        (datetime(2026, 11, 26, 18, tzinfo=UTC), datetime(2026, 11, 27, 14, 30, tzinfo=UTC)),  # Thanksgiving
    ],
)
def test_next_open(office, at: datetime, opens: datetime) -> None:
    assert workdays.next_open(office(), at) == opens


def test_what_is_due_by_midnight_is_due_on_the_day_that_ends_there(office) -> None:
    on = date(2026, 11, 25)
    assert workdays.last_day(office(), workdays.end_of_day(office(), on)) == on
    assert workdays.last_day(office(), workdays.opening(office(), on)) == on
