"""A Word report has the order of the paper and a word for everything that can be missing."""

import io
from typing import Any

import pytest
from docx import Document

from bot import documents
from bot.desk.papers.investigation_report import Gap
from bot.documents.sheet import words_of
from tests.documents.test_word import MADE_AT, REPORT

KEYS = ("allegations", "findings", "interviews", "unasked", "awaited", "passage")


def headings(data: dict[str, Any]) -> list[str]:
    file = Document(io.BytesIO(documents.word("investigation_report", data, "en", made_at=MADE_AT)))
    return [each.text for each in file.paragraphs if each.style and each.style.name == "Heading 1"]


def test_it_goes_from_the_summary_to_the_recommendations() -> None:
    assert headings(REPORT) == [
        *("Summary", "The complaint", "Allegations", "Evidence reviewed", "Interviews", "Findings", "Conclusions"),
        "Recommendations on rules and practice",
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_everything_that_can_be_missing_has_its_words(language: str) -> None:
    words = words_of(language)["investigation_report"]
    assert {key.removeprefix("missing_") for key in words if key.startswith("missing_")} == {*KEYS, "words"}
    missing = [{"key": Gap(each, "x").key, "about": "x"} for each in KEYS]
    data = {**REPORT, "missing": missing}
    assert documents.word("investigation_report", data, language, made_at=MADE_AT).startswith(b"PK")
    assert documents.pdf("investigation_report", data, language, made_at=MADE_AT).startswith(b"%PDF")
