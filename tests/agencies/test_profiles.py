"""The profiles that ship: they load, they say everything in both languages, and a broken one says what to put right."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.casework import replies
from bot.casework.agency import Agency, load
from bot.casework.errors import BadProfile
from bot.casework.parts import Text

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "bot" / "agencies"
TEXTS = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.toml"))}
GROUPS = tomllib.loads((ROOT / "nlp" / "labels.toml").read_text("utf-8"))
LABELS = tuple(label for group in GROUPS.values() for label in group)
LOADED = load(TEXTS, LABELS)
AGENCIES = {
    id: agency for id, agency in LOADED.items() if not agency.guides
}  # the guide has no desk, and its own tests
LOCALES = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((ROOT / "bot" / "locales").glob("*.toml"))
}
BROKEN = tomllib.loads((Path(__file__).parent / "broken.toml").read_text("utf-8"))["broken"]


def said(part: Any, where: str = "") -> Iterator[tuple[str, Text]]:
    """Find every text of a profile, with its place."""
    if isinstance(part, Text):
        yield where, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from said(getattr(part, name), f"{where}.{name}")
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from said(value, f"{where}.{name}")
    elif isinstance(part, tuple):
        for number, value in enumerate(part):
            yield from said(value, f"{where}.{number}")


def problems(changes: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    """Load the real profiles with some words replaced, and return what is said about that."""
    texts = {file: TEXTS[file] for file in {"shared.toml", "minneapolis_opcr.toml", *changes}}
    for file, (old, new) in changes.items():
        assert old in texts[file], f"the real profile no longer says: {old}"
        texts[file] = texts[file].replace(old, new, 1)
    with pytest.raises(BadProfile) as caught:
        load(texts, LABELS)
    return caught.value.problems


@pytest.fixture(params=sorted(AGENCIES))
def agency(request: pytest.FixtureRequest) -> Agency:
    return AGENCIES[request.param]


A_READER = re.compile(r"\b(?:you|yours?|we|us|our|they|complainant|the person)\b", re.IGNORECASE)
UN_LECTOR = re.compile(
    r"\b(?:usted|sus?|nosotros|nuestr[ao]s?|quien presentó|la persona|denunciante|(?<!se )indicó)\b", re.IGNORECASE
)


def test_every_agency_file_is_loaded() -> None:
    assert {f"{id}.toml" for id in LOADED} == set(TEXTS) - {"shared.toml"}


def test_every_text_has_both_languages_and_no_open_placeholder(agency: Agency) -> None:
    texts = list(said(agency))
    assert len(texts) > 100
    for where, text in texts:
        assert text.en, where
        assert text.es, where
        if ".block." not in where:  # letters are filled later; `letter.problems` knows with what
            assert "{" not in text.en + text.es, where


def test_what_is_asked_is_asked_in_two_languages(agency: Agency) -> None:
    same = [id for id, question in agency.questions.items() if question.ask.en == question.ask.es]
    assert same == []


def test_every_label_is_mapped_or_ignored_once(agency: Agency) -> None:
    mapped = {label for label in LABELS if agency.allegation_for(label)}
    assert mapped | set(agency.ignored_labels) == set(LABELS)
    assert mapped.isdisjoint(agency.ignored_labels)


def test_nothing_that_frightens_is_asked(agency: Agency) -> None:
    forbidden = (
        "oath",
        "perjury",
        "immigra",
        "penalty",
        "anonymous",
        "evidence",
        "juramento",
        "perjurio",
        "migra",
        "anónim",
    )
    for question in agency.questions.values():
        words = " ".join(text for _, each in said(question) for text in (each.en, each.es)).lower()
        assert [word for word in forbidden if word in words] == [], question.id


def test_the_choice_of_no_name_says_what_is_kept(agency: Agency) -> None:
    hint = agency.question("name_choice").hint
    assert hint is not None
    assert "Telegram knows your account. A court can ask" in hint.en
    assert "Telegram sabe cuál es su cuenta. Un juez puede" in hint.es


def test_the_screen_before_the_story_fits_one_message(agency: Agency) -> None:
    for language in ("en", "es"):
        parts = (agency.emergency, agency.privacy.summary, agency.caution, agency.another_way)
        assert len("\n\n".join(part.to(language) for part in parts)) < 3000


def test_every_claim_says_where_it_is_written(agency: Agency) -> None:
    assert agency.facts
    assert all(deadline.source for deadline in agency.deadlines)


def test_the_name_of_a_clock_fits_whoever_reads_it(agency: Agency) -> None:
    """Who filed reads it on the receipt, staff on the card and in the figures: it speaks to neither, and of neither."""
    for each in agency.deadlines:
        assert not A_READER.search(each.title.en), each.title.en
        assert not UN_LECTOR.search(each.title.es), each.title.es


def test_minneapolis_keeps_the_public_clock() -> None:
    clock = {each.name: each.within for each in AGENCIES["minneapolis_opcr"].deadlines if each.public}
    assert clock == {
        "number": "3 days",
        "notify": "7 days",
        "review": "30 days",
        "routing": "30 days",
        "investigation": "180 days",
        "chief": "30 days",
    }


def test_minneapolis_says_the_tennessen_notice() -> None:
    full = AGENCIES["minneapolis_opcr"].privacy.full
    for heading in (
        "Why we ask",
        "How we use it",
        "You may say no",
        "What happens if you answer",
        "What happens if you do",
    ):
        assert heading in full.en
    for heading in ("Who may see it", "If you are under 18"):
        assert heading in full.en
    assert full.en.count("\n\n") == full.es.count("\n\n")


def test_locales_have_the_same_keys_and_fields() -> None:
    def flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
        for key, value in table.items():
            if isinstance(value, dict):
                yield from flat(value, f"{prefix}{key}.")
            else:
                yield f"{prefix}{key}", value

    english, spanish = dict(flat(LOCALES["en"])), dict(flat(LOCALES["es"]))
    assert english.keys() == spanish.keys()
    for key in english:
        assert english[key], key
        assert spanish[key], key


def test_every_remark_of_the_interview_has_its_sentence() -> None:
    used = "changed cannot_skip file_kept first_question heard kept kept_review listen moved not_here nothing_yet"
    assert set(LOCALES["en"]["remark"]) >= {*used.split(), "too_big", "voice_kept"}
    assert "{asked}" in LOCALES["es"]["remark"]["kept"]


def test_every_unreadable_reply_has_its_sentence() -> None:
    assert set(LOCALES["en"]["unreadable"]) >= {*replies.SENTENCES, "not_kept"}


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["new"])
def test_a_broken_profile_says_what_to_put_right(case: dict[str, Any]) -> None:
    file = case.get("file", "minneapolis_opcr.toml")
    expected = [said if said.partition(":")[0] in TEXTS else f"{file}: {said}" for said in case["says"]]
    assert problems({file: (case["old"], case["new"])}) == tuple(expected)
