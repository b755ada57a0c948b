"""Weekly duty times on the agency's clock: over changes of the clock, holidays and nights."""

from datetime import UTC, date, datetime

import pytest

from bot.casework import attendance
from bot.casework.errors import Unreadable

OFFICE = {str(day): ["08:30", "16:30"] for day in range(5)}
MONDAY = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)  # ten in the morning in Minneapolis


@pytest.mark.parametrize(
    ("times", "at", "works"),
    [
        (None, MONDAY, True),
        (OFFICE, MONDAY, True),
        (OFFICE, MONDAY.replace(hour=13, minute=29), False),
        (OFFICE, MONDAY.replace(hour=13, minute=30), True),
        (OFFICE, MONDAY.replace(hour=21, minute=30), False),
        (OFFICE, MONDAY.replace(day=13), False),
        ({"6": ["10:00", "12:00"]}, MONDAY.replace(day=13, hour=16), True),  # a Sunday that somebody chose
        (OFFICE, datetime(2026, 11, 26, 15, 0, tzinfo=UTC), False),  # Thanksgiving
        (OFFICE, datetime(2026, 11, 2, 14, 29, tzinfo=UTC), False),  # the clock went back the day before
        (OFFICE, datetime(2026, 11, 2, 14, 30, tzinfo=UTC), True),
        ({}, MONDAY, False),
    ],
)
def test_works_at(office, times, at: datetime, works: bool) -> None:
    assert attendance.works_at(office(), times, at) is works


@pytest.mark.parametrize(
    ("times", "at", "then"),
    [
        (OFFICE, MONDAY, MONDAY),
        (OFFICE, MONDAY.replace(hour=5), MONDAY.replace(hour=13, minute=30)),
        (OFFICE, MONDAY.replace(hour=22), datetime(2026, 9, 15, 13, 30, tzinfo=UTC)),
        (OFFICE, datetime(2026, 11, 25, 23, 0, tzinfo=UTC), datetime(2026, 11, 27, 14, 30, tzinfo=UTC)),
        ({"0": ["08:30", "16:30"]}, MONDAY.replace(hour=22), datetime(2026, 9, 21, 13, 30, tzinfo=UTC)),
        ({}, MONDAY, None),
        (None, MONDAY, MONDAY),
    ],
)
def test_next_shift(office, times, at: datetime, then: datetime | None) -> None:
    assert attendance.next_shift(office(), times, at) == then


def test_a_tap_takes_a_day_out_and_puts_it_in_again(office) -> None:
    without = attendance.with_day(office(), None, "4")
    assert without == {day: hours for day, hours in OFFICE.items() if day != "4"}
    assert attendance.with_day(office(), without, "4") == OFFICE
    assert list(attendance.with_day(office(), {"1": ["09:00", "12:00"]}, "0")) == ["0", "1"]


@pytest.mark.parametrize(
    ("end", "minutes", "hours"),
    [
        (0, -30, ["08:00", "16:30"]),
        (1, 30, ["08:30", "17:00"]),
        (0, 450, ["08:30", "16:30"]),  # not an hour would be left
        (1, -430, ["08:30", "16:30"]),
        (0, -900, ["00:00", "16:30"]),
        (1, 900, ["08:30", "23:30"]),
    ],
)
def test_beginning_and_end_move_by_half_hours(end: int, minutes: int, hours: list[str]) -> None:
    assert attendance.moved({"0": ["08:30", "16:30"]}, end, minutes) == {"0": hours}


def test_an_absence_lasts_from_midnight_to_midnight_there(office) -> None:
    since, until = attendance.days_off(office(), date(2026, 10, 31), date(2026, 11, 1))
    assert since == datetime(2026, 10, 31, 5, 0, tzinfo=UTC)
    assert until == datetime(2026, 11, 2, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("December 1 to December 5", date(2026, 12, 1), date(2026, 12, 5)),
        ("1 de diciembre a 5 de diciembre", date(2026, 12, 1), date(2026, 12, 5)),
        ("del 1 de diciembre al 5 de diciembre", date(2026, 12, 1), date(2026, 12, 5)),
        ("2026-12-28 - 2027-01-03", date(2026, 12, 28), date(2027, 1, 3)),
        ("from tomorrow until Friday", date(2026, 11, 24), date(2026, 11, 27)),
        ("tomorrow", date(2026, 11, 24), date(2026, 11, 24)),
        ("today to the day after tomorrow", date(2026, 11, 23), date(2026, 11, 25)),
    ],
)
def test_days_in_words(text: str, first: date, last: date) -> None:
    assert attendance.days_meant(text, date(2026, 11, 23)) == (first, last)


@pytest.mark.parametrize("text", ["", "soon", "Monday to Tuesday to Friday", "from soon to later"])
def test_days_that_nobody_can_read_are_asked_for_again(text: str) -> None:
    with pytest.raises(Unreadable) as unreadable:
        attendance.days_meant(text, date(2026, 11, 23))
    assert unreadable.value.sentence == "absence"
