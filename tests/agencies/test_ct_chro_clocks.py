"""Of the commission's clocks each case has the ones that are its own: nothing is waited for twice."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.casework.conditions import known
from bot.casework.deadlines import CaseFacts, duties, plan
from tests.agencies.test_profiles import AGENCIES

CHRO = AGENCIES["ct_chro"]
RECEIVED = datetime(2026, 9, 14, 15, tzinfo=UTC)
CLAIMED = ("claimed", "filed", "served")


def case(areas: list[str], *steps: str) -> CaseFacts:
    """A case that has come to each of these steps, a day after the other."""
    moments = {step: RECEIVED + timedelta(days=number) for number, step in enumerate(steps)}
    conditions = known({"area": areas, "answer:when": "2026-09-01"}, allegation=(), safety=(), flag=())
    return CaseFacts("c", "CHRO-2026-00001-8", RECEIVED, moments, None, "intake", "high", False, conditions)


def running(areas: list[str], *steps: str) -> set[str]:
    found = case(areas, *steps)
    owed = {each.name for each in duties(CHRO, found) if each.met_at is None}
    reminded = {each.params["duty"] for each in plan(CHRO, found, RECEIVED)}
    assert reminded == owed, "everything that is owed is reminded of, and nothing else"
    return owed - {"first_contact"}


@pytest.mark.parametrize(
    ("areas", "steps", "expected"),
    [
        (["employment"], (), {"acknowledge", "sworn"}),
        (["employment"], ("claimed", "filed"), {"serve"}),
        (["employment"], CLAIMED, {"choose", "answer"}),
        (["housing"], CLAIMED, {"answer_housing"}),
        (["housing", "public_places"], CLAIMED, {"answer_housing"}),
        ([], CLAIMED, {"choose", "answer"}),
        (["not_sure"], CLAIMED, {"choose", "answer"}),
        (["credit"], (*CLAIMED, "conciliation"), {"conference"}),
        (["credit"], (*CLAIMED, "conciliation", "to_answer"), {"answer_after"}),
        (["credit"], (*CLAIMED, "conciliation", "to_answer", "answered"), {"rebuttal", "assessment"}),
        (["credit"], (*CLAIMED, "conciliation", "answered"), {"rebuttal", "assessment"}),
        (["housing"], (*CLAIMED, "answered"), {"rebuttal", "assessment"}),
        (["police"], (*CLAIMED, "answered", "mediation"), {"mediate", "finding"}),
    ],
)
def test_a_case_waits_for_each_thing_once(areas: list[str], steps: tuple[str, ...], expected: set[str]) -> None:
    assert running(areas, *steps) == expected


def test_an_answer_is_waited_for_thirty_days_ten_for_housing_and_thirty_from_the_end_of_the_talks() -> None:
    within = {each.name: each.within for each in CHRO.deadlines if each.name.startswith("answer")}
    assert within == {"answer": "30 days", "answer_housing": "10 days", "answer_after": "30 days"}
    (after,) = (each for each in duties(CHRO, case(["credit"], *CLAIMED, "conciliation", "to_answer"))
                if each.name == "answer_after")  # fmt: skip
    assert after.started_at == RECEIVED + timedelta(days=4)


def test_the_commission_grades_nothing() -> None:
    assert CHRO.severities == {}
    assert CHRO.findings
