"""The process that forks deployments, and a folder for each thing people do, just before they do it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@dataclass
class Nursery:
    """Orders lives, one at a time, and says how each ended."""

    process: subprocess.Popen[str]
    empty: Path
    folder: Path
    prepared: dict[str, Path] = field(default_factory=dict)

    def order(self, life: str, folder: Path, **more: Any) -> dict[str, Any]:
        """One life over a folder: its answer and its exit status."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"life": life, "folder": str(folder), **more}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert "fault" not in answer, answer["fault"]
        return answer

    def before(self, flow: str) -> Path:
        """A folder in which everything is ready for a deed; made once, to be copied."""
        if flow not in self.prepared:
            folder = shutil.copytree(self.empty, self.folder / f"before-{flow}")
            self.order("prepare", folder, flow=flow)
            self.prepared[flow] = folder
        return self.prepared[flow]


@pytest.fixture(scope="session")
def nursery(empty_house: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.faults.lives"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["ready"]
        yield Nursery(process, empty_house, tmp_path_factory.mktemp("lives"))


@pytest.fixture
def ready_for(nursery: Nursery, tmp_path: Path) -> Callable[[str], Path]:
    """A fresh copy of the folder before a deed."""
    return lambda flow: shutil.copytree(nursery.before(flow), tmp_path / f"{flow}-{len(list(tmp_path.iterdir()))}")
