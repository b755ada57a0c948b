"""Days and stretches on the calendar: leap days, month ends, the turn of the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import spans
from bot.casework.errors import Unreadable
from bot.casework.spans import Clock, Span

DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))


@pytest.mark.parametrize(
    ("said", "year"),
    [
        (None, None),
        ("2024", 2024),
        ("24", 2024),
        ("'24", 2024),
        ("26", 2026),
        ("27", 2027),
        ("28", 1928),
        ("99", 1999),
        ("last year", 2025),
        ("ano pasado", 2025),
        ("this year", 2026),
        ("este ano", 2026),
        ("next year", 2027),
        ("proximo ano", 2027),
    ],
)
def test_year_of(said: str | None, year: int | None) -> None:
    assert spans.year_of(Clock(date(2026, 11, 21), said)) == year


@given(st.integers(1, 12), st.integers(1, 28), DAYS)
def test_the_latest_day_is_less_than_a_year_old(month: int, day: int, today: date) -> None:
    on = spans.latest_day(month, day, Clock(today))
    assert (on.month, on.day) == (month, day)
    assert timedelta(0) <= today - on <= timedelta(days=365)


def test_the_latest_leap_day_may_be_eight_years_old() -> None:
    assert spans.latest_day(2, 29, Clock(date(1904, 2, 28))) == date(1896, 2, 29)


@pytest.mark.parametrize(("month", "day"), [(2, 30), (4, 31), (13, 1), (0, 1), (1, 0), (1, 32)])
@pytest.mark.parametrize("year", [None, "2024"])
def test_no_such_day(month: int, day: int, year: str | None) -> None:
    with pytest.raises(Unreadable) as error:
        spans.latest_day(month, day, Clock(date(2026, 11, 21), year))
    assert error.value.sentence == "date_impossible"


@given(DAYS, st.integers(0, 6))
def test_weekday_before(today: date, weekday: int) -> None:
    on = spans.weekday_before(today, weekday)
    assert on.weekday() == weekday
    assert timedelta(days=1) <= today - on <= timedelta(days=7)


@pytest.mark.parametrize(
    ("today", "months", "then"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), -2, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_back(today: date, months: int, then: date) -> None:
    assert spans.months_back(today, months) == then


def test_month_span_knows_leap_years() -> None:
    assert spans.month_span(2024, 2) == Span(date(2024, 2, 1), date(2024, 2, 29), "month")
    assert spans.month_span(2026, 2).until == date(2026, 2, 28)


def test_latest_skips_what_has_not_begun_and_what_has_not_ended_if_it_must_be_over() -> None:
    months = [spans.month_span(2026, month) for month in (12, 11, 10)]
    clock = Clock(date(2026, 11, 21))
    assert spans.latest(months, clock, before=False).on == date(2026, 11, 1)
    assert spans.latest(months, clock, before=True).on == date(2026, 10, 1)
