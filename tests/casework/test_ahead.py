"""Days that are still to come, as people write them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import ahead
from bot.casework.errors import Unreadable

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("today", (2026, 11, 24)),
        ("Hoy", (2026, 11, 24)),
        ("tomorrow", (2026, 11, 25)),
        ("mañana", (2026, 11, 25)),
        ("the day after tomorrow", (2026, 11, 26)),
        ("pasado mañana", (2026, 11, 26)),
        ("in 3 days", (2026, 11, 27)),
        ("10 days", (2026, 12, 4)),
        ("en dos semanas", (2026, 12, 8)),
        ("in a week", (2026, 12, 1)),
        ("in three months", (2027, 2, 24)),
        ("dentro de un mes", (2026, 12, 24)),
        ("next week", (2026, 12, 1)),
        ("la semana que viene", (2026, 12, 1)),
        ("el próximo mes", (2026, 12, 24)),
        ("Friday", (2026, 11, 27)),
        ("by next Friday.", (2026, 11, 27)),
        ("Tuesday", (2026, 12, 1)),
        ("el lunes que viene", (2026, 11, 30)),
        ("para el viernes", (2026, 11, 27)),
        ("December 5", (2026, 12, 5)),
        ("on Dec 5th", (2026, 12, 5)),
        ("5 de enero", (2027, 1, 5)),
        ("November 24", (2026, 11, 24)),
        ("November 23", (2027, 11, 23)),
        ("12/5", (2026, 12, 5)),
        ("1/2/2027", (2027, 1, 2)),
        ("2026-12-24", (2026, 12, 24)),
        ("March 3, 2026", (2026, 3, 3)),
    ],
)
def test_a_day_ahead(text: str, on: tuple[int, int, int]) -> None:
    assert ahead.read(text, TODAY) == date(*on)


@pytest.mark.parametrize("text", ["", "soon", "5", "February 31", "when I can", "x" * 4096])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(Unreadable):
        ahead.read(text, TODAY)


@given(st.text(max_size=60))
def test_anything_is_read_or_unreadable(text: str) -> None:
    with suppress(Unreadable):
        assert isinstance(ahead.read(text, TODAY), date)
