"""A very small network is taught on a few made-up texts: the whole way from examples to the file that ships."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from nlp.encoder import TAGS, Encoder, tokenizer
from nlp.reading import Fact
from nlp.training.examples import LABELS, Example

if TYPE_CHECKING:
    from nlp.training.batches import Cut
    from nlp.training.network import Network

pytestmark = pytest.mark.training

FORCE, SLUR = LABELS.index("conduct.excessive_force"), LABELS.index("conduct.slur")
WORDS = ["he", "she", "they", "hit", "kicked", "called", "me", "us", "names", "then", "on", "monday", "friday", "vega"]
ENGLISH = ["[PAD]", "[UNK]", *(f"[unused{n}]" for n in range(99)), "[CLS]", "[SEP]", "[MASK]", *WORDS, "officer"]
SPANISH = ["el", "ella", "me", "pego", "pateo", "llamo", "apodos", "lunes"]
TOLD = ["he hit me", "she kicked us", "they hit us then", "he kicked me on monday"]
CALLED = ["he called me names", "she called us names", "they called me names on friday", "officer vega called us names"]


def example(text: str, *labels: int, language: str = "en", facts: tuple[Fact, ...] | None = ()) -> Example:
    aims = np.zeros(len(LABELS), np.float32)
    aims[list(labels)] = 1
    return Example(text, "told", language, text, aims, np.ones(len(LABELS), np.float32), facts)


def dated(text: str) -> tuple[Fact, ...]:
    days = [day for day in ("monday", "friday") if day in text]
    return tuple(Fact("date", text.index(day), text.index(day) + len(day), day) for day in days)


@pytest.fixture
def tokenizers() -> dict[str, Any]:
    return {"en": tokenizer(ENGLISH, ()), "es": tokenizer(ENGLISH, SPANISH)}


@pytest.fixture
def cuts(tokenizers: dict[str, Any]) -> list[Cut]:
    from nlp.training.batches import cut

    return cut(
        [example(text, FORCE, facts=dated(text)) for text in TOLD]
        + [example(text, SLUR, facts=dated(text)) for text in CALLED],
        tokenizers,
    )


@pytest.fixture
def network() -> Network:
    import torch

    from nlp.training.network import Network, Size

    torch.manual_seed(3)
    size = Size(words=len(ENGLISH) + len(SPANISH), width=32, layers=1, heads=2, inner=64, places=300)
    return Network(size, len(LABELS), len(TAGS))


def said(network: Network, cuts: list[Cut]) -> np.ndarray[Any, Any]:
    import torch

    from nlp.training.batches import in_turn
    from nlp.training.fit import heard

    with torch.no_grad():
        return in_turn(cuts, lambda batch: heard(network.eval(), batch)[0]).numpy()


@pytest.fixture
def taught(network: Network, cuts: list[Cut]) -> Network:
    from nlp.training import fit

    return fit.teach(network, lambda number: cuts * 6, 25, 1, lambda line: None, rate=8.0)


def test_it_learns_labels_and_the_same_seed_learns_the_same(network: Network, cuts: list[Cut]) -> None:
    import torch

    from nlp.training import fit

    lines: list[str] = []

    def teach() -> Network:
        torch.manual_seed(5)
        return fit.teach(copy.deepcopy(network), lambda number: cuts * 6, 25, 1, lines.append, rate=8.0)

    first, second = teach(), teach()
    logits = said(first, cuts)
    assert (logits[:4, FORCE] > logits[4:, FORCE].max()).all()
    assert (logits[4:, SLUR] > logits[:4, SLUR].max()).all()
    assert np.array_equal(logits, said(second, cuts))
    assert "labels and facts" in lines[-1]
    assert "0 min to go" in lines[-1]


def test_what_ships_hears_what_was_taught(taught: Network, cuts: list[Cut], tmp_path: Path) -> None:
    from nlp.training.ship import ship

    exact = said(taught, cuts)
    ship(copy.deepcopy(taught), ENGLISH, SPANISH, tmp_path)
    encoder = Encoder(tmp_path)
    for each, logits in zip(cuts, exact, strict=True):
        heard = encoder.hear(each.example.text, "en")
        assert heard.logits == pytest.approx(logits, abs=0.5)
        assert heard.given.shape == (len(LABELS), len(each.ids))
    assert not (tmp_path / "exact.onnx").exists()


def test_what_a_source_does_not_say_teaches_nothing(network: Network, tokenizers: dict[str, Any]) -> None:
    from nlp.training.batches import cut, together
    from nlp.training.fit import loss_of

    silent = example("he hit me", FORCE, facts=None)
    silent = Example(silent.about, "city", "en", silent.text, silent.aims, np.zeros(len(LABELS), np.float32), None)
    network.eval()
    assert loss_of(network, together(cut([silent], tokenizers))).item() == 0.0


def test_spanish_is_moved_beside_english(network: Network, tokenizers: dict[str, Any]) -> None:
    import torch

    from nlp.training import fit
    from nlp.training.batches import cut, together

    pairs = [
        ("el me pego", "he hit me"),
        ("ella me pateo", "she kicked me"),
        ("el me llamo apodos", "he called me names"),
    ]
    both = [
        (one, other)
        for ours, theirs in pairs
        for one in cut([example(ours, language="es")], tokenizers)
        for other in cut([example(theirs)], tokenizers)
    ]
    teacher = copy.deepcopy(network.encoder).eval()

    def apart() -> float:
        network.encoder.eval()
        found = []
        for one, other in both:
            ours, theirs = together([one]), together([other])
            with torch.no_grad():
                mean = network.encoder(ours.ids, ours.languages, ours.there).mean(1)
                aim = teacher(theirs.ids, theirs.languages, theirs.there).mean(1)
            found.append(1 - torch.nn.functional.cosine_similarity(mean, aim).item())
        return sum(found)

    before = apart()
    fit.beside(network.encoder, teacher, both * 8, 20, 1, lambda line: None)
    assert apart() < before / 2


def test_tags_stand_on_the_pieces_of_a_fact(cuts: list[Cut]) -> None:
    monday = next(each for each in cuts if "monday" in each.example.text)
    assert [TAGS[tag] for tag in monday.tags] == ["", "", "", "", "first date"]


def test_a_long_text_is_heard_in_windows_as_the_encoder_hears_it(
    taught: Network, tokenizers: dict[str, Any], tmp_path: Path
) -> None:
    import random

    from nlp.encoder import ENDS, WINDOW
    from nlp.training.batches import batches, cut, together
    from nlp.training.fit import heard
    from nlp.training.ship import ship

    texts = ["he hit me " * 200, "they called me names " * 90, "she kicked us"]
    long = cut([example(text) for text in texts], tokenizers)
    (group,) = batches(long, random.Random(1))
    batch = together(group)
    assert batch.texts.tolist() == [0, 1, 1, 2, 2, 2]
    assert batch.ids.shape == (6, WINDOW + 2)
    assert (batch.ids[1, 0].item(), batch.ids[1, -1].item()) == ENDS
    logits = heard(taught, batch)[0].detach().numpy()
    ship(copy.deepcopy(taught), ENGLISH, SPANISH, tmp_path)
    encoder = Encoder(tmp_path)
    for text, ours in zip(reversed(texts), logits, strict=True):
        assert encoder.hear(text, "en").logits == pytest.approx(ours, abs=0.5)


def test_of_the_beginning_alone_there_is_one_row_for_each_text_in_the_order_given(tokenizers: dict[str, Any]) -> None:
    from nlp.training.batches import cut, in_turn

    texts = ["he hit me " * 200, "she kicked us", "they hit us then"]
    assert in_turn(cut([example(text) for text in texts], tokenizers), lambda batch: batch.there.sum(1)).tolist() == [
        256,
        5,
        6,
    ]
