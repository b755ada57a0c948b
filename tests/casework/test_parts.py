"""The pieces of a profile: both languages, choices, weekdays, the grammar of a reminder ladder."""

import pytest
from pydantic import ValidationError

from bot.casework.parts import WITHIN, Choice, Question, Text, is_rung

WORDS = Text(en="Yes", es="Sí")


@pytest.mark.parametrize(("language", "expected"), [("en", "Yes"), ("es", "Sí"), ("so", "Yes"), ("", "Yes")])
def test_a_text_is_said_in_one_language(language: str, expected: str) -> None:
    assert WORDS.to(language) == expected


def test_a_text_is_trimmed_and_never_empty() -> None:
    assert Text(en="\n Yes ", es="Sí\n").en == "Yes"
    with pytest.raises(ValidationError):
        Text(en=" ", es="Sí")


def test_pieces_do_not_change() -> None:
    with pytest.raises(ValidationError):
        WORDS.en = "No"  # type: ignore[misc]


def test_a_question_knows_its_choices() -> None:
    question = Question(id="q", kind="choice", ask=WORDS, name=WORDS, choices=(Choice(id="a", label=WORDS),))
    assert question.offers("a")
    assert not question.offers("b")


@pytest.mark.parametrize(
    ("rung", "expected"),
    [
        ("1 day before", True),
        ("30 days before", True),
        ("when due", True),
        ("2 days after", True),
        ("every 1 day after", True),
        ("every 2 days before", False),
        ("0 days before", False),
        ("2 days", False),
        ("when due ", False),
        ("", False),
    ],
)
def test_is_rung(rung: str, expected: bool) -> None:
    assert is_rung(rung) is expected


@pytest.mark.parametrize(
    ("within", "expected"),
    [("3 days", True), ("1 day", True), ("30 business days", True), ("0 days", False), ("3 weeks", False)],
)
def test_within(within: str, expected: bool) -> None:
    assert bool(WITHIN.fullmatch(within)) is expected
