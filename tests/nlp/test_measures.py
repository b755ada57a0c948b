"""The figures of the model card are counted right."""

from __future__ import annotations

import numpy as np
import pytest

from nlp import measures
from nlp.measures import Count
from nlp.reading import Fact


def test_a_count_gives_precision_recall_and_f1() -> None:
    count = Count(right=3, wrong=1, missed=2)
    assert count.figures() == pytest.approx((0.75, 0.6, 2 / 3))
    assert Count().figures() == (0, 0, 0)


def test_a_label_that_nobody_meant_has_no_figure() -> None:
    assert Count(wrong=2).to_json() == {"right": 0, "wrong": 2, "missed": 0}
    assert Count(right=1, missed=1).to_json()["f1"] == 0.667


def test_tables_are_counted_pair_by_pair() -> None:
    gold = np.array([[True, False], [True, True]])
    found = np.array([[True, True], [False, True]])
    counts = measures.by_text(gold, found)
    assert counts.tolist() == [[1, 1, 0], [1, 0, 1]]
    assert measures.summed(counts) == Count(right=2, wrong=1, missed=1)


def test_an_interval_holds_the_figure_and_narrows_with_more_texts() -> None:
    dice = np.random.default_rng(3)
    widths = []
    for texts in (50, 800):
        gold = dice.random((texts, 3)) < 0.4
        counts = measures.by_text(gold, gold ^ (dice.random((texts, 3)) < 0.2))
        lie = measures.intervals(counts)
        for figure, name in zip(measures.summed(counts).figures(), ("precision", "recall", "f1"), strict=True):
            assert lie[name][0] < figure < lie[name][1]
        widths.append(lie["f1"][1] - lie["f1"][0])
    assert widths[1] < widths[0] / 2
    sure = np.ones((30, 1), bool)
    assert measures.intervals(measures.by_text(sure, sure)) == dict.fromkeys(("precision", "recall", "f1"), (1.0, 1.0))


def test_a_share_lies_between_less_and_more() -> None:
    low, high = measures.share(20, 100)
    assert 0.1 < low < 0.2 < high < 0.3
    low, high = measures.share(0, 22)
    assert low == 0
    assert high == pytest.approx(0.149, abs=0.001), "of 22 texts none: up to one in seven may be"
    assert measures.share(22, 22)[0] == pytest.approx(1 - high)


def test_a_draw_in_which_nothing_was_found_says_nothing_of_precision() -> None:
    gold, found = np.zeros((200, 1), bool), np.zeros((200, 1), bool)
    gold[:40], found[:1] = True, True
    lie = measures.intervals(measures.by_text(gold, found))
    assert lie["precision"] == (1.0, 1.0)
    assert lie["recall"][0] == 0.0


def test_the_calibration_error_is_what_is_said_less_what_is_true() -> None:
    chances = np.array([[0.85], [0.85], [0.25], [0.25], [0.02]])
    gold = np.array([[True], [True], [False], [False], [False]])
    error, bins = measures.calibration(gold, chances)
    assert error == pytest.approx((0.15 * 2 + 0.25 * 2) / 4)
    assert [(each.pairs, each.true) for each in bins] == [(2, 0.0), (2, 1.0)]


def test_what_was_meant_counts_in_the_calibration_however_unlikely_it_seemed() -> None:
    error, _ = measures.calibration(np.array([[True]]), np.array([[0.0]]))
    assert error == 1.0
    assert measures.calibration(np.array([[True]]), np.array([[0.0]]), missed=False) == (0.0, ())


def test_chances_that_are_as_often_true_as_they_say_have_no_error() -> None:
    dice = np.random.default_rng(5)
    chances = dice.beta(0.2, 2, (4000, 20))
    gold = dice.random(chances.shape) < chances
    error, _ = measures.calibration(gold, chances, missed=False)
    assert error < 0.02
    assert measures.calibration(gold, chances)[0] > error


def test_nothing_to_calibrate_is_no_error() -> None:
    assert measures.calibration(np.zeros((2, 2), bool), np.zeros((2, 2))) == (0.0, ())


def test_a_fact_is_found_where_kind_and_half_of_the_place_agree() -> None:
    gold = (Fact("date", 0, 10, ""), Fact("place", 20, 30, ""))
    found = (Fact("date", 4, 10, ""), Fact("place", 26, 30, ""), Fact("badge", 0, 2, ""))
    counts = measures.compare(gold, found)
    assert counts == {"date": Count(right=1), "place": Count(wrong=1, missed=1), "badge": Count(wrong=1)}
