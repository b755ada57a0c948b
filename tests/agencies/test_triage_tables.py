"""The triage tables that a lawyer can read: each row gets the priority, the queue and the reason that it says."""

import csv
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.casework.agency import Agency
from bot.casework.parts import UNLISTED
from bot.casework.triage import assess
from tests.agencies.test_profiles import AGENCIES, GROUPS

SAID = ("the complaint", "priority", "queue", "rules", "because")  # every other column is a fact
SEVERAL = ("allegation", "safety", "flag")  # what nobody is asked
YES_NO = {"yes": True, "no": False}
FLAGS = {"unread", "listen", "call_back", "other_language", "withdrawal_asked", "unreachable", "no_words"}


class Row(NamedTuple):
    """One line of a table, of one agency."""

    agency: Agency
    what: str
    facts: dict[str, object]
    said: dict[str, str]

    @property
    def rules(self) -> tuple[int, ...]:
        """The numbers of the profile's rules that apply, the first of the highest priority in front."""
        return tuple(map(int, self.said["rules"].split()))


def table(path: Path) -> list[Row]:
    """Read a table; ` + ` stands between several things of one kind."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    agency = AGENCIES[path.parent.name]
    return [Row(agency, row["the complaint"], facts(agency, row), row) for row in rows]


def facts(agency: Agency, row: dict[str, str]) -> dict[str, object]:
    """What a case would be judged by."""
    return {name: fact(agency, name, value) for name, value in row.items() if value and name not in SAID}


def fact(agency: Agency, name: str, value: str) -> object:
    """A cell as the kind of its question makes it."""
    kind = "many" if name in SEVERAL else agency.questions[name].kind
    return value.split(" + ") if kind == "many" else YES_NO[value] if kind == "yes_no" else value


TABLES = {path.parent.name: table(path) for path in sorted(Path(__file__).parent.glob("*/triage.csv"))}
ROWS = list(chain.from_iterable(TABLES.values()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.agency.id}: {row.what}")
def test_a_complaint_gets_what_the_table_says(row: Row) -> None:
    triaged = assess(row.agency, row.facts)
    assert (triaged.priority, triaged.queue, triaged.rules) == (row.said["priority"], row.said["queue"], row.rules)
    assert triaged.because[0] == row.said["because"]


@pytest.mark.parametrize("rows", TABLES.values(), ids=TABLES)
def test_every_rule_fires_and_every_word_of_a_rule_is_tried(rows: list[Row]) -> None:
    agency = rows[0].agency
    assert {row.rules[0] for row in rows if row.rules} == set(range(1, len(agency.triage) + 1)), "decides nowhere"
    wanted = {(name, each) for rule in agency.triage for name, value in rule.when.items() for each in many(value)}
    tried = {(name, each) for row in rows for name, value in row.facts.items() for each in many(value)}
    assert wanted <= tried
    assert {("allegation", code) for code in agency.allegations} <= tried


@pytest.mark.parametrize("rows", TABLES.values(), ids=TABLES)
def test_every_row_speaks_of_what_can_happen(rows: list[Row]) -> None:
    agency = rows[0].agency
    known = {
        "allegation": set(agency.allegations),
        "safety": set(GROUPS["safety"]),
        "flag": FLAGS,
    }
    for name in {name for row in rows for name in row.facts} - set(known):
        question = agency.questions[name]
        known[name] = {choice.id for choice in question.choices} or {True, False, "given"}
        known[name] |= {UNLISTED} if question.kind == "listed" else set()
    for row in rows:
        for name, value in row.facts.items():
            assert set(many(value)) <= known[name], f"{row.what}: {name}"


@pytest.mark.parametrize("rows", TABLES.values(), ids=TABLES)
def test_a_table_is_long_enough_and_says_nothing_twice(rows: list[Row]) -> None:
    combinations = [tuple(row.said[name] for name in row.said if name not in SAID) for row in rows]
    assert len(combinations) >= 40
    assert len(set(combinations)) == len(combinations)
    assert len({row.what for row in rows}) == len(rows)


def many(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def test_every_agency_has_a_table() -> None:
    assert set(TABLES) == set(AGENCIES)
