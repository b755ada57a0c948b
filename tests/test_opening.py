"""What opens when something is missing: without the reader's model the bot starts, and says what it cannot do."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.opening import WITHOUT_MODEL, reader
from nlp import classifier
from nlp.classifier import MANIFEST
from nlp.reading import PATTERNS
from tests.casework.test_sheet import GOOD, saved
from tests.house import copied
from tests.test_commands import redress

ROOT = Path(__file__).parents[1]


@pytest.fixture
def no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release whose model was not copied with it."""
    monkeypatch.setattr(classifier, "shipped", lambda: tmp_path / "nowhere")


def test_the_model_that_ships_is_opened_without_a_word() -> None:
    said: list[str] = []
    with structlog.testing.capture_logs() as logs:
        opened = reader(said.append)
    assert (said, logs) == ([], [])
    assert opened.by not in (PATTERNS, "")


@pytest.mark.usefixtures("no_model")
def test_without_its_model_the_reader_goes_by_patterns_and_that_is_said_once() -> None:
    said: list[str] = []
    with structlog.testing.capture_logs() as logs:
        opened = reader(said.append)
    assert opened.by == PATTERNS
    assert logs == [{"event": "reader_without_model", "fault": "ModelUnreadable", "log_level": "error"}]
    (sentence,) = said
    assert sentence.startswith(f"redress: the reader's model cannot be used: {MANIFEST} is missing.")
    assert "python -m nlp.train" in sentence
    assert sentence.endswith(WITHOUT_MODEL)


@pytest.mark.usefixtures("no_model")
def test_a_spreadsheet_is_imported_without_a_model(tmp_path: Path, empty_house: Path) -> None:
    data = copied(empty_house, tmp_path / "data")
    file = tmp_path / "cases.csv"
    file.write_text(saved(GOOD), "utf-8")
    brought = redress(f"import {file} ct_doc_parole --commit", data)
    assert brought.exit_code == 0, brought.output
    assert "1 imported." in brought.stdout
    assert "redress" not in brought.stdout.splitlines()[0]
    assert brought.stderr.count("the reader's model cannot be used") == 1
    assert "My bag" not in brought.output


@pytest.fixture
def copied_program(tmp_path: Path) -> Iterator[Path]:
    """The program as a careless copy has it: everything but the model."""
    for package in ("bot", "nlp", "storage"):
        shutil.copytree(
            ROOT / package, tmp_path / "program" / package, ignore=shutil.ignore_patterns("model", "__pycache__")
        )
    yield tmp_path / "program"
    shutil.rmtree(tmp_path / "program")


def test_the_demo_starts_without_a_model(copied_program: Path, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("REDRESS_")}
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--data", str(tmp_path / "data")]
    with subprocess.Popen(
        command,
        cwd=copied_program,
        env=environment | {"REDRESS_AGENCIES": "minneapolis_opcr"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert any("Ready after" in line for line in running.stdout), "it ended before it was ready"
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 0
    assert said.count("the reader's model cannot be used: manifest.json is missing.") == 1
    assert '"event": "reader_without_model"' in said
    assert "Traceback" not in said
