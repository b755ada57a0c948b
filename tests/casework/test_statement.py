"""A complaint in numbered paragraphs: the person's own story, all of it and nothing else; and what is still missing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.agency import Choice, Question, Text
from bot.casework.statement import SHORT, missing, paragraphs
from bot.casework.sworn import Sworn
from bot.casework.turns import ALSO, Answer

WORDS = Text(en="x", es="x")
RULE = Sworn(
    respondents="who", address="town", relief="hope", needs=("who", "town", "when", "hope"), oath=WORDS, how=WORDS
)
THEY = [{"message": "1", "text": "Green Market"}, {"message": "2", "text": "Mr. Hall"}]
QUESTIONS = {
    id: Question(id=id, kind=kind, ask=WORDS, name=WORDS, choices=choices)
    for id, kind, choices in (
        ("who", "respondents", ()),
        ("town", "listed", (Choice(id="norwich", label=WORDS),)),
        ("when", "date", ()),
        ("hope", "text", ()),
    )
}


def told(*texts: str) -> dict[str, Answer]:
    return {"story": Answer([{"message": str(n), "text": each} for n, each in enumerate(texts)], "given")}


def test_each_message_and_each_line_is_a_paragraph() -> None:
    story = told("One.\n\n  Two.  ", "", "Three.")
    assert paragraphs(story) == ("One.", "Two.", "Three.")
    assert paragraphs({}) == ()
    assert paragraphs({"story": Answer([{"evidence": "e1", "kind": "voice"}], "given")}) == ()


def test_nobody_swears_to_what_came_beside_the_story() -> None:
    """Words at the wrong question, and what only another office asked: staff see them, the paper does not hold them."""
    also = {ALSO: Answer([{"message": "9", "text": "me /cancel no"}, {"message": "", "text": "Hurt: yes"}], "given")}
    assert paragraphs(told("One.") | also) == ("One.",)
    assert paragraphs(also) == ()


def test_a_long_line_is_cut_at_the_end_of_a_sentence() -> None:
    sentence = f"{'He said no ' * 15}and left."
    found = paragraphs(told(" ".join([sentence] * 4)))
    assert len(found) == 4
    assert all(each.endswith("left.") for each in found)
    assert paragraphs(told("word " * 200))[0] == ("word " * 200).strip()


@given(st.lists(st.text()))
def test_nothing_is_added_and_nothing_is_lost(texts: list[str]) -> None:
    found = paragraphs(told(*texts))
    assert re.sub(r"\s", "", "".join(found)) == re.sub(r"\s", "", "".join(texts))
    assert all(each.strip() for each in found)


@given(st.lists(st.sampled_from(["He said no. ", "I went home! ", "Then what? "]), max_size=80))
def test_paragraphs_of_short_sentences_are_short(sentences: list[str]) -> None:
    assert all(len(each) < SHORT + 20 for each in paragraphs(told("".join(sentences))))


def day(precision: str, on: str | None = "2026-03-03") -> Answer:
    return Answer({"on": on, "until": None, "precision": precision, "said": "then"}, "given")


def town(said: str) -> Answer:
    return Answer({"said": said, "id": "norwich", "near": []}, "given")


def elsewhere(said: str) -> Answer:
    return Answer({"said": said, "id": None, "near": []}, "given")


def named(text: str) -> Answer:
    return Answer([{"message": "1", "text": text}], "given")


WHOLE = {
    "who": Answer([{"message": "1", "text": "Green Market"}], "given"),
    "town": town("12 Main Street, Norwich"),
    "when": day("day"),
    "hope": Answer("My job", "given"),
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"town": town("Norwich")}, [("town", "street")]),
        ({"when": day("about")}, [("when", "day")]),
        ({"when": day("unknown", None)}, [("when", "day")]),
        ({"hope": Answer(None, "skipped")}, [("hope", "all")]),
        ({"who": Answer([], "given")}, [("who", "all")]),
        ({"who": Answer(THEY, "given")}, [("town", "each")]),
        ({"who": Answer([*THEY, {}], "open")}, [("town", "each")]),
        ({"who": Answer(THEY, "given"), "town": town("Norwich")}, [("town", "street"), ("town", "each")]),
        ({"who": named("512")}, [("who", "name")]),
        ({"who": named("badge 512")}, [("who", "name")]),
        ({"who": named("El agente #512, placa 9")}, [("who", "name")]),
        ({"who": named("my boss")}, []),
        ({"who": named("7-Eleven")}, []),
        ({"town": elsewhere("12 Main Street, Hartfrod")}, [("town", "town")]),
        ({"town": elsewhere("Springfield MA")}, [("town", "town"), ("town", "street")]),
        ({"who": Answer(None, "skipped")}, [("who", "all")]),
    ],
)
def test_what_is_missing_is_named(office, changed: dict[str, Answer], expected: list[tuple[str, str]]) -> None:
    agency = office(sworn=RULE, interview=tuple(QUESTIONS), questions=QUESTIONS)
    assert list(missing(agency, WHOLE | changed)) == expected
    assert list(missing(agency, {})) == [(id, "all") for id in RULE.needs]
