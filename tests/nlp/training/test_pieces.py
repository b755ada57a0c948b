"""Spanish pieces are found in Spanish texts and begin where what they mean in English stands."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.training import pieces

PAIRS = [
    ("el perro ladra", "the dog barks"),
    ("el gato duerme", "the cat sleeps"),
    ("el perro duerme", "the dog sleeps"),
    ("un gato ladra", "a cat barks"),
    ("un perro come", "a dog eats"),
    ("el gato come", "the cat eats"),
] * 3
ENGLISH = ["[PAD]", "[UNK]", "[MASK]", *["the", "a", "dog", "cat", "barks", "sleeps", "eats"]]


def test_pieces_are_words_and_parts_of_words() -> None:
    found = pieces.spanish([one for one, _ in PAIRS])
    assert {"perro", "gato", "duerme"} <= set(found)
    assert found == sorted(found)
    assert all(piece.removeprefix("##").isalpha() for piece in found)


def test_a_piece_begins_where_its_meaning_stands() -> None:
    spanish = ["come", "duerme", "el", "gato", "ladra", "perro", "un", "unheard"]
    known = np.eye(len(ENGLISH), dtype=np.float32)
    begun = pieces.begin(ENGLISH, spanish, PAIRS, known)
    meaning = {piece: ENGLISH[int(np.argmax(row))] for piece, row in zip(spanish[:-1], begun, strict=False)}
    assert meaning == {
        "perro": "dog",
        "gato": "cat",
        "ladra": "barks",
        "duerme": "sleeps",
        "come": "eats",
        "el": "the",
        "un": "a",
    }
    assert np.linalg.norm(begun, axis=1) == pytest.approx(1.0, abs=1e-4)
