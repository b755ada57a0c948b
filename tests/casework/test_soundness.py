"""Whether the pieces of a profile fit each other; the sentences themselves are in tests/agencies/broken.toml."""

from typing import Any

import pytest

from bot.casework import soundness
from bot.casework.agency import Agency
from bot.casework.oversight import EarlyIntervention
from bot.casework.parts import Extension, Region, Text, TriageRule, Unit, When
from tests.casework.talking import AGENCY, LABELS

NAME = Text(en="First", es="Primera")


def problems(agency: Agency) -> dict[str, str]:
    return dict(soundness.problems(agency, LABELS))


def _saying(when: When) -> TriageRule:
    """A rule that tells the complainant something."""
    return AGENCY.triage[0].model_copy(update={"when": when, "say": NAME})


def _rating(when: When, priority: str) -> Agency:
    """One rule, in an office where what no rule fits is of high priority."""
    rule = AGENCY.triage[0].model_copy(update={"when": when, "priority": priority})
    return AGENCY.model_copy(update={"triage": (rule,), "default_priority": "high"})


def deadline(**changes: Any) -> Agency:
    changed = AGENCY.deadlines[0].model_copy(update=changes)
    return AGENCY.model_copy(update={"deadlines": (changed, *AGENCY.deadlines[1:])})


def test_the_real_profile_is_sound() -> None:
    assert problems(AGENCY) == {}


@pytest.mark.parametrize(
    ("agency", "where", "what"),
    [
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
            AGENCY.model_copy(update={"units": {"First Unit": Unit(id="First Unit", name=NAME)}}),
            "unit.First Unit",
            '"First Unit" cannot be an id. Use up to 24 small letters, digits and _, starting with a letter.',
        ),
        (
            AGENCY.model_copy(update={"regions": {"north": Region(id="north", name=NAME, when={"wher": "given"})}}),
            "region.north.when",
            '"wher" is not asked before this. Did you mean "where"? Name a question that comes earlier.',
        ),
        (
            AGENCY.model_copy(update={"triage": (_saying({"allegation": [*AGENCY.allegations][:1]}),)}),
            "triage.1.say",
            'what the reader finds ("allegation") is never shown. Ask for an answer, or remove it.',
        ),
        (
            AGENCY.model_copy(update={"triage": (_saying({"care": "hospital", "safety": "self_harm"}),)}),
            "triage.1.say",
            'what the reader finds ("safety") is never shown. Ask for an answer, or remove it.',
        ),
        (
            _rating({"allegation": [*AGENCY.allegations][:1]}, "normal"),
            "triage.1.priority",
            'what the reader finds ("allegation") may raise a priority, never lower one. Write "high" or a more urgent'
            " one, or ask for an answer.",
        ),
        (
            AGENCY.model_copy(update={"silent_days": 0}),
            "silent_days",
            "a case would go back before its owner could do anything. Write 1 or more.",
        ),
        (
            AGENCY.model_copy(update={"hold_most_days": 0}),
            "hold_most_days",
            "a hold needs at least one day. Write 1 or more.",
        ),
        (
            deadline(name="First review"),
            "deadline.First review",
            '"First review" cannot be a name. Use up to 24 small letters, digits and _.',
        ),
        (
            deadline(extend=Extension(most_days=0)),
            "deadline.number.extend",
            "an extension needs at least one day. Write 1 or more, or remove it.",
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
    nowhere = AGENCY.transfer.model_copy(update={"to": None})
    said = problems(
        AGENCY.model_copy(update={"statuses": statuses, "deadlines": (), "transfer": nowhere, "appeal": None})
    )
    assert set(said) == {"status.review", "status.routing"}


def test_a_country_needs_no_part() -> None:
    holidays = AGENCY.holidays.model_copy(update={"subdivision": None})
    assert problems(AGENCY.model_copy(update={"holidays": holidays})) == {}


def test_words_count_as_given() -> None:
    rule = AGENCY.triage[0].model_copy(update={"when": {"hope": "given"}})
    assert problems(AGENCY.model_copy(update={"triage": (rule, _saying({"hope": "given"}))})) == {}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"cases": 1}, {"early_intervention.cases"}),
        ({"within": "a year"}, {"early_intervention.within"}),
        ({"within": "10 business days"}, {"early_intervention.within"}),
        ({"cases": 0, "within": "0 days"}, {"early_intervention.cases", "early_intervention.within"}),
        ({"cases": 2, "within": "30 days"}, set()),
    ],
)
def test_a_rule_about_officers_that_cannot_be_counted_is_named(changes: dict[str, Any], where: set[str]) -> None:
    standard: dict[str, Any] = {"cases": 3, "within": "365 days", "source": "x", "checked_on": "2026-01-01"}
    rule = EarlyIntervention.model_validate(standard | changes)
    assert set(problems(AGENCY.model_copy(update={"early_intervention": rule}))) == where
    assert problems(AGENCY.model_copy(update={"early_intervention": None})) == {}


