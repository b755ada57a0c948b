"""The figures of the model card are counted right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp import evaluate
from nlp.corpus import Row
from nlp.evaluate import Count, Report
from nlp.reading import Fact, Label, Reading


def test_a_count_gives_precision_recall_and_f1() -> None:
    count = Count(right=3, wrong=1, missed=2)
    assert count.figures() == pytest.approx((0.75, 0.6, 2 / 3))
    assert Count().figures() == (0, 0, 0)


def test_a_report_counts_labels_facts_and_scope() -> None:
    row = Row("x", "en", "text", {"conduct": frozenset({"threats", "slur"})}, False, (Fact("date", 0, 10, ""),))
    labels = (Label("conduct", "threats", 0.9, ()), Label("safety", "self_harm", 0.9, ()))
    reading = Reading("en", labels, (Fact("date", 4, 10, ""), Fact("badge", 0, 2, "")), False, "test")
    report = Report()
    report.add(row, reading, 0.001)
    assert report.groups["conduct", "en"] == Count(right=1, missed=1)
    assert report.groups["safety", "en"] == Count(wrong=1)
    assert report.facts == {"date": Count(right=1), "badge": Count(wrong=1)}
    assert report.wrong_labels == 1
    assert report.with_a_right_conduct == 1
    assert report.scope["in scope, given a conduct label"] == 1


def test_it_runs_on_a_named_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "few.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "the cop punched me", "conduct": ["excessive_force"]}) + "\n")
    evaluate.main([str(path)])
    printed = capsys.readouterr().out
    assert "== few.jsonl" in printed
    assert "excessive_force" in printed
