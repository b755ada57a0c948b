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
    pass

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


@pytest.mark.parametrize("other", ["text", "labels", "plan"])
def test_other_examples_or_another_plan_have_another_digest(tmp_path: Path, other: str) -> None:
    from nlp.training.run import Plan, digest_of

    plan, first = Plan(tmp_path, None, (), 0, 0, 0, 1), example("told")
    changed = {"text": replace(first, text="else"), "labels": replace(first, aims=NOTHING + 1), "plan": first}[other]
    assert digest_of(plan, [first]) == digest_of(replace(plan, into=tmp_path / "else"), [first])
    assert digest_of(plan, [first]) != digest_of(replace(plan, rounds=5) if other == "plan" else plan, [changed])


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
