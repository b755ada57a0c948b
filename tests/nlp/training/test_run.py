"""One whole training, in its parts: what a round draws, what phrases say, what is kept between stages."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp.training.examples import LABELS, Example

if TYPE_CHECKING:
    from nlp.training.network import Network

pytestmark = pytest.mark.training

NOTHING = np.zeros(len(LABELS), np.float32)


def example(source: str, number: int = 0, text: str = "they used excessive force") -> Example:
    return Example(f"{source}{number}", source, "en", text, NOTHING, NOTHING, None)


def test_a_round_takes_all_that_was_told_and_part_of_the_rest() -> None:
    from nlp.encoder import tokenizer
    from nlp.training import run

    pieces = ["[UNK]", "[CLS]", "[SEP]", "[MASK]", *["they", "used", "excessive", "force"]]
    tokenizers = {"en": tokenizer(pieces, ()), "es": tokenizer(pieces, ())}
    many = [example(source, at) for source in ("told", "rendered", "clerk", "city") for at in range(2000)]
    draw = run._drawing(run._both(many, tokenizers), seed=5)
    counts = {
        source: sum(each.example.source == source for each in draw(0))
        for source in ("told", "rendered", "clerk", "city")
    }
    assert counts["told"] == counts["clerk"] == 2000
    assert counts["rendered"] == pytest.approx(2000 * run.RENDERED_A_ROUND, rel=0.1)
    assert counts["city"] == pytest.approx(run.CITY_A_ROUND, rel=0.1)
    masked = sum(pieces.index("[MASK]") in each.ids for each in draw(0) if each.example.source == "clerk")
    assert masked == pytest.approx(1000, rel=0.1)
    assert not any(pieces.index("[MASK]") in each.ids for each in draw(0) if each.example.source == "told")
    assert [each.example.about for each in draw(0)] == [each.example.about for each in draw(0)]
    assert [each.example.about for each in draw(0)] != [each.example.about for each in draw(1)]


def test_phrases_say_yes_no_or_nothing() -> None:
    from nlp.training.run import Patterns

    patterns = Patterns()
    texts = ("the cop punched me", "no officer ever hit me", "hello")
    fits = [patterns.fitting(text, "en", ("en",)) for text in texts]
    assert [each.get("conduct.excessive_force", 0) for each in fits] == [1, -1, 0]
    assert fits[2]["scope.not_a_complaint"] == 1
    assert patterns.conduct("the cop punched me") == {"excessive_force"}


def small() -> Network:
    from nlp.training.network import Network, Size

    return Network(Size(words=8, width=8, layers=1, heads=2, inner=8, places=8), 3, 3)


def test_a_stage_that_was_kept_is_not_made_again(tmp_path: Path) -> None:
    import torch

    from nlp.training.run import Stages

    made = small()
    said: list[str] = []
    stages = Stages(tmp_path / "kept", "digest", said.append)
    assert stages.network("first", small(), lambda: made) is made
    again = stages.network("first", small(), pytest.fail)
    assert torch.equal(again.weigh, made.weigh)
    assert said == ["taking first-digest.pt as it was kept"]
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["first-digest.pt"]


def test_a_stopped_training_goes_on_with_the_pieces_it_began_with(tmp_path: Path) -> None:
    from nlp.training.run import Stages

    stages = Stages(tmp_path, "digest", lambda line: None)
    assert stages.words("pieces", lambda: ["perro", "come"]) == ["perro", "come"]
    assert stages.words("pieces", pytest.fail) == ["perro", "come"]


def test_without_a_folder_everything_is_made() -> None:
    from nlp.training.run import Stages

    stages = Stages(None, "digest", pytest.fail)
    assert [stages.words("pieces", lambda each=each: [each]) for each in "ab"] == [["a"], ["b"]]  # type: ignore[misc]


@pytest.mark.parametrize("other", ["text", "labels", "plan"])
def test_other_examples_or_another_plan_have_another_digest(tmp_path: Path, other: str) -> None:
    from nlp.training.run import Plan, digest_of

    plan, first = Plan(tmp_path, None, (), 0, 0, 0, 1), example("told")
    changed = {"text": replace(first, text="else"), "labels": replace(first, aims=NOTHING + 1), "plan": first}[other]
    assert digest_of(plan, [first]) == digest_of(replace(plan, into=tmp_path / "else"), [first])
    assert digest_of(plan, [first]) != digest_of(replace(plan, rounds=5) if other == "plan" else plan, [changed])


def test_only_a_model_or_nothing_is_replaced(tmp_path: Path) -> None:
    from nlp.training.run import _may_replace, _replace

    results, new = tmp_path / "results", tmp_path / "model.new"
    results.mkdir()
    _may_replace(results)
    (results / "figures.txt").write_text("mine")
    with pytest.raises(ValueError, match="something else than a model"):
        _may_replace(results)
    (results / "manifest.json").write_text("{}")
    _may_replace(results)
    _may_replace(tmp_path / "nothing")
    for old in (results, tmp_path / "nothing"):
        new.mkdir()
        (new / "manifest.json").write_text("new")
        _replace(old, new)
        assert [path.name for path in old.iterdir()] == ["manifest.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["nothing", "results"]


def test_lines_are_drawn_anew_without_teaching(tmp_path: Path) -> None:
    from nlp.classifier import MANIFEST, shipped
    from nlp.reader import Reader
    from nlp.training.run import draw_lines
    from nlp.weighing import FILE, Weighing

    model = Path(shutil.copytree(shipped(), tmp_path / "model"))
    said: list[str] = []
    before, signed = Weighing.load(model), json.loads((model / MANIFEST).read_text())
    far = {name: replace(each, threshold=0.99) for name, each in before.labels.items()}
    Weighing(far).save(model)
    signed["files"][FILE] = sha256((model / FILE).read_bytes()).hexdigest()
    (model / MANIFEST).write_text(json.dumps(signed))
    draw_lines(model, said.append)
    # Processors differ in the last place of a number.
    for name, each in Weighing.load(model).labels.items():
        assert each.threshold == pytest.approx(before.labels[name].threshold, abs=0.05), name
        assert replace(each, threshold=0) == replace(before.labels[name], threshold=0)
    assert "/".join(said).startswith("drawing the lines on 1028")
    assert Reader.load(model).read("The officer punched me.").of("conduct")


def test_lines_are_drawn_on_the_chances_that_the_reader_gives() -> None:
    from nlp.classifier import shipped
    from nlp.encoder import Encoder
    from nlp.grams import Grams
    from nlp.reader import Reader
    from nlp.training.run import Patterns, said
    from nlp.weighing import Weighing

    told = [("the cop punched me and nobody hit me back", "en"), ("nunca me pegó pero me gritó estúpida", "es")]
    model = shipped()
    heard = said(Encoder(model), Grams.load(model), Patterns(), told)
    reader = Reader.load()
    for (text, language), chances in zip(told, heard.chances(Weighing.load(model)), strict=True):
        read = reader.read(text, language).chances
        assert list(read.values()) == pytest.approx(chances[:-1].tolist(), abs=0.001)
