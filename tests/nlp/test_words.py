"""Plain words from badly written text."""

from __future__ import annotations

import pytest
import spacy

from nlp import words
from nlp.words import Speller


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("He DIDN'T stop", " he did not stop "),
        ("policía, señor", " policia , senor "),
        ("nooooo! go", " no . go "),
        ("one\ntwo", " one . two "),
        ("🙂 hi", " hi "),
        ("they arested me", " they arrested me "),
        ("cuz of him", " because of him "),
    ],
)
def test_text_becomes_plain_words(text: str, plain: str) -> None:
    speller = Speller({"arrested"}, {"cuz": "because"})
    assert words.of(spacy.blank("en")(text), speller).text == plain


@pytest.mark.parametrize("word", ["arrestee", "cat", "unknown", "retested"])
def test_a_word_that_is_no_slip_is_left_alone(word: str) -> None:
    assert Speller({"arrested"}, {}).mend(word) == word


def test_every_word_knows_its_token() -> None:
    doc = spacy.blank("en")("He didn't hit me.")
    found = words.of(doc, Speller(set(), {}))
    assert [doc[i].text for i in found.tokens] == ["He", "did", "n't", "hit", "me", "."]
    assert [found.text[at:].split()[0] for at in found.starts] == found.text.split()
