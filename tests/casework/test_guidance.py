"""To which office a story belongs: every route fires, whatever is not served is named with another way to it."""

from itertools import product

import pytest

from bot.casework import guidance
from bot.casework.agency import Agency, load
from bot.casework.errors import BadProfile
from bot.casework.guidance import Also, elsewhere, narrowed, offered, office_of, place_of, routed, serving
from bot.casework.parts import Text
from tests.casework.talking import AGENCY, LABELS, SHIPPED

AGENCIES = load(SHIPPED, LABELS)
GUIDE = AGENCIES["guide"]
CONNECTICUT = ("hartford", "connecticut")
OFFICES = ("minneapolis_opcr", "hartford_oig", "ct_chro", "ct_doc_parole")
# where, who, because of who I am -> offices
TABLE = [
    ("minneapolis", "police", None, ["minneapolis_opcr"]),
    ("minneapolis", "police", "yes", ["minneapolis_opcr"]),
    ("minneapolis", "work", None, []),
    ("minnesota", "police", None, []),
    ("hartford", "police", "no", ["hartford_oig"]),
    ("hartford", "police", None, ["hartford_oig"]),
    ("hartford", "police", "yes", ["hartford_oig", "ct_chro"]),
    ("hartford", "police", "not_sure", ["hartford_oig", "ct_chro"]),
    ("connecticut", "police", "yes", ["ct_chro"]),
    ("connecticut", "police", "no", []),
    ("hartford", "parole", "no", ["ct_doc_parole"]),
    ("connecticut", "parole", "yes", ["ct_doc_parole", "ct_chro"]),
    ("connecticut", "prison", "yes", ["ct_chro"]),
    ("connecticut", "prison", "no", []),
    ("connecticut", "work", "yes", ["ct_chro"]),
    ("hartford", "home", "not_sure", ["ct_chro"]),
    ("hartford", "service", "yes", ["ct_chro"]),
    ("connecticut", "bank", "yes", ["ct_chro"]),
    ("connecticut", "work", "no", []),
    ("connecticut", "other", "yes", []),
    ("another", "police", None, []),
    (None, "police", None, []),
    ("hartford", None, "yes", []),
]


def known(where: str | None, who: str | None, because: str | None) -> dict[str, object]:
    said = {"which_city": where, "who_acted": who, "who_you_are": because}
    return {name: value for name, value in said.items() if value}


def served(*offices: str) -> Agency:
    return serving(GUIDE, [AGENCY.model_copy(update={"id": each}) for each in offices])


@pytest.mark.parametrize(("where", "who", "because", "offices"), TABLE)
def test_what_somebody_answers_leads_to_these_offices(
    where: str | None, who: str | None, because: str | None, offices: list[str]
) -> None:
    assert [*routed(GUIDE, known(where, who, because))] == offices


def test_every_route_fires_in_the_table() -> None:
    answered = [known(*row[:3]) for row in TABLE]
    silent = [
        route.because.en
        for route in GUIDE.routes
        if not any({*route.to} <= {*routed(GUIDE.model_copy(update={"routes": (route,)}), each)} for each in answered)
    ]
    assert silent == []


def test_every_answer_leads_somewhere() -> None:
    """To an office, or to somebody who can help besides 211 and 988; where not, these two are left."""
    choices = [[*(choice.id for choice in GUIDE.question(id).choices), None] for id in ("which_city", "who_acted")]
    guide = served(*OFFICES)
    for where, who in product(*choices):
        found = elsewhere(guide, known(where, who, None))
        assert [each.id for each in found][-2:] == ["two_one_one", "nine_eight_eight"]
        assert all(each.phone or each.web for each in found)


def test_everybody_who_can_help_is_named_to_somebody() -> None:
    asked = [GUIDE.question(id) for id in ("which_city", "who_acted", "who_you_are")]
    choices = [[choice.id for choice in question.choices] for question in asked]
    shown = {each.id for answers in product(*choices) for each in elsewhere(served(), known(*answers))}
    assert shown == {each.id for each in GUIDE.elsewhere}


def test_one_office_is_taken_by_one_tap_and_several_are_ticked() -> None:
    question = served(*OFFICES).question(guidance.OFFICES)
    one = narrowed(GUIDE, question, known("minneapolis", "police", None))
    assert [(each.id, each.alone) for each in one.choices] == [("minneapolis_opcr", True), ("elsewhere", True)]
    two = narrowed(GUIDE, question, known("hartford", "police", "yes"))
    assert [(each.id, each.alone) for each in two.choices] == [
        ("hartford_oig", False),
        ("ct_chro", False),
        ("elsewhere", True),
    ]
    assert two.hint is not None
    assert "because of who they are" in two.hint.en
    assert two.hint.es.count("•") == 2


