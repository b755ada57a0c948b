"""Killed at any point and started again: nothing that was accepted is lost, nothing is done twice, the chain holds."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from storage.database import upgrade
from storage.schema import in_own_loop
from tests.databases import POSTGRES, administer, server_database
from tests.faults.conftest import Nursery
from tests.faults.lives import FLOWS, KILLED, NOTE, PHOTO, STORY

PLACES = (0.05, 0.3, 0.6, 0.85)
NOTICES = ("We have your complaint", "New case", "There is news", "The complainant", "OPCR-2026-00001-7 is now yours")
TIMELINES = {
    "file": ["received"],
    "evidence": ["received", "evidence"],
    "assign": ["received", "claimed"],
    "status": ["received", "claimed", "status"],
    "withdraw": ["received", "withdrawal"],
}
TOLD = {
    "file": {"resident": ("We have your complaint", 1), "investigator": ("New case", 1)},
    "evidence": {"investigator": ("The complainant added a file", 1)},
    "assign": {"investigator": ("OPCR-2026-00001-7 is now yours", 1)},
    "status": {"resident": ("There is news", 1)},
    "withdraw": {"supervisor": ("The complainant of OPCR-2026-00001-7 asks to withdraw", 1)},
}


def check(flow: str, found: dict[str, Any], where: str) -> None:
    """One case with all that was done to it once, everybody told, at most one message repeated."""
    assert (found["cases"], found["rows"], found["broken"], found["unsent"]) == (1, 1, [], 0), where
    assert (found["narrative"], found["notified"]) == (STORY, True), where
    again = [TIMELINES[flow][-1]] if flow == "withdraw" and not found["accepted"] else []  # asked twice by the person
    assert found["timeline"] in (TIMELINES[flow], TIMELINES[flow] + again), where
    assert found["talk"] == ([NOTE] if flow == "status" else []), where
    assert found["status"] == ("review" if flow == "status" else "received"), where
    assert found["owned"] == (flow in ("assign", "status")), where
    assert found["flags"] == (["withdrawal_asked"] if flow == "withdraw" else []), where
    files = ["stored"] if flow == "evidence" else []
    assert (found["files"], found["sealed"]) == (files, len(files)), where
    assert found["digests"] == [hashlib.sha256(PHOTO).hexdigest()] * len(files), where
    for name, (beginning, least) in TOLD[flow].items():
        assert sum(each.startswith(beginning) for each in found["said"][name]) >= least, where
    heard = Counter((name, each) for name, said in found["said"].items() for each in said if each.startswith(NOTICES))
    assert sum(heard.values()) - len(heard) <= 1, where


@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.timeout(300)
def test_killed_at_four_places_and_started_again(nursery: Nursery, ready_for: Callable[[str], Path], flow: str) -> None:
    points = nursery.order("live", ready_for(flow), flow=flow, kill_at=None)["points"]
    for place in PLACES:
        at = int(place * len(points)) + 1
        folder = ready_for(flow)
        assert nursery.order("live", folder, flow=flow, kill_at=at)["status"] == KILLED
        check(flow, nursery.order("go_on", folder, flow=flow), f"{flow}, killed {points[at - 1]} ({at})")


@pytest.mark.long
@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.timeout(1200)
def test_killed_at_every_point_and_started_again(
    nursery: Nursery, ready_for: Callable[[str], Path], flow: str, tmp_path: Path
) -> None:
    killed, at = 0, 1
    while True:
        folder = ready_for(flow)
        ended = nursery.order("live", folder, flow=flow, kill_at=at)
        check(flow, nursery.order("go_on", folder, flow=flow), f"{flow}, killed at point {at}")
        if ended["status"] != KILLED:
            break
        killed, at = killed + 1, at + 1
        shutil.rmtree(folder)
    assert killed > 30


@contextmanager
def copy_of(address: str, name: str) -> Iterator[str]:
    """A database of its own with the same rows."""
    in_own_loop(administer(POSTGRES, f"DROP DATABASE IF EXISTS {name}"))
    in_own_loop(administer(POSTGRES, f"CREATE DATABASE {name} TEMPLATE {address.rpartition('/')[2]}"))
    yield f"{address.rpartition('/')[0]}/{name}"
    in_own_loop(administer(POSTGRES, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.timeout(1200)
def test_killed_over_postgresql_and_started_again(nursery: Nursery, tmp_path: Path, flow: str) -> None:
    before = shutil.copytree(nursery.empty, tmp_path / "before")
    with server_database(f"redress_lives_{flow}") as prepared:
        upgrade(prepared)
        nursery.order("prepare", before, flow=flow, url=prepared)
        for at in range(1, 60, 4):
            folder = shutil.copytree(before, tmp_path / f"at-{at}")
            with copy_of(prepared, f"redress_lives_{flow}_copy") as url:
                nursery.order("live", folder, flow=flow, kill_at=at, url=url)
                check(flow, nursery.order("go_on", folder, flow=flow, url=url), f"{flow}, killed at point {at}")
