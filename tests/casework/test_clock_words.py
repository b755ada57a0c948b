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


def test_a_clock_may_run_from_an_answered_day() -> None:
    assert problems(deadline(of="answer:when", within="3 business days before")) == {}


def test_only_a_date_lies_ahead() -> None:
    where = AGENCY.questions["where"].model_copy(update={"future": True})
    agency = AGENCY.model_copy(update={"questions": {**AGENCY.questions, "where": where}})
    assert problems(agency) == {
        "question.where.future": "only a date can lie ahead. Remove `future`, or change the kind."
    }
