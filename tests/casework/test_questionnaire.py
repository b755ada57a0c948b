"""Whether the questions of a profile fit each other; most sentences are in tests/agencies/broken.toml."""

from typing import Any

import pytest

from bot.casework import questionnaire
from bot.casework.agency import Agency
from bot.casework.parts import Choice, Text
from tests.casework.talking import AGENCY

CHOICES = (Choice(id="one", label=Text(en="One", es="Uno")),)


def question(id: str, /, **changes: Any) -> Agency:
    changed = AGENCY.question(id).model_copy(update=changes)
    return AGENCY.model_copy(update={"questions": {**AGENCY.questions, id: changed}})


@pytest.mark.parametrize(
    ("agency", "where", "what"),
    [
        (
            question("story", id="tale"),
            "question.tale",
            'the question of kind "story" must be called "story". Rename it.',
        ),
        (
            question("hope", id="also"),
            "question.also",
            '"also" cannot be an id. Use up to 24 small letters, digits and _, starting with a letter.',
        ),
        (
            AGENCY.model_copy(update={"interview": ("language", "story", "notice")}),
            "interview",
            'no question of kind "notice" is asked in time. Begin with language, notice, story.',
        ),
        (
            AGENCY.model_copy(update={"interview": ("language", "notice")}),
            "interview",
            'no question of kind "story" is asked in time. Begin with language, notice, story.',
        ),
        (
            question("gender", when={"hurt": True}),
            "question.gender.when",
            '"hurt" is not asked before this. Name a question that comes earlier.',
        ),
        (
            AGENCY.model_copy(update={"statistics": ("age_grup",)}),
            "statistics",
            'there is no question "age_grup". Did you mean "age_group"? '
            "Define [question.age_grup], or take it off the list.",
        ),
        (
            AGENCY.model_copy(update={"witness": (*AGENCY.witness, AGENCY.witness[0])}),
            "interview",
            f'"{AGENCY.witness[0]}" is here 2 times. Keep one.',
        ),
        (
            question("gender", choices=()),
            "question.gender.choices",
            'a question of kind "choice" needs choices. Add at least two.',
        ),
        (
            question("hope", choices=CHOICES),
            "question.hope.choices",
            'a question of kind "text" has no choices. Remove them or change the kind.',
        ),
    ],
)
def test_what_does_not_fit_is_named(agency: Agency, where: str, what: str) -> None:
    assert dict(questionnaire.problems(agency))[where] == what


def test_the_real_questions_fit() -> None:
    assert list(questionnaire.problems(AGENCY)) == []


@pytest.mark.parametrize(
    ("when", "what"),
    [
        ({"hurt": True}, None),
        ({"hurt": "yes"}, '"hurt" is answered by yes or no. Write true or false, not "yes".'),
        ({"hope": "given"}, None),
        ({"hope": "x"}, '"hope" has no fixed answers. Write "given", or ask about another question.'),
        ({"flag": "anything"}, None),
        ({"safety": ["suicide", "weather"]}, 'there is no safety "weather". Use one of: suicide.'),
        ({"hop": "given"}, '"hop" is not asked before this. Did you mean "hope"? Name a question that comes earlier.'),
    ],
)
def test_a_condition_asks_only_what_can_be_answered(when: Any, what: str | None) -> None:
    supplied = {"safety": ("suicide",), "flag": ()}
    found = list(questionnaire.conditions(when, questionnaire.asked(AGENCY), "triage.1.when", supplied))
    assert found == ([] if what is None else [("triage.1.when", what)])


def test_a_choice_that_does_not_exist_is_named_with_those_that_do() -> None:
    before = [AGENCY.question("for_whom").model_copy(update={"id": "q", "choices": CHOICES})]
    found = list(questionnaire.conditions({"q": ["one", "two"]}, before, "w", {}))
    assert found == [("w", '"q" has no choice "two". Use one of: one.')]
