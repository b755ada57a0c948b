"""Who is in a case: out of the answers, and what staff may do with them."""

from dataclasses import dataclass

import pytest

from bot.casework import party
from bot.casework.errors import Refused
from bot.casework.interview import Answer
from bot.casework.party import NewParty, of_answers
from tests.casework.talking import AGENCY

UNKNOWN = NewParty("respondent", None, False)


def said(**given: object) -> dict[str, Answer]:
    return {id: Answer(value, "given") for id, value in given.items()}


def officer(text: str) -> list[dict[str, str]]:
    return [{"text": text, "message": "1"}]


@pytest.mark.parametrize(
    ("answers", "people"),
    [
        ({}, [NewParty("complainant", None, False), UNKNOWN]),
        (said(name_choice="no_name"), [NewParty("complainant", None, False), UNKNOWN]),
        (said(name_choice="use_name", name="Ana Ruiz"), [NewParty("complainant", "Ana Ruiz", True), UNKNOWN]),
        (
            said(
                name_choice="keep_from_investigators", name="Ana Ruiz", affected="My son Leo", witnesses="A neighbour"
            ),
            [
                NewParty("complainant", "Ana Ruiz", True, kept=True),
                NewParty("affected", "My son Leo", True, kept=True),
                NewParty("witness", "A neighbour", True),
                UNKNOWN,
            ],
        ),
        (
            said(respondents=[*officer("Tall, with a beard"), {}, *officer("Badge number 4021")]),
            [
                NewParty("complainant", None, False),
                NewParty("respondent", "Tall, with a beard", False),
                NewParty("respondent", "Badge number 4021", True),
            ],
        ),
        (
            said(
                facts=[
                    {"kind": "officer", "text": "Reed", "confirmed": True},
                    {"kind": "officer", "text": "Beard", "confirmed": False},
                    {"kind": "place", "text": "Lake", "confirmed": True},
                ],
                respondents=[*officer("officer REED"), *officer("a beard, near the lake")],
            ),
            [
                NewParty("complainant", None, False),
                NewParty("respondent", "officer REED", True),
                NewParty("respondent", "a beard, near the lake", False),
            ],
        ),
    ],
)
def test_the_people_in_the_answers(answers: dict[str, Answer], people: list[NewParty]) -> None:
    assert list(of_answers(AGENCY, answers)) == people


def test_what_was_skipped_names_nobody() -> None:
    answers = {"name": Answer(None, "skipped"), "respondents": Answer(None, "skipped")}
    assert [each.name for each in of_answers(AGENCY, answers)] == [None, None]


def test_a_name_is_kept_only_where_its_question_is_one_of_those() -> None:
    bare = AGENCY.model_copy(update={"questions": {}})
    (complainant, _) = of_answers(bare, said(name_choice="keep_from_investigators", name="Ana"))
    assert not complainant.kept


@dataclass(frozen=True)
class There:
    id: str = "a"
    role: str = "respondent"
    known: bool = False
    kept: bool = False


def test_a_name_that_is_kept_is_not_changed() -> None:
    party.may_change(There())
    with pytest.raises(Refused, match="name_kept"):
        party.may_change(There(kept=True))


@pytest.mark.parametrize(
    ("who", "because"),
    [(There(role="complainant"), "complainant_stays"), (There(role="affected", kept=True), "name_kept")],
)
def test_who_cannot_be_taken_off(who: There, because: str) -> None:
    party.may_remove(There())
    with pytest.raises(Refused, match=because):
        party.may_remove(who)


@pytest.mark.parametrize(
    ("unknown", "known"),
    [
        (There(), There("b")),
        (There(known=True), There("b", known=True)),
        (There(), There("b", role="witness", known=True)),
        (There(role="witness"), There("b", known=True)),
        (There("b"), There("b", known=True)),
    ],
)
def test_only_an_unknown_respondent_becomes_a_known_one(unknown: There, known: There) -> None:
    party.may_merge(There(), There("b", known=True))
    with pytest.raises(Refused, match="cannot_merge"):
        party.may_merge(unknown, known)
