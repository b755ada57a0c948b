"""What the reader finds may make a case more urgent and never less, in every office and whatever was answered."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.casework import allegation, conditions, triage
from bot.casework.agency import Agency, Question
from bot.casework.triage import Triaged
from nlp.reading import Label, Reading
from tests.agencies.test_profiles import AGENCIES, GROUPS

AT_ONCE = ("immediate_danger", "self_harm", "urgent_medical", "critical_incident", "child_at_risk")
LABELS = st.sampled_from([(group, label) for group, labels in GROUPS.items() for label in labels])
FOUND = st.builds(lambda of, chance: Label(*of, chance, ()), LABELS, st.floats(0, 1))
LANGUAGES = st.sampled_from(["en", "es", "other"])
READINGS = st.builds(
    Reading, LANGUAGES, st.lists(FOUND, max_size=8).map(tuple), st.just(()), st.booleans(), st.just("any")
)

every_office = pytest.mark.parametrize("agency", AGENCIES.values(), ids=AGENCIES)


def _answer(question: Question) -> st.SearchStrategy[Any]:
    """What triage knows of an answer to this question."""
    choices = [each.id for each in question.choices]
    match question.kind:
        case "yes_no":
            return st.booleans()
        case "choice" | "listed" if choices:
            return st.sampled_from([*choices, "unlisted"])
        case "many" if choices:
            return st.lists(st.sampled_from(choices), unique=True, min_size=1)
    return st.just("given")


def answers(agency: Agency) -> st.SearchStrategy[dict[str, Any]]:
    """Any answers to the questions that decide something, each left out or not."""
    asked = {name for rule in agency.triage for name in rule.when} & set(agency.questions)
    return st.fixed_dictionaries({}, optional={name: _answer(agency.questions[name]) for name in sorted(asked)})


def judged(agency: Agency, answered: Mapping[str, Any], reading: Reading | None) -> Triaged:
    """As the desk judges a complaint when it files it."""
    known = conditions.known(
        answered,
        allegation=[each.code for each in allegation.propose(agency, reading)] if reading else (),
        safety=[each.label for each in reading.of("safety")] if reading else (),
        flag=("other_language",) if reading and reading.language == "other" else (),
    )
    return triage.assess(agency, known)


def urgency(agency: Agency, found: Triaged) -> int:
    """0 is the least urgent."""
    return -agency.priorities.index(found.priority)


@every_office
@given(data=st.data(), reading=READINGS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_reading_lowers_a_priority(agency: Agency, data: st.DataObject, reading: Reading) -> None:
    answered = data.draw(answers(agency))
    alone, read = judged(agency, answered, None), judged(agency, answered, reading)
    assert urgency(agency, read) >= urgency(agency, alone)
    assert set(read.rules) >= set(alone.rules)


@every_office
@given(data=st.data(), reading=READINGS, more=READINGS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_one_more_label_lowers_nothing(agency: Agency, data: st.DataObject, reading: Reading, more: Reading) -> None:
    answered = data.draw(answers(agency))
    both = Reading(reading.language, (*reading.labels, *more.labels), (), more.out_of_scope, "any")
    less, all_of_it = judged(agency, answered, reading), judged(agency, answered, both)
    assert urgency(agency, all_of_it) >= urgency(agency, less)


@every_office
@pytest.mark.parametrize("outside", [False, True])
@pytest.mark.parametrize("label", GROUPS["safety"])
def test_every_safety_label_raises_a_case_by_itself(agency: Agency, label: str, outside: bool) -> None:
    reading = Reading("en", (Label("safety", label, 0.5, ()),), (), outside, "any")
    read, unread = judged(agency, {}, reading), judged(agency, {}, None)
    assert urgency(agency, read) > urgency(agency, unread)
    assert (read.priority == agency.priorities[0]) is (label in AT_ONCE)
