"""Simpler readers, taught on the same texts, calibrated and thresholded in the same way, measured beside ours.

`python -m nlp.evaluate --peers`. Each peer gives a number for each label; what is made of the numbers is the same for
all: chances learnt on the fifth that is held back, thresholds from the development sets. None of them finds facts.
"""

from __future__ import annotations

import os
import pickle
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

from nlp import corpus
from nlp.classifier import PARTS, Classifier, shipped
from nlp.corpus import Row
from nlp.encoder import tokenizer
from nlp.evaluate import GATHERED, Report, evaluate
from nlp.grams import Numbers
from nlp.language import LANGUAGES, told_in
from nlp.reader import Reader
from nlp.reading import Label, Reading
from nlp.training import batches, calibration, examples, fit, published, run, textcat
from nlp.training.examples import LABELS, Example
from nlp.training.network import Encoder, Size, from_bert
from nlp.weighing import SCOPE, Weighing, Weights

SEED = 7


class Peer(Protocol):
    """One other way to read: taught once, then asked for a number for each text and label."""

    name: str

    def teach(self, found: Sequence[Example]) -> None: ...

    def scores(self, texts: Sequence[str]) -> Numbers: ...

    def kept(self) -> bytes:
        """What would have to be shipped."""

    def load(self, kept: bytes) -> None:
        """Make of that what can be asked again; its time is measured."""


@dataclass(slots=True)
class Linear:
    """One linear model for each label over numbers of a text."""

    name: str
    turn: Any
    model: Callable[[], Any]
    models: list[Any]

    def teach(self, found: Sequence[Example]) -> None:
        """Fit every label on the texts of which the source says anything about it."""
        table = self.turn.fit_transform([each.text for each in found])
        aims, weights = examples.stacked(found)
        self.models = []
        for at in range(len(LABELS)):
            known = weights[:, at] > 0
            self.models.append(self.model().fit(table[known], aims[known, at] > 0.5, sample_weight=weights[known, at]))

    def scores(self, texts: Sequence[str]) -> Numbers:
        """Distances from the line."""
        table = self.turn.transform(texts)
        return np.stack([each.decision_function(table) for each in self.models], axis=1).astype(np.float32)

    def kept(self) -> bytes:
        """Vocabulary and models."""
        return pickle.dumps((self.turn, self.models))

    def load(self, kept: bytes) -> None:
        """As they were."""
        self.turn, self.models = pickle.loads(kept)  # noqa: S301 - written by `kept`


class Frozen:
    """Mean vectors of the published encoder, as they are."""

    def __init__(self) -> None:
        pieces = published.pieces()
        self._cut = {language: tokenizer(pieces, ()) for language in LANGUAGES}
        self._encoder = Encoder(Size())
        self._encoder.load_state_dict(from_bert(published.weights()))

    def fit_transform(self, texts: Sequence[str]) -> Numbers:
        """Nothing is learnt here."""
        return self.transform(texts)

    def transform(self, texts: Sequence[str]) -> Numbers:
        """(texts, 384)."""
        empty = np.zeros(len(LABELS), np.float32)
        cuts = batches.cut([Example("", "", "en", text, empty, empty, None) for text in texts], self._cut)
        means = torch.nn.functional.normalize(fit.means(self._encoder, cuts), dim=1)
        return np.asarray(means.numpy(), np.float32)


def peers(teacher: Callable[[Example], Numbers]) -> Iterator[Peer]:
    """All of them, one at a time."""

    def words() -> Any:
        return make_union(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode"),
            TfidfVectorizer(
                analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True, strip_accents="unicode"
            ),
        )

    yield Linear("TF-IDF + linear SVM", words(), lambda: LinearSVC(C=0.5), [])
    yield Linear("TF-IDF + logistic regression", words(), lambda: LogisticRegression(C=20, solver="liblinear"), [])
    yield Linear("frozen MiniLM + logistic regression", Frozen(), lambda: LogisticRegression(C=10, max_iter=500), [])
    yield textcat.Textcat("TextCatEnsemble", textcat.ensemble(), 4)
    yield textcat.Textcat("TextCatReduce, characters", textcat.reduce(), 6)
    yield textcat.Textcat("TextCatReduce taught by ours", textcat.reduce(), 6, teacher)


