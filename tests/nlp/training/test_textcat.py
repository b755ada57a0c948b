"""spaCy's classifiers are told yes and no as often as a label is likely, and nothing where nobody knows."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.training.examples import LABELS

pytestmark = pytest.mark.training


def test_a_chance_is_told_as_often_as_it_is_likely() -> None:
    import spacy
    from spacy.training import Example

    from nlp.training.textcat import say_labels

    nlp = spacy.blank("xx")
    lessons = [Example.from_dict(nlp.make_doc("words"), {}) for _ in range(400)]
    aims = np.zeros((400, len(LABELS)), np.float32)
    aims[:, 0], aims[:, 1] = 1.0, 0.85
    told = np.ones(aims.shape, bool)
    told[:, 2] = False
    say_labels(lessons, aims, told, np.random.default_rng(1))
    said = [each.reference.cats for each in lessons]
    assert {value for each in said for value in each.values()} == {0.0, 1.0}
    assert all(each[LABELS[0]] == 1.0 and each[LABELS[3]] == 0.0 for each in said)
    assert sum(each[LABELS[1]] for each in said) / len(said) == pytest.approx(0.85, abs=0.05)
    assert not any(LABELS[2] in each for each in said)
