"""The shape of a reading, which casework and the command line rely on."""

from __future__ import annotations

import dataclasses

import pytest

from nlp.reading import Evidence, Fact, Label, Reading

READING = Reading(
    language="en",
    labels=(
        Label("conduct", "threats", 0.8, (Evidence(0, 4),)),
        Label("safety", "self_harm", 0.9, ()),
    ),
    facts=(Fact("badge", 5, 9, "2214"),),
    out_of_scope=False,
    by="patterns",
)


def test_of_gives_one_group() -> None:
    assert [label.label for label in READING.of("safety")] == ["self_harm"]
    assert READING.of("area") == ()


def test_to_json_has_exactly_the_agreed_shape() -> None:
    assert READING.to_json() == {
        "language": "en",
        "labels": [
            {"group": "conduct", "label": "threats", "score": 0.8, "evidence": [{"start": 0, "end": 4}]},
            {"group": "safety", "label": "self_harm", "score": 0.9, "evidence": []},
        ],
        "facts": [{"kind": "badge", "start": 5, "end": 9, "text": "2214"}],
        "out_of_scope": False,
        "by": "patterns",
        "chances": {},
    }


def test_a_reading_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        READING.language = "es"  # type: ignore[misc]
