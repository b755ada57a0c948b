"""Words of a text: their plain form, where a sentence begins, what a capital says."""

from __future__ import annotations

import pytest

from nlp.written import bounded, plain, words


@pytest.mark.parametrize("text", ["JOSÉ", "josé", "Jose\u0301", "Jo\u200bse", "ｊｏｓｅ"])
def test_one_plain_form_however_it_is_written(text: str) -> None:
    assert [word.plain for word in words(text)] == [plain("jose")]


def test_a_possessive_is_no_part_of_the_word() -> None:
    assert [word.text for word in words("O'Rourke's dog")] == ["O'Rourke", "s", "dog"]


def test_a_shortened_word_ends_no_sentence() -> None:
    assert [word.text for word in words("Sgt. Doe left. He ran") if word.opens] == ["Sgt", "He"]


def test_capitals_say_nothing_in_a_text_of_capitals() -> None:
    assert not any(word.capital for word in words("HE TOOK MY LICENSE"))
    assert [word.text for word in words("he took Ana home") if word.capital] == ["Ana"]


def test_no_repetition_is_without_end() -> None:
    assert bounded(r"[ab]+\d*(?:c)*").pattern == r"[ab]{1,40}\d{0,40}(?:c){0,40}"
