"""The ways to name a stretch of days, in both languages; today is Saturday, 21 November 2026."""

from datetime import date

import pytest

from bot.casework import dates
from bot.casework.errors import Unreadable

TODAY = date(2026, 11, 21)


def read(text: str, today: date = TODAY) -> tuple[str | None, str | None, str | None]:
    said = dates.read(text, "es", today)
    return said["on"], said["until"], said["precision"]


@pytest.mark.parametrize(
    ("text", "on", "until"),
    [
        ("in May", "2026-05-01", "2026-05-31"),
        ("May", "2026-05-01", "2026-05-31"),
        ("May 2025", "2025-05-01", "2025-05-31"),
        ("may '25", "2025-05-01", "2025-05-31"),
        ("December", "2025-12-01", "2025-12-31"),
        ("in November", "2026-11-01", "2026-11-21"),
        ("last November", "2025-11-01", "2025-11-30"),
        ("it may have been in June", "2026-06-01", "2026-06-30"),
        ("one day in march", "2026-03-01", "2026-03-31"),
        ("we may march in may", "2026-05-01", "2026-05-31"),
        ("en mayo", "2026-05-01", "2026-05-31"),
        ("en noviembre pasado", "2025-11-01", "2025-11-30"),
        ("febrero de 2024", "2024-02-01", "2024-02-29"),
        ("mayo del año pasado", "2025-05-01", "2025-05-31"),
        ("desde junio", "2026-06-01", "2026-06-30"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("el mes pasado", "2026-10-01", "2026-10-31"),
        ("this month", "2026-11-01", "2026-11-21"),
    ],
)
def test_a_month_without_a_year_is_the_latest(text: str, on: str, until: str) -> None:
    assert read(text) == (on, until, "month")


@pytest.mark.parametrize(
    ("text", "on", "until"),
    [
        ("around June", "2026-06-01", "2026-06-30"),
        ("como en mayo", "2026-05-01", "2026-05-31"),
        ("early June", "2026-06-01", "2026-06-10"),
        ("mid-June 2025", "2025-06-11", "2025-06-20"),
        ("a mediados de mayo", "2026-05-11", "2026-05-20"),
        ("late December", "2025-12-21", "2025-12-31"),
        ("a finales de octubre de 2025", "2025-10-21", "2025-10-31"),
        ("last summer", "2026-06-01", "2026-08-31"),
        ("in the fall", "2026-09-01", "2026-11-21"),
        ("last fall", "2025-09-01", "2025-11-30"),
        ("in the fall of 2024", "2024-09-01", "2024-11-30"),
        ("winter 2025", "2024-12-01", "2025-02-28"),
        ("el verano pasado", "2026-06-01", "2026-08-31"),
        ("primavera de 2025", "2025-03-01", "2025-05-31"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("la semana pasada", "2026-11-09", "2026-11-15"),
        ("esta semana", "2026-11-16", "2026-11-21"),
        ("last weekend", "2026-11-14", "2026-11-15"),
        ("el fin de semana", "2026-11-14", "2026-11-15"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("el año pasado", "2025-01-01", "2025-12-31"),
        ("this year", "2026-01-01", "2026-11-21"),
        ("in 2025", "2025-01-01", "2025-12-31"),
        ("en 2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_vague_stretch(text: str, on: str, until: str) -> None:
    assert read(text) == (on, until, "about")


def test_this_weekend_has_begun_on_saturday() -> None:
    assert read("this weekend") == ("2026-11-21", None, "about")
    assert read("this weekend", date(2026, 11, 22)) == ("2026-11-21", "2026-11-22", "about")
    assert read("el fin de semana", date(2026, 11, 22)) == ("2026-11-14", "2026-11-15", "about")
    assert read("last weekend", date(2026, 11, 23)) == ("2026-11-21", "2026-11-22", "about")


def test_a_part_of_this_month_that_has_not_come_was_last_year() -> None:
    assert read("late November", date(2026, 11, 10)) == ("2025-11-21", "2025-11-30", "about")


@pytest.mark.parametrize(
    "text",
    [
        *("tomorrow", "mañana", "mañana por la mañana", "pasado mañana", "next Friday", "el viernes que viene"),
        *("el próximo lunes", "next week", "la semana que viene", "in two weeks", "en 3 días", "dentro de un mes"),
        *(
            "next June",
            "June next year",
            "December 3, 2026",
            "11/22/2026",
            "12/3/27",
            "in 2030",
            "next weekend",
            "el próximo fin de semana",
        ),
        "el fin de semana que viene",
    ],
)
def test_what_has_not_happened_yet(text: str) -> None:
    with pytest.raises(Unreadable) as error:
        read(text)
    assert error.value.sentence == "date_future"


@pytest.mark.parametrize("text", ["he may do it", "march", "they march on", "a bad fall", "I fall"])
def test_words_that_are_no_months(text: str) -> None:
    if text == "march":
        assert read(text) == ("2026-03-01", "2026-03-31", "month")
        return
    with pytest.raises(Unreadable) as error:
        read(text)
    assert error.value.sentence == "date"
