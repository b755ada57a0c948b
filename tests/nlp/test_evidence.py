"""The words a label rests on are the stretch that said most for it."""

from __future__ import annotations

import re

import numpy as np
import pytest

from nlp import evidence

TEXT = "I was going home. He slammed me on the hood and laughed. Then it rained."


def pieces(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\w+|\S", text)]


def gave(text: str, **words: float) -> np.ndarray:
    return np.array([words.get(text[start:end], 0.0) for start, end in pieces(text)], np.float32)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"slammed": 3.0, "hood": 2.0}, ["slammed me on the hood"]),
        ({"slammed": 3.0, "rained": 2.0}, ["slammed", "rained."]),
        ({"slammed": 3.0, "rained": 0.4}, ["slammed"]),
        ({"home": -2.0, "laughed": 0.5}, ["laughed."]),
    ],
)
def test_the_strongest_stretch_of_a_sentence_is_shown(words: dict[str, float], told: list[str]) -> None:
    found = evidence.stretches(TEXT, pieces(TEXT), gave(TEXT, **words))
    assert [TEXT[start:end] for start, end in found] == told


def test_there_is_always_something_to_show() -> None:
    against = np.full(len(pieces(TEXT)), -1.0, np.float32)
    assert len(evidence.stretches(TEXT, pieces(TEXT), against)) == 1
    assert evidence.stretches("", [], np.zeros(0, np.float32)) == ()


def test_a_sentence_without_an_end_is_not_shown_whole() -> None:
    text = "and then he " * 200
    found = evidence.stretches(text, pieces(text), np.ones(len(pieces(text)), np.float32))
    assert all(end - start <= 130 for start, end in found)
