"""Another look at a closed case: until when it is in time, by when it is answered, and who hears of it."""

from datetime import UTC, date, datetime

import pytest

from bot.casework import appeal
from bot.casework.agency import Agency
from bot.casework.errors import Refused
from bot.casework.keeper import SUPERVISOR, Subject
from tests.house import agencies

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
