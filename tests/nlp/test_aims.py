"""The last table of `evaluate`: each aim beside the figure, and whether it is reached."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nlp import aims
from nlp.classifier import shipped
from nlp.evaluate import METRICS

COSTS = {"hundred_words_milliseconds": 40.0, "load_seconds": 2.5, "megabytes": 32.0}


def figures(**sets: dict[str, Any]) -> dict[str, Any]:
    return {"costs": COSTS, "sets": sets}


def one(f1: float = 0.9, right: int = 95, wrong: int = 50, missed: int = 5, facts: bool = True) -> dict[str, Any]:
    safety = {"right": right, "wrong": wrong, "missed": missed}
    return {
        "groups": {"conduct": {"f1": f1}, "area, practice, basis": {"f1": f1}, "safety": safety},
        "shares": {"out of scope, given a conduct label": [0.2], "in scope, called out of scope": [0.01]},
        "facts": {"all": {"f1": f1}} if facts else {},
        "calibration": {"error": 0.04},
    }


def told(**sets: dict[str, Any]) -> dict[str, str]:
    return {line[:62].strip(): line for line in aims.lines(figures(**sets))}


def test_each_aim_says_whether_it_is_reached() -> None:
    lines = told(en_dev=one(0.84), es_dev=one(0.84))
    assert lines["F1 conduct, English"].endswith("not reached")
    assert lines["F1 conduct, Spanish"].endswith(" reached")
    assert "not" not in lines["F1 conduct, Spanish"].split("0.8")[-1]
    assert lines["out of scope, given a conduct label, English"].endswith("not reached")
    assert lines["in scope, called out of scope, Spanish"].split()[-1] == "reached"
    assert lines["load, seconds"].endswith("not reached")
    assert "at most 60" in lines["size, MB"]


@pytest.mark.parametrize(
    ("english", "spanish", "reached"),
    [
        ({"right": 99, "missed": 1}, {"right": 91, "missed": 9}, True),
        ({"right": 90, "missed": 10}, {"right": 95, "missed": 5}, False),
        ({"right": 99, "missed": 1, "wrong": 200}, {}, False),
    ],
)
def test_safety_is_counted_over_both_languages_and_is_worth_nothing_without_precision(
    english: dict[str, int], spanish: dict[str, int], reached: bool
) -> None:
    line = told(en_dev=one(**english), es_dev=one(**spanish))["recall of safety labels, both languages"]  # type: ignore[arg-type]
    assert ("not reached" not in line) == reached
    assert "precision" in line


def test_a_set_says_only_what_it_can() -> None:
    lines = told(philadelphia_dev_gold=one(facts=False), en_dev=one(), es_dev=one())
    assert "F1 conduct, a clerk's words" in lines
    assert "F1 facts, a clerk's words" not in lines


def test_the_figures_that_ship_are_told_in_full() -> None:
    lines = list(aims.lines(json.loads(shipped().joinpath(METRICS).read_text("utf-8"))))
    assert len([line for line in lines if "reached" in line]) == len(lines) >= 18
