"""Measure the reader: `python -m nlp.evaluate [FILE.jsonl ...] [--peers]` prints the tables of the model card.

Without files it reads the project's own development sets and, where `REDRESS_TRAINING_DATA` names a folder that holds
them, labelled complaints in a clerk's words, and writes the figures beside the model as `metrics.json`. A group that a
source does not label is left out. `--peers` trains simpler readers on the same texts and prints all side by side
(training extra).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import numpy as np
from rich.console import Console
from rich.progress import track

from nlp import aims, corpus, measures
from nlp.classifier import PARTS, ModelUnreadable, shipped
from nlp.corpus import Row
from nlp.measures import Table
from nlp.reader import Reader
from nlp.reading import FACT_KINDS, GROUPS, LEAST, Reading
from nlp.vocabulary import full_names

GOLD: Final = "philadelphia_dev_gold.jsonl"
METRICS: Final = "metrics.json"
T = TypeVar("T")
PLOT: Final = "calibration.svg"
GATHERED: Final = {"area, practice, basis": ("area", "practice", "basis")}
NAMES: Final = full_names()
_SAID: Final = ("precision", "recall", "f1")


class Reads(Protocol):
    """Whatever is measured."""

    def read(self, text: str, language: str | None) -> Reading: ...


@dataclass
class Report:
    """What was read of the texts of one set, in tables of (texts, `NAMES`)."""

    name: str
    gold: Table
    found: Table
    chances: Table
    asked: tuple[str, ...]
    """The groups that this set labels."""
    scope: dict[str, int]
    facts: dict[str, Table]
    """Of each kind, and of all together, (texts, 3) as `measures.by_text` counts."""
    seconds: list[float] = field(default_factory=list)

    def columns(self, *groups: str) -> list[int]:
        """The places of the labels of these groups."""
        return [at for at, name in enumerate(NAMES) if name.split(".")[0] in groups]

    @cached_property
    def figures(self) -> dict[str, Any]:
        """All figures of this set as JSON types, asked for when everything is counted."""
        asked = self.columns(*self.asked)
        named = {group: self.columns(group) for group in self.asked}
        named |= {name: self.columns(*groups) for name, groups in GATHERED.items() if set(groups) <= set(self.asked)}
        error, bins = measures.calibration(self.gold[:, asked], self.chances[:, asked])
        of_said, _ = measures.calibration(self.gold[:, asked], self.chances[:, asked], missed=False)
        return {
            "texts": len(self.gold),
            "groups": {name: self._figures(columns) for name, columns in named.items()},
            "labels": {NAMES[at]: self._figures([at]) for at in asked},
            "scope": self.scope,
            "shares": {name: self._share(name) for name in self.scope if ", " in name},
            "facts": {kind: _figures(counts) for kind, counts in self.facts.items()},
            "calibration": {
                "error": round(error, 3),
                "error_of_said": round(of_said, 3),
                "bins": [[each.pairs, round(each.said, 3), round(each.true, 3)] for each in bins],
            },
        }

    def _figures(self, columns: list[int]) -> dict[str, Any]:
        return _figures(measures.by_text(self.gold[:, columns], self.found[:, columns]))

    def _share(self, name: str) -> list[float]:
        """A number of the scope as a share of all such texts, and its interval."""
        hits, of = self.scope[name], self.scope[name.split(", ")[0]]
        return [round(each, 3) for each in (hits / of, *measures.share(hits, of))]

    def lines(self) -> Iterator[str]:
        """The report as text."""
        read = self.figures
        for name, figures in {**read["labels"], **read["groups"]}.items():
            yield f"{name:36s} {_line(figures)}"
        for kind, figures in read["facts"].items():
            yield f"{'fact ' + kind:36s} {_line(figures)}"
        for name, number in self.scope.items():
            share, low, high = read["shares"].get(name, (0, 0, 0))
            yield f"{name:36s} {number:5d}" + (f"  {share:.3f} ({low:.3f} to {high:.3f})" if ", " in name else "")
        yield f"{'calibration error':36s} {read['calibration']['error']:.3f}"
        yield f"{'  of what was said':36s} {read['calibration']['error_of_said']:.3f}"
        for pairs, said, true in read["calibration"]["bins"]:
            yield f"  said {said:.2f}, true {true:.2f} of {pairs:5d}  {'#' * round(true * 40)}"
        median, longest = statistics.median(self.seconds) * 1000, max(self.seconds) * 1000
        yield f"{'time':36s} median {median:.1f} ms, longest {longest:.1f} ms"


def evaluate(reader: Reads, name: str, rows: Sequence[Row]) -> Report:
    """Read every row, as told in its language, and count what was right."""
    asked = tuple(group for group in GROUPS if any(group in row.labels for row in rows))
    shape = len(rows), len(NAMES)
    report = Report(name, np.zeros(shape, bool), np.zeros(shape, bool), np.zeros(shape), asked, defaultdict(int), {})
    facts = np.zeros((len(FACT_KINDS), len(rows), 3), int)
    for at, row in enumerate(watched(rows, name)):
        began = time.perf_counter()
        reading = reader.read(row.text, row.language)
        report.seconds.append(time.perf_counter() - began)
        for group, given in row.labels.items():
            report.gold[at, [NAMES.index(f"{group}.{label}") for label in given]] = True
        known = [each for each in reading.labels if each.group in row.labels]
        report.found[at, [NAMES.index(f"{each.group}.{each.label}") for each in known]] = True
        for label, chance in reading.chances.items():
            report.chances[at, NAMES.index(label)] = chance if label.split(".")[0] in row.labels else 0.0
        _count_scope(report.scope, row, reading)
        for kind, count in measures.compare(row.facts or (), reading.facts if row.facts is not None else ()).items():
            facts[FACT_KINDS.index(kind), at] = count.right, count.wrong, count.missed
    by_kind = {kind: counts for kind, counts in zip(FACT_KINDS, facts, strict=True) if counts.any()}
    report.facts = by_kind | ({"all": facts.sum(0)} if len(by_kind) > 1 else {})
    report.scope = dict(sorted(report.scope.items()))
    return report


def watched(rows: Sequence[T], what: str) -> Iterable[T]:
    """The same, with a bar on standard error where that is a terminal."""
    return track(rows, what, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True)


def _count_scope(scope: dict[str, int], row: Row, reading: Reading) -> None:
    if row.not_a_complaint is None:
        return
    kind = "out of scope" if row.not_a_complaint else "in scope"
    scope[kind] += 1
    scope[f"{kind}, called out of scope"] += reading.out_of_scope
    scope[f"{kind}, given a conduct label"] += bool(reading.of("conduct"))


def _figures(counts: Table) -> dict[str, Any]:
    figures = measures.summed(counts).to_json()
    if "f1" in figures:
        lie = measures.intervals(counts)
        figures |= {f"{name}_interval": [round(each, 3) for each in lie[name]] for name in _SAID}
    return figures


def _line(figures: Mapping[str, Any]) -> str:
    counts = f"{figures['right']:5d} right {figures['wrong']:5d} wrong {figures['missed']:5d} missed"
    if "f1" not in figures:
        return f"cannot be measured: in no text here    {counts}"
    said = [f"{name} {_between(figures[name], figures[f'{name}_interval'])}" for name in _SAID]
    return "  ".join([*said, counts])


def _between(figure: float, interval: Sequence[float]) -> str:
    return f"{figure:.2f} ({interval[0]:.2f} to {interval[1]:.2f})"


def sources() -> list[tuple[str, list[Row]]]:
    """The development sets by name, with the clerks' where they are."""
    found = [(path.stem, corpus.load(path)) for path in corpus.development()]
    clerks = Path(os.environ.get("REDRESS_TRAINING_DATA", ".")) / GOLD
    if "REDRESS_TRAINING_DATA" in os.environ and clerks.exists():
        found.append((clerks.stem, corpus.load(clerks)))
    return found


