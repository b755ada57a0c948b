"""A colleague who may be named in a case is found by any word of their surname, however it is written."""

import pytest

from bot.casework.agency import Question, Text
from bot.casework.conflict import named, surnames, words_of
from bot.casework.turns import Answer

WORDS = Text(en="words", es="palabras")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ana", ("ana",)),
        ("Ana Ruiz", ("ruiz",)),
        ("Ana García de la Vega", ("garcia", "vega")),
        ("Sean O'Brien-Smith", ("brien", "smith")),
        ("Li Wu", ()),
        ("", ()),
    ],
)
def test_surnames(name: str, found: tuple[str, ...]) -> None:
    assert surnames(name) == found


def test_names_come_from_the_answers_about_people_and_from_the_reader(office) -> None:
    def question(id: str, kind: str, **more: bool) -> Question:
        return Question(id=id, kind=kind, ask=WORDS, name=WORDS, **more)

    asked = [
        question("respondents", "respondents"),
        question("name", "text", identity=True),
        question("witnesses", "text", people=True),
        question("hope", "text"),
        question("contact", "contact", identity=True),
    ]
    answers = {
        "respondents": Answer([{"text": "Officer RUÍZ, badge 12"}, {"kind": "photo"}], "given"),
        "name": Answer("Bo Vega", "given"),
        "witnesses": Answer(None, "skipped"),
        "hope": Answer("An apology from Quinn", "given"),
        "contact": Answer("Paz 612-555-0100", "given"),
        "of_another_profile": Answer("Ortiz", "given"),
    }
    agency = office(questions={each.id: each for each in asked})
    assert named(agency, answers, ["Sgt. Lopez"]) == {"officer", "ruiz", "badge", "vega", "sgt", "lopez"}
    assert named(agency, {"respondents": Answer(None, "skipped")}) == frozenset()


def test_words_that_are_no_names_are_left_out() -> None:
    assert words_of(["de la Vega 4", "an O"]) == {"vega"}
