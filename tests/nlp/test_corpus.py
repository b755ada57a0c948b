"""The corpus is sound: labels exist, spans are inside the text, nothing twice, every label and language present."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from nlp import corpus
from nlp.corpus import Row
from nlp.reading import FACT_KINDS, GROUPS
from nlp.vocabulary import labels

ROWS: list[Row] = [row for path in corpus.ours() for row in corpus.load(path)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_is_sound(row: Row) -> None:
    assert set(row.labels) == set(GROUPS)
    assert all(row.labels[group] <= set(labels()[group]) for group in GROUPS)
    assert row.facts is not None
    assert all(fact.kind in FACT_KINDS and fact.text.strip() == fact.text != "" for fact in row.facts)
    assert row.not_a_complaint == (not any(row.labels[group] for group in GROUPS if group != "safety"))
    assert row.id.startswith(row.language)


def test_nothing_is_there_twice() -> None:
    assert not [text for text, count in Counter(row.text.strip().lower() for row in ROWS).items() if count > 1]
    assert not [name for name, count in Counter(row.id for row in ROWS).items() if count > 1]


def test_every_label_is_told_at_least_once() -> None:
    told = {(group, label) for row in ROWS for group in GROUPS for label in row.labels[group]}
    assert told == {(group, label) for group in GROUPS for label in labels()[group]}


def test_there_are_enough_of_each_kind() -> None:
    assert min(Counter(row.language for row in ROWS).values()) >= 35
    assert sum(bool(row.labels["conduct"]) and not row.labels["area"] for row in ROWS) >= 45
    assert sum(bool(row.not_a_complaint) for row in ROWS) >= len(ROWS) // 8


def test_spanish_rows_carry_an_english_rendering() -> None:
    rows = [json.loads(line) for line in corpus.ours()[1].read_text(encoding="utf-8").splitlines()]
    assert all(row["english"].strip() for row in rows)
