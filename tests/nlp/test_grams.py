"""Words, pairs of words and runs of letters: counted alike everywhere, weighed by a linear model."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from nlp.classifier import shipped
from nlp.grams import FILE, Grams, counts, placed
from nlp.vocabulary import full_names


def of(*words: str) -> tuple[np.ndarray, np.ndarray]:
    """Digests of these grams, in order, each as rare as the others."""
    known = np.array(sorted({digest for word in words for counted in counts(word) for digest in counted}), np.uint32)
    return known, np.ones(len(known), np.float32)


def test_words_pairs_and_runs_of_letters_are_counted() -> None:
    told, runs = counts("He hit, hit me")
    assert sorted(told.values()) == [1, 1, 1, 1, 1, 2]
    assert counts("HÉ HIT hit me")[0] == told
    assert runs == sum((counts(word)[1] for word in ("he", "hit,", "hit", "me")), Counter())


def test_a_word_and_a_run_of_letters_are_not_taken_for_one_another() -> None:
    for word in ("day", "gay", "hit", "kit", "where", "there"):
        told, runs = counts(f"{word} gay kit there day hit where")
        assert not set(told) & set(runs)


def test_what_is_not_known_does_not_count_and_length_is_evened_out() -> None:
    known, rarity = of("hit")
    places, values = placed("they hit my brother", known, rarity)
    again, as_much = placed("hit hit hit hit", known, rarity)
    assert set(places) == set(again)
    assert values.tolist() == pytest.approx(as_much.tolist())
    assert float(values @ values) == pytest.approx(2)


@pytest.mark.parametrize("text", ["", "  ", "\0", "\ud800", "🙂", "?!", "a" * 100_000])
def test_a_text_of_which_nothing_is_known_says_what_is_said_of_everybody(text: str) -> None:
    known, rarity = of("hit")
    grams = Grams(known, rarity, np.ones((2, len(known)), np.int8), np.ones(2), np.array([-1.0, 2.0]))
    assert grams.say(text).tolist() == [-1, 2]
    assert grams.say("hit").tolist() != [-1, 2]


def test_it_is_kept_and_read_again(tmp_path: Path) -> None:
    known, rarity = of("hit", "kicked")
    made = Grams(known, rarity, np.full((1, len(known)), 3, np.int8), np.ones(1, np.float32), np.zeros(1, np.float32))
    made.save(tmp_path)
    assert Grams.load(tmp_path).say("kicked").tolist() == made.say("kicked").tolist()


def test_what_does_not_belong_together_is_refused(tmp_path: Path) -> None:
    known, rarity = of("hit")
    fitting = {"rarity": rarity, "steps": np.ones((2, len(known)), np.int8), "scale": np.ones(2), "bias": np.zeros(2)}
    for other in (
        {"rarity": rarity[1:]},
        {"steps": np.ones((2, 3), np.int8)},
        {"scale": np.ones(1)},
        {"bias": np.ones(3)},
    ):
        Grams(known, **(fitting | other)).save(tmp_path)
        with pytest.raises(ValueError, match="belongs together"):
            Grams.load(tmp_path)


@pytest.mark.parametrize("part", ["empty", "half", "else"])
def test_what_is_no_model_is_refused(tmp_path: Path, part: str) -> None:
    known, rarity = of("hit", "kicked")
    Grams(known, rarity, np.ones((1, len(known)), np.int8), np.ones(1), np.zeros(1)).save(tmp_path)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes({"empty": b"", "half": whole[: len(whole) // 2], "else": b"no such thing"}[part])
    with pytest.raises(ValueError):
        Grams.load(tmp_path)


def test_what_is_no_number_is_refused(tmp_path: Path) -> None:
    known, rarity = of("hit")
    Grams(known, rarity, np.ones((1, len(known)), np.int8), np.ones(1), np.array([np.nan])).save(tmp_path)
    with pytest.raises(ValueError, match="no number"):
        Grams.load(tmp_path)


@pytest.mark.parametrize("text", ["ab" * 100_000, "a" + "\u0301" * 20_000 + "\u0323" * 20_000])
def test_one_endless_word_costs_no_more_than_a_long_one(text: str) -> None:
    assert sum(counts(text)[1].values()) < 300


def test_the_grams_that_ship_hear_what_words_say() -> None:
    grams = Grams.load(shipped())
    force = full_names().index("conduct.excessive_force")
    assert grams.say("the cop punched me in the face")[force] > grams.say("what are your opening hours")[force] + 0.5
    assert grams.say("el policía me golpeó en la cara")[force] > grams.say("a qué hora abren")[force] + 0.5
