"""Text is kept as it came, except for what no database takes and for direction marks that were left open."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.plain import clean, fold

ANY_TEXT = st.text(st.characters(categories=None), max_size=80)
BIDI = st.text(st.sampled_from("ab \n\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), max_size=40)


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ("plain words", "plain words"),
        ("", ""),
        ("a\0b\0", "ab"),
        ("lone \ud83d high, lone \ude00 low", "lone  high, lone  low"),
        ("two halves \ud83d\ude00", "two halves \U0001f600"),
        ("\ud83dx", "x"),
        ("él dijo ñ 👍🏽 \u200b\u200d", "él dijo ñ 👍🏽 \u200b\u200d"),
        ("bell \x07 escape \x1b", "bell \x07 escape \x1b"),
        ("\u202etxet", "\u202etxet\u202c"),
        ("\u2067\u202bdeep", "\u2067\u202bdeep\u202c\u2069"),
        ("\u202aclosed\u202c", "\u202aclosed\u202c"),
        ("\u2066\u202eclosed by the isolate\u2069", "\u2066\u202eclosed by the isolate\u2069"),
        ("\u202e\u2066not closed\u202c", "\u202e\u2066not closed\u202c\u2069\u202c"),
        ("never opened \u202c\u2069", "never opened \u202c\u2069"),
        ("\u202eends with its line\nnext", "\u202eends with its line\nnext"),
        ("\u202eends with its line\u2029\u202bnext", "\u202eends with its line\u2029\u202bnext\u202c"),
    ],
)
def test_clean(came: str, kept: str) -> None:
    assert clean(came) == kept


@given(ANY_TEXT | BIDI)
def test_clean_text_can_be_stored_and_stays_clean(text: str) -> None:
    kept = clean(text)
    kept.encode()
    assert "\0" not in kept
    assert clean(kept) == kept


@given(BIDI)
def test_clean_changes_nothing_that_was_written(text: str) -> None:
    assert clean(text).startswith(text)
    assert set(clean(text)[len(text) :]) <= {"\u202c", "\u2069"}


@pytest.mark.parametrize(
    ("came", "compared"),
    [
        ("  El  Día\tde AYER ", "el dia de ayer"),
        ("don’t — ‘x’", "don't - 'x'"),
        ("ＮÚＭＥＲＯ １２", "numero 12"),
        ("Straße", "strasse"),
        ("año", "ano"),
    ],
)
def test_fold(came: str, compared: str) -> None:
    assert fold(came) == compared


@given(ANY_TEXT)
def test_fold_leaves_no_accent_and_no_run_of_spaces(text: str) -> None:
    folded = fold(clean(text))
    assert not any(map(unicodedata.combining, folded))
    assert folded == " ".join(folded.split())
