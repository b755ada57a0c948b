"""What a profile says about the time to file: a rule with its days, and what is wrong with one."""

from datetime import date, timedelta

import pytest

from bot.casework.agency import Question, Text
from bot.casework.limit import Limit, Unfiled, problems

WORDS = Text(en="x", es="x")
SINCE = date(2021, 10, 1)


def limit(**changes: object) -> Limit:
    return Limit.model_validate({"days": 180, "source": "the rule", "checked_on": date(2026, 11, 22), **changes})


@pytest.mark.parametrize(
    ("acts", "first", "last", "covered"),
    [
        ({}, "1999-01-01", "1999-01-01", True),
        ({"acts_from": SINCE}, "2021-09-30", "2021-09-30", False),
        ({"acts_from": SINCE}, "2021-09-01", "2021-10-01", True),
        ({"acts_to": SINCE}, "2021-10-02", "2021-10-03", False),
        ({"acts_to": SINCE}, "2021-10-01", "2021-12-01", True),
    ],
)
def test_a_rule_covers_acts_of_its_time(acts: dict[str, date], first: str, last: str, covered: bool) -> None:
    assert limit(**acts).covers(date.fromisoformat(first), date.fromisoformat(last)) is covered


def test_the_days_are_counted_within_the_time_of_the_rule() -> None:
    before, after = SINCE - timedelta(days=30), SINCE + timedelta(days=30)
    assert limit().earliest(before) == before + timedelta(days=180)
    assert limit(acts_from=SINCE).earliest(before) == SINCE + timedelta(days=180)
    assert limit(acts_to=SINCE).latest(after) == SINCE + timedelta(days=180)


@pytest.mark.parametrize(
    ("limits", "unfiled", "where"),
    [
        ((limit(days=0),), None, "limit.1.days"),
        ((limit(), limit(acts_from=SINCE, acts_to=date(2020, 1, 1))), None, "limit.2.acts_to"),
        ((limit(when={"area": "housing"}),), None, "limit.1.when"),
        ((limit(when={"hurt": "yes"}),), None, "limit.1.when"),
        ((), Unfiled(until="sworn", words=WORDS), "unfiled.until"),
        ((limit(when={"hurt": True}),), Unfiled(until="closed", words=WORDS), None),
    ],
)
def test_what_cannot_be_is_named(office, limits: tuple[Limit, ...], unfiled: Unfiled | None, where: str | None) -> None:
    hurt = Question(id="hurt", kind="yes_no", ask=WORDS, name=WORDS)
    agency = office(limits=limits, unfiled=unfiled, interview=("hurt",), questions={"hurt": hurt})
    assert [found[0] for found in problems(agency)] == ([where] if where else [])
