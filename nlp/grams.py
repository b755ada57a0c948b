"""What single words, pairs of words and short runs of letters say for each label: a linear model over their counts.

It knows no meaning, but it has seen every word of the corpus in both languages, and errs elsewhere than the encoder;
`weighing` hears both. Taught by `nlp.training.linear`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile
from zlib import crc32

import numpy as np

from nlp.words import unaccented

Numbers = np.ndarray[Any, np.dtype[np.float32]]

FILE: Final = "grams.npz"
RUNS: Final = (3, 4, 5)
_LONGEST = 40_000
_LONGEST_WORD = 64
_PARTS = ("known", "rarity", "steps", "scale", "bias")
_WORD = re.compile(r"\w\w+")


class Grams:
    """The linear model. Safe to share between threads; keeps nothing of what it has read.

    `known` are the digests of the grams that it knows, in order; `rarity` one number for each of them, `steps` (labels,
    known) whole numbers that `scale` (labels,) makes weights of, `bias` (labels,).
    """

    def __init__(self, known: Any, rarity: Any, steps: Any, scale: Any, bias: Any) -> None:
        self._known = known
        self._rarity = rarity
        self._steps = steps
        self._scale = scale
        self._bias = bias

    @classmethod
    def load(cls, folder: Path) -> Grams:
        """Read what training wrote. Raises OSError or ValueError where it is missing or not sound."""
        try:
            with (folder / FILE).open("rb") as file, np.load(file, allow_pickle=False) as read:
                known, rarity, steps, scale, bias = (read[name] for name in _PARTS)
        except (KeyError, EOFError, BadZipFile) as fault:
            raise ValueError(f"{FILE} does not hold what the reader needs") from fault
        if steps.shape != (len(bias), len(known)) or rarity.shape != known.shape or scale.shape != bias.shape:
            raise ValueError(f"{FILE} does not hold what belongs together")
        if not len(known) or not all(np.isfinite(each).all() for each in (rarity, scale, bias)):
            raise ValueError(f"{FILE} holds what is no number")
        return cls(known, rarity, steps, scale, bias)

    def save(self, folder: Path) -> None:
        """Write it beside the model."""
        parts = (self._known, self._rarity, self._steps, self._scale, self._bias)
        np.savez_compressed(folder / FILE, **dict(zip(_PARTS, parts, strict=True)))

    def say(self, text: str) -> Numbers:
        """A number for each label: how far on its side of the line the text lies.

        After 40,000 characters nothing is counted, nor after the 64th of one word.
        """
        places, values = placed(text, self._known, self._rarity)
        said: Numbers = (self._steps[:, places] @ values * self._scale + self._bias).astype(np.float32)
        return said


def placed(text: str, known: Any, rarity: Any) -> tuple[Any, Any]:
    """Which known grams a text has, and how much each counts in it: words and letters each of length one together."""
    places, values = [], []
    for counted in counts(text):
        if not counted:
            continue
        digests = np.fromiter(counted, np.uint32, len(counted))
        at = np.minimum(np.searchsorted(known, digests), len(known) - 1)
        there = known[at] == digests
        often = np.fromiter(counted.values(), np.float32, len(counted))[there]
        value = (1 + np.log(often)) * rarity[at[there]]
        places.append(at[there])
        values.append(value / max(1e-9, math.sqrt(float(value @ value))))
    if not places:
        return np.zeros(0, int), np.zeros(0, np.float32)
    return np.concatenate(places), np.concatenate(values).astype(np.float32)


def counts(text: str) -> tuple[Counter[int], Counter[int]]:
    """How often the digest of each gram stands in a text: words and pairs of words; runs of letters within a word."""
    plain = [unaccented(word[:_LONGEST_WORD]) for word in text[:_LONGEST].lower().split()]
    words = _WORD.findall(" ".join(plain))
    told = Counter(_digest(word, 1) for word in words)
    told.update(_digest(f"{first} {second}", 1) for first, second in pairwise(words))
    runs: Counter[int] = Counter()
    for word, often in Counter(plain).items():
        for run in _runs(f" {word} "):
            runs[_digest(run, 2)] += often
    return told, runs


def _runs(word: str) -> Iterator[str]:
    for length in RUNS:
        if len(word) <= length:
            yield word
            return
        for at in range(len(word) - length + 1):
            yield word[at : at + length]


def _digest(gram: str, kind: int) -> int:
    # The kind stands in front and not in the start value, which would only be another first letter.
    return crc32(f"{kind} {gram}".encode("utf-8", "surrogatepass"))
