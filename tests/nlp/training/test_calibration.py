"""Chances are learnt on what was held back, and lines are drawn on the development sets."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.training.examples import LABELS
from nlp.weighing import Weights

pytestmark = pytest.mark.training

TEXTS = 900


def test_chances_are_as_often_true_as_they_say() -> None:
    from nlp.training import calibration

    dice = np.random.default_rng(4)
    logits = dice.normal(-2, 2, (TEXTS, len(LABELS))).astype(np.float32)
    fits = dice.choice([-1, 0, 1], (TEXTS, len(LABELS)), p=[0.05, 0.85, 0.1]).astype(np.float32)
    spanish = (dice.random(TEXTS) < 0.5).astype(np.float32)
    grams = dice.normal(-1, 0.5, (TEXTS, len(LABELS))).astype(np.float32)
    truth = 0.5 * logits + 1.5 * grams + 2.0 * (fits > 0) - 2.0 * (fits < 0) + 0.3 * spanish[:, None]
    aims = (dice.random(truth.shape) < 1 / (1 + np.exp(-truth))).astype(np.float32)
    found = calibration.calibrated(logits, grams, fits, spanish, aims, np.ones_like(aims))
    assert list(found) == list(LABELS)
    middle = found["conduct.slur"]
    assert middle.logit == pytest.approx(0.5, abs=0.15)
    assert middle.gram == pytest.approx(1.5, abs=0.5)
    assert middle.pattern == pytest.approx(2.0, abs=0.6)
    assert middle.denied == pytest.approx(-2.0, abs=0.8)


def test_what_a_source_does_not_say_is_not_learnt_from() -> None:
    from nlp.training import calibration

    logits, nothing = np.zeros((50, len(LABELS)), np.float32), np.zeros((50, len(LABELS)), np.float32)
    found = calibration.calibrated(logits, nothing, nothing, nothing[:, 0], nothing + 1, nothing)
    assert found["conduct.slur"].chance(0.0, 0.0, 0, "en") == pytest.approx(0.5, abs=0.01)


def test_the_best_line_parts_right_from_wrong() -> None:
    from nlp.training import calibration

    chances = np.array([[0.2], [0.3], [0.35], [0.6], [0.7], [0.9]])
    aims = np.array([[0], [0], [0], [1], [1], [1]])
    assert 0.35 < calibration.best(chances, aims, careful=False) < 0.6


def test_a_line_is_drawn_where_it_is_best_and_not_between_two_such_places() -> None:
    from nlp.training import calibration

    chances = np.array([[0.7]] * 12 + [[0.5]] * 9 + [[0.295]] * 6)
    aims = np.array([[1]] * 12 + [[0]] * 9 + [[1]] * 6)
    line = calibration.best(chances, aims, careful=False)
    assert line <= 0.295 or 0.5 < line <= 0.7


def test_safety_is_careful_to_miss_nothing_while_two_in_three_are_right() -> None:
    from nlp.training import calibration

    chances = np.array([[0.15], [0.2], [0.3], [0.5], [0.6], [0.9]])
    aims = np.array([[0], [0], [1], [0], [1], [1]])
    line = calibration.best(chances, aims, careful=True)
    assert 0.2 < line <= 0.3


def test_few_texts_do_not_move_a_label_from_its_groups_line() -> None:
    from nlp.training import calibration

    weights = dict.fromkeys(LABELS, Weights(0, 1, 0, 0, 0, 0, 0.5))
    chances, aims = np.full((2, 40, len(LABELS)), [[[0.2]], [[0.0]]], np.float32)
    conduct = [at for at, name in enumerate(LABELS) if name.startswith("conduct.")]
    chances[:20, conduct], aims[:20, conduct] = 0.8, 1
    rare = LABELS.index("conduct.slur")
    for told, moved in ((3, False), (15, True)):
        aims[:, rare] = 0
        chances[:, rare] = 0.12
        aims[:told, rare], chances[:told, rare] = 1, 0.17
        drawn = calibration.drawn(weights, chances, aims)
        (line,) = {drawn[LABELS[at]].threshold for at in conduct if at != rare}
        assert (drawn["conduct.slur"].threshold < line - 0.1) == moved
