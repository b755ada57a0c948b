"""The ways to name a day, in both languages; today is Saturday, 21 November 2026."""

from datetime import date

import pytest

from bot.casework import dates
from bot.casework.errors import Unreadable

TODAY = date(2026, 11, 21)


def read(text: str, today: date = TODAY) -> tuple[str | None, str | None, str | None]:
    said = dates.read(text, "en", today)
    return said["on"], said["until"], said["precision"]


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("2026-03-14", "2026-03-14"),
        ("2026/3/4", "2026-03-04"),
        ("3/14/2026", "2026-03-14"),
        ("3-14-2026", "2026-03-14"),
        ("3.14.2026", "2026-03-14"),
        ("3 14 2026", "2026-03-14"),
        ("3/14/26", "2026-03-14"),
        ("3/14/'26", "2026-03-14"),
        ("3/14/99", "1999-03-14"),
        ("3/14", "2026-03-14"),
        ("12/31", "2025-12-31"),
        ("3/4", "2026-03-04"),
        ("el 3/4", "2026-03-04"),
        ("03/04/2026", "2026-03-04"),
        ("25/12/2025", "2025-12-25"),
        ("25/12", "2025-12-25"),
        ("14-Mar-26", "2026-03-14"),
    ],
)
def test_numbers_are_month_first_unless_only_the_other_order_is_a_date(text: str, on: str) -> None:
    assert read(text) == (on, None, "day")


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("June 3", "2026-06-03"),
        ("june 3rd", "2026-06-03"),
        ("JUNE THIRD", "2026-06-03"),
        ("the third of June", "2026-06-03"),
        ("3 June 2025", "2025-06-03"),
        ("the 3rd of June, 2025", "2025-06-03"),
        ("June the 3rd, 2025", "2025-06-03"),
        ("June 3 '25", "2025-06-03"),
        ("June 3, 25", "2025-06-03"),
        ("2025 June 3", "2025-06-03"),
        ("June 3 last year", "2025-06-03"),
        ("June 3 of this year", "2026-06-03"),
        ("June 3. That was in 2024", "2024-06-03"),
        ("Sept. 3", "2026-09-03"),
        ("the 4th of July", "2026-07-04"),
        ("Friday June 5", "2026-06-05"),
        ("Nov 21", "2026-11-21"),
        ("Nov 22", "2025-11-22"),
        ("December 3", "2025-12-03"),
        ("February 29", "2024-02-29"),
        ("May 5", "2026-05-05"),
        ("el 3 de junio", "2026-06-03"),
        ("el tres de junio del año pasado", "2025-06-03"),
        ("3 de junio en 2024", "2024-06-03"),
        ("primero de mayo", "2026-05-01"),
        ("1ro de mayo de 2024", "2024-05-01"),
        ("1º de mayo", "2026-05-01"),
        ("treinta y uno de enero", "2026-01-31"),
        ("5 de setiembre", "2026-09-05"),
        ("3 mar. 2025", "2025-03-03"),
        ("June 3 at 5pm", "2026-06-03"),
        ("June 3 around 5:30 p.m.", "2026-06-03"),
        ("el 3 de junio a las 5 y media de la tarde", "2026-06-03"),
        ("la mañana del 3 de junio", "2026-06-03"),
    ],
)
def test_a_day_by_its_name_and_without_a_year_the_latest(text: str, on: str) -> None:
    assert read(text) == (on, None, "day")


