"""What may be wrong with a clock that runs from an answered day, and what is said about it."""

import pytest

from bot.casework.parts import Extension
from tests.casework.talking import AGENCY
from tests.casework.test_soundness import deadline, problems


@pytest.mark.parametrize(
    ("changes", "where", "what"),
    [
        (
            {"within": "3 days before"},
            "deadline.number.within",
            '"3 days before" needs a day that was answered. Write `of = "answer:…"`, or take "before" away.',
        ),
        (
            {"of": "answer:wen"},
            "deadline.number.of",
            'there is no date question "answer:wen". Did you mean "answer:when"?',
        ),
        (
            {"of": "answer:when", "within": "3 days before", "extend": Extension(most_days=3)},
            "deadline.number.extend",
            "nobody here can put off a day that others have set. Remove `extend`.",
        ),
        (
            {"of": "answer:when", "within": "before"},
            "deadline.number.within",
            '"before" is not a time. Write it as in "3 days" or "30 business days".',
        ),
    ],
)
def test_a_clock_that_cannot_run(changes, where: str, what: str) -> None:
    assert problems(deadline(**changes)) == {where: what}


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        (
            {"unless": {"caer": "none"}},
            '"caer" is not asked before this. Did you mean "care"? Name a question that comes earlier.',
        ),
        (
            {"unless": {"care": "hopsital"}},
            '"care" has no choice "hopsital". Did you mean "hospital"? Use one of: none, scene, doctor, hospital.',
        ),
        (
            {"when": {"care": ["none", "scene"], "hurt": True}, "unless": {"care": ["scene", "none", "doctor"]}},
            "this leaves out every case that `when` lets in. Correct one of them.",
        ),
    ],
)
def test_a_clock_that_leaves_out_what_it_cannot(changes, what: str) -> None:
    assert problems(deadline(**changes)) == {"deadline.number.unless": what}


@pytest.mark.parametrize(
    "changes",
    [
        {"unless": {"care": "none"}},
        {"when": {"care": ["none", "scene"]}, "unless": {"care": "none"}},
        {"when": {"hurt": True}, "unless": {"care": "none"}},
        {"when": {"care": "none"}, "unless": {"care": "none", "hurt": False}},
        {"unless": {"allegation": "EF", "safety": "self_harm", "flag": "unread"}},
    ],
)
def test_a_clock_may_leave_out_some_cases(changes) -> None:
    assert problems(deadline(**changes)) == {}


def test_a_clock_may_run_from_an_answered_day() -> None:
    assert problems(deadline(of="answer:when", within="3 business days before")) == {}


def test_only_a_date_lies_ahead() -> None:
    where = AGENCY.questions["where"].model_copy(update={"future": True})
    agency = AGENCY.model_copy(update={"questions": {**AGENCY.questions, "where": where}})
    assert problems(agency) == {
        "question.where.future": "only a date can lie ahead. Remove `future`, or change the kind."
    }
