"""By when others answer, who is reminded of it, and that a notice about it says nothing of what was asked."""

from datetime import UTC, date, datetime

import pytest

from bot.casework.agency import Asking
from bot.casework.errors import Refused
from bot.casework.keeper import Subject
from bot.casework.notices import TEMPLATES
from bot.casework.request import REFUSALS, Waiting, came, due, due_after, news, plan
from bot.casework.tolling import Held, Snoozed

NOW = datetime(2026, 9, 14, 15, tzinfo=UTC)  # a Monday, ten in the morning at the office
CASE = Subject("case1", "OPCR-2026-00123-0", "m1", "intake")
ID = "r" * 20


def waiting(on: date = date(2026, 9, 28), **more: object) -> Waiting:
    return Waiting(**{"id": ID, "body": None, "due_on": on, "asked_at": NOW, "offered": False, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "language", "on"),
    [
        ("14 days", "en", date(2026, 9, 28)),
        ("in 1 day", "en", date(2026, 9, 15)),
        ("en 10 días", "es", date(2026, 9, 24)),
        ("dentro de 3 dias", "es", date(2026, 9, 17)),
        ("0 days", "en", date(2026, 9, 14)),
        ("2026-10-01", "en", date(2026, 10, 1)),
        ("2026-10-01", "es", date(2026, 10, 1)),
        ("Oct 3", "en", date(2026, 10, 3)),
        ("3 de octubre", "es", date(2026, 10, 3)),
        ("October 3, 2026", "en", date(2026, 10, 3)),
        ("10/3", "es", date(2026, 10, 3)),
        ("tomorrow", "en", date(2026, 9, 15)),
        ("Sept 1", "en", date(2027, 9, 1)),
        (" today ", "en", date(2026, 9, 14)),
    ],
)
def test_a_day_to_come_is_read(office, text: str, language: str, on: date) -> None:
    assert due(office(), text, language, NOW) == on


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("2026-09-13", "due_past"),
        ("September 1, 2026", "due_past"),
        ("yesterday", "due_past"),
        ("soon", "due_unreadable"),
        ("12", "due_unreadable"),
        ("2026-02-30", "due_unreadable"),
        ("", "due_unreadable"),
        ("🙂", "due_unreadable"),
        ("October 3 " * 20, "due_unreadable"),
    ],
)
def test_any_other_day_is_refused(office, text: str, because: str) -> None:
    with pytest.raises(Refused) as refused:
        due(office(), text, "en", NOW)
    assert refused.value.because == because
    assert because in REFUSALS


def test_today_is_the_day_at_the_office(office) -> None:
    late = datetime(2026, 9, 15, 3, tzinfo=UTC)  # still Monday there
    assert due(office(), "2026-09-14", "en", late) == date(2026, 9, 14)


@pytest.mark.parametrize(
    ("text", "on"),
    [("today", date(2026, 9, 14)), ("yesterday", date(2026, 9, 13)), ("September 10", date(2026, 9, 10))],
)
def test_a_day_that_has_been_is_read(office, text: str, on: date) -> None:
    assert came(office(), text, "en", NOW) == on


@pytest.mark.parametrize(
    ("text", "because"),
    [("tomorrow", "day_future"), ("hello", "day_unreadable"), ("I don't know", "day_unreadable")],
)
def test_a_day_to_come_or_none_is_refused(office, text: str, because: str) -> None:
    with pytest.raises(Refused) as refused:
        came(office(), text, "en", NOW)
    assert refused.value.because == because


def test_the_complainant_hears_before_and_the_owner_after(office) -> None:
    found = plan(office(), CASE, waiting())
    assert [(each.to, each.template, each.due_at.date()) for each in found] == [
        ("complainant", "request_reminder", date(2026, 9, 25)),
        ("member:m1", "answer_overdue", date(2026, 9, 29)),
        ("member:m1", "answer_overdue", date(2026, 10, 5)),
        ("member:m1", "answer_overdue", date(2026, 10, 12)),
    ]
    assert found[0].params == {"reference": CASE.reference, "item": ID}  # no date: the phone may be in other hands
    assert found[1].params == {"reference": CASE.reference, "item": ID, "due_on": "2026-09-28"}
    assert len({each.key for each in found}) == 4
    assert all(each.key.startswith("case1:request:") for each in found)


