"""What pydantic says about a profile, in words; the sentences themselves are in tests/agencies/broken.toml."""

from copy import deepcopy
from typing import Any

import pytest

from bot.casework import mistakes

VALUES: dict[str, Any] = {
    "questions": {
        "care": {"choices": [{"id": "none", "label": {"en": "No"}}, "odd"], "when": {"hurt": 3}},
    },
    "triage": [{"when": {}}, "odd"],
    "deadlines": [{"name": "review"}, {}],
    "statuses": {"new": {"actions": {"go": {"to": "new"}}}},
    "interview": ["story", 3],
}


@pytest.mark.parametrize(
    ("loc", "place"),
    [
        (("questions", "care", "ask", "es"), "question.care.ask.es"),
        (("questions", "care", "choices", 0, "label", "es"), "question.care.choices.none.label.es"),
        (("questions", "care", "choices", 1), "question.care.choices.1"),
        (("triage", 0, "priority"), "triage.1.priority"),
        (("triage", 1), "triage.2"),
        (("deadlines", 0, "within"), "deadline.review.within"),
        (("deadlines", 1, "name"), "deadline.2.name"),
        (("statuses", "new", "stage"), "status.new.stage"),
        (("statuses", "new", "actions", "go", "by"), "workflow.new.go.by"),
        (("interview", 1), "interview.1"),
        (("short",), "short"),
    ],
)
def test_a_place_is_named_as_the_file_writes_it(loc: tuple[int | str, ...], place: str) -> None:
    assert mistakes.place(loc, VALUES) == place


@pytest.mark.parametrize(
    ("loc", "kind", "at", "expected"),
    [
        (("short",), "missing", ("short",), "X"),
        (("colour",), "extra_forbidden", ("interview",), ["story", 3]),
        (("questions", "care"), "model_type", ("questions", "care", "kind"), "text"),
        (("questions", "care", "ask"), "missing", ("questions", "care", "ask"), {"en": "x", "es": "x"}),
        (
            ("questions", "care", "choices", 0, "label", "es"),
            "missing",
            ("questions", "care", "choices", 0, "label"),
            {"en": "No", "es": "x"},
        ),
        (("questions", "care", "when", "hurt", "str"), "string_type", ("questions", "care"), None),
        (("questions", "care", "choices", 1), "model_type", ("questions", "care"), None),
        (("statuses", "new", "actions", "go", "by"), "missing", ("statuses", "new", "actions", "go", "by"), ["intake"]),
        (("interview", 1), "string_type", ("interview",), []),
        (("draft_kept_days",), "int_type", ("interview",), ["story", 3]),
        (("questions", "gone", "ask", "es"), "missing", ("interview",), ["story", 3]),
        (("triage", 1, "when"), "missing", ("triage", 1), "odd"),
    ],
)
def test_what_is_broken_is_replaced_as_close_as_can_be(
    loc: tuple[int | str, ...], kind: str, at: tuple[int | str, ...], expected: object
) -> None:
    values = deepcopy(VALUES)
    mistakes.repair(loc, kind, values)
    found: Any = values
    for step in at:
        found = found[step]
    if expected is None:
        assert str(loc[2]) not in found
    else:
        assert found == expected


def test_stand_ins_are_never_shared() -> None:
    values = deepcopy(VALUES)
    mistakes.repair(("questions", "care"), "model_type", values)
    values["questions"]["care"]["kind"] = "changed"
    again = deepcopy(VALUES)
    mistakes.repair(("questions", "care"), "model_type", again)
    assert again["questions"]["care"]["kind"] == "text"
