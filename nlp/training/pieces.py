"""Word pieces of our own for Spanish, begun from what they mean in English.

The published encoder knows English only. Every Spanish narrative stands beside the same told in English, so a Spanish
piece can be told which English pieces it goes with (IBM's first translation model, kept near the diagonal because the
two tell the same things in the same order) and begin where those stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from nlp.encoder import tokenizer

Numbers = np.ndarray[Any, np.dtype[Any]]

MOST = 9_000
TOLD_AT_LEAST = 2
ROUNDS = 6
_BAND = 0.12
_NARROW = 0.05
_SLIGHT = 0.02


def spanish(texts: Sequence[str]) -> list[str]:
    """The pieces that these texts are best made of, sorted; of equally frequent ones any may be taken."""
    learner = Tokenizer(models.WordPiece())
    learner.normalizer = normalizers.BertNormalizer(lowercase=True)
    learner.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=MOST, min_frequency=TOLD_AT_LEAST, show_progress=False)
    learner.train_from_iterator(texts, trainer)
    return sorted(piece for piece in learner.get_vocab() if piece.removeprefix("##").isalpha())


def begin(english: Sequence[str], pieces: Sequence[str], pairs: Sequence[tuple[str, str]], known: Numbers) -> Numbers:
    """Where the Spanish pieces begin: rows of the width of `known`, the table of the English pieces.

    `pairs` are (Spanish text, the same in English).
    """
    spanish_tokens, english_tokens = tokenizer(english, pieces), tokenizer(english, ())
    shares = translations(
        [
            (
                spanish_tokens.encode(one, add_special_tokens=False).ids,
                english_tokens.encode(other, add_special_tokens=False).ids,
            )
            for one, other in pairs
        ],
        len(english) + len(pieces),
        len(english),
    )
    length = np.linalg.norm(known, axis=1).mean()
    found = np.tile(known.mean(0), (len(pieces), 1))
    for row, (of, weights) in enumerate(shares[len(english) :]):
        if len(of):
            found[row] = weights @ known[of]
    return (found * (length / np.linalg.norm(found, axis=1, keepdims=True))).astype(np.float32)


def translations(
    pairs: Sequence[tuple[Sequence[int], Sequence[int]]], ours: int, theirs: int
) -> list[tuple[Numbers, Numbers]]:
    """For each of `ours` pieces, which of `theirs` it stands for and with which share."""
    ones, others, near, groups = _beside_each_other(pairs)
    kinds, kind = np.unique(ones.astype(np.int64) * theirs + others, return_inverse=True)
    chance = np.ones(len(kinds))
    for _ in range(ROUNDS):
        weight = chance[kind] * near
        weight /= np.bincount(groups, weight)[groups]
        counts = np.bincount(kind, weight, len(kinds))
        chance = counts / np.bincount(kinds % theirs, counts, theirs)[kinds % theirs]
    of, to = kinds // theirs, kinds % theirs
    starts = np.searchsorted(of, np.arange(ours + 1))
    found = []
    for piece in range(ours):
        part = slice(starts[piece], starts[piece + 1])
        share = counts[part] / max(1e-9, counts[part].sum())
        clear = share > _SLIGHT
        found.append((to[part][clear], share[clear] / max(1e-9, share[clear].sum())))
    return found


def _beside_each_other(
    pairs: Sequence[tuple[Sequence[int], Sequence[int]]],
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Every two pieces that stand at about the same place of a pair, how near, and which piece of ours it is about."""
    ones, others, near, groups = [], [], [], []
    at = 0
    for one, other in pairs:
        first, second = np.asarray(one), np.asarray(other)
        apart = np.abs(
            (np.arange(len(first)) / max(1, len(first)))[:, None] - (np.arange(len(second)) / max(1, len(second)))[None]
        )
        rows, columns = np.nonzero(apart <= max(_BAND, 3.0 / max(1, len(second))))
        ones.append(first[rows])
        others.append(second[columns])
        near.append(np.exp(-apart[rows, columns] / _NARROW))
        groups.append(rows + at)
        at += len(first)
    return np.concatenate(ones), np.concatenate(others), np.concatenate(near), np.concatenate(groups)
