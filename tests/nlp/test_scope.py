"""Which matches count: the rules of scope on their own, with phrases made for the test."""

from __future__ import annotations

import pytest

from nlp import scope
from nlp.phrases import Match, Phrase
from nlp.words import Words


def match(text: str, found: str, name: str, *scopes: str) -> Match:
    group, label = name.split(".")
    phrase = Phrase(group, label, found, 0.8, frozenset(scopes), frozenset(), found)
    words, parts = text.split(), found.split()
    start = next(i for i in range(len(words)) if words[i : i + len(parts)] == parts)
    return Match(phrase, start, start + len(parts))


def counts(text: str, *matches: Match) -> bool:
    return any(m.phrase.group == "conduct" for m in scope.judge(Words(f" {text} "), matches).kept)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("he kicked me", True),
        ("he never kicked me", False),
        ("he did not talk but kicked me", True),
        ("no reason . kicked me", True),
        ("afraid to be kicked me", False),
        ("on the news a man kicked me", False),
    ],
)
def test_denied_feared_and_dreamt(text: str, counted: bool) -> None:
    assert counts(text, match(text, "kicked me", "conduct.excessive_force")) is counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("officer saw . my ex kicked me", False),
        ("my ex yelled and then officer kicked me", True),
        ("officer came . i was kicked me by my ex", False),
    ],
)
def test_who_was_named_last_did_it(text: str, counted: bool) -> None:
    found = [
        match(text, "kicked me", "conduct.excessive_force", "actor"),
        match(text, "officer", "cue.staff"),
        match(text, "my ex", "cue.private"),
    ]
    assert counts(text, *found) is counted


def test_a_setting_without_a_reason_is_a_civil_dispute() -> None:
    text = "landlord evicted me pregnant"
    setting = [match(text, "landlord", "area.housing"), match(text, "evicted", "practice.denial_or_termination")]
    reason = match(text, "pregnant", "basis.pregnancy")
    without = scope.judge(Words(f" {text} "), setting)
    assert scope.consistent(without) == ()
    assert scope.out_of_scope(without, ())
    complete = scope.judge(Words(f" {text} "), [*setting, reason])
    assert {m.phrase.group for m in scope.consistent(complete)} == {"area", "practice", "basis"}
