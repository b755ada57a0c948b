"""The spaCy pipeline leaves spans and categories on the Doc."""

from __future__ import annotations

import pytest

from nlp import pipeline


@pytest.mark.parametrize(("language", "text"), [("en", "the cop punched me"), ("es", "el policía me golpeó")])
def test_a_doc_carries_evidence_and_categories(language: str, text: str) -> None:
    doc = pipeline.build(language)(text)
    assert doc.cats["conduct.excessive_force"] > 0.5
    assert {span.label_ for span in doc.spans["evidence"]} == set(doc.cats)
