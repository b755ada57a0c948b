"""One of very many choices, typed: found whatever the accents, offered where it is near, kept where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import correction
from bot.casework.agency import Choice, Question, Text
from bot.casework.errors import Unreadable
from bot.casework.interview import Answer, Context, Picked, Pressed, Said, facts, reply
from bot.casework.listed import OFFERED, read
from tests.casework.talking import NOW

WORDS = Text(en="x", es="x")
NAMES = ("Hartford", "East Hartford", "West Hartford", "New Hartford", "New London", "New Haven", "Norwich", "Ashford",
         "Killingworth", "Killingly")  # fmt: skip
TOWNS = tuple(Choice(id=name.lower().replace(" ", "_"), label=Text(en=name, es=name)) for name in NAMES)
CANTON = Choice(id="canton", label=Text(en="Canton", es="Cantón"))


@pytest.mark.parametrize("text", ["New London", "new london", "  NEW-LONDON. ", "Néw Lóndon", "new_london"])
def test_what_is_on_the_list_is_found_however_it_is_typed(text: str) -> None:
    assert read(text, TOWNS) == {"said": text.strip(), "id": "new_london", "near": []}


def test_either_language_is_understood() -> None:
    assert read("cantón", (CANTON,))["id"] == read("canton", (CANTON,))["id"] == "canton"


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("12 Main Street, Norwich, CT 06360", "norwich"),
        ("East Hartford CT", "east_hartford"),
        ("at the mall, second floor, West Hartford", "west_hartford"),
    ],
)
def test_a_name_within_an_address_is_found_and_the_address_kept(text: str, id: str) -> None:
    assert read(text, TOWNS) == {"said": text, "id": id, "near": []}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Nu London", "new_london"),
        ("Norwhich", "norwich"),
        ("W. Hartford", "west_hartford"),
        ("25 Norwich Avenue, Ashford", "ashford"),
        ("killingsworth", "killingworth"),
        ("in New Haven, at the train station near the green, in the afternoon", "new_haven"),
        ("25 Hartford Avenue, Norwhich", "hartford"),
    ],
)
def test_what_is_nearly_on_it_is_offered_the_likeliest_first(text: str, first: str) -> None:
    found = read(text, TOWNS)
    assert found["near"][0] == first
    assert found["said"] == text
    assert len(found["near"]) <= OFFERED


def test_a_street_that_is_called_like_a_town_is_asked_about() -> None:
    assert read("25 Hartford Avenue, Norwhich", TOWNS)["near"] == ["hartford", "norwich"]


def test_what_is_not_on_it_is_kept_as_it_was_said() -> None:
    assert read("Springfield, Massachusetts", TOWNS) == {"said": "Springfield, Massachusetts", "id": None, "near": []}
    with pytest.raises(Unreadable, match="empty"):
        read(" \n", TOWNS)


@given(st.text(min_size=1).filter(str.isalnum))
def test_whatever_is_typed_is_one_of_the_two(text: str) -> None:
    found = read(text, TOWNS)
    assert found["said"]
    assert {*found["near"], found["id"]} <= {*(each.id for each in TOWNS), None}


# In the interview

TOWN = Question(id="town", kind="listed", ask=WORDS, name=WORDS, choices=TOWNS)
LAST = Question(id="last", kind="text", ask=WORDS, name=WORDS, when={"town": "unlisted"})
ENGLISH = Context("en", NOW)


def turns(office, *came, answers=None):
    agency = office(interview=("town", "last"), questions={"town": TOWN, "last": LAST})
    turn = None
    for incoming in came:
        turn = reply(agency, turn.answers if turn else (answers or {}), incoming, ENGLISH)
    return agency, turn


def test_a_town_that_is_found_answers(office) -> None:
    agency, turn = turns(office, Said("norwich", "1"))
    assert (turn.answers["town"], turn.step.kind) == (
        Answer({"said": "norwich", "id": "norwich", "near": []}, "given"),
        "review",
    )
    assert facts(agency, turn.answers) == {"town": "norwich"}


def test_a_near_one_is_asked_and_taken_with_a_tap(office) -> None:
    agency, turn = turns(office, Said("Norwhich", "1"))
    assert [each.key for each in turn.remarks] == ["nearest"]
    assert turn.step.question is TOWN
    assert "keep" in turn.step.buttons
    turn = reply(agency, turn.answers, Picked("norwich"), ENGLISH)
    assert turn.answers["town"] == Answer({"said": "Norwhich", "id": "norwich", "near": []}, "given")


def test_what_was_written_can_be_kept_instead(office) -> None:
    agency, turn = turns(office, Said("Norwhich", "1"), Pressed("keep"))
    assert turn.answers["town"].value["said"] == "Norwhich"
    assert facts(agency, turn.answers) == {"town": "unlisted"}
    assert turn.step.question is LAST


def test_a_town_that_is_nowhere_is_kept_and_said(office) -> None:
    agency, turn = turns(office, Said("Springfield, Massachusetts", "1"))
    assert [each.key for each in turn.remarks] == ["not_listed"]
    assert facts(agency, turn.answers) == {"town": "unlisted"}


def test_a_button_that_is_not_on_the_list_is_none(office) -> None:
    _, turn = turns(office, Picked("springfield"))
    assert "town" not in turn.answers


def test_staff_put_a_town_right_as_the_person_would_have_typed_it() -> None:
    assert correction.read(TOWN, "norwich", "en", NOW.date()).value["id"] == "norwich"
    assert correction.read(TOWN, "Springfield", "en", NOW.date()).value["id"] is None
