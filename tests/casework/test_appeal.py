"""Another look at a closed case: until when it is in time, by when it is answered, and who hears of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.casework import appeal, deadlines, relief
from bot.casework.agency import Agency
from bot.casework.deadlines import CaseFacts
from bot.casework.errors import Refused
from bot.casework.keeper import SUPERVISOR, Subject
from bot.casework.tolling import Extended
from tests.house import agencies, everybody

HOME = agencies()["minneapolis_opcr"]
CLOSED = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)


def with_times(within: str, answer_within: str) -> Agency:
    assert HOME.appeal is not None
    rule = HOME.appeal.model_copy(update={"within": within, "answer_within": answer_within})
    return HOME.model_copy(update={"appeal": rule})


@pytest.mark.parametrize(
    ("within", "last"),
    [("30 days", date(2026, 10, 14)), ("1 day", date(2026, 9, 15)), ("10 business days", date(2026, 9, 28))],
)
def test_until_when_it_is_in_time(within: str, last: date) -> None:
    agency = with_times(within, "30 days")
    assert appeal.until(agency, CLOSED) == last
    noon = datetime(last.year, last.month, last.day, 17, tzinfo=UTC)
    assert not appeal.late(agency, CLOSED, noon)
    assert appeal.late(agency, CLOSED, noon.replace(day=noon.day + 1))


@pytest.mark.parametrize(
    ("answer_within", "day"),
    [("30 days", date(2026, 10, 14)), ("5 days", date(2026, 9, 21)), ("3 business days", date(2026, 9, 17))],
)
def test_by_when_it_is_answered_on_a_day_when_the_office_is_open(answer_within: str, day: date) -> None:
    agency = with_times("30 days", answer_within)
    assert appeal.due_on(agency, CLOSED) == day
    assert appeal.due_at(agency, CLOSED) == datetime(day.year, day.month, day.day + 1, 5, tzinfo=UTC)


def test_the_supervisors_hear_at_once_and_around_the_day() -> None:
    about = Subject("c1", "OPCR-2026-00001-8", None, "intake")
    first, *later = appeal.plan(HOME, about, CLOSED)
    assert (first.template, first.to, first.due_at) == ("appeal_asked", SUPERVISOR, CLOSED)
    assert first.params == {"reference": "OPCR-2026-00001-8", "due_on": "2026-10-14"}
    assert {each.template for each in later} == {"appeal_due"}
    assert [f"{each.due_at:%m-%d}" for each in later] == ["10-09", "10-14", "10-21", "10-28", "11-12"]
    assert all(each.key.startswith(appeal.scope("c1")) for each in (first, *later))
    soon = appeal.plan(with_times("30 days", "1 day"), about, CLOSED)
    assert len(soon) == 5, "no step lies before the request"


def test_where_the_profile_has_none_there_is_none() -> None:
    with pytest.raises(Refused) as refused:
        appeal.of(HOME.model_copy(update={"appeal": None}))
    assert refused.value.because == "no_appeal"


RECEIVED, AGAIN = CLOSED - timedelta(days=100), CLOSED + timedelta(days=20)
ROUND = ("received", "notified", "claimed", "review", "routing", "closed")


def decided(agency: Agency = HOME, **changes: object) -> CaseFacts:
    """A case that went its way in a hundred days and was closed."""
    at = {moment: RECEIVED + timedelta(days=n) for n, moment in enumerate(ROUND)}
    owed = Extended(RECEIVED + timedelta(days=4), "routing", 20)
    facts = CaseFacts("c1", "X-1", RECEIVED, at, "m1", agency.default_queue, "high", True, {}, (owed,))
    return replace(facts, **changes)  # type: ignore[arg-type]


def reopened(case: CaseFacts, agency: Agency = HOME) -> CaseFacts:
    return replace(case, closed=False, moments=appeal.reopened(agency, case, AGAIN))


def waiting(case: CaseFacts, agency: Agency = HOME) -> set[str]:
    return {each.name for each in deadlines.duties(agency, case) if each.met_at is None}


def test_a_case_that_is_opened_again_has_clocks_of_its_own_and_what_was_done_stays_done() -> None:
    before = decided()
    assert waiting(before) == set()
    case = reopened(before)
    assert waiting(case) == {"second_look", "second_investigation"}
    done = {each.name: each.met_at for each in deadlines.duties(HOME, case) if each.met_at}
    assert done == {e.name: e.met_at for e in deadlines.duties(HOME, before) if e.name != "routing"}
    assert (case.moments["received"], case.moments["notified"]) == (before.moments["received"], RECEIVED + timedelta(1))
    assert deadlines.next_date(HOME, case, AGAIN).date() > AGAIN.date()
    told = deadlines.plan(HOME, case, AGAIN)
    assert {each.params["duty"] for each in told} == {"second_look", "second_investigation"}
    assert all(each.due_at > AGAIN for each in told)


def test_a_stage_that_comes_again_has_its_clock_and_its_reminders_again() -> None:
    first = decided(closed=False, moments={k: v for k, v in decided().moments.items() if k != "closed"})
    assert waiting(first) == {"routing", "investigation"}
    again = reopened(decided())
    at = AGAIN + timedelta(days=5)
    again = replace(again, moments={**again.moments, "routing": at})
    assert waiting(again) == {"routing", "second_investigation"}
    due = next(each for each in deadlines.duties(HOME, again) if each.name == "routing")
    assert due.due_on == date(2026, 11, 8), "without the days that were given before"
    rule = next(each for each in HOME.deadlines if each.name == "routing")
    assert (relief.extension_left(first, rule), relief.extension_left(again, rule)) == (10, 30)
    keys = [{e.key for e in deadlines.plan(HOME, each, now)} for each, now in ((first, RECEIVED), (again, at))]
    assert keys[1]
    assert not keys[0] & keys[1], "what was sent in the first round is said again"
    closed = replace(again, moments={**again.moments, "closed": at + timedelta(days=1)})
    assert waiting(closed) == set()
    third = reopened(closed)
    assert waiting(third) == {"second_look", "second_investigation"}


def test_a_case_that_nobody_has_is_taken_anew_and_one_that_counts_as_filed_stays_so() -> None:
    assert "claimed" not in reopened(decided(owner=None)).moments
    rights = agencies("ct_chro")["ct_chro"]
    assert rights.unfiled is not None
    assert rights.appeal is not None
    early = rights.appeal.model_copy(update={"reopens": rights.initial})
    office = rights.model_copy(update={"appeal": early})
    filed = decided(office, moments={rights.unfiled.until: RECEIVED, "closed": CLOSED})
    assert appeal.reopened(office, filed, AGAIN)[rights.unfiled.until] == RECEIVED


def test_every_office_with_a_second_look_has_something_due_in_it() -> None:
    for office in agencies(everybody()).values():
        if office.appeal is not None:
            case = reopened(decided(office, moments={"closed": CLOSED}), office)
            assert "second_look" in waiting(case, office), office.id
