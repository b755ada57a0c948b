"""Whether the pieces of a profile fit each other; the sentences themselves are in tests/agencies/broken.toml."""

from typing import Any

import pytest

from bot.casework import soundness
from bot.casework.agency import Agency
from tests.casework.talking import AGENCY, LABELS


def problems(agency: Agency) -> dict[str, str]:
    return dict(soundness.problems(agency, LABELS))


def question(id: str, /, **changes: Any) -> Agency:
    changed = AGENCY.question(id).model_copy(update=changes)
    return AGENCY.model_copy(update={"questions": {**AGENCY.questions, id: changed}})


def test_the_real_profile_is_sound() -> None:
    assert problems(AGENCY) == {}


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
            AGENCY.model_copy(update={"dispositions": {}}),
            "workflow.review.close.disposition",
            "there are no dispositions to choose from. Define [disposition.…] blocks.",
        ),
        (
            AGENCY.model_copy(update={"queues": {}}),
            "default_queue",
            'there is no queue "intake". Define it.',
        ),
        (
            AGENCY.model_copy(update={"priorities": ()}),
            "priorities",
            "there are none. List them, the most urgent first.",
        ),
        (
            AGENCY.model_copy(update={"priorities": ("urgent", "high", "normal", "high")}),
            "priorities",
            '"high" is here 2 times. Keep one.',
        ),
        (
            AGENCY.model_copy(
                update={
                    "statuses": {
                        id: each.model_copy(update={"terminal": False}) for id, each in AGENCY.statuses.items()
                    }
                }
            ),
            "status",
            "no status ends a case. Write `terminal = true` in at least one.",
        ),
        (
            AGENCY.model_copy(update={"ignored_labels": (*AGENCY.ignored_labels, "rudeness")}),
            "ignored_labels",
            'the reader knows no label "rudeness". Correct or remove it.',
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
            AGENCY.model_copy(update={"timezone": "../etc"}),
            "timezone",
            '"../etc" is not a time zone. Write it as in "America/Chicago".',
        ),
    ],
)
def test_what_does_not_fit_is_named(agency: Agency, where: str, what: str) -> None:
    assert problems(agency)[where] == what


def test_statuses_that_lead_only_to_each_other_are_all_named() -> None:
    received = AGENCY.statuses["received"].model_copy(update={"terminal": True, "actions": {}})
    back = AGENCY.statuses["review"].actions["reviewed"]
    statuses = {
        "received": received,
        "review": AGENCY.statuses["review"].model_copy(update={"actions": {"go": back}}),
        "routing": AGENCY.statuses["routing"].model_copy(
            update={"actions": {"go": back.model_copy(update={"to": "review"})}}
        ),
    }
    said = problems(AGENCY.model_copy(update={"statuses": statuses, "deadlines": ()}))
    assert set(said) == {"status.review", "status.routing"}


def test_a_country_needs_no_part() -> None:
    holidays = AGENCY.holidays.model_copy(update={"subdivision": None})
    assert problems(AGENCY.model_copy(update={"holidays": holidays})) == {}


def test_words_count_as_given() -> None:
    rule = AGENCY.triage[0].model_copy(update={"when": {"hope": "given"}})
    assert problems(AGENCY.model_copy(update={"triage": (rule,)})) == {}
