"""The `when` language is equality and membership, and nothing more."""

from typing import Any

import pytest

from bot.casework.conditions import applies, holds, known


@pytest.mark.parametrize(
    ("when", "facts", "expected"),
    [
        ({}, {}, True),
        ({"hurt": True}, {"hurt": True}, True),
        ({"hurt": True}, {"hurt": False}, False),
        ({"hurt": False}, {"hurt": False}, True),
        ({"hurt": True}, {}, False),
        ({"hurt": False}, {}, False),
        ({"hurt": True}, {"hurt": 1}, False),
        ({"care": "hospital"}, {"care": "hospital"}, True),
        ({"care": "hospital"}, {"care": "hospital bed"}, False),
        ({"care": "hospital"}, {"care": None}, False),
        ({"care": ["doctor", "hospital"]}, {"care": "doctor"}, True),
        ({"care": ["doctor", "hospital"]}, {"care": "none"}, False),
        ({"care": []}, {"care": "none"}, False),
        ({"allegation": "EF"}, {"allegation": ["LA", "EF"]}, True),
        ({"allegation": "EF"}, {"allegation": ("LA",)}, False),
        ({"allegation": "EF"}, {"allegation": frozenset()}, False),
        ({"allegation": ["EF", "CM"]}, {"allegation": {"CM"}}, True),
        ({"allegation": "EF", "hurt": True}, {"allegation": ["EF"], "hurt": True}, True),
        ({"allegation": "EF", "hurt": True}, {"allegation": ["EF"], "hurt": False}, False),
        ({"place": "on"}, {"place": {"on": "2026"}}, False),
        ({"answer": [True, "yes"]}, {"answer": "yes"}, True),
    ],
)
def test_holds(when: Any, facts: dict[str, object], expected: bool) -> None:
    assert holds(when, facts) is expected


@pytest.mark.parametrize(
    ("when", "unless", "facts", "expected"),
    [
        ({}, {}, {}, True),
        ({}, {}, None, True),
        ({"area": "home"}, {}, None, False),
        ({}, {"area": "home"}, None, False),
        ({}, {"area": "home"}, {}, True),
        ({}, {"area": "home"}, {"area": ["work", "home"]}, False),
        ({}, {"area": "home", "hurt": True}, {"area": ["home"], "hurt": False}, True),
        ({"area": "work"}, {"area": "home"}, {"area": ["work"]}, True),
        ({"area": "work"}, {"area": "home"}, {"area": ["work", "home"]}, False),
        ({"area": "work"}, {"area": "home"}, {"area": []}, False),
    ],
)
def test_a_duty_applies_where_it_is_wanted_and_not_excluded(
    deadline, when: Any, unless: Any, facts: dict[str, object] | None, expected: bool
) -> None:
    assert applies(deadline(when=when, unless=unless), facts) is expected


def test_what_triage_and_deadlines_may_ask_about() -> None:
    found = known({"hurt": True}, allegation=("EF",), safety=(), flag=("unread",))
    assert found == {"hurt": True, "allegation": ["EF"], "safety": [], "flag": ["unread"]}
    assert holds({"hurt": True, "allegation": ["EF", "CM"], "flag": "unread"}, found)
    assert not holds({"safety": "self_harm"}, found)
