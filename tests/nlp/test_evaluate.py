"""The tables of the model card: what is printed, what is kept, what cannot be measured."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from nlp import evaluate
from nlp.classifier import shipped
from nlp.corpus import Row
from nlp.evaluate import METRICS, NAMES
from nlp.reader import Reader
from nlp.reading import GROUPS, Fact

FORCE = "conduct.excessive_force"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def row(text: str, *, outside: bool | None = False, facts: tuple[Fact, ...] | None = (), **labels: set[str]) -> Row:
    return Row(text[:5], "en", text, {group: frozenset(names) for group, names in labels.items()}, outside, facts)


def test_a_report_counts_labels_facts_and_scope(reader: Reader) -> None:
    rows = [
        row(
            "The officer punched me on March 9.", conduct={"excessive_force"}, facts=(Fact("date", 26, 33, "March 9"),)
        ),
        row("What are your opening hours?", conduct=set(), outside=True),
    ]
    report = evaluate.evaluate(reader, "few", rows)
    figures = report.figures
    assert report.asked == ("conduct",)
    assert figures["texts"] == 2
    assert figures["labels"][FORCE]["f1"] == 1.0
    assert figures["facts"]["date"]["right"] == 1
    assert figures["scope"]["out of scope, called out of scope"] == 1
    assert figures["scope"]["in scope, called out of scope"] == 0


def test_a_label_that_is_only_given_wrongly_cannot_be_measured(reader: Reader) -> None:
    report = evaluate.evaluate(reader, "few", [row("The officer punched me.", conduct={"slur"})])
    lines = {line.split()[0]: line for line in report.lines()}
    assert "cannot be measured" in lines[FORCE]
    assert "f1 0.00" in lines["conduct.slur"]


def test_it_runs_on_a_named_file_and_keeps_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "few.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "the cop punched me", "conduct": ["excessive_force"]}) + "\n")
    (tmp_path / "none.jsonl").write_text("")
    model = Path(shutil.copytree(shipped(), tmp_path / "model"))
    (model / METRICS).unlink(missing_ok=True)
    evaluate.main([str(path), str(tmp_path / "none.jsonl"), "--model", str(model)])
    printed = capsys.readouterr().out
    assert "== few.jsonl" in printed
    assert "excessive_force" in printed
    assert "no rows" in printed
    assert not (model / METRICS).exists()


def test_figures_and_plot_are_kept_beside_the_model(tmp_path: Path, reader: Reader) -> None:
    rows = [row("The officer punched me on March 9.", conduct={"excessive_force"})]
    evaluate.keep(tmp_path, "a model", [evaluate.evaluate(reader, "few", rows)], {"megabytes": 3})
    kept = json.loads((tmp_path / METRICS).read_text())
    assert (kept["model"], kept["sets"]["few"]["texts"]) == ("a model", 1)
    assert "<svg" in (tmp_path / evaluate.PLOT).read_text()


def test_the_figures_that_ship_are_those_of_the_model_that_ships() -> None:
    kept = json.loads(shipped().joinpath(METRICS).read_text("utf-8"))
    assert kept["model"] == Reader.load().by
    for name in ("en_dev", "es_dev"):
        read = kept["sets"][name]
        assert set(read["groups"]) >= set(GROUPS)
        assert set(read["labels"]) == set(NAMES)
        assert all(len(each["f1_interval"]) == 2 for each in read["labels"].values())
        assert read["calibration"]["bins"]
