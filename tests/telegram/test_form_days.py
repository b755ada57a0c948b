"""A day in a form is given with a tap or in words: one still to come is not over, one that was lately has come."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.casework.errors import Refused, Unreadable
from bot.telegram.form_days import Days
from bot.telegram.forms import Field
from bot.words import LANGUAGES, Words
from tests.telegram.made import member
from tests.telegram.test_casework_screens import bench

NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)  # still the evening of Monday, the 14th, where the office is
DAYS = Days(lambda: NOW, Words.load())
DUE, LATELY = DAYS.due((("tomorrow", 1), ("week2", 14))), DAYS.lately()


def read(field: Field, text: str, language: str = "en") -> str:
    assert field.words is not None
    return field.words(text, bench(), {}, member(language=language))


@pytest.mark.parametrize(
    ("text", "language", "on"),
    [
        ("today", "en", "2026-09-14"),
        ("Friday", "en", "2026-09-18"),
        ("in two weeks", "en", "2026-09-28"),
        ("mañana", "es", "2026-09-15"),
        ("December 5", "en", "2026-12-05"),
    ],
)
def test_a_day_still_to_come(text: str, language: str, on: str) -> None:
    assert read(DUE, text, language) == on


@pytest.mark.parametrize(
    ("text", "language", "because"),
    [
        ("yesterday", "en", "task_in_past"),
        ("ayer", "es", "task_in_past"),
        ("September 13, 2026", "en", "task_in_past"),
        ("September 14, 2126", "en", "task_too_far"),
    ],
)
def test_what_has_to_be_done_is_due_neither_before_today_nor_in_another_age(
    text: str, language: str, because: str
) -> None:
    with pytest.raises(Refused, match=because):
        read(DUE, text, language)


@pytest.mark.parametrize(
    ("text", "language", "on"),
    [("today", "en", "2026-09-14"), ("yesterday", "en", "2026-09-13"), ("el 3 de septiembre", "es", "2026-09-03")],
)
def test_a_day_that_was_lately(text: str, language: str, on: str) -> None:
    assert read(LATELY, text, language) == on


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        (DUE, "soon", "due_on"),
        (LATELY, "soon", "due_on"),
        (LATELY, "2025", "due_on"),
        (LATELY, "November 3, 2026", "date_future"),
    ],
)
def test_what_is_no_day_is_said_to_be_none(field: Field, text: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read(field, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_days_to_tap_are_days_of_the_agency_and_have_their_words(language: str) -> None:
    for field, days in ((DUE, (1, 14)), (LATELY, (0, -1))):
        assert field.choices is not None
        offered = field.choices(bench(), {}, member(language=language))
        assert [on for on, _ in offered] == [
            f"{NOW - timedelta(hours=5) + timedelta(days=each):%Y-%m-%d}" for each in days
        ]
        assert all(label for _, label in offered)
