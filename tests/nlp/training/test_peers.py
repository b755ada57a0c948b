"""Other ways to read learn from the same examples and answer in the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp.corpus import Row
from nlp.evaluate import evaluate
from nlp.training.examples import LABELS, Example
from nlp.weighing import Weighing, Weights

if TYPE_CHECKING:
    from nlp.training.peers import Peer

pytestmark = pytest.mark.training

FORCE, SLUR = LABELS.index("conduct.excessive_force"), LABELS.index("conduct.slur")


def example(text: str, label: int) -> Example:
    aims, weights = np.zeros(len(LABELS), np.float32), np.ones(len(LABELS), np.float32)
    # As of a weak source: nearly sure of what it says, silent about one other label.
    aims[label] = 0.95
    weights[(label + 1) % len(LABELS)] = 0 if label in (FORCE, SLUR) else 1
    return Example(text, "told", "en", text, aims, weights, None)


def lessons() -> list[Example]:
    deeds = ["he kicked my leg", "they kicked me twice", "she kicked my back", "kicked me down the stairs"]
    names = ["he called me names", "they called us names", "she called him names again", "called me ugly names"]
    # Linear models need both sides of every label.
    rest = [example(f"nothing about label {at}", at) for at in range(len(LABELS)) if at not in (FORCE, SLUR)]
    return [example(each, FORCE) for each in deeds] * 4 + [example(each, SLUR) for each in names] * 4 + rest


@pytest.mark.parametrize("which", [0, 1, 3, 4, 5])
def test_a_peer_learns_to_tell_two_deeds_apart(which: int) -> None:
    from nlp.training import peers

    peer: Peer = list(peers.peers(lambda each: each.aims))[which]
    peer.teach(lessons())
    scores = peer.scores(["kicked me", "called me names"])
    assert scores.shape == (2, len(LABELS))
    assert scores[0, FORCE] > scores[1, FORCE]
    assert scores[1, SLUR] > scores[0, SLUR]
    kept = peer.kept()
    peer.load(kept)
    assert len(kept) > 100
    assert peer.scores(["kicked me", "called me names"]) == pytest.approx(scores, abs=1e-4)


def test_a_peer_is_measured_as_ours_is() -> None:
    from nlp.training.peers import Taught

    class Sure:
        name = "sure of slurs"

        def scores(self, texts: list[str]) -> np.ndarray:
            said = np.full((len(texts), len(LABELS)), -9.0, np.float32)
            said[:, SLUR] = 9.0
            return said

    weighing = Weighing(dict.fromkeys(LABELS, Weights(0, 1, 0, 0, 0, 0, 0.5)))
    rows = [
        Row("1", "en", "names", {"conduct": frozenset({"slur"})}, False, ()),
        Row("2", "en", "hello", {"conduct": frozenset()}, True, ()),
    ]
    report = evaluate(Taught(Sure(), weighing), "few", rows)  # type: ignore[arg-type]
    conduct = report.figures["groups"]["conduct"]
    assert (conduct["right"], conduct["wrong"], conduct["missed"]) == (1, 1, 0)
    assert report.scope["out of scope, given a conduct label"] == 1
