"""Killed between the filing with one office and the draft for the next: there are both or neither, and each once.

Killed before the other office was offered: it is offered after the restart.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import Nursery
from tests.faults.lives import KILLED

PLACES = (0.15, 0.4, 0.7)


@pytest.mark.timeout(300)
def test_killed_between_two_filings_nothing_is_doubled_or_lost(
    nursery: Nursery, ready_for: Callable[[str], Path]
) -> None:
    points = nursery.order("live", ready_for("both"), flow="both", kill_at=None)["points"]
    commits = [number for number, point in enumerate(points, 1) if "commit" in point]
    for at in sorted({*(commits[int(place * len(commits))] for place in PLACES)}):
        folder = ready_for("both")
        assert nursery.order("live", folder, flow="both", kill_at=at)["status"] == KILLED
        found, where = nursery.order("go_on", folder, flow="both"), f"killed {points[at - 1]} ({at})"
        assert (found["filed"], found["drafts"]) == (["hartford_oig"], ["ct_chro"]), where
        assert (found["broken"], found["unsent"]) == ([], 0), where
        said = found["said"]["resident"]
        assert sum(each.startswith("We have your complaint") for each in said) in (1, 2), where


OFFER = "You can file the same story with another office too."
NOTICE = "another office can be told as well"


@pytest.mark.timeout(300)
def test_killed_before_the_other_office_was_offered_it_is_offered_once(
    nursery: Nursery, ready_for: Callable[[str], Path]
) -> None:
    points = nursery.order("live", ready_for("offer"), flow="offer", kill_at=None)["points"]
    for at in between(points):
        folder = ready_for("offer")
        assert nursery.order("live", folder, flow="offer", kill_at=at)["status"] == KILLED
        found, where = nursery.order("go_on", folder, flow="offer"), f"killed {points[at - 1]} ({at} of {points})"
        assert (found["filed"], found["broken"], found["unsent"]) == (["hartford_oig"], [], 0), where
        said = found["said"]["resident"]
        assert sum(OFFER in each or NOTICE in each for each in said) == 1, where
        assert sum(each.startswith("We have your complaint") for each in said) in (1, 2), where


def between(points: list[str]) -> list[int]:
    """Before the receipt goes out, at that, and when it is noted: the offer comes after it."""
    receipt = points.index("at sendMessage") + 1
    return [receipt - 2, receipt, receipt + 2]
