"""The trained part is whole or refused, and decides by the lines that lie beside it."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from nlp import Reader, grams
from nlp.classifier import MANIFEST, PARTS, Classifier, ModelUnreadable, shipped
from nlp.encoder import NETWORK, PIECES
from nlp.grams import Grams
from nlp.training.examples import LABELS
from nlp.weighing import FILE, Weighing


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the model that ships."""
    return Path(shutil.copytree(shipped(), tmp_path / "model"))


def test_what_ships_is_whole_and_small() -> None:
    assert Classifier.load().name
    assert sum(shipped().joinpath(part).stat().st_size for part in PARTS) < 60_000_000


def test_it_knows_every_label_in_the_order_it_was_taught() -> None:
    assert tuple(Weighing.load(shipped()).labels) == LABELS


@pytest.mark.parametrize("part", [*PARTS, MANIFEST])
def test_a_missing_part_is_named(model: Path, part: str) -> None:
    (model / part).unlink()
    with pytest.raises(ModelUnreadable, match=rf"{part} is missing.*nlp.train"):
        Reader.load(model)


@pytest.mark.parametrize("part", PARTS)
def test_a_damaged_part_is_named(model: Path, part: str) -> None:
    data = (model / part).read_bytes()
    (model / part).write_bytes(data[: len(data) // 2])
    with pytest.raises(ModelUnreadable, match=f"{part} is damaged"):
        Reader.load(model)


@pytest.mark.parametrize("written", ["", "{}", "[]", "null", '{"files": {}}', "\x00"])
def test_a_manifest_that_says_nothing_is_refused(model: Path, written: str) -> None:
    (model / MANIFEST).write_text(written)
    with pytest.raises(ModelUnreadable, match=r"manifest\.json does not name its parts"):
        Reader.load(model)


def sign(model: Path, part: str) -> None:
    """Make the manifest say that this part is as it should be."""
    manifest = json.loads((model / MANIFEST).read_text())
    manifest["files"][part] = sha256((model / part).read_bytes()).hexdigest()
    (model / MANIFEST).write_text(json.dumps(manifest))


def test_a_network_that_is_none_is_refused_although_its_digest_is_right(model: Path) -> None:
    (model / NETWORK).write_bytes(b"no network")
    sign(model, NETWORK)
    with pytest.raises(ModelUnreadable, match="cannot be read"):
        Reader.load(model)


def test_grams_of_other_labels_are_refused_although_their_digest_is_right(model: Path) -> None:
    known = np.array([1, 2], np.uint32)
    Grams(known, np.ones(2), np.ones((2, 2), np.int8), np.ones(2), np.zeros(2)).save(model)
    sign(model, grams.FILE)
    with pytest.raises(ModelUnreadable, match="grams and labels do not belong together"):
        Reader.load(model)


def test_labels_in_another_order_are_refused(model: Path) -> None:
    weighing = Weighing.load(model)
    Weighing(dict(reversed(weighing.labels.items()))).save(model)
    sign(model, FILE)
    with pytest.raises(ModelUnreadable, match="labels are not those of this version"):
        Reader.load(model)


def test_pieces_of_the_other_language_are_refused(model: Path) -> None:
    for one, other in ((PIECES["en"], PIECES["es"]), (PIECES["es"], PIECES["en"])):
        (model / one).write_bytes((shipped() / other).read_bytes())
        sign(model, one)
    with pytest.raises(ModelUnreadable, match=f"Look at {model}"):
        Classifier.load(model)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnreadable, match="is missing"):
        Reader.load(tmp_path / "nowhere")
