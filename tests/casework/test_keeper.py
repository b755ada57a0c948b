"""One rule says who looks after a case: its owner, its queue, or of a closed one the supervisors."""

import pytest

from bot.casework import keeper
from bot.casework.keeper import Subject


@pytest.mark.parametrize(
    ("owner", "queue", "closed", "to"),
    [
        ("m1", "critical", False, "member:m1"),
        ("m1", "critical", True, "member:m1"),
        (None, "critical", False, "queue:critical"),
        (None, "gone", False, "queue:intake"),  # the profile has it no more
        (None, "critical", True, "supervisor"),
    ],
)
def test_somebody_always_looks_after_a_case(office, owner: str | None, queue: str, closed: bool, to: str) -> None:
    assert keeper.keeper(office(), Subject("case1", "OPCR-2026-00123-0", owner, queue, closed)) == to


@pytest.mark.parametrize(("owner", "to"), [("m1", "member:m1"), (None, "supervisor")])
def test_what_cannot_wait_goes_past_the_queue(owner: str | None, to: str) -> None:
    assert keeper.person(owner) == to
