"""When the incident happened, as exactly as somebody knew it."""

from datetime import date

import pytest

from bot.casework.agency import Question, Text
from bot.casework.incident import Occurred, occurred
from bot.casework.turns import Answer

WORDS = Text(en="x", es="x")
QUESTIONS = {id: Question(id=id, kind=kind, ask=WORDS, name=WORDS)
             for id, kind in (("name", "text"), ("when", "date"), ("hearing", "date"))}  # fmt: skip


def said(on: str | None, until: str | None = None, precision: str = "day") -> Answer:
    return Answer({"on": on, "until": until, "precision": precision, "said": "then"}, "given")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (said("2026-03-03"), Occurred(date(2026, 3, 3), date(2026, 3, 3), exact=True)),
        (said("2026-03-03", precision="about"), Occurred(date(2026, 3, 3), date(2026, 3, 3), exact=False)),
        (said("2026-06-01", "2026-08-31"), Occurred(date(2026, 6, 1), date(2026, 8, 31), exact=False)),
        (said(None, precision="unknown"), None),
        (Answer(None, "skipped"), None),
        (Answer("March", "given"), None),
        (None, None),
    ],
)
def test_the_first_date_that_is_asked_is_the_incident(office, answer: Answer | None, expected: Occurred | None) -> None:
    agency = office(interview=("name", "when", "hearing"), questions=QUESTIONS)
    answers = {"name": Answer("Ana", "given"), "hearing": said("2026-12-01")} | ({"when": answer} if answer else {})
    assert occurred(agency, answers) == expected


def test_an_interview_without_a_date_has_no_day(office) -> None:
    assert occurred(office(interview=("name",), questions=QUESTIONS), {"when": said("2026-03-03")}) is None


def test_a_day_that_may_lie_ahead_is_not_the_incident(office) -> None:
    ahead = QUESTIONS["hearing"].model_copy(update={"future": True})
    agency = office(interview=("hearing", "when"), questions={**QUESTIONS, "hearing": ahead})
    assert occurred(agency, {"hearing": said("2026-12-01")}) is None
    assert occurred(agency, {"hearing": said("2026-12-01"), "when": said("2026-03-03")}) is not None
