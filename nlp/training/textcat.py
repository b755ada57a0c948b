"""spaCy's own text classifiers as peers: a bag of words with an ensemble, and characters reduced to one vector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import spacy
from spacy.training import Example as Lesson
from thinc.api import fix_random_seed

from nlp.grams import Numbers
from nlp.training.examples import LABELS, Example

SEED = 7


class Textcat:
    """A text classifier of spaCy, over both languages in one blank pipeline.

    It knows no weights: what a source says nothing about is left open, a city's doubt counts in full. Of a text it
    reads the first 4,000 characters, which is all of nearly every one.
    """

    def __init__(
        self, name: str, model: dict[str, Any], rounds: int, teacher: Callable[[Example], Numbers] | None = None
    ):
        self.name = name
        self._rounds = rounds
        self._teacher = teacher
        self._model = model

    def teach(self, found: Sequence[Example]) -> None:
        """Fit; what a source says nothing about is left open."""
        fix_random_seed(SEED)
        self._nlp = spacy.blank("xx")
        textcat = self._nlp.add_pipe("textcat_multilabel", config={"model": self._model, "threshold": 0.5})
        for name in LABELS:
            textcat.add_label(name)  # type: ignore[attr-defined]
        lessons = [Lesson.from_dict(self._nlp.make_doc(each.text[:4000]), {}) for each in found]
        aims = np.stack([each.aims if self._teacher is None else self._teacher(each) for each in found])
        told = np.stack([each.weights >= 0.2 for each in found])
        dice = np.random.default_rng(SEED)
        say_labels(lessons, aims, told, dice)
        optimizer = self._nlp.initialize(lambda: lessons[:200])
        for _ in range(self._rounds):
            say_labels(lessons, aims, told, dice)
            order = dice.permutation(len(lessons))
            for at in range(0, len(order), 32):
                self._nlp.update([lessons[each] for each in order[at : at + 32]], sgd=optimizer, drop=0.2)

    def scores(self, texts: Sequence[str]) -> Numbers:
        """The logits of what it says."""
        said = np.array([[doc.cats[name] for name in LABELS] for doc in self._nlp.pipe(text[:4000] for text in texts)])
        said = np.clip(said, 1e-4, 1 - 1e-4)
        return np.asarray(np.log(said / (1 - said)), np.float32)

    def kept(self) -> bytes:
        """The whole pipeline."""
        return self._nlp.to_bytes()

    def load(self, kept: bytes) -> None:
        """The same pipeline anew."""
        nlp = spacy.blank("xx")
        nlp.add_pipe("textcat_multilabel", config={"model": self._model, "threshold": 0.5})
        self._nlp = nlp.from_bytes(kept)


def say_labels(lessons: Sequence[Lesson], aims: Numbers, told: Any, dice: np.random.Generator) -> None:
    """Write the labels of a round into the lessons: spaCy takes yes or no, so a chance is drawn anew each time."""
    drawn = dice.random(aims.shape) < aims
    for lesson, yes, known in zip(lessons, drawn, told, strict=True):
        lesson.reference.cats = {
            name: float(said) for name, said, is_told in zip(LABELS, yes, known, strict=True) if is_told
        }


def ensemble() -> dict[str, Any]:
    """A bag of word pairs beside a small network over words."""
    return {
        "@architectures": "spacy.TextCatEnsemble.v2",
        "linear_model": {
            "@architectures": "spacy.TextCatBOW.v3",
            "exclusive_classes": False,
            "ngram_size": 2,
            "length": 262144,
            "no_output_layer": False,
        },
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": 96,
                "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
                "rows": [8000, 2000, 2000, 1000],
                "include_static_vectors": False,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": 96,
                "depth": 2,
                "window_size": 1,
                "maxout_pieces": 3,
            },
        },
    }


def reduce() -> dict[str, Any]:
    """A small network over the characters of words; the text is their mean and their most."""
    return {
        "@architectures": "spacy.TextCatReduce.v1",
        "exclusive_classes": False,
        "use_reduce_first": False,
        "use_reduce_last": False,
        "use_reduce_max": True,
        "use_reduce_mean": True,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.CharacterEmbed.v2",
                "width": 128,
                "rows": 8000,
                "nM": 32,
                "nC": 8,
                "include_static_vectors": False,
                "feature": "NORM",
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": 128,
                "depth": 3,
                "window_size": 1,
                "maxout_pieces": 3,
            },
        },
    }