@pytest.mark.parametrize(
    ("id", "changes", "where"),
    [
        ("copy", {"template": "copi"}, "document.copy"),
        ("copy", {"by": ("clerk",)}, "document.copy"),
        ("A copy", {}, "document.A copy"),
        ("copy", {}, None),
    ],
)
def test_a_paper_names_a_template_and_roles_that_there_are(id: str, changes: dict[str, Any], where: str | None) -> None:
    papers = {id: AGENCY.documents["copy"].model_copy(update=changes)}
    found = problems(AGENCY.model_copy(update={"documents": papers}))
    assert list(found) == ([where] if where else [])


@pytest.mark.parametrize(
    ("part", "changes", "where"),
    [
        ("appeal", {"within": "soon"}, "appeal.within"),
        ("appeal", {"answer_within": "0 days"}, "appeal.answer_within"),
        ("appeal", {"reopens": "nowhere"}, "appeal.reopens"),
        ("appeal", {"reopens": "closed"}, "appeal.reopens"),
        ("transfer", {"answer_within": "a week"}, "transfer.answer_within"),
        ("transfer", {"to": "nowhere"}, "transfer.to"),
        ("transfer", {"disposition": "nothing"}, "transfer.disposition"),
    ],
)
def test_what_comes_after_is_checked(part: str, changes: dict[str, str], where: str) -> None:
    changed = getattr(AGENCY, part).model_copy(update=changes)
    assert list(problems(AGENCY.model_copy(update={part: changed}))) == [where]


def test_an_office_without_a_second_look_is_sound() -> None:
    left = tuple(each for each in AGENCY.deadlines if each.of != "appealed")
    assert problems(AGENCY.model_copy(update={"appeal": None, "deadlines": left})) == {}


def test_a_case_that_is_opened_again_has_a_clock_and_no_other_office_has_such_a_clock() -> None:
    left = tuple(each for each in AGENCY.deadlines if each.of != "appealed")
    assert list(problems(AGENCY.model_copy(update={"deadlines": left}))) == ["appeal"]
    found = problems(AGENCY.model_copy(update={"appeal": None}))
    assert {*found} == {"deadline.second_look.of", "deadline.second_investigation.of"}


def test_a_unit_that_stands_for_all_has_no_case_of_its_own() -> None:
    whole = Unit(id="any", name=NAME, respondents=True, unknown=True)
    assert problems(AGENCY.model_copy(update={"units": {"any": whole}})) == {}
    advice = "this stands for every unit a case may be about. Write `respondents = true`, no `when`."
    for wrong in (whole.model_copy(update={"respondents": False}), whole.model_copy(update={"when": {"hurt": True}})):
        assert problems(AGENCY.model_copy(update={"units": {"any": wrong}})) == {"unit.any": advice}
    two = {"any": whole, "all": whole.model_copy(update={"id": "all"})}
    assert problems(AGENCY.model_copy(update={"units": two})) == {"unit": '"unknown" is here 2 times. Keep one.'}


def test_the_usual_priority_is_one_of_them() -> None:
    assert problems(AGENCY.model_copy(update={"default_priority": "normal"})) == {}
    found = problems(AGENCY.model_copy(update={"default_priority": "norml"}))
    assert found == {"default_priority": 'there is no priority "norml". Did you mean "normal"?'}


def test_an_action_that_asks_for_findings_needs_some_to_choose_from() -> None:
    said = problems(AGENCY.model_copy(update={"findings": {}}))
    assert {each for each in said.values() if "[finding" in each} == {
        "there is nothing to choose from. Define [finding.…] blocks."
    }
