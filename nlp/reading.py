"""What a reader says about a text: plain frozen data for the desk and for casework, free of spaCy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

GROUPS = ("conduct", "area", "practice", "basis", "safety")
FACT_KINDS = ("badge", "vehicle", "officer", "date", "place")
LEAST = 0.1
"""What is less likely is not written down."""
PATTERNS = "patterns"
"""Who has read where no trained model did: phrase patterns, which know safety labels and facts."""


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

    @classmethod
    def named(cls, name: str, score: float, evidence: tuple[Evidence, ...] = ()) -> Label:
        """From a name of the form `group.label`; the score is rounded to three places."""
        group, label = name.split(".")
        return cls(group, label, round(score, 3), evidence)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to ask the complainant about: a badge, vehicle, officer, date or place as written."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reader says about one text. A suggestion: it may raise a priority, never lower one or close a case.

    `language` is "en", "es" or "other"; `by` is the name of the trained model, or `PATTERNS` where none has read it.
    """

    language: str
    labels: tuple[Label, ...]
    facts: tuple[Fact, ...]
    out_of_scope: bool
    by: str
    chances: Mapping[str, float] = field(default_factory=dict)
    """How likely each label is, as `group.label`, also where it does not stand; empty where no model read it."""

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
            "by": self.by,
            "chances": {name: chance for name, chance in self.chances.items() if chance >= LEAST},
        }