class Taught:
    """A peer with its weights and lines, read with as `evaluate` asks for it."""

    def __init__(self, peer: Peer, weighing: Weighing) -> None:
        self._peer = peer
        self._weighing = weighing

    def chances(self, text: str, language: str | None) -> dict[str, float]:
        """How likely each label is, the scope among them."""
        _, _, cut = told_in(text, language)
        scores = self._peer.scores([text])[0].tolist()
        return self._weighing.chances(scores, [0.0] * len(scores), {}, cut)

    def read(self, text: str, language: str | None) -> Reading:
        """What stands, without evidence and facts."""
        chances = self.chances(text, language)
        standing, outside = self._weighing.decide(chances)
        labels = tuple(Label.named(name, chances[name]) for name in standing)
        del chances[SCOPE]
        return Reading(language or LANGUAGES[0], labels, (), outside, self._peer.name, chances)


def compare(sets: Sequence[tuple[str, list[Row]]], model: Path | None) -> None:
    """Teach every peer, and print all beside the reader that ships."""
    named = os.environ.get("REDRESS_TRAINING_DATA")
    found = run.gathered(Path(named) if named else None, (), run.Patterns(), print)
    learnt, kept_back = examples.parted(found)
    found, learnt = examples.with_masks(found), examples.with_masks(learnt)
    began = time.perf_counter()
    reader = Reader.load(model)
    load = time.perf_counter() - began
    size = sum((model or shipped()).joinpath(part).stat().st_size for part in PARTS)
    _say("Redress", [evaluate(reader, name, rows) for name, rows in sets], load, size)
    for peer in peers(_teacher(Classifier.load(model))):
        began = time.perf_counter()
        peer.teach(learnt)
        weights = _weighed(peer, kept_back)
        # As ours: weighed by what four fifths taught, then taught on everything.
        peer.teach(found)
        taught = time.perf_counter() - began
        kept = peer.kept()
        began = time.perf_counter()
        peer.load(kept)
        load = time.perf_counter() - began
        lined = Taught(peer, _lined(peer, weights))
        _say(peer.name, [evaluate(lined, name, rows) for name, rows in sets], load, len(kept))
        print(f"  taught in {taught:.0f} s", flush=True)


def _teacher(classifier: Classifier) -> Callable[[Example], Numbers]:
    """The mean of what our encoder makes of a text and of its own labels."""

    @cache
    def heard(text: str, language: str) -> Numbers:
        return np.asarray(1 / (1 + np.exp(-classifier.hear(text, language).logits)), np.float32)

    def teach(each: Example) -> Numbers:
        return np.asarray((heard(each.text, each.language) + each.aims) / 2, np.float32)

    return teach


def _weighed(peer: Peer, kept_back: Sequence[Example]) -> dict[str, Weights]:
    heard = peer.scores([each.text for each in kept_back])
    spanish = np.array([each.language == "es" for each in kept_back], np.float32)
    return calibration.calibrated(
        heard, np.zeros_like(heard), np.zeros_like(heard), spanish, *examples.stacked(kept_back)
    )


def _lined(peer: Peer, weights: dict[str, Weights]) -> Weighing:
    rows = [row for path in corpus.development() for row in corpus.load(path)]
    unlined = Taught(peer, Weighing(weights))
    chances = np.array([list(unlined.chances(row.text, row.language).values()) for row in rows], np.float32)
    return Weighing(calibration.drawn(weights, chances, np.stack([examples.aims_of(row)[0] for row in rows])))


def _say(name: str, reports: Sequence[Report], load: float, size: int) -> None:
    median = statistics.median(second for report in reports for second in report.seconds)
    print(f"{name}: {median * 1000:.1f} ms a text, loads in {load:.2f} s, {size / 1e6:.1f} MB")
    for report in reports:
        print(f"  {report.name:22s} {', '.join(_told(report.figures))}", flush=True)


def _told(figures: dict[str, Any]) -> Iterator[str]:
    for group in ("conduct", *GATHERED, "safety"):
        of = figures["groups"].get(group, {})
        if "f1" in of:
            both = f" (P {of['precision']:.2f}, R {of['recall']:.2f})" if group == "safety" else ""
            yield f"{group} {of['f1']:.2f}{both}"
    scope = figures["scope"]
    if scope.get("out of scope"):
        yield f"outside given a label {scope['out of scope, given a conduct label'] / scope['out of scope']:.2f}"
        yield f"inside called outside {scope['in scope, called out of scope'] / max(1, scope['in scope']):.2f}"
    yield f"calibration {figures['calibration']['error']:.3f}"
