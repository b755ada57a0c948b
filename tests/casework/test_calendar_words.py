"""Both languages know the whole calendar, in the form in which texts are compared."""

import re

import pytest

from bot.casework import calendar_words as words
from bot.casework.plain import fold

TABLES = (
    *(words.MONTHS, words.WEEKDAYS, words.SEASONS, words.NTH, words.HOURS, words.COUNTS, words.VAGUE_COUNTS),
    *(words.DAYS_IN, words.MONTHS_IN),
)


@pytest.mark.parametrize("table", TABLES)
def test_words_are_written_as_texts_are_compared(table: dict[str, int]) -> None:
    assert all(fold(word) == word for word in table)


@pytest.mark.parametrize(
    ("table", "numbers"),
    [(words.MONTHS, range(1, 13)), (words.WEEKDAYS, range(7)), (words.SEASONS, range(4)), (words.NTH, range(1, 32))],
)
def test_every_number_has_a_word_in_both_languages(table: dict[str, int], numbers: range) -> None:
    for number in numbers:
        assert len([word for word, value in table.items() if value == number]) >= 2


def test_every_hour_has_a_word() -> None:
    assert set(range(1, 13)) <= set(words.HOURS.values())


def test_one_of_prefers_the_longer_word_and_takes_words_literally() -> None:
    assert re.match(words.one_of(["a", "a.b", "ab"]), "a.b")[0] == "a.b"
    assert re.match(words.one_of({"sept": 9, "september": 9}), "september")[0] == "september"
    assert re.fullmatch(words.one_of(["a.b"]), "axb") is None


@pytest.mark.parametrize("text", ["i don't know", "i dont remember", "no lo se", "no me acuerdo", "quien sabe"])
def test_unknown(text: str) -> None:
    assert words.UNKNOWN.search(text)


@pytest.mark.parametrize("text", ["maybe", "mas o menos", "por ahi de mayo", "or so"])
def test_hedge(text: str) -> None:
    assert words.HEDGE.search(text)
