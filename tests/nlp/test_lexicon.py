"""The word lists can be read, and are lower case."""

from __future__ import annotations

from nlp import lexicon


def test_a_list_is_a_set_of_lower_case_words() -> None:
    found = lexicon.words("phrases", "negations")
    assert {"not", "nunca"} <= found
    assert all(word == word.lower() for word in found)
