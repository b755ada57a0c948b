"""The encoder cuts texts as it was taught to and hears long ones in windows."""

from __future__ import annotations

import numpy as np
import pytest

from nlp import encoder
from nlp.classifier import shipped
from nlp.encoder import ENDS, PIECES, TAGS, WINDOW, Encoder


@pytest.fixture(scope="module")
def heard_by() -> Encoder:
    return Encoder(shipped())


def test_spanish_pieces_come_before_english_ones_of_the_same_letters() -> None:
    english = ["[PAD]", "[UNK]", "[MASK]", "once", "upon", "##ce"]
    cut = encoder.tokenizer(english, ["once", "on", "##ces"])
    assert cut.encode("Once upon ONCES", add_special_tokens=False).ids == [6, 4, 1]
    assert cut.encode("onceces", add_special_tokens=False).ids == [6, 8]
    assert encoder.tokenizer(english, ()).encode("once", add_special_tokens=False).ids == [3]


def test_accents_and_capitals_make_no_other_piece() -> None:
    cut = encoder.tokenizer(["[UNK]", "[MASK]"], ["policia", "ano"])
    assert cut.encode("POLICÍA policia año", add_special_tokens=False).ids == [2, 2, 3]


def test_the_ends_of_a_text_are_where_the_published_pieces_have_them() -> None:
    pieces = shipped().joinpath(PIECES["en"]).read_text("utf-8").split("\n")
    assert (pieces[ENDS[0]], pieces[ENDS[1]]) == ("[CLS]", "[SEP]")


@pytest.mark.parametrize(
    ("written", "shape"), [("", 0), ("418", 1), ("#", 2), ("4b", 3), ("cop", 4), ("Vega", 5), ("A", 5), ("STOP", 6)]
)
def test_how_a_piece_is_written(written: str, shape: int) -> None:
    assert encoder.shape(written) == shape


def test_an_empty_text_is_heard_too(heard_by: Encoder) -> None:
    heard = heard_by.hear("", "en")
    assert heard.pieces == ()
    assert np.isfinite(heard.logits).all()
    assert heard.given.shape == (len(heard.logits), 0)


def test_what_the_pieces_gave_adds_up_but_for_what_no_word_says(heard_by: Encoder) -> None:
    """Where one text says more for a label than another, most of that is what its pieces gave."""
    heard = heard_by.hear("The officer smashed my phone on the ground and laughed.", "en")
    other = heard_by.hear("What are your opening hours on Monday?", "en")
    more = heard.logits - other.logits
    given = heard.given.sum(axis=1) - other.given.sum(axis=1)
    most = int(np.argmax(more))
    assert more[most] > 4
    assert given[most] > more[most] / 2
    assert heard.given.shape == (len(heard.logits), len(heard.pieces))
    assert heard.tags.shape == (len(heard.pieces), len(TAGS))
    assert heard.tags.sum(axis=1) == pytest.approx(1.0, abs=1e-4)


def test_a_long_text_is_heard_to_its_end(heard_by: Encoder) -> None:
    talk = "I went to the store and bought bread and then I walked home again. " * 40
    deed = "The officer punched me in the face and broke my nose."
    long, short = heard_by.hear(talk + deed, "en"), heard_by.hear(deed, "en")
    assert len(long.pieces) > 2 * WINDOW
    force = int(np.argmax(short.logits))
    assert long.logits[force] > heard_by.hear(talk, "en").logits[force] + 2
    best = int(np.argmax(long.given[force]))
    assert long.pieces[best][0] >= len(talk)


def test_pieces_are_told_by_their_characters(heard_by: Encoder) -> None:
    text = "El oficial Núñez 👮 me pegó"
    told = [text[start:end] for start, end in heard_by.hear(text, "es").pieces]
    assert "".join(told).replace(" ", "") == text.replace(" ", "")
