"""Teach the linear model over words and letters: a support vector machine for each label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from nlp.grams import Grams, counts, placed
from nlp.training.examples import LABELS, Example, stacked

MOST = 1 << 17
"""How many grams are known: the most frequent ones."""
_LEAST_TEXTS = 3
_C = 0.5
_STEPS = 127.0


def teach(found: Sequence[Example]) -> Grams:
    """Fit every label on the texts whose source says anything about it. Nothing in it is left to chance."""
    texts = Counter(digest for each in found for counted in counts(each.text) for digest in counted)
    several = sorted(((number, digest) for digest, number in texts.items() if number >= _LEAST_TEXTS), reverse=True)
    known = np.array(sorted(digest for _, digest in several[:MOST]), np.uint32)
    rarity = np.array([np.log((1 + len(found)) / (1 + texts[int(each)])) + 1 for each in known], np.float32)
    rows = [placed(each.text, known, rarity) for each in found]
    ends = np.cumsum([0, *(len(places) for places, _ in rows)])
    parts = [np.concatenate([row[side] for row in rows]) for side in (1, 0)]
    table = csr_matrix((parts[0], parts[1], ends), shape=(len(found), len(known)))
    aims, weights = stacked(found)
    # A city's label that is right six times in ten says little; a person's, which is 0 or 1, counts whole.
    said, sure = aims > 0.5, weights * np.abs(2 * aims - 1)
    exact, bias = np.zeros((len(LABELS), len(known))), np.full(len(LABELS), -1.0)
    for at in range(len(LABELS)):
        asked = sure[:, at] > 0
        if len({*said[asked, at].tolist()}) == 2:
            model = LinearSVC(C=_C, random_state=0).fit(table[asked], said[asked, at], sure[asked, at])
            exact[at], bias[at] = model.coef_[0], model.intercept_[0]
    scale = np.maximum(np.abs(exact).max(axis=1), 1e-9) / _STEPS
    steps = np.round(exact / scale[:, None]).astype(np.int8)
    return Grams(known, rarity, steps, scale.astype(np.float32), bias.astype(np.float32))
