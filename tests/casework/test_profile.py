"""From TOML texts to the values of one agency: sections spelt out, shared parts laid under, places filled in."""

import pytest

from bot.casework import profile

SHARED = {
    "crisis": {"en": "Call {phone}", "es": "Llame al {phone}"},
    "section": {"opening": {"questions": ["language", "story"]}},
    "question": {"language": {"kind": "language"}, "story": {"kind": "story"}, "when": {"kind": "date"}},
}


def test_shared_parts_lie_under_the_agencys_own() -> None:
    own = {
        "phone": "311",
        "interview": ["@opening", "badge"],
        "question": {"badge": {"kind": "text"}, "story": {"kind": "text"}},
    }
    values = profile.assemble("x.toml", own, SHARED).values
    assert values["id"] == "x"
    assert values["interview"] == ["language", "story", "badge"]
    assert values["questions"] == {
        "language": {"id": "language", "kind": "language"},
        "story": {"id": "story", "kind": "text"},
        "badge": {"id": "badge", "kind": "text"},
    }
    assert values["crisis"] == {"en": "Call 311", "es": "Llame al 311"}
    assert "section" not in values


def test_the_choices_of_a_question_keep_their_order() -> None:
    choices = {"b": {"en": "B", "es": "B"}, "a": {"en": "A", "es": "A", "alone": True}}
    own = {"interview": ["q"], "question": {"q": {"kind": "many", "choices": choices}}}
    assert profile.assemble("x.toml", own, {}).values["questions"]["q"]["choices"] == [
        {"id": "b", "label": {"en": "B", "es": "B"}},
        {"id": "a", "label": {"en": "A", "es": "A"}, "alone": True},
    ]


def test_the_workflow_gives_every_status_its_actions() -> None:
    own = {"status": {"new": {"name": "x"}}, "workflow": {"new": {"close": {"to": "closed"}}}}
    values = profile.assemble("x.toml", own, {}).values
    assert values["statuses"] == {
        "new": {"id": "new", "name": "x", "actions": {"close": {"id": "close", "to": "closed"}}}
    }
    assert own["status"] == {"new": {"name": "x"}}


@pytest.mark.parametrize(
    ("own", "where", "file"),
    [
        ({}, "crisis", "shared.toml"),
        ({"crisis": 1}, "crisis", "x.toml"),
        ({}, "caution", "x.toml"),
        ({}, "question.story.ask", "shared.toml"),
        ({"question": {"story": {}}}, "question.story.ask", "x.toml"),
        ({}, "section.opening", "shared.toml"),
        ({"question": 3}, "question.badge", "x.toml"),
    ],
)
def test_a_problem_is_named_under_the_file_that_says_it(own: dict[str, object], where: str, file: str) -> None:
    assert profile.assemble("x.toml", own, SHARED).problem(where, "wrong.") == f"{file}: {where}: wrong."


def test_texts_that_cannot_be_read_are_all_named() -> None:
    tables, problems = profile.read({"a.toml": "x = 1", "b.toml": "x =", "c.toml": "= 1"})
    assert tables == {"a.toml": {"x": 1}}
    assert [problem.partition(":")[0] for problem in problems] == ["b.toml", "c.toml"]


def test_choices_that_are_called_the_same_in_every_language_are_listed_by_name() -> None:
    own = {"interview": ["q"], "question": {"q": {"kind": "listed", "names": ["New London", "St. Ann's"]}}}
    assert profile.assemble("x.toml", own, {}).values["questions"]["q"] == {
        "id": "q",
        "kind": "listed",
        "choices": [
            {"id": "new_london", "label": {"en": "New London", "es": "New London"}},
            {"id": "st_ann_s", "label": {"en": "St. Ann's", "es": "St. Ann's"}},
        ],
    }
