"""The command that trains: what it asks for, what it is told when its tools are missing, one whole small training."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from nlp import Reader, train
from nlp.classifier import MANIFEST, PARTS, named


def test_it_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        train.main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert all(option in told for option in ("--into", "--also", "--rounds", "--seed", "--stages"))


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name.startswith(("torch", "nlp.training."))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.delattr("nlp.training.run", raising=False)  # what was imported before is still a part of its package
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(SystemExit) as ended:
        train.main(["--into", str(tmp_path / "never")])
    assert "training needs torch" in str(ended.value.code)
    assert "[training]" in str(ended.value.code)


@pytest.mark.training
@pytest.mark.parametrize("line", ['{"id": 1, "text": "words", "conduct": ["typo"]}', None])
def test_a_file_that_cannot_be_learnt_from_ends_it_with_one_line(tmp_path: Path, line: str | None) -> None:
    path = tmp_path / "own.jsonl"
    if line:
        path.write_text(line)
    with pytest.raises(SystemExit) as ended:
        train.main(["--into", str(tmp_path / "model"), "--also", str(path)])
    assert str(ended.value.code).startswith("python -m nlp.train: ")
    assert "own.jsonl" in str(ended.value.code)


@pytest.mark.training
@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_whole_training_writes_a_model_that_the_reader_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("REDRESS_TRAINING_DATA", raising=False)
    also = {"id": "own-1", "language": "en", "text": "The guard took my letters.", "conduct": ["custody_supervision"]}
    (tmp_path / "own.jsonl").write_text(json.dumps(also) + "\n")
    rounds = ["--rounds", "0", "--last-rounds", "0", "--beside-rounds", "0"]
    places = [
        "--into",
        str(tmp_path / "model"),
        "--stages",
        str(tmp_path / "kept"),
        "--also",
        str(tmp_path / "own.jsonl"),
    ]
    train.main([*rounds, *places])
    train.main([*rounds, *places])
    assert "taking four_fifths-" in capsys.readouterr().err
    manifest = json.loads((tmp_path / "model" / MANIFEST).read_text())
    assert set(manifest["files"]) == set(PARTS)
    assert manifest["taught_on"]["texts"]["told"] > 6_000
    assert Reader.load(tmp_path / "model").read("The officer punched me.").by == named(manifest["files"])
