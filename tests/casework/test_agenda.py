"""Who is told of a meeting and reminded of it, and of what others have to do; notices say the number and the time."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.casework import agenda
from bot.casework.agency import Agency
from bot.casework.follow_up import FollowUpKind
from bot.casework.keeper import Subject
from bot.casework.meeting import MeetingKind
from bot.casework.parts import Choice
from tests.casework.conftest import WORDS, Office

MONDAY = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)
MEETING, ROW = "m" * 20, "f" * 20
CASE = Subject("c1", "OPCR-2026-00001-8", "ana", "intake")
TO_COME = datetime(2026, 9, 28, 19, 0, tzinfo=UTC)  # a Monday


@dataclass
class Person:
    who: str
    state: str = "asked"


EVERYBODY = ("complainant", "member:ana", "witness:w1", "party:p1", "other")


@dataclass
class Meeting:
    state: str = "set"
    starts_at: datetime | None = TO_COME
    set_at: datetime | None = MONDAY
    kind: str = "interview"
    id: str = MEETING
    revision: int = 2
    people: list[Person] = field(default_factory=lambda: [Person(each) for each in EVERYBODY])


@dataclass
class FollowUp:
    state: str = "open"
    due_on: date = date(2026, 10, 14)
    since: datetime = MONDAY
    kind: str = "remedy"
    id: str = ROW


@pytest.fixture
def agency(office: Office) -> Agency:
    kind = MeetingKind(id="interview", name=WORDS, remind=("2 days before", "when due"))
    remedy = FollowUpKind(id="remedy", name=WORDS, choices=(Choice(id="done", label=WORDS),))
    return office(meetings={"interview": kind}, follow_ups={"remedy": remedy})


def test_news_go_to_whoever_the_program_reaches_each_in_their_own_words(agency: Agency) -> None:
    planned = agenda.news(agency, CASE, Meeting(), agenda.SET, MONDAY)
    assert [(each.to, each.template) for each in planned] == [
        ("complainant", "meeting_set"),
        ("member:ana", "meeting_set_staff"),
        ("witness:w1", "meeting_set"),
    ]
    assert planned[0].params == {
        "reference": CASE.reference,
        "item": MEETING,
        "starts_at": "2026-09-28T19:00:00+00:00",
    }
    but = agenda.news(agency, CASE, Meeting(), agenda.SET, MONDAY, "member:ana")
    assert [each.to for each in but] == ["complainant", "witness:w1"]
    only = agenda.news(agency, CASE, Meeting(starts_at=None), agenda.ASKED, MONDAY, "", "witness:w1")
    assert [(each.to, "starts_at" in each.params) for each in only] == [("witness:w1", False)]


def test_what_was_said_before_is_not_said_again_and_what_changed_is(agency: Agency) -> None:
    keys = [
        {each.key for each in agenda.news(agency, CASE, Meeting(revision=revision), agenda.MOVED, MONDAY)}
        for revision in (1, 1, 2)
    ]
    assert keys[0] == keys[1]
    assert not keys[1] & keys[2]


def test_an_answer_is_one_piece_of_news_an_hour_for_whoever_keeps_the_case(agency: Agency) -> None:
    (one,) = agenda.answered(agency, CASE, Meeting(), MONDAY)
    (same,) = agenda.answered(agency, CASE, Meeting(), MONDAY + timedelta(minutes=59))
    (later,) = agenda.answered(agency, CASE, Meeting(), MONDAY + timedelta(minutes=60))
    assert (one.to, one.key == same.key, one.key == later.key) == ("member:ana", True, False)


def test_each_rung_reminds_on_a_morning_before_the_meeting_of_whoever_comes(agency: Agency) -> None:
    meeting = Meeting(people=[Person("complainant"), Person("member:ana", "comes"), Person("witness:w1", "cannot")])
    found = [(each.to, each.due_at) for each in agenda.reminders(agency, CASE, [meeting])]
    friday, monday = (datetime(2026, 9, day, 13, 30, tzinfo=UTC) for day in (25, 28))
    assert found == [(to, at) for at in (friday, monday) for to in ("complainant", "member:ana")]


@pytest.mark.parametrize(
    "meeting",
    [
        Meeting(kind="tea"),
        Meeting(state="proposed", starts_at=None, set_at=None),
        Meeting(state="cancelled"),
        Meeting(set_at=None),
        Meeting(set_at=datetime(2026, 9, 28, 14, 0, tzinfo=UTC)),
        Meeting(people=[Person("party:p1"), Person("other")]),
    ],
)
def test_nobody_is_reminded_of_what_is_not_set_or_too_near(agency: Agency, meeting: Meeting) -> None:
    assert agenda.reminders(agency, CASE, [meeting]) == ()


def test_the_keeper_is_reminded_of_what_others_have_to_do_on_every_rung(agency: Agency) -> None:
    planned = agenda.watches(agency, CASE, [FollowUp()])
    assert [each.due_at.date() for each in planned] == [
        date(2026, 10, 7), date(2026, 10, 14), date(2026, 10, 21), date(2026, 11, 13)]  # fmt: skip
    assert {each.to for each in planned} == {"member:ana"}
    assert planned[0].params == {"reference": CASE.reference, "due_on": "2026-10-14", "item": ROW}
    closed = Subject("c1", CASE.reference, None, "intake", closed=True)
    assert {each.to for each in agenda.watches(agency, closed, [FollowUp()])} == {"supervisor"}


def test_what_is_settled_unknown_or_passed_before_it_was_noted_is_not_reminded_of(agency: Agency) -> None:
    late = FollowUp(since=datetime(2026, 10, 13, tzinfo=UTC))
    assert agenda.watches(agency, CASE, [FollowUp(state="settled"), FollowUp(kind="tea")]) == ()
    assert [each.due_at.date().day for each in agenda.watches(agency, CASE, [late])] == [14, 21, 13]


def test_it_is_late_after_its_day(agency: Agency) -> None:
    one = FollowUp(due_on=date(2026, 9, 14))
    assert not agenda.is_late(agency, one, MONDAY)
    assert agenda.is_late(agency, one, MONDAY + timedelta(days=1))
    assert not agenda.is_late(agency, FollowUp(state="settled", due_on=one.due_on), MONDAY + timedelta(days=1))


def test_the_time_of_a_notice_reads_back() -> None:
    assert agenda.moment(TO_COME.isoformat()) == TO_COME
