"""Which findings are owed, and which may be made."""

from dataclasses import dataclass

import pytest

from bot.casework import outcome
from bot.casework.agency import Action
from bot.casework.errors import Refused
from tests.casework.talking import AGENCY

CLOSE = AGENCY.statuses["director_decision"].actions["close"]
CODES = ("a", "sustained", "none")


@dataclass(frozen=True)
class Row:
    id: str
    state: str = "confirmed"
    code: str = "EF"


@pytest.mark.parametrize(
    ("states", "people", "made", "owed"),
    [
        ((), ("x",), set(), []),
        (("suggested", "rejected"), ("x",), set(), []),
        (("confirmed", "added"), ("x",), set(), [("0", "x"), ("1", "x")]),
        (("confirmed",), ("x", "y"), {("0", "x")}, [("0", "y")]),
        (("confirmed",), ("x",), {("0", "x")}, []),
        (("confirmed",), (), set(), [("0", None)]),
    ],
)
def test_every_confirmed_allegation_owes_a_finding_on_each_respondent(
    states: tuple[str, ...], people: tuple[str, ...], made: set[tuple[str, str | None]], owed: list[outcome.Pair]
) -> None:
    rows = [Row(str(number), state) for number, state in enumerate(states)]
    assert outcome.owed(rows, [Row(each) for each in people], made) == owed


def test_an_action_that_waits_for_findings_says_which() -> None:
    rows = [Row("0"), Row("1", code="TH"), Row("2", code="RE")]
    missing: list[outcome.Pair] = [("0", "x"), ("0", "y"), ("2", "x")]
    with pytest.raises(Refused) as refused:
        outcome.must_be_made(AGENCY, CLOSE, rows, missing, "en")
    assert refused.value.because == "findings_missing"
    assert refused.value.params["missing"] == "Excessive force, Retaliation"
    assert refused.value.params["count"] == 3


def test_other_actions_wait_for_nothing() -> None:
    outcome.must_be_made(AGENCY, CLOSE, [Row("0")], [], "en")
    other: Action = AGENCY.statuses["review"].actions["close"]
    outcome.must_be_made(AGENCY, other, [Row("0")], [("0", "x")], "en")


@pytest.mark.parametrize("state", ["confirmed", "added"])
def test_a_finding_is_made_on_what_is_confirmed(state: str) -> None:
    outcome.check(AGENCY, Row("0", state), CODES)


def test_where_nothing_is_graded_a_finding_has_no_grade() -> None:
    ungraded = AGENCY.model_copy(update={"severities": {}})
    outcome.check(ungraded, Row("0"), (outcome.UNGRADED, "sustained", "none"))
    with pytest.raises(Refused, match="no_such_finding"):
        outcome.check(ungraded, Row("0"), CODES)
    with pytest.raises(Refused, match="no_such_finding"):
        outcome.check(AGENCY, Row("0"), (outcome.UNGRADED, "sustained", "none"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_grade_in_words(language: str) -> None:
    kind = AGENCY.severities["c"]
    assert outcome.grade(AGENCY, "c", language) == kind.name.to(language)
    assert outcome.grade(AGENCY, "of_last_year", language) == "of_last_year"
    assert outcome.grade(AGENCY.model_copy(update={"severities": {}}), "c", language) == ""


@pytest.mark.parametrize(
    ("row", "codes", "because"),
    [
        (None, CODES, "not_confirmed"),
        (Row("0", "rejected"), CODES, "not_confirmed"),
        (Row("0", "suggested"), CODES, "not_confirmed"),
        (Row("0"), ("z", "sustained", "none"), "no_such_finding"),
        (Row("0"), ("a", "guilty", "none"), "no_such_finding"),
        (Row("0"), ("a", "sustained", "dismissal"), "no_such_finding"),
    ],
)
def test_what_cannot_be_found(row: Row | None, codes: tuple[str, str, str], because: str) -> None:
    with pytest.raises(Refused, match=because):
        outcome.check(AGENCY, row, codes)