@pytest.mark.parametrize(
    ("text", "on", "until", "precision"),
    [
        ("June 3-5", "2026-06-03", "2026-06-05", "day"),
        ("June 3 to 5, 2025", "2025-06-03", "2025-06-05", "day"),
        ("the 3rd to the 5th of June", "2026-06-03", "2026-06-05", "day"),
        ("del 3 al 5 de junio", "2026-06-03", "2026-06-05", "day"),
        ("entre el 3 y el 5 de junio de 2025", "2025-06-03", "2025-06-05", "day"),
        ("between June 3 and June 5", "2026-06-03", "2026-06-05", "about"),
        ("June 3 or June 5, 2024", "2024-06-03", "2024-06-05", "about"),
        ("5 de mayo y 6 de junio", "2026-05-05", "2026-06-06", "about"),
        ("yesterday and last Monday", "2026-11-16", "2026-11-20", "about"),
    ],
)
def test_several_days_are_a_stretch(text: str, on: str, until: str, precision: str) -> None:
    assert read(text) == (on, until, precision)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("today", "2026-11-21"),
        ("tonight", "2026-11-21"),
        ("this morning", "2026-11-21"),
        ("right now", "2026-11-21"),
        ("hoy", "2026-11-21"),
        ("ahorita", "2026-11-21"),
        ("esta mañana", "2026-11-21"),
        ("yesterday", "2026-11-20"),
        ("last night", "2026-11-20"),
        ("ayer por la mañana", "2026-11-20"),
        ("anoche como a las 10", "2026-11-20"),
        ("day before yesterday", "2026-11-19"),
        ("anteayer", "2026-11-19"),
        ("antier", "2026-11-19"),
        ("antes de ayer", "2026-11-19"),
        ("3 days ago", "2026-11-18"),
        ("a day ago", "2026-11-20"),
        ("hace 3 días", "2026-11-18"),
        ("hace ya tres días", "2026-11-18"),
        ("tres días atrás", "2026-11-18"),
        ("Friday", "2026-11-20"),
        ("last Friday", "2026-11-20"),
        ("on Friday night", "2026-11-20"),
        ("Saturday", "2026-11-14"),
        ("this Saturday", "2026-11-14"),
        ("el viernes pasado", "2026-11-20"),
        ("el domingo en la noche", "2026-11-15"),
        ("Friday of last week", "2026-11-13"),
        ("last week on Friday", "2026-11-13"),
        ("la semana pasada el martes", "2026-11-10"),
        ("the 3rd", "2026-11-03"),
        ("3rd", "2026-11-03"),
        ("el 3", "2026-11-03"),
        ("el día 25", "2026-10-25"),
        ("the 31st", "2026-10-31"),
    ],
)
def test_a_day_in_relation_to_today(text: str, on: str) -> None:
    assert read(text) == (on, None, "day")


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("two weeks ago", "2026-11-07"),
        ("3 weeks back", "2026-10-31"),
        ("a few days ago", "2026-11-18"),
        ("a couple of months ago", "2026-09-21"),
        ("a year ago", "2025-11-21"),
        ("a year and a half ago", "2025-05-21"),
        ("a month and a half ago", "2026-10-06"),
        ("2 hours ago", "2026-11-21"),
        ("hace dos semanas", "2026-11-07"),
        ("hace unas dos semanas", "2026-11-07"),
        ("hace como 3 meses", "2026-08-21"),
        ("hace un par de días", "2026-11-19"),
        ("hace un año y medio", "2025-05-21"),
        ("hace una semana y media", "2026-11-11"),
        ("hace unos días", "2026-11-18"),
    ],
)
def test_weeks_months_and_years_ago_are_about(text: str, on: str) -> None:
    assert read(text) == (on, None, "about")


def test_the_same_day_of_a_shorter_month() -> None:
    assert read("a month ago", date(2026, 3, 31)) == ("2026-02-28", None, "about")
    assert read("the 30th", date(2026, 3, 5)) == ("2026-01-30", None, "day")


@pytest.mark.parametrize(
    "text",
    [
        *("31 February", "30 de febrero", "June 31", "31 June 2025", "2025-02-30", "13/45/2026", "99/99", "February 0"),
        *("el 31 de abril", "February 29, 2025", "the 32nd", "the 0th"),
        *("March 3-45", "2026-13-01"),
    ],
)
def test_a_day_that_never_was(text: str) -> None:
    with pytest.raises(Unreadable) as error:
        read(text)
    assert error.value.sentence == "date_impossible"


@pytest.mark.parametrize("text", ["1/1/0202", "June 3 1776", "999 years ago", "1899-12-31"])
def test_a_day_that_is_too_long_ago(text: str) -> None:
    with pytest.raises(Unreadable) as error:
        read(text)
    assert error.value.sentence == "date_long_ago"
