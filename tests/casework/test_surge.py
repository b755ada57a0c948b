"""Complaints about one incident make a cluster from the profile's number on; who is told of it, once."""

from datetime import UTC, date, datetime

from bot.casework import notices, surge
from bot.casework.keeper import SUPERVISOR
from bot.casework.oversight import Surge

NOW = datetime(2026, 9, 14, 15, tzinfo=UTC)
CASE = ("case1", "OPCR-2026-00123-7")
RULE = Surge(cases=3, within="7 days", source="x", checked_on=date(2026, 11, 22))


def test_only_what_came_in_within_the_time_counts(office) -> None:
    others = {"a": date(2026, 9, 7), "b": date(2026, 9, 6), "c": date(2026, 9, 14)}
    assert surge.near(office(surge=RULE), date(2026, 9, 14), others) == {"a", "c"}
    assert surge.near(office(), date(2026, 9, 14), others) == frozenset()


def test_the_number_of_the_profile_makes_it_a_surge(office) -> None:
    assert not surge.is_surge(office(), 50)
    assert not surge.is_surge(office(surge=RULE), 1)
    assert surge.is_surge(office(surge=RULE), 2)


def test_a_proposal_goes_to_the_supervisors_and_a_later_case_to_the_lead(office) -> None:
    told = surge.news(office(), CASE, "cluster1", None, 5, NOW)
    assert (told.key, told.to, told.template) == ("cluster1:cluster_proposed", SUPERVISOR, "cluster_proposed")
    assert told.params == {"reference": CASE[1], "count": "5"}
    joins = surge.news(office(), CASE, "cluster1", "ana", 0, NOW)
    assert (joins.key, joins.to, joins.template) == ("case1:cluster_joins:cluster1", "member:ana", "cluster_joins")
    assert joins.params == {"reference": CASE[1]}
    assert {told.template, joins.template} == set(surge.TEMPLATES) <= set(notices.TEMPLATES)
