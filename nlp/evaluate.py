"""Measure the reader: `python -m nlp.evaluate [FILE.jsonl ...]` prints the tables of the model card.

Without files it reads the project's own development sets and, where `REDRESS_TRAINING_DATA` names a folder that holds
it, the labelled clerk's prose there. A group that a source does not label is counted as empty, so that every wrong
label shows.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nlp import corpus
from nlp.corpus import Row
from nlp.reader import Reader
from nlp.reading import FACT_KINDS, GROUPS, Fact, Reading

CLERKS = "philadelphia_dev_gold.jsonl"


@dataclass(slots=True)
class Count:
    """How often a label was right, wrongly given, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, gold: bool, found: bool) -> None:
        """Count one decision; a label neither meant nor found is not counted."""
        self.right += gold and found
        self.wrong += found and not gold
        self.missed += gold and not found

    def __str__(self) -> str:
        precision, recall, f1 = self.figures()
        counts = f"{self.right:5d} right {self.wrong:5d} wrong {self.missed:5d} missed"
        return f"precision {precision:.2f}  recall {recall:.2f}  F1 {f1:.2f}  {counts}"

    def figures(self) -> tuple[float, float, float]:
        """Precision, recall and F1; 0 where nothing was found or meant."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


@dataclass(slots=True)
class Report:
    """The counts over one set of texts."""

    labels: dict[tuple[str, str], Count] = field(default_factory=lambda: defaultdict(Count))
    groups: dict[tuple[str, str], Count] = field(default_factory=lambda: defaultdict(Count))
    facts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    scope: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    wrong_labels: int = 0
    with_a_right_conduct: int = 0

    def add(self, row: Row, reading: Reading, seconds: float) -> None:
        """Count one text."""
        self.seconds.append(seconds)
        for group in GROUPS:
            gold = row.labels.get(group, frozenset())
            found = {label.label for label in reading.of(group)}
            for label in gold | found:
                self.labels[group, label].add(label in gold, label in found)
                self.groups[group, row.language].add(label in gold, label in found)
            self.wrong_labels += len(found - gold)
            self.with_a_right_conduct += group == "conduct" and bool(found & gold)
        self._count_scope(row, reading)
        if row.facts is not None:
            _count_facts(self.facts, row.facts, reading.facts)

    def _count_scope(self, row: Row, reading: Reading) -> None:
        if row.not_a_complaint is None:
            return
        kind = "out of scope" if row.not_a_complaint else "in scope"
        self.scope[kind] += 1
        self.scope[f"{kind}, called out of scope"] += reading.out_of_scope
        self.scope[f"{kind}, given a conduct label"] += bool(reading.of("conduct"))

    def lines(self) -> Iterator[str]:
        """The report as text."""
        for group in GROUPS:
            for (of, label), count in sorted(self.labels.items()):
                if of == group:
                    yield f"{group:9s} {label:24s} {count}"
        yield ""
        for (group, language), count in sorted(self.groups.items()):
            yield f"{group:9s} {'all, ' + language:24s} {count}"
        yield ""
        for name, number in sorted(self.scope.items()):
            yield f"scope     {name}: {number}"
        for kind in (k for k in FACT_KINDS if k in self.facts):
            yield f"fact      {kind:24s} {self.facts[kind]}"
        texts = max(1, len(self.seconds))
        yield f"texts     {len(self.seconds)}, with a right conduct label {self.with_a_right_conduct}"
        yield f"          wrong labels per text {self.wrong_labels / texts:.2f}"
        median, longest = statistics.median(self.seconds) * 1000, max(self.seconds) * 1000
        yield f"time      median {median:.1f} ms, longest {longest:.1f} ms"


def evaluate(reader: Reader, rows: Iterable[Row]) -> Report:
    """Read every row and count what was right."""
    report = Report()
    for row in rows:
        began = time.perf_counter()
        reading = reader.read(row.text)
        report.add(row, reading, time.perf_counter() - began)
    return report


def _count_facts(counts: dict[str, Count], gold: Sequence[Fact], found: Sequence[Fact]) -> None:
    """A find counts when the kind is right and both spans share at least half of their joint length."""
    open_gold = list(gold)
    for fact in found:
        hit = next((other for other in open_gold if _same(fact, other)), None)
        if hit is not None:
            open_gold.remove(hit)
        counts[fact.kind].add(hit is not None, True)
    for missed in open_gold:
        counts[missed.kind].add(True, False)


def _same(one: Fact, other: Fact) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    joint = max(one.end, other.end) - min(one.start, other.start)
    return one.kind == other.kind and shared * 2 >= joint


def _sources(named: Sequence[str]) -> list[Path]:
    if named:
        return [Path(name) for name in named]
    clerks = Path(os.environ.get("REDRESS_TRAINING_DATA", ".")) / CLERKS
    return [*corpus.development(), *([clerks] if "REDRESS_TRAINING_DATA" in os.environ and clerks.exists() else [])]


def main(named: Sequence[str]) -> None:
    """Print one report per file."""
    reader = Reader.load()
    for path in _sources(named):
        print(f"== {path.name}")
        rows = corpus.load(path)
        print("\n".join(evaluate(reader, rows).lines()) if rows else "no rows", end="\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