def test_reminders_come_on_workdays_in_the_morning(office) -> None:
    before, after, *_ = plan(office(), CASE, waiting(date(2026, 9, 23)))
    assert (before.due_at.date(), after.due_at.date()) == (date(2026, 9, 18), date(2026, 9, 24))
    assert before.due_at.hour == 13  # half past eight in Minneapolis


def test_who_was_asked_a_moment_ago_is_not_reminded_at_once(office) -> None:
    assert {each.template for each in plan(office(), CASE, waiting(date(2026, 9, 16)))} == {"answer_overdue"}


@pytest.mark.parametrize("more", [{"offered": True}, {"body": "hospital"}])
def test_only_a_complainant_who_has_sent_nothing_is_reminded(office, more: dict[str, object]) -> None:
    found = plan(office(), CASE, waiting(**more))
    assert {each.to for each in found} == {"member:m1"}
    assert {each.template for each in found} == {"body_overdue" if "body" in more else "answer_overdue"}


@pytest.mark.parametrize(("queue", "to"), [("critical", "queue:critical"), ("gone", "queue:intake")])
def test_without_an_owner_the_queue_is_told(office, queue: str, to: str) -> None:
    nobody = Subject("case1", CASE.reference, None, queue)
    assert {each.to for each in plan(office(), nobody, waiting(offered=True))} == {to}


def test_a_profile_may_remind_of_nothing(office) -> None:
    assert plan(office(asking=Asking(remind=(), overdue=())), CASE, waiting()) == ()


def test_a_hold_stops_the_clock_of_a_request_and_gives_it_the_rest_of_its_days(office) -> None:
    named = date(2026, 9, 28)
    held = Held(datetime(2026, 9, 18, 15, tzinfo=UTC), datetime(2026, 10, 14, 13, 30, tzinfo=UTC))
    quiet = Snoozed(NOW, "review", "m1", held.ends_at)
    assert due_after(office(), named, NOW, [quiet, held]) == (date(2026, 10, 24), held.ends_at)
    assert due_after(office(), named, NOW, [quiet]) == (named, None)
    during = datetime(2026, 9, 20, 15, tzinfo=UTC)
    assert due_after(office(), named, during, [held]) == (named, None), "whoever named it knew of the hold"
    late = Held(datetime(2026, 9, 30, 15, tzinfo=UTC), held.ends_at)
    assert due_after(office(), named, NOW, [late]) == (named, None), "late stays late"
    assert due_after(office(), named, NOW, [held], datetime(2026, 9, 20, 15, tzinfo=UTC))[0] == date(2026, 9, 30)


def test_nobody_is_reminded_of_a_moved_day_before_the_hold_is_over(office) -> None:
    moved_at = datetime(2026, 10, 14, 13, 30, tzinfo=UTC)
    found = plan(office(), CASE, waiting(date(2026, 10, 15), moved_at=moved_at))
    assert [(each.template, each.due_at.date()) for each in found] == [
        ("answer_overdue", date(2026, 10, 16)),
        ("answer_overdue", date(2026, 10, 22)),
        ("answer_overdue", date(2026, 10, 29)),
    ]
    again = plan(office(), CASE, waiting(date(2026, 10, 24), moved_at=moved_at))
    before = plan(office(), CASE, waiting())
    assert not {each.key for each in again} & {each.key for each in before}, "the new day has reminders of its own"
    assert {each.template for each in again} == {"request_reminder", "answer_overdue"}
    ended = waiting(date(2026, 9, 16), moved_at=datetime(2026, 10, 1, tzinfo=UTC))
    assert [each.due_at.date() for each in plan(office(), CASE, ended)] == []


def test_news_says_the_reference_and_a_row_and_nothing_else(office) -> None:
    (told,) = news(office(), CASE, "request_waiting", "complainant", once=ID, now=NOW, item=ID)
    assert (told.to, told.template, told.due_at) == ("complainant", "request_waiting", NOW)
    assert told.template in TEMPLATES
    assert told.params == {"reference": CASE.reference, "item": ID}
    (hostile,) = news(office(), CASE, "request_waiting", "complainant", once=ID, now=NOW, item="He hit me with a stick")
    assert hostile.params == {"reference": CASE.reference}
