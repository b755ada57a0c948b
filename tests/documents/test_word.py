"""The Word file of a report says what the PDF says, opens in python-docx, and nothing in it runs, links or loads."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from bot import documents

MADE_AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
HOSTILE = '=cmd|"/c calc"!A1 #strong[no] {reference} <w:br/> ]]> {{ x }} \x00\x0b INCLUDETEXT "http://example.org"'
OFFICER = {"state": "known", "name": "Reed, badge 1234"}
REPORT: dict[str, Any] = {
    "reference": "HOIG-2026-00001-5",
    "sample": True,
    "made": "November 22, 2026",
    "office": {"name": "Office of Examples", "address": "1 Main Street", "phone": "555-0100", "web": "example.gov"},
    "received": "September 14, 2026",
    "complainant": {"state": "kept", "name": ""},
    "investigator": "Ana Soto",
    "respondents": [OFFICER, {"state": "described", "name": "tall, red hair"}],
    "answers": [["When", "March 3, 2026"], ["Where", "Park Street"]],
    "story": f"They pushed me against the wall.\n{HOSTILE}",
    "register": [
        {
            "item": "Body-worn camera",
            "whom": "Hartford Police, records",
            "asked_on": "September 14, 2026",
            "due_on": "September 21, 2026",
            "state": "received",
            "on": "September 20, 2026",
            "words": "Two recordings.",
            "files": [1, 2],
        },
        {
            "item": "Medical records",
            "whom": "",
            "asked_on": "September 14, 2026",
            "due_on": "September 28, 2026",
            "state": "waiting",
            "on": "",
            "words": "",
            "files": [],
        },
        {
            "item": "Internal-affairs report",
            "whom": "Hartford Police, Internal Affairs",
            "asked_on": "September 14, 2026",
            "due_on": "September 28, 2026",
            "state": "refused",
            "on": "September 25, 2026",
            "words": "There is none.",
            "files": [],
        },
    ],
    "files": [{"number": 1, "kind": "video", "name": "cam1.mp4", "on": "September 20, 2026", "digest": "ab" * 32}],
    "interviews": [
        {
            "kind": "Interview",
            "on": "October 1, 2026",
            "place": "550 Main Street",
            "about": "What was seen",
            "came": [
                {"name": "", "state": "came"},
                {"name": "Leo Diaz", "state": "absent"},
                {"name": "Ida Moss", "state": "asked"},
            ],
            "result": "The complainant showed on a map where it was.",
        }
    ],
    "statements": [{"who": "the neighbor", "on": "October 2, 2026", "words": "I saw the push.", "files": [1]}],
    "allegations": [
        {
            "code": "UF",
            "name": "Use of force",
            "findings": [
                {
                    "officer": OFFICER,
                    "made": True,
                    "finding": "Sustained: it happened and broke a rule",
                    "severity": "Serious",
                    "because": "The recording shows it.",
                    "action": "recommended",
                    "action_words": "Training in holds.",
                },
                {"officer": {"state": "described", "name": "tall, red hair"}, "made": False},
            ],
        }
    ],
    "passages": [
        {"name": "Summary", "opens": True, "words": "A stop on Park Street.\n\nIt ended with a push."},
        {"name": "Conclusions", "opens": False, "words": ""},
    ],
    "recommendations": [
        {
            "kind": "Recommendation",
            "what": "Cameras on before every stop.",
            "to": "Chief of Police",
            "due_on": "December 1, 2026",
            "settled": True,
            "on": "November 20, 2026",
            "outcome": "Accepted",
            "answer": "The order was changed.",
        }
    ],
    "missing": [{"key": "findings", "about": "1"}, {"key": "passage", "about": "Conclusions"}],
}


def said(data: bytes) -> str:
    """Every word of a Word file, of its tables too."""
    file = Document(io.BytesIO(data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in file.paragraphs), *cells])


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_word_file_says_what_the_paper_says(language: str) -> None:
    word = said(documents.word("investigation_report", REPORT, language, made_at=MADE_AT))
    pages = PdfReader(io.BytesIO(documents.pdf("investigation_report", REPORT, language, made_at=MADE_AT))).pages
    paper = " ".join("\n".join(each.extract_text() for each in pages).split())
    for each in (
        *("HOIG-2026-00001-5", "Ana Soto", "Reed, badge 1234", "tall, red hair", "Two recordings.", "There is none."),
        *("I saw the push.", "The recording shows it.", "Training in holds.", "It ended with a push.", "Leo Diaz"),
        *("Cameras on before every stop.", "The order was changed.", "showed on a map", "Park Street", "cam1.mp4"),
    ):
        assert each in word, each
        assert each in paper, each
    assert "Ida Moss" not in word + paper, "nobody wrote down that she stayed away"
    missing = {"en": "Findings that are not made yet: 1", "es": "Conclusiones que todavía faltan: 1"}[language]
    assert missing in word
    assert missing in paper
    assert ("[Not written yet.]" if language == "en" else "[Todavía no está escrito.]") in word


def test_hostile_words_are_words_and_nothing_runs_links_or_loads() -> None:
    data = documents.word("investigation_report", REPORT, "en", made_at=MADE_AT)
    assert HOSTILE.replace("\x00", "").replace("\x0b", "") in said(data)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names, body = packed.namelist(), packed.read("word/document.xml").decode()
        loads = [packed.read(each).decode() for each in names if each.endswith(".rels")]
    assert not [each for each in names if "vba" in each.lower() or "embeddings" in each]
    assert not any('TargetMode="External"' in each for each in loads)
    assert "<w:fldSimple" not in body
    assert "<w:instrText" not in body
    assert "<w:hyperlink" not in body


def test_the_file_says_its_title_and_names_no_author() -> None:
    about = Document(io.BytesIO(documents.word("investigation_report", REPORT, "es", made_at=MADE_AT))).core_properties
    assert about.title == "Informe de la investigación HOIG-2026-00001-5"
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")


def test_there_is_a_word_file_of_reports_alone() -> None:
    assert documents.editable() == ("investigation_report",)
    with pytest.raises(LookupError):
        documents.word("copy", {}, "en", made_at=MADE_AT)


def test_an_empty_case_makes_a_report_that_names_what_is_missing() -> None:
    empty = {name: [] if isinstance(value, list) else value for name, value in REPORT.items()}
    empty |= {"investigator": "", "story": "", "missing": [{"key": "allegations", "about": ""}]}
    empty |= {"complainant": {"state": "unnamed", "name": ""}}
    word = said(documents.word("investigation_report", empty, "en", made_at=MADE_AT))
    assert "No allegation is confirmed." in word
    assert "[No interview was held.]" in word
    assert documents.pdf("investigation_report", empty, "en", made_at=MADE_AT).startswith(b"%PDF")
