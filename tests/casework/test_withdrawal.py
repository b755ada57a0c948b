"""A request to withdraw, read from the timeline: what was asked, what was answered, and what may follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.casework import withdrawal
from bot.casework.errors import Refused
from bot.casework.withdrawal import Request
from tests.house import agencies

HOME = agencies()["minneapolis_opcr"]
AT = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    verb: str
    at: datetime
    detail: Mapping[str, Any] = field(default_factory=dict)


def standing(*steps: str) -> Request | None:
    """The request after these steps, an hour apart; an answer is written as the answer itself."""
    lines = [Line("status", AT)]
    for number, step in enumerate(steps):
        said = {"step": "answered", "answer": step} if step in withdrawal.ANSWERS else {"step": step}
        lines.append(Line("withdrawal", AT + timedelta(hours=number), said))
    return withdrawal.standing(lines)


@pytest.mark.parametrize(
    ("steps", "waits", "answer"),
    [
        (("asked",), False, None),
        (("asked", "asked"), False, None),
        (("asked", "question"), True, None),
        (("question",), False, None),  # what nobody asked for is read as a request first
        (("asked", "question", "free"), False, "free"),
        (("asked", "pressed"), False, "pressed"),
        (("asked", "question", "free", "question"), True, None),
        (("asked", "free", "asked"), False, "free"),
    ],
)
def test_how_far_it_has_come(steps: tuple[str, ...], waits: bool, answer: str | None) -> None:
    found = standing(*steps)
    assert found is not None
    assert (found.asked_at, found.waits_for_answer, found.answer) == (AT, waits, answer)
    assert (found.answered_at is None) is (answer is None)


@pytest.mark.parametrize("steps", [(), ("asked", "kept"), ("asked", "question", "stay")])
def test_nothing_is_asked_for_any_more(steps: tuple[str, ...]) -> None:
    assert standing(*steps) is None


def test_a_line_of_an_older_version_counts_as_asked() -> None:
    assert withdrawal.standing([Line("withdrawal", AT)]) == Request(AT)


@pytest.mark.parametrize(
    ("request_", "because"),
    [
        (None, "no_withdrawal"),
        (Request(AT), "ask_if_free"),
        (Request(AT, AT), "ask_if_free"),
        (Request(AT, AT, "pressed", AT), "not_free"),
        (Request(AT, AT, "free", AT), None),
    ],
)
def test_it_must_be_free(request_: Request | None, because: str | None) -> None:
    if because is None:
        withdrawal.must_be_free(request_)
        return
    with pytest.raises(Refused) as refused:
        withdrawal.must_be_free(request_)
    assert refused.value.because == because


@pytest.mark.parametrize(
    ("status", "role", "action"),
    [
        ("review", "supervisor", "close"),
        ("investigation", "supervisor", "close"),
        ("review", "investigator", None),
        ("received", "supervisor", None),
        ("closed", "supervisor", None),
        ("a status of an older profile", "supervisor", None),
    ],
)
def test_by_which_action_a_role_ends_it(status: str, role: str, action: str | None) -> None:
    if action is not None:
        assert withdrawal.closing(HOME, status, role).id == action
        return
    with pytest.raises(Refused) as refused:
        withdrawal.closing(HOME, status, role)
    assert refused.value.because == "no_way_to_withdraw"


def test_an_office_without_such_an_outcome_has_no_way() -> None:
    left = {id: each for id, each in HOME.dispositions.items() if id != withdrawal.DISPOSITION}
    with pytest.raises(Refused):
        withdrawal.closing(HOME.model_copy(update={"dispositions": left}), "review", "supervisor")
