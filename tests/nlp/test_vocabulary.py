"""The label list that profiles are checked against."""

from __future__ import annotations

from nlp.reading import GROUPS
from nlp.vocabulary import full_names, groups, labels


def test_every_group_has_labels_with_definitions() -> None:
    assert tuple(labels()) == GROUPS
    assert all(definition.strip() for group in labels().values() for definition in group.values())
    assert "excessive_force" in labels()["conduct"]
    assert len(labels()["safety"]) == 6


def test_no_label_stands_in_two_groups() -> None:
    assert len(groups()) == len(full_names())
    assert groups()["excessive_force"] == "conduct"
