"""What a profile says about the paper to swear to, and what is wrong with that."""

import pytest

from bot.casework.agency import DocumentKind, Question, Text
from bot.casework.sworn import PAPER, Sworn, problems

WORDS = Text(en="x", es="x")
QUESTIONS = {
    id: Question(id=id, kind=kind, ask=WORDS, name=WORDS)
    for id, kind in (("who", "respondents"), ("town", "place"), ("hope", "text"), ("hurt", "yes_no"))
}
MADE = {"paper": DocumentKind(id="paper", name=WORDS, template=PAPER)}
SOUND = {"respondents": "who", "address": "town", "relief": "hope", "needs": ("who",), "oath": WORDS, "how": WORDS}


@pytest.mark.parametrize(
    ("rule", "documents", "where"),
    [
        (SOUND, MADE, []),
        (SOUND, {}, []),
        (None, {}, []),
        (None, MADE, ["sworn"]),
        (SOUND | {"needs": ("who", "name", "name")}, MADE, ["sworn"]),
        (SOUND | {"sorts": ("area",), "relief": "wish"}, MADE, ["sworn", "sworn"]),
        (SOUND | {"needs": ("who", "town"), "law": ("who",)}, MADE, []),
        (SOUND | {"law": ("town",)}, MADE, ["sworn.law"]),
        (SOUND | {"no_notary": {"hurt": True}}, MADE, []),
        (SOUND | {"no_notary": {"hurt": "yes"}}, MADE, ["sworn.no_notary"]),
    ],
)
def test_the_paper_is_made_of_what_is_asked(office, rule, documents, where: list[str]) -> None:
    sworn = Sworn.model_validate(rule) if rule else None
    agency = office(sworn=sworn, documents=documents, interview=tuple(QUESTIONS), questions=QUESTIONS)
    assert [found[0] for found in problems(agency)] == where


@pytest.mark.parametrize(
    ("rule", "area", "expected"),
    [
        ({"area": "housing"}, ["housing"], True),
        ({"area": ["housing", "credit"]}, ["housing", "credit"], True),
        ({"area": "housing"}, ["housing", "employment"], False),
        ({"area": "housing"}, ["employment"], False),
        ({"area": "housing"}, None, False),
        ({}, ["housing"], False),
    ],
)
def test_it_is_signed_at_home_only_where_all_of_it_may_be(rule, area, expected: bool) -> None:
    sworn = Sworn.model_validate(SOUND | {"no_notary": rule, "without_notary": WORDS, "how_at_home": WORDS})
    assert sworn.at_home({"area": area}) is expected
    assert not sworn.model_copy(update={"how_at_home": None}).at_home({"area": area})
