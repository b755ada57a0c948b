"""What is learnt from: our narratives and renderings, clerks' complaints with their doubts, a fifth held back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from nlp import corpus
from nlp.corpus import Rendering, Row
from nlp.reading import GROUPS, Fact
from nlp.training import examples
from nlp.training.examples import LABELS

SLUR = LABELS.index("conduct.slur")
OUTSIDE = LABELS.index("scope.not_a_complaint")


def told(**labels: set[str]) -> Row:
    facts = (Fact("date", 0, 6, "Monday"),)
    named = {group: frozenset(names) for group, names in labels.items()}
    return Row("en-1", "en", "Monday they laughed", named, False, facts, Rendering("es", "El lunes se rieron", None))


def test_a_narrative_is_followed_by_its_rendering() -> None:
    first, second = examples.ours([told(conduct={"slur"}, **{group: set() for group in GROUPS[1:]})])
    assert (first.source, first.language, first.facts) == ("told", "en", (Fact("date", 0, 6, "Monday"),))
    assert (second.source, second.language, second.facts) == ("rendered", "es", None)
    assert first.about == second.about
    assert first.aims[SLUR] == second.aims[SLUR] == 1
    assert first.aims.sum() == 1
    assert first.weights.all()


def test_what_a_source_does_not_label_counts_nothing() -> None:
    (first, _) = examples.ours([told(conduct=set())])
    counted = {LABELS[at].split(".")[0] for at in range(len(LABELS)) if first.weights[at]}
    assert counted == {"conduct", "scope"}


def test_a_fifth_is_held_back() -> None:
    rows = [row.id for path in corpus.ours() for row in corpus.load(path)]
    assert 0.17 < sum(map(examples.held_back, rows)) / len(rows) < 0.23


def test_an_agencys_own_cases_come_without_the_marks_of_what_was_blacked_out() -> None:
    text = "Agent █name█ kicked me.\nHe said █words█."
    (found,) = examples.own([replace(told(conduct={"slur"}), text=text, rendering=None, facts=None)])
    assert (found.source, found.text) == ("own", "Agent   kicked me.\nHe said  .")
    assert found.aims[SLUR] == 1


def test_the_citys_labels_are_weak_and_what_it_leaves_out_counts_little(tmp_path: Path) -> None:
    rows = [{"id": "1", "text": "He was called names.", "city_labels": ["VERBAL ABUSE", "OTHER MISCONDUCT"]}]
    (tmp_path / corpus.CLERKS).write_text("".join(json.dumps(each) + "\n" for each in rows))
    (found,) = examples.city(tmp_path, lambda text: frozenset({"slur"}))
    discourtesy = LABELS.index("conduct.discourtesy")
    assert found.aims[discourtesy] == pytest.approx(0.8)
    assert found.weights[discourtesy] == found.weights[SLUR] == 1
    assert found.weights[LABELS.index("conduct.threats")] == pytest.approx(0.25)
    assert found.weights[OUTSIDE] == found.weights[LABELS.index("basis.age")] == 0


def test_masked_texts_have_no_label_by_its_name() -> None:
    def masked(text: str) -> str:
        (first, _) = examples.ours([replace(told(), text=text)])
        return examples.masked(first).text

    assert masked("He used excessive force and was rude to me").count(examples.MASK) == 2
    assert "force" in masked("the force of the blow")


def test_what_counts_words_sees_no_mask() -> None:
    clerk = examples.Example("c", "clerk", "en", "They used excessive force, he says", *examples.aims_of(told()), None)
    first, second = examples.with_masks([clerk])
    assert first is clerk
    assert "excessive" not in second.text
    assert "mask" not in second.text.lower()
    assert second.text.endswith("he says")


def test_what_is_held_back_was_not_learnt_and_is_what_people_told() -> None:
    aims, weights = examples.aims_of(told())
    sources = ("told", "rendered", "clerk", "city")
    found = [
        examples.Example(f"{at}", source, "en", "t", aims, weights, None) for at in range(400) for source in sources
    ]
    learnt, kept_back = examples.parted(found)
    assert not {each.about for each in learnt} & {each.about for each in kept_back}
    assert {each.source for each in learnt} == set(sources)
    assert {each.source for each in kept_back} == {"told", "clerk"}
    assert len(learnt) + 2 * len(kept_back) == len(found)
