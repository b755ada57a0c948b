"""One table, default deny: who may do what, and that nothing tells "not yours" from "not there"."""

import ast
from pathlib import Path

import pytest

from bot.casework.authorization import (
    COMPLAINANT,
    OPERATOR,
    PROGRAM,
    STAFF_ROLES,
    TABLE,
    WITNESS,
    Actor,
    Verb,
    may,
    permit,
)
from bot.casework.errors import NotYours, Refused

ROOT = Path(__file__).parents[2]
ROLES = (COMPLAINANT, WITNESS, OPERATOR, PROGRAM, "invited", *STAFF_ROLES)
ON_CASES = {Verb.OPEN, Verb.READ, Verb.MEDIA, Verb.DECIDE, Verb.CLAIM, Verb.ASSIGN, Verb.ACT, Verb.NOTE, Verb.MESSAGE}


def test_every_verb_has_a_row_and_every_row_names_roles_that_exist() -> None:
    assert set(TABLE) == set(Verb)
    assert all(roles for roles in TABLE.values()), "a verb that nobody may do is no verb"
    assert set().union(*TABLE.values()) <= set(ROLES)


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", [*ROLES, "admin", "", "Supervisor"])
def test_the_table_decides_for_ones_own_agency_and_for_no_other(role: str, verb: Verb) -> None:
    allowed = role in TABLE[verb]
    assert may(verb, Actor(role, "north", "x"), "north") is allowed
    assert may(verb, Actor(role, None, "x"), "north") is allowed
    assert not may(verb, Actor(role, "south", "x"), "north")
    assert not may(verb, Actor(role, "", "x"), "north")


def test_a_verb_without_a_row_is_denied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(TABLE, Verb.OPEN)  # type: ignore[arg-type]
    assert not any(may(Verb.OPEN, Actor(role, "north", "x"), "north") for role in ROLES)


@pytest.mark.parametrize("role", [COMPLAINANT, WITNESS, OPERATOR, PROGRAM, "invited", "custodian"])
def test_whoever_does_not_work_on_cases_opens_none(role: str) -> None:
    assert not any(may(verb, Actor(role, "north", "x"), "north") for verb in ON_CASES)


def test_an_auditor_looks_at_cards_and_changes_nothing() -> None:
    assert {verb for verb in Verb if may(verb, Actor("auditor", "north", "x"), "north")} == {
        *(Verb.OPEN, Verb.DIGEST, Verb.FIGURES)
    }


def test_a_custodian_decides_about_names_and_a_witness_only_speaks() -> None:
    assert {verb for verb in Verb if may(verb, Actor("custodian", "north", "x"), "north")} >= {Verb.DECIDE_NAME}
    assert TABLE[Verb.DECIDE_NAME] == {"custodian"}
    assert {verb for verb in Verb if may(verb, Actor(WITNESS, "north", "x"), "north")} == {Verb.STATE, Verb.ATTEND}


def test_only_those_who_lead_let_people_in_and_give_cases() -> None:
    assert TABLE[Verb.CONFIRM] == TABLE[Verb.REMOVE] == TABLE[Verb.INVITE] == {OPERATOR, "supervisor"}
    assert TABLE[Verb.ASSIGN] == {"intake", "supervisor"}


def test_what_is_forbidden_foreign_or_missing_raises_the_same() -> None:
    said = set()
    for actor, agency in (
        (Actor("auditor", "north", "x"), "north"),
        (Actor("supervisor", "south", "x"), "north"),
        (Actor("supervisor", "north", "x"), None),
        (Actor(OPERATOR, None, "x"), None),
    ):
        with pytest.raises(NotYours) as refused:
            permit(Verb.READ, actor, agency)
        assert isinstance(refused.value, Refused)
        said.add((str(refused.value), refused.value.because, tuple(refused.value.params.items())))
    assert len(said) == 1
    permit(Verb.READ, Actor("supervisor", "north", "x"), "north")


def test_every_verb_is_used_somewhere() -> None:
    """A row that nothing passes through would promise a check that is not made."""
    used = {
        node.attr
        for path in (ROOT / "bot").rglob("*.py")
        if path.name != "authorization.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Verb"
    }
    assert {verb.name for verb in Verb} - used == set()
