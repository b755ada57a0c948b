"""The sentences that all checks of a profile share."""

import pytest

from bot.casework import advice


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("bagde", ("badge", "story"), 'Did you mean "badge"? '),
        ("weather", ("badge", "story"), ""),
        ("weather", (), ""),
    ],
)
def test_the_nearest_word_is_suggested(word: str, known: tuple[str, ...], expected: str) -> None:
    assert advice.close(word, known) == expected


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("recieved", ("received", "closed"), 'there is no status "recieved". Did you mean "received"?'),
        ("here", ("received", "closed", "closed"), 'there is no status "here". Use one of: received, closed.'),
        ("here", (), 'there is no status "here". Define it.'),
    ],
)
def test_what_names_nothing_is_said_with_what_there_is(word: str, known: tuple[str, ...], expected: str) -> None:
    assert advice.unknown(word, known, "status") == expected


def test_what_is_listed_twice_is_named_once() -> None:
    assert list(advice.twice(("a", "b", "a", "a"), "interview")) == [("interview", '"a" is here 3 times. Keep one.')]


@pytest.mark.parametrize("id", ["", "First", "1st", "a" * 25, "a-b", "é", "a\n"])
def test_an_id_fits_into_a_button(id: str) -> None:
    assert not advice.is_id(id)
    assert advice.is_id("a" * 24)
    assert [where for where, _ in advice.misnamed("unit", ("north_2", id))] == [f"unit.{id}"]
