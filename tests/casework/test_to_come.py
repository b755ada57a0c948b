"""The day of a hearing, as people write it: it may lie ahead, it may be over, and some do not know it."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import replies, to_come
from bot.casework.errors import Unreadable

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("December 3", "2026-12-03"),
        ("Dec 3 at 9 am", "2026-12-03"),
        ("the hearing is on 12/3 at 9:30", "2026-12-03"),
        ("3 de diciembre", "2026-12-03"),
        ("January 5", "2027-01-05"),
        ("March 3, 2027", "2027-03-03"),
        ("2026-12-24", "2026-12-24"),
        ("tomorrow at 9 am", "2026-11-25"),
        ("mañana por la mañana", "2026-11-25"),
        ("pasado mañana", "2026-11-26"),
        ("in 3 days", "2026-11-27"),
        ("it is on friday", "2026-11-27"),
        ("el martes que viene", "2026-12-01"),
        ("Tuesday", "2026-12-01"),
        ("today", "2026-11-24"),
        ("December 3 or December 1", "2026-12-01"),
        # over already
        ("November 20", "2026-11-20"),
        ("last Tuesday", "2026-11-17"),
        ("it was yesterday", "2026-11-23"),
        ("el lunes pasado", "2026-11-23"),
        ("hace 3 días", "2026-11-21"),
    ],
)
def test_a_day_is_read(text: str, on: str) -> None:
    assert to_come.read(text, "es", TODAY)["on"] == on


@pytest.mark.parametrize("text", ["in two weeks", "I think December 3", "creo que el viernes", "next month"])
def test_a_vague_day_says_so(text: str) -> None:
    read = to_come.read(text, "en", TODAY)
    assert read["on"] is not None
    assert read["precision"] == "about"


def test_nobody_has_to_know_it() -> None:
    read = to_come.read("I don't know yet", "en", TODAY)
    assert (read["on"], read["precision"], read["said"]) == (None, "unknown", "I don't know yet")


@pytest.mark.parametrize("text", ["", "soon", "12", "when they call me", "x" * 4096])
def test_what_is_no_day_is_asked_again(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        to_come.read(text, "en", TODAY)
    assert caught.value.sentence == "date_ahead"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("November 31", "date_ahead_impossible"),
        ("it was February 30", "date_ahead_impossible"),
        ("31", "date_ahead"),
        ("last", "date_ahead"),
    ],
)
def test_what_a_question_that_asks_ahead_answers_leaves_the_rest_to_its_hint(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as caught:
        replies.day(text, "en", TODAY, future=True)
    assert caught.value.sentence == sentence


def test_only_a_question_that_asks_ahead_takes_such_a_day() -> None:
    assert replies.day("tomorrow", "en", TODAY, future=True)["on"] == "2026-11-25"
    with pytest.raises(Unreadable):
        replies.day("tomorrow", "en", TODAY, future=False)


@given(st.text(max_size=60))
def test_any_text_gives_a_day_or_a_sentence(text: str) -> None:
    with suppress(Unreadable):
        to_come.read(text, "es", TODAY)
