"""The spaCy pipeline leaves spans and categories on the Doc."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from nlp import pipeline


@pytest.mark.parametrize(("language", "text"), [("en", "the cop punched me"), ("es", "el policía me golpeó")])
def test_a_doc_carries_evidence_and_categories(language: str, text: str) -> None:
    doc = pipeline.build(language)(text)
    assert doc.cats["conduct.excessive_force"] > 0.5
    assert {span.label_ for span in doc.spans["evidence"]} == set(doc.cats)


@given(st.text(st.sampled_from("ab'-.!\u00e9 \n\t\u2028👮7"), max_size=400))
def test_every_sign_of_a_text_is_in_a_token_at_its_place(text: str) -> None:
    doc = pipeline.build("en").make_doc(text + "x" * 70)
    assert doc.text == text + "x" * 70
    assert all(doc.text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_words_of_an_ordinary_length_are_cut_as_spacy_cuts_them() -> None:
    text = "They didn't  stop, no.\n\n Nobody. "
    told = [token.text_with_ws for token in spacy.blank("en")(text)]
    assert [token.text_with_ws for token in pipeline.build("en").make_doc(text)] == told
    long = pipeline.build("en").make_doc(text + "z" * 80)
    assert [token.text_with_ws for token in long][: len(told)] == told
