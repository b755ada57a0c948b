"""Learn on narratives held back how much to believe each voice, and on the development sets where the line is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch import nn

from nlp.grams import Numbers
from nlp.training.examples import LABELS
from nlp.weighing import SCOPE, Weights

_ROUNDS = 400
_TOWARDS_ALL = 3.0
_FEW = 12
_GRID = np.linspace(0.1, 0.9, 81)
_SAFETY_PRECISION = 0.65
_CALLED_OUT = 0.02


def calibrated(
    logits: Numbers, grams: Numbers, fits: Numbers, spanish: Numbers, aims: Numbers, weights: Numbers
) -> dict[str, Weights]:
    """Weights for each label: logistic regression, held near to what serves all labels of its group.

    All but `spanish` (texts,) are (texts, labels); `fits` is 1, 0 or -1. Thresholds are .5 until `drawn`.
    """
    heard, gram, fit, asked, aim, counted = (
        torch.from_numpy(np.asarray(each, np.float32))
        for each in (logits, grams, fits, spanish[:, None], aims, weights)
    )
    groups = sorted({name.split(".")[0] for name in LABELS})
    of = torch.tensor([groups.index(name.split(".")[0]) for name in LABELS])
    shared = nn.Parameter(torch.tensor([[0.0, 1.0, 1.0, 1.0, -1.0, 0.0]]).repeat(len(groups), 1))
    own = nn.Parameter(torch.zeros(len(LABELS), 6))
    optimizer = torch.optim.LBFGS([shared, own], max_iter=_ROUNDS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        theta = shared[of] + own
        said = theta[:, 0] + theta[:, 1] * heard + theta[:, 2] * gram + theta[:, 5] * asked
        said = said + theta[:, 3] * (fit > 0) + theta[:, 4] * (fit < 0)
        apart = nn.functional.binary_cross_entropy_with_logits(said, aim, counted, reduction="sum")
        apart = apart + _TOWARDS_ALL * own.square().sum() + shared.square().sum() * 0.1
        apart.backward()  # type: ignore[no-untyped-call]
        return apart

    optimizer.step(loss)  # type: ignore[arg-type]
    found = (shared[of] + own).detach().tolist()
    return {
        name: Weights(bias, logit, gram, pattern, denied, spanish, 0.5)
        for name, (bias, logit, gram, pattern, denied, spanish) in zip(LABELS, found, strict=True)
    }


def drawn(weights: dict[str, Weights], chances: Numbers, aims: Numbers) -> dict[str, Weights]:
    """The same with thresholds that give the best F1 on these texts.

    One for each group; a label with at least a dozen texts goes half of the way to its own best, one of safety all of
    the way where its own is lower. The scope's is the one that two of a hundred texts in scope are above.
    """
    lines: dict[str, float] = {}
    for group in sorted({name.split(".")[0] for name in LABELS if name != SCOPE}):
        columns = [at for at, name in enumerate(LABELS) if name.startswith(f"{group}.")]
        lines[group] = best(chances[:, columns], aims[:, columns], careful=group == "safety")
    found = {}
    for at, (name, each) in enumerate(weights.items()):
        if name == SCOPE:
            out = float(np.quantile(chances[aims[:, at] < 0.5, at], 1 - _CALLED_OUT))
            found[name] = replace(each, threshold=out)
            continue
        line = lines[name.split(".")[0]]
        if aims[:, at].sum() >= _FEW:
            own = best(chances[:, at], aims[:, at], careful=name.startswith("safety."))
            line = min(line, own) if name.startswith("safety.") else (line + own) / 2
        found[name] = replace(each, threshold=float(line))
    return found


def best(chances: Numbers, aims: Numbers, *, careful: bool) -> float:
    """The threshold with the best F1; where `careful`, one that misses least while 65 in a hundred are right.

    On unseen texts six in ten are asked for; where no line reaches .65, the one with the best F1 it is.
    """
    scores = []
    for line in _GRID:
        found = chances >= line
        right = float((found & (aims > 0.5)).sum())
        precision, recall = right / max(1.0, float(found.sum())), right / max(1.0, float((aims > 0.5).sum()))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        enough = careful and precision >= _SAFETY_PRECISION
        scores.append(1.0 + recall if enough else f1)
    # The middle of those around the best that are as good, so that one text more or less does not move it far.
    highest = int(np.argmax(scores))
    good = np.array(scores) >= scores[highest] - (0.0 if careful else 0.005)
    lowest = highest
    while lowest > 0 and good[lowest - 1]:
        lowest -= 1
    while highest + 1 < len(good) and good[highest + 1]:
        highest += 1
    return float(_GRID[lowest] + _GRID[highest]) / 2
