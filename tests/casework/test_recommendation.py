"""What a panel said is read as staff type it: counts first, words below; what is missing is said."""

import pytest

from bot.casework import recommendation
from bot.casework.errors import Refused
from bot.casework.recommendation import Said


@pytest.mark.parametrize(
    ("first", "counts"),
    [
        ("4 for, 1 against", (4, 1, 0)),
        ("4 a favor, 1 en contra", (4, 1, 0)),
        ("3-2", (3, 2, 0)),
        ("3 / 1 / 1", (3, 1, 1)),
        ("0 for 5 against", (0, 5, 0)),
    ],
)
def test_counts_stand_on_the_first_line(first: str, counts: tuple[int, int, int]) -> None:
    assert recommendation.read(f" {first}\n\nSustain it.\nTrain him. ", 5) == Said(*counts, "Sustain it.\nTrain him.")


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("Sustain it.", "panel_unreadable"),
        ("4\nSustain it.", "panel_unreadable"),
        ("1 2 3 4\nSustain it.", "panel_unreadable"),
        (f"4 for {'a long story ' * 9} 1 against\nSustain it.", "panel_unreadable"),
        ("4 for, 2 against\nSustain it.", "panel_too_many"),
        ("0 for, 0 against\nSustain it.", "panel_too_many"),
        ("4 for, 1 against\n  ", "panel_no_words"),
    ],
)
def test_what_is_missing_is_said(text: str, because: str) -> None:
    with pytest.raises(Refused) as refused:
        recommendation.read(text, 5)
    assert refused.value.because == because
    assert because in recommendation.REFUSALS


def test_the_words_stand_in_no_log() -> None:
    assert "Sustain" not in repr(Said(4, 1, 0, "Sustain it."))
