"""The folder that a training writes takes the place of a model and of nothing else, and is signed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from nlp.classifier import MANIFEST, Classifier, ModelUnreadable, shipped
from nlp.training.folder import beside, may_replace, put, sign
from nlp.weighing import FILE


def test_only_a_model_or_nothing_is_replaced(tmp_path: Path) -> None:
    results, new, kept = tmp_path / "results", tmp_path / "new", tmp_path / "results.old"
    kept.mkdir()
    results.mkdir()
    may_replace(results)
    (results / "figures.txt").write_text("mine")
    with pytest.raises(ValueError, match="something else than a model"):
        may_replace(results)
    (results / "manifest.json").write_text("{}")
    may_replace(results)
    may_replace(tmp_path / "nothing")
    for old in (results, tmp_path / "nothing"):
        new.mkdir()
        (new / "manifest.json").write_text("new")
        put(new, old)
        assert [path.name for path in old.iterdir()] == ["manifest.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["nothing", "results", "results.old"]


def test_the_old_one_stays_where_the_new_one_cannot_be_put(tmp_path: Path) -> None:
    old = tmp_path / "model"
    old.mkdir()
    with pytest.raises(OSError, match="nowhere"):
        put(tmp_path / "nowhere", old)
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    assert beside(tmp_path / "deep" / "model").parent == tmp_path / "deep"


def test_what_was_changed_is_read_once_it_is_signed(tmp_path: Path) -> None:
    model = Path(shutil.copytree(shipped(), tmp_path / "model"))
    (model / FILE).write_text((model / FILE).read_text() + "\n")
    with pytest.raises(ModelUnreadable):
        Classifier.load(model)
    sign(model)
    assert Classifier.load(model).name != Classifier.load().name
    before = json.loads((shipped() / MANIFEST).read_text())
    assert json.loads((model / MANIFEST).read_text())["taught_on"] == before["taught_on"]
