"""Papers are tagged PDF/UA-1 in both languages, the same each time, and nothing in a person's words is markup."""

import io
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot import documents

MADE_AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
WORDS = Path(documents.__file__).parent / "words"
COPY = {
    "reference": "OPCR-2026-00001-5",
    "received": "November 22, 2026",
    "sample": True,
    "office": {"name": "Office of Examples", "address": "1 Main Street", "phone": "555-0100", "web": "example.gov"},
    "answers": [["When", "yesterday"], ["Where", None]],
    "also": ["and #this too"],
    "story": "He said #strong[no]\n*stop* $x$ \\ // {reference}",
    "files": [["photo 1", "ab" * 32]],
    "fingerprint": "cd" * 32,
}

LETTER = {
    **{name: COPY[name] for name in ("reference", "sample", "office")},
    "title": "Closing letter",
    "made": "November 22, 2026",
    "name": "Rosa Díaz",
    "paragraphs": ["We have finished.\nIn two lines.", "Thank you #strong[very] {much}."],
}


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(data).pages)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_paper_says_its_language_and_title_and_is_tagged(language: str) -> None:
    paper = read(documents.pdf("copy", COPY, language, made_at=MADE_AT))
    root = paper.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert "OPCR-2026-00001-5" in str(paper.metadata and paper.metadata.title)
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "On that day the office was starting no new cases, until November 30, 2026."),
        ("es", "Ese día la oficina no estaba empezando casos nuevos, hasta el November 30, 2026."),
    ],
)
def test_a_copy_names_the_pause_of_the_day_on_which_it_came(language: str, said: str) -> None:
    with_pause = documents.pdf("copy", {**COPY, "paused": "November 30, 2026"}, language, made_at=MADE_AT)
    assert said in " ".join(text_of(with_pause).split())
    assert said[:20] not in " ".join(text_of(documents.pdf("copy", COPY, language, made_at=MADE_AT)).split())


@pytest.mark.parametrize(
    ("language", "named", "unnamed"),
    [("en", "Dear Rosa Díaz:", "Hello:"), ("es", "Para Rosa Díaz:", "Reciba un saludo:")],
)
def test_a_letter_greets_by_name_only_whom_it_may(language: str, named: str, unnamed: str) -> None:
    shown = text_of(documents.pdf("letter", LETTER, language, made_at=MADE_AT))
    assert named in shown
    assert "We have finished.\nIn two lines." in shown
    assert "Thank you #strong[very] {much}." in shown
    assert "Office of Examples" in shown
    nobody = text_of(documents.pdf("letter", {**LETTER, "name": ""}, language, made_at=MADE_AT))
    assert unnamed in nobody
    assert "Rosa" not in nobody


@pytest.mark.parametrize("name", ["{name}", "{office} {made}", "#emph[x]", "\u202eRosa", "R" * 300])
def test_a_hostile_name_stays_a_name(name: str) -> None:
    shown = text_of(documents.pdf("letter", {**LETTER, "name": name}, "en", made_at=MADE_AT)).replace("\n", "")
    assert name.replace("\u202e", "") in shown


def test_the_same_data_gives_the_same_bytes() -> None:
    assert documents.pdf("copy", COPY, "en", made_at=MADE_AT) == documents.pdf("copy", COPY, "en", made_at=MADE_AT)


def test_words_of_a_person_are_never_markup() -> None:
    shown = text_of(documents.pdf("copy", COPY, "en", made_at=MADE_AT))
    assert "He said #strong[no]" in shown
    assert "*stop* $x$ \\ // {reference}" in shown


@pytest.mark.parametrize("hostile", ["\x00\x07", "\ud800", "\uffff\ufdd0", "😀" * 200, "中文", "שלום", "\u202egnp"])
def test_whatever_somebody_wrote_a_paper_is_made(hostile: str) -> None:
    shown = text_of(documents.pdf("copy", {**COPY, "story": f"before {hostile} after"}, "en", made_at=MADE_AT))
    assert "before" in shown
    assert "after" in shown


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_paper_says_that_it_has_signs_which_cannot_be_printed(language: str) -> None:
    note = tomllib.loads((WORDS / f"{language}.toml").read_text("utf-8"))["shared"]["boxes"]
    for story, boxes in (("他们打了我", True), ("¿Señor Nuñez? “Да”", False)):
        made = documents.pdf("copy", {**COPY, "story": story}, language, made_at=MADE_AT)
        assert (note[:30] in " ".join(text_of(made).split())) is boxes
        assert made == documents.pdf("copy", {**COPY, "story": story}, language, made_at=MADE_AT)


def test_a_long_story_goes_on_over_the_pages() -> None:
    story = "\n".join(f"line {number}" for number in range(400))
    paper = read(documents.pdf("copy", {**COPY, "story": story}, "es", made_at=MADE_AT))
    assert len(paper.pages) > 3
    assert "Página 2 de" in paper.pages[1].extract_text()
    assert "line 399" in "".join(page.extract_text() for page in paper.pages)


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(LookupError):
        documents.pdf("../page/page", COPY, "en", made_at=MADE_AT)


def test_every_template_has_its_words_in_both_languages() -> None:
    english, spanish = (tomllib.loads((WORDS / f"{each}.toml").read_text("utf-8")) for each in ("en", "es"))
    assert {each.replace("-", "_") for each in documents.templates()} | {"shared"} == set(english)
    assert {name: set(words) for name, words in english.items()} == {
        name: set(words) for name, words in spanish.items()
    }
