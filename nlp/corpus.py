"""The labelled narratives: training, evaluation and the corpus tests read them from JSON lines through `load`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from nlp.reading import GROUPS, Fact


@dataclass(frozen=True, slots=True)
class Row:
    """One narrative with its labels. A group that nobody labelled in this source is missing from `labels`."""

    id: str
    language: str
    text: str
    labels: Mapping[str, frozenset[str]]
    not_a_complaint: bool | None
    facts: tuple[Fact, ...] | None


def load(path: Path) -> list[Row]:
    """The rows of one file, ours or a source that labels only some groups."""
    return [_row(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def ours() -> list[Path]:
    """The narratives written for this project, English and Spanish."""
    folder = Path(str(files("nlp"))) / "corpus"
    return [folder / "en.jsonl", folder / "es.jsonl"]


def _row(read: Mapping[str, Any]) -> Row:
    labels = {group: frozenset(read[group]) for group in GROUPS if group in read}
    facts = read.get("facts")
    text = str(read["text"])
    return Row(
        id=str(read["id"]),
        language=str(read.get("language", "en")),
        text=text,
        labels=labels,
        not_a_complaint=read.get("not_a_complaint"),
        facts=None if facts is None else tuple(_fact(fact, text) for fact in facts),
    )


def _fact(read: Mapping[str, Any], text: str) -> Fact:
    start, end = int(read["start"]), int(read["end"])
    return Fact(str(read["kind"]), start, end, text[start:end])