def main(arguments: Sequence[str]) -> None:
    """Print one report per set."""
    parser = argparse.ArgumentParser(prog="python -m nlp.evaluate", description="Measure the reader.")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--model", type=Path, default=None, help="the folder of another model")
    parser.add_argument("--peers", action="store_true", help="train simpler readers on the same texts and compare")
    asked = parser.parse_args(arguments)
    try:
        _measured(asked)
    except (ModelUnreadable, OSError, ValueError) as problem:
        sys.exit(f"python -m nlp.evaluate: {problem}")


def _measured(asked: argparse.Namespace) -> None:
    sets = [(path.name, corpus.load(path)) for path in asked.files] or sources()
    if asked.peers:
        try:
            from nlp.training import peers
        except ModuleNotFoundError as missing:
            sys.exit(f'the peers need {missing.name}; install it with: pip install -e ".[training]"')
        peers.compare(sets, asked.model)
        return
    began = time.perf_counter()
    reader = Reader.load(asked.model)
    load = time.perf_counter() - began
    reports = []
    for name, rows in sets:
        print(f"== {name}")
        if not rows:
            print("no rows\n")
            continue
        reports.append(evaluate(reader, name, rows))
        print("\n".join(reports[-1].lines()), end="\n\n")
    if not asked.files:
        folder = asked.model or shipped()
        costs = {
            "load_seconds": round(load, 2),
            "megabytes": round(sum(folder.joinpath(part).stat().st_size for part in PARTS) / 1e6, 1),
            "median_milliseconds": round(statistics.median(each for r in reports for each in r.seconds) * 1000, 1),
            "hundred_words_milliseconds": round(_hundred_words(sets, reports) * 1000, 1),
        }
        figures = keep(folder, reader.by, reports, costs)
        print("== what is aimed at")
        print("\n".join(aims.lines(figures)))


def _hundred_words(sets: Sequence[tuple[str, list[Row]]], reports: Sequence[Report]) -> float:
    """Seconds that a text of about a hundred words takes, median."""
    both = zip(
        (row for _, rows in sets for row in rows), (each for report in reports for each in report.seconds), strict=True
    )
    return statistics.median(seconds for row, seconds in both if 90 <= len(row.text.split()) <= 110)


def keep(folder: Path, model: str, reports: Sequence[Report], costs: Mapping[str, float]) -> dict[str, Any]:
    """Write the figures and the plot of the calibration beside the model they are of, and return the figures."""
    figures = {"model": model, "costs": costs, "sets": {report.name: report.figures for report in reports}}
    folder.joinpath(METRICS).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    # Only here: reading needs no plots.
    from matplotlib.figure import Figure

    drawing = Figure(figsize=(5, 5), layout="tight")
    axes = drawing.add_subplot(xlabel="chance that the reader gave", ylabel="share that was meant", aspect="equal")
    axes.plot([0, 1], [0, 1], color="0.6", linestyle=":", label="said as it is")
    for report in reports:
        calibration = report.figures["calibration"]
        points = [(said, true) for _, said, true in calibration["bins"] if said >= LEAST]
        axes.plot(*zip(*points, strict=True), marker="o", label=f"{report.name} (error {calibration['error']:.3f})")
    axes.legend(loc="upper left")
    drawing.savefig(folder / PLOT, metadata={"Date": None})
    return figures


if __name__ == "__main__":
    main(sys.argv[1:])
