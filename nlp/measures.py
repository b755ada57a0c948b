"""How figures are counted: right, wrong and missed, with an interval; calibration; facts. Pure, over plain arrays."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from nlp.reading import LEAST, Fact

Table = np.ndarray[Any, np.dtype[Any]]

DRAWS: Final = 1_000
_AT_ONCE = 100
_NORMAL = 1.96
BINS: Final = 10


@dataclass(slots=True)
class Count:
    """How often a label was right, wrongly given, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def figures(self) -> tuple[float, float, float]:
        """Precision, recall and F1; 0 where nothing was found or meant."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)

    def to_json(self) -> dict[str, Any]:
        """The counts and what follows from them; no F1 where nothing was meant, for then it cannot be measured."""
        precision, recall, f1 = self.figures()
        counts: dict[str, Any] = {"right": self.right, "wrong": self.wrong, "missed": self.missed}
        if self.right + self.missed:
            counts |= {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}
        return counts


def by_text(gold: Table, found: Table) -> Table:
    """(texts, 3): how often each text was right, wrongly given and missed."""
    return np.stack([(gold & found).sum(1), (found & ~gold).sum(1), (gold & ~found).sum(1)], axis=1)


def summed(counts: Table) -> Count:
    """Over all texts of `by_text`."""
    return Count(*counts.sum(0).tolist())


def intervals(counts: Table, seed: int = 1) -> dict[str, tuple[float, float]]:
    """Between which precision, recall and F1 lie in 95 of 100 cases: texts of `by_text` drawn anew a thousand times.

    Something must have been meant. Where all was right in a few texts, every draw says 1, which is no certainty.
    """
    dice = np.random.default_rng(seed)
    even = np.full(len(counts), 1 / len(counts))
    drawn = np.concatenate([dice.multinomial(len(counts), even, _AT_ONCE) @ counts for _ in range(DRAWS // _AT_ONCE)])
    right, wrong, missed = drawn.T
    figures = {
        "precision": (right, right + wrong),
        "recall": (right, right + missed),
        "f1": (2 * right, 2 * right + wrong + missed),
    }
    return {name: _middle(hits, of) for name, (hits, of) in figures.items()}


def share(hits: int, of: int) -> tuple[float, float]:
    """Between which a share lies in 95 of 100 cases (Wilson's interval: also of none or of all of a few)."""
    middle, spread = hits + _NORMAL**2 / 2, _NORMAL * math.sqrt(hits * (of - hits) / of + _NORMAL**2 / 4)
    low, high = (middle - spread) / (of + _NORMAL**2), (middle + spread) / (of + _NORMAL**2)
    return max(0.0, low), min(1.0, high)


def _middle(hits: Table, of: Table) -> tuple[float, float]:
    """Of the draws that say anything: one in which nothing was found tells of no precision."""
    low, high = np.quantile(hits[of > 0] / of[of > 0], [0.025, 0.975]) if of.any() else (0.0, 0.0)
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Bin:
    """The pairs to which about the same chance was given: how many, the mean chance, and how many were right."""

    pairs: int
    said: float
    true: float


def calibration(gold: Table, chances: Table, *, missed: bool = True) -> tuple[float, tuple[Bin, ...]]:
    """The expected calibration error over the pairs scored .1 or more, and the bins it is made of.

    With `missed` also over those scored less that were meant. All of these are "true" however rarely such a score is,
    so that this one measures what is overlooked too and is above nothing for the best of readers.
    """
    counts = (chances >= LEAST) | (gold & missed)
    said, true = chances[counts], gold[counts]
    place = np.minimum((said * BINS).astype(int), BINS - 1)
    bins = tuple(
        Bin(int(here.sum()), float(said[here].mean()), float(true[here].mean()))
        for here in (place == each for each in range(BINS))
        if here.any()
    )
    return sum(abs(each.said - each.true) * each.pairs for each in bins) / max(1, len(said)), bins


def compare(gold: Sequence[Fact], found: Sequence[Fact]) -> dict[str, Count]:
    """The facts of a text: a find is right when its kind is, and both spans share half of their joint length."""
    counts: dict[str, Count] = defaultdict(Count)
    open_gold = list(gold)
    for fact in found:
        hit = next((other for other in open_gold if _same(fact, other)), None)
        if hit is None:
            counts[fact.kind].wrong += 1
        else:
            open_gold.remove(hit)
            counts[fact.kind].right += 1
    for missed in open_gold:
        counts[missed.kind].missed += 1
    return counts


def _same(one: Fact, other: Fact) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    joint = max(one.end, other.end) - min(one.start, other.start)
    return one.kind == other.kind and shared * 2 >= joint
