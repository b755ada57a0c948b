"""How the pages of the paper to swear to lie: an oath never stands alone, and what is needed is where it is needed."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from bot.documents import pdf
from tests.house import agencies

CHRO = "ct_chro"
SENTENCE = "In the third week the manager said in front of all that people like me are too slow for the floor."
SHAPES: dict[str, list[str]] = {
    **{f"{count} statements": [f"{SENTENCE} {number}." for number in range(count)] for count in range(26)},
    **{f"{count} long statements": [" ".join([SENTENCE] * 3)] * count for count in range(1, 14)},
    "no sentence ends": ["and then he said " * 240],
    "no word ends": ["x" * 4000],
    "a long last one": [SENTENCE, "and then he said " * 100],
}


def drawn(statement: list[str], language: str, **more: object) -> list[str]:
    """The pages of a paper with this story, as text."""
    agency = agencies(CHRO)[CHRO]
    rule, unfiled = agency.sworn, agency.unfiled
    assert rule is not None
    assert unfiled is not None
    data = {
        "reference": "CHRO-2026-00001-8",
        "sample": True,
        "office": {"name": agency.name.to(language), "address": agency.address, "phone": "555", "web": "example.gov"},
        "unfiled": unfiled.words.to(language),
        "written": "1",
        "you": [["Name", "Ana María López"]],
        "you_lines": ["Contact"],
        "respondents": ["Green Market LLC"],
        "address": [["Address", "12 Main Street, Norwich"]],
        "against_lines": ["thename"],
        "sorts": [["Area", "Work"], ["Because of", "Age"], ["When", "September 1, 2026"]],
        "statement": statement,
        "relief": "My job.",
        "law": ["thename"],
        "missing": ["the-street", "the-day"],
        "oath": rule.oath.to(language),
        "how": rule.how.to(language).splitlines(),
        "without_notary": "",
        "limits": [],
        "offices": [[each.name.to(language), each.address] for each in agency.places.values()],
    }
    made = pdf("complaint_to_swear", data | more, language, made_at=datetime(2026, 11, 22, tzinfo=UTC))
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("language", "before"), [("en", "Sworn to and signed before me"), ("es", "Jurada y firmada ante mí")]
)
def test_whoever_signs_sees_on_that_page_what_they_sign(shape: str, language: str, before: str) -> None:
    story = SHAPES[shape]
    pages = drawn(story, language)
    rule = agencies(CHRO)[CHRO].sworn
    assert rule is not None
    (signed,) = (number for number, each in enumerate(pages) if before in each)
    page = pages[signed]
    if story:
        end = "".join(story[-1][-60:].split())
        assert end in "".join(page.split()), "the end of the last statement"
    assert rule.oath.to(language) in page
    assert "thename" in page
    assert "the-street; the-day" in page
    assert ("Do not sign this at home" if language == "en" else "No lo firme en casa") in page
    assert "100 Broadway, Norwich" in pages[signed + 1], "where to sign, on the page after"
    assert len(pages) == signed + 2


def test_a_short_story_stays_together_with_its_oath() -> None:
    _, page, _ = drawn(["One.", "Two.", "Three."], "en")
    for each in ("What happened", "1. “One.”", "3. “Three.”", "Signature of the person who complains"):
        assert each in page


def test_for_housing_the_note_beside_the_oath_does_not_send_to_a_notary() -> None:
    _, page, _ = drawn(["One."], "en", without_notary="You can sign it yourself.")
    assert "You can sign it yourself." in page
    assert "Do not sign this at home" not in page
