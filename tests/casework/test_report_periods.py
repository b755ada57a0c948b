"""The usual periods end where they should, also at the turn of the year."""

from datetime import date

import pytest

from bot.casework import report_periods


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2026, 11, 22), (date(2026, 7, 1), date(2026, 9, 30))),
        (date(2026, 1, 1), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 3, 31), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 4, 1), (date(2026, 1, 1), date(2026, 3, 31))),
    ],
)
def test_the_last_quarter_is_over(today: date, quarter: tuple[date, date]) -> None:
    assert report_periods.of("quarter", today) == quarter


def test_years() -> None:
    today = date(2026, 11, 22)
    assert report_periods.of("year", today) == (date(2025, 1, 1), date(2025, 12, 31))
    assert report_periods.of("current", today) == (date(2026, 1, 1), today)
