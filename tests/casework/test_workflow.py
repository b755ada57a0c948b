"""What staff may do from where a case stands, by role."""

import pytest

from bot.casework.errors import Refused
from bot.casework.workflow import REFUSALS, available, outcomes, take
from tests.house import agencies


@pytest.mark.parametrize(
    ("status", "action", "role", "to"),
    [
        ("received", "open", "intake", "investigation"),
        ("received", "open", "supervisor", "investigation"),
        ("received", "dismiss", "supervisor", "closed"),
        ("investigation", "finish", "investigator", "closed"),
    ],
)
def test_take(office, status: str, action: str, role: str, to: str) -> None:
    taken = take(office(), status, action, role)
    assert (taken.status, taken.action.id) == (to, action)
    assert taken.because == f"{role}: {action.capitalize()} ({status} -> {to})"


@pytest.mark.parametrize(
    ("status", "action", "role", "because"),
    [
        ("received", "dismiss", "intake", "not_your_role"),
        ("received", "open", "auditor", "not_your_role"),
        ("received", "open", "", "not_your_role"),
        ("received", "finish", "investigator", "no_such_action"),
        ("investigation", "open", "supervisor", "no_such_action"),
        ("received", "", "supervisor", "no_such_action"),
        ("gone_from_the_profile", "open", "supervisor", "no_such_action"),
        ("closed", "open", "supervisor", "closed"),
    ],
)
def test_refusals(office, status: str, action: str, role: str, because: str) -> None:
    with pytest.raises(Refused) as refusal:
        take(office(), status, action, role)
    assert refusal.value.because == because
    assert because in REFUSALS


@pytest.mark.parametrize(
    ("status", "role", "actions"),
    [
        ("received", "supervisor", ["open", "dismiss"]),
        ("received", "intake", ["open"]),
        ("received", "investigator", []),
        ("investigation", "investigator", ["finish"]),
        ("closed", "supervisor", []),
        ("gone_from_the_profile", "supervisor", []),
    ],
)
def test_available(office, status: str, role: str, actions: list[str]) -> None:
    assert [action.id for action in available(office(), status, role)] == actions


def test_what_is_offered_can_be_done_and_nothing_else(office) -> None:
    agency = office()
    every = {action for status in agency.statuses.values() for action in status.actions}
    for status in agency.statuses:
        for role in (*agency.roles, "auditor"):
            offered = {action.id for action in available(agency, status, role)}
            for action in every:
                if action in offered:
                    assert take(agency, status, action, role).status in agency.statuses
                else:
                    with pytest.raises(Refused):
                        take(agency, status, action, role)


def test_an_outcome_is_offered_where_the_step_has_it() -> None:
    home = agencies()["minneapolis_opcr"]
    routing = home.statuses["routing"].actions
    assert outcomes(home, routing["investigate"]) == ()
    assert set(outcomes(home, routing["dismiss"])) == {
        "not_current_officer",
        "no_violation",
        "not_supported",
        "duplicate",
    }
    assert outcomes(home, home.statuses["review"].actions["close"]) == tuple(home.dispositions)
