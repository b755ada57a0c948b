"""The small phrase language, and that every shipped phrase is usable."""

from __future__ import annotations

import pytest

from nlp.phrases import PhraseBook
from nlp.vocabulary import labels
from nlp.words import Words

CUES = {"staff", "private", "praise", "question", "test", "reason"}


def fits(phrase: str, text: str, **sets: list[str]) -> bool:
    rows: list[dict[str, object]] = [{"set": name, "phrases": phrases} for name, phrases in sets.items()]
    book = PhraseBook([*rows, {"label": "conduct.threats", "phrases": [phrase]}])
    words = text.split()
    starts = [len(" ".join(words[:n])) + 1 + (n > 0) for n in range(len(words))]
    present = {word[:n] + "*" for word in words for n in range(2, len(word) + 1)} | set(words)
    return bool(list(book.find(Words(f" {text} ", list(range(len(words))), starts, present))))


@pytest.mark.parametrize(
    ("phrase", "text", "fit"),
    [
        ("hit me", "he hit me", True),
        ("hit me", "he hits me", False),
        ("hit* me", "he hitting me", True),
        ("hit|kicked me", "he kicked me", True),
        ("hit so? hard", "he hit hard", True),
        ("hit so? hard", "he hit so hard", True),
        ("hit _ hard", "he hit me hard", True),
        ("hit .. hard", "he hit me very hard", True),
        ("hit .. hard", "he hit me so very hard", False),
        ("he .. hit", "he did not hit", False),
        ("he ... hit", "he left . i hit", False),
        ("!i hit", "i hit", False),
        ("!i hit", "he hit", True),
        ("hit -him", "hit him", False),
        ("hit -him", "hit me", True),
        ("hit the_wall", "hit the wall", True),
        ("hit me", "hit , me", True),
        ("@who hit", "my uncle hit", True),
    ],
)
def test_the_phrase_language(phrase: str, text: str, fit: bool) -> None:
    assert fits(phrase, text, who=["he", "my _"]) is fit


def test_a_phrase_of_gaps_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        fits(".. _", "he hit me")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_shipped_phrase_names_a_known_label(language: str) -> None:
    known = {(group, label) for group in labels() for label in labels()[group]} | {("cue", cue) for cue in CUES}
    book = PhraseBook.load(language)
    assert {(phrase.group, phrase.label) for phrase in book.phrases} == known


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_shipped_phrase_compiles(language: str) -> None:
    assert all(phrase.regex.pattern == phrase.pattern for phrase in PhraseBook.load(language).phrases)
