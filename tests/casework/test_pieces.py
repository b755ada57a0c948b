"""Messages and files that one answer is made of."""

from typing import Any

import pytest

from bot.casework import pieces
from bot.casework.interview import Attached, Edited


def test_a_piece_of_words_knows_its_message() -> None:
    assert pieces.of_words("He pushed me", "5") == {"text": "He pushed me", "message": "5"}


@pytest.mark.parametrize(
    ("name", "caption", "more"),
    [
        (None, "", {}),
        ("a.jpg", "", {"name": "a.jpg"}),
        (None, "my arm", {"text": "my arm"}),
        ("a.jpg", "my arm", {"name": "a.jpg", "text": "my arm"}),
    ],
)
def test_a_piece_of_file_keeps_what_came_with_it(name: str | None, caption: str, more: dict[str, Any]) -> None:
    file = Attached("e1", "photo", name, caption, "6")
    assert pieces.of_file(file, caption) == {"evidence": "e1", "kind": "photo", "message": "6", **more}


def test_new_words_keep_the_former_ones() -> None:
    before = [{"text": "one", "message": "1"}, {"text": "two", "message": "2"}]
    after = pieces.reworded(before, Edited("zwei", "2"))
    assert after == [{"text": "one", "message": "1"}, {"text": "zwei", "message": "2", "was": ["two"]}]
    assert pieces.reworded(after, Edited("dos", "2")) == [
        before[0],
        {"text": "dos", "message": "2", "was": ["two", "zwei"]},
    ]
    assert pieces.reworded(before, Edited("one", "1")) == before
    assert pieces.reworded(before, Edited("three", "3")) is None


def test_a_replacement_keeps_the_words_of_all_it_replaces() -> None:
    before = [{"text": "one", "message": "1", "was": ["uno"]}, {"text": "two", "message": "2"}]
    assert pieces.replaced(before, {"text": "three", "message": "3"}) == [
        {"text": "three", "message": "3", "was": ["uno", "one", "two"]}
    ]
    assert pieces.replaced([], {"text": "one", "message": "1"}) == [{"text": "one", "message": "1"}]


def test_words_are_joined_by_a_blank_line() -> None:
    told = [{"text": "one", "message": "1"}, {"evidence": "e", "message": "2"}, {"text": "two", "message": "3"}]
    assert pieces.words(told) == "one\n\ntwo"
    assert pieces.words([]) == ""