def test_a_question_without_a_hint_gets_the_reasons_alone() -> None:
    bare = served(*OFFICES).question(guidance.OFFICES).model_copy(update={"hint": None})
    shown = narrowed(GUIDE, bare, known("minneapolis", "police", None)).hint
    assert shown is not None
    assert shown.en.startswith("• ")


def test_an_office_that_is_not_served_is_not_offered_but_named() -> None:
    guide, answers = served("minneapolis_opcr"), known("hartford", "police", "yes")
    assert narrowed(guide, guide.question(guidance.OFFICES), answers).choices == ()
    assert [each.agency for each in elsewhere(guide, answers)][:2] == ["hartford_oig", "ct_chro"]
    assert "hartford_oig" not in {each.agency for each in elsewhere(served(*OFFICES), answers)}


def test_the_guide_does_not_offer_itself() -> None:
    assert guidance.PURPOSE not in {each.id for each in serving(GUIDE, [GUIDE]).question(guidance.OFFICES).choices}


def test_another_office_is_offered_by_what_was_answered_and_only_if_it_is_served() -> None:
    because = Text(en="x", es="x")
    to_all, to_hurt = Also(to="ct_chro", because=because), Also(to="ct_chro", when={"hurt": True}, because=because)
    agency = AGENCY.model_copy(update={"also": (to_all, to_hurt)})
    assert offered(agency, {"hurt": True}, {"ct_chro"}) == (to_all, to_hurt)
    assert offered(agency, {"hurt": False}, {"ct_chro"}) == (to_all,)
    assert offered(agency, {"hurt": True}, {"hartford_oig"}) == ()


def test_a_link_names_an_office_by_its_own_word_or_by_its_id() -> None:
    offices = AGENCIES.values()
    for link in ("community", "community-library", "ct_doc_parole", "ct_doc_parole-moon"):
        assert office_of(offices, link) is AGENCIES["ct_doc_parole"]
    assert office_of(offices, "hartford_oig-headquarters") is AGENCIES["hartford_oig"]
    assert office_of(offices, "moon-community") is None
    assert AGENCIES["hartford_oig"].linked == "hartford_oig"


def test_a_link_names_a_place_or_none() -> None:
    hartford = AGENCIES["hartford_oig"]
    place = place_of(hartford, "hartford_oig-headquarters")
    assert place is not None
    assert place.address == "253 High Street, Hartford, CT"
    assert place_of(hartford, "hartford_oig") is None
    assert place_of(hartford, "hartford_oig-moon") is None


WRONG = {
    'to = ["hartford_oig"]': ('to = ["hartford"]', "route.2.to", "hartford_oig"),
    'when = { which_city = "minneapolis", who_acted = "police" }\nto': ("when = {}\nto", "route.1.when", "everybody"),
    'who_acted = "parole" }\nto': ('who_acted = "patrol" }\nto', "route.4.when", "parole"),
    '"who_you_are", "offices"]': ('"offices", "who_you_are"]', "interview", "End with"),
    'phone = "988"\n': ("", "elsewhere.nine_eight_eight", "phone"),
    'when = { who_acted = "home" }': ('when = { who = "home" }', "elsewhere.hud.when", "is not asked before this"),
    'id = "hud"': ('id = "eeoc"', "elsewhere", "eeoc"),
}


@pytest.mark.parametrize(("old", "wrong"), WRONG.items(), ids=lambda each: each if isinstance(each, str) else "")
def test_a_broken_guide_says_what_to_put_right(old: str, wrong: tuple[str, str, str]) -> None:
    new, where, advice = wrong
    assert old in SHIPPED["guide.toml"]
    with pytest.raises(BadProfile) as caught:
        load({**SHIPPED, "guide.toml": SHIPPED["guide.toml"].replace(old, new, 1)}, LABELS)
    assert any(each.startswith(f"guide.toml: {where}") and advice in each for each in caught.value.problems)


def test_an_office_that_offers_itself_or_asks_what_is_not_answered_is_refused() -> None:
    said = '[[also]]\nto = "hartford_oig"\nwhen = { nobody = "x" }\nbecause = { en = "x", es = "x" }\n'
    with pytest.raises(BadProfile) as caught:
        load({**SHIPPED, "hartford_oig.toml": SHIPPED["hartford_oig.toml"] + said}, LABELS)
    text = "\n".join(caught.value.problems)
    assert ".to: this is the office itself" in text
    assert '"nobody" is not asked before this' in text
