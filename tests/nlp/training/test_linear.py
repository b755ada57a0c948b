"""The linear model learns words in both languages, and the same ones every time."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.training.examples import LABELS, Example

pytestmark = pytest.mark.training

FORCE, SLUR, AGE = (LABELS.index(name) for name in ("conduct.excessive_force", "conduct.slur", "basis.age"))


def example(text: str, label: int | None, *, silent: int | None = None) -> Example:
    aims, weights = np.zeros(len(LABELS), np.float32), np.ones(len(LABELS), np.float32)
    if label is not None:
        aims[label] = 1
    if silent is not None:
        weights[silent] = 0
    return Example(text, "told", "en", text, aims, weights, None)


def lessons() -> list[Example]:
    hit = ["he kicked my leg", "they kicked me twice", "me pateó la pierna", "me patearon dos veces"]
    said = ["he called me names", "they called us names", "me llamó apodos", "nos llamaron apodos"]
    return [example(each, FORCE) for each in hit] * 3 + [example(each, SLUR) for each in said] * 3


def test_it_learns_words_and_is_the_same_every_time() -> None:
    from nlp.training import linear

    first, second = linear.teach(lessons()), linear.teach(lessons())
    for kicked, named in (("she kicked him", "she called him names"), ("lo patearon", "lo llamaron apodos")):
        assert first.say(kicked)[FORCE] > 0 > first.say(named)[FORCE]
        assert first.say(named)[SLUR] > 0 > first.say(kicked)[SLUR]
        assert first.say(kicked).tolist() == second.say(kicked).tolist()


def test_of_a_label_that_nobody_told_it_says_no_and_a_silent_source_teaches_nothing() -> None:
    from nlp.training import linear

    grams = linear.teach([*lessons(), *[example("he kicked my dog", None, silent=FORCE)] * 20])
    assert grams.say("anything at all")[AGE] == -1
    assert grams.say("he kicked my dog")[FORCE] > 0
