"""Killed between the filing with one office and the draft for the next: there are both or neither, and each once."""

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
