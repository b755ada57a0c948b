"""What a reader says about a text: plain frozen data for the desk and for casework, free of spaCy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

GROUPS = ("conduct", "area", "practice", "basis", "safety")
FACT_KINDS = ("badge", "vehicle", "officer", "date", "place")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in the text a label rests: characters `start` to `end`, end excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Label:
    """One suggestion: a label of `labels.toml`, how sure the reader is (0 to 1) and the words it rests on."""

    group: str
    label: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to ask the complainant about: a badge, vehicle, officer, date or place as written."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reader says about one text. A suggestion: it may raise a priority, never lower one or close a case."""

    language: str
    labels: tuple[Label, ...]
    facts: tuple[Fact, ...]
    out_of_scope: bool
    by: str

    def of(self, group: str) -> tuple[Label, ...]:
        """The labels of one group, in the order of the reading."""
        return tuple(label for label in self.labels if label.group == group)

    def to_json(self) -> dict[str, Any]:
        """The reading as JSON types, as `redress classify` prints it."""
        return {
            "language": self.language,
            "labels": [
                {
                    "group": label.group,
                    "label": label.label,
                    "score": label.score,
                    "evidence": [{"start": e.start, "end": e.end} for e in label.evidence],
                }
                for label in self.labels
            ],
            "facts": [{"kind": f.kind, "start": f.start, "end": f.end, "text": f.text} for f in self.facts],
            "out_of_scope": self.out_of_scope,
        }
