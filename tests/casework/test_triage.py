"""Every rule that applies counts; the highest priority wins; more said is never less urgent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.agency import TriageRule
from bot.casework.parts import Text
from bot.casework.triage import NO_RULE, Triaged, assess, said, tells_supervisor

RULES = (
    TriageRule(when={"flag": "listen"}, priority="normal", because="A voice message."),
    TriageRule(when={"allegation": "EF"}, priority="high", queue="intake", because="Force."),
    TriageRule(when={"allegation": "EF", "care": "hospital"}, priority="urgent", because="Force and a hospital."),
    TriageRule(when={"safety": ["child_at_risk", "self_harm"]}, priority="urgent", queue="critical", because="Safety."),
    TriageRule(when={"hurt": True}, priority="high", because="Somebody was hurt."),
)


@pytest.mark.parametrize(
    ("facts", "priority", "queue", "rules"),
    [
        ({}, "normal", "intake", ()),
        ({"flag": ["listen"]}, "normal", "intake", (1,)),
        ({"allegation": ["EF", "DI"]}, "high", "intake", (2,)),
        ({"allegation": ["EF"], "care": "hospital"}, "urgent", "intake", (3, 2)),
        ({"allegation": ["EF"], "care": "none", "hurt": True}, "high", "intake", (2, 5)),
        ({"safety": ["self_harm"]}, "urgent", "critical", (4,)),
        ({"safety": ["self_harm"], "allegation": ["EF"], "care": "hospital"}, "urgent", "critical", (3, 4, 2)),
        ({"safety": ["fear_of_reprisal"], "hurt": False}, "normal", "intake", ()),
    ],
)
def test_assess(office, facts: dict[str, object], priority: str, queue: str, rules: tuple[int, ...]) -> None:
    because = tuple(RULES[number - 1].because for number in rules) or (NO_RULE,)
    assert assess(office(triage=RULES), facts) == Triaged(priority, queue, because, rules)


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "allegation": st.lists(st.sampled_from(["EF", "DI"])),
        "safety": st.lists(st.sampled_from(["child_at_risk", "self_harm", "urgent_medical"])),
        "flag": st.lists(st.just("listen")),
        "care": st.sampled_from(["hospital", "none"]),
        "hurt": st.booleans(),
    },
)
RULE = st.builds(
    TriageRule,
    when=st.dictionaries(
        st.sampled_from(["allegation", "safety", "care"]),
        st.sampled_from(["EF", "self_harm", "hospital"]) | st.just(["EF", "DI", "child_at_risk"]),
        min_size=1,
    ),
    priority=st.sampled_from(["urgent", "high", "normal"]),
    queue=st.sampled_from([None, "critical", "intake"]),
    because=st.just("Said so."),
)


@given(
    st.lists(RULE, max_size=6), FACTS, st.sampled_from(["allegation", "safety"]), st.text(max_size=3) | st.just("EF")
)
def test_one_more_label_never_lowers_a_priority(office, rules, facts, group: str, label: str) -> None:
    agency = office(triage=tuple(rules))
    before = assess(agency, facts)
    after = assess(agency, {**facts, group: [*facts.get(group, []), label]})
    assert agency.priorities.index(after.priority) <= agency.priorities.index(before.priority)
    assert set(before.rules) <= set(after.rules)


@given(st.lists(RULE, max_size=6), FACTS)
def test_every_decision_has_a_known_priority_a_known_queue_and_a_reason(office, rules, facts) -> None:
    agency = office(triage=tuple(rules))
    triaged = assess(agency, facts)
    assert triaged.priority in agency.priorities
    assert triaged.queue in agency.queues
    assert triaged.because


def test_where_no_rule_applies_the_usual_priority_counts(office) -> None:
    low = TriageRule(when={"about": "property"}, priority="normal", because="Things.")
    agency = office(triage=(*RULES, low), default_priority="high")
    assert assess(agency, {}).priority == "high"
    assert assess(agency, {"about": "property"}).priority == "normal"
    assert assess(agency, {"about": "property", "hurt": True}).priority == "high"


def test_a_rule_may_tell_a_supervisor_and_say_something_to_the_complainant(office) -> None:
    words = Text(en="Others can help.", es="Otros pueden ayudar.")
    first = TriageRule(when={"hurt": True}, priority="high", because="Hurt.", tell="supervisor", say=words)
    second = TriageRule(when={"care": "hospital"}, priority="high", because="Hospital.", say=words)
    agency = office(triage=(*RULES, first, second))
    both = assess(agency, {"hurt": True, "care": "hospital"}).because
    assert said(agency, both) == (words,)
    assert tells_supervisor(agency, both)
    assert said(agency, ("Hospital.",)) == (words,)
    assert not tells_supervisor(agency, ("Hospital.",))
    assert said(agency, ("Safety.", NO_RULE)) == ()
