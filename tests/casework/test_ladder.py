"""The steps of a reminder ladder: in the morning of a workday, never two on one, never before the date held."""

from datetime import UTC, datetime, timedelta

from bot.casework.deadlines import plan
from bot.casework.duty import Duty
from bot.casework.ladder import Ladder
from bot.casework.tolling import Snoozed
from tests.casework.test_deadlines import DAY, FRIDAY_NOON, REFERENCE, case, mornings


def test_a_ladder(office, deadline) -> None:
    agency = office(
        deadlines=(
            deadline(
                within="6 days",  # Thursday 26 November, Thanksgiving
                remind=("3 days before", "1 day before", "when due", "1 day after", "2 days after"),
                escalate=("1 day after", "every 7 days after"),
            ),
        )
    )
    planned = plan(agency, case(), FRIDAY_NOON)
    assert mornings(planned) == [
        ("3 days before", "2026-11-23T14:30"),
        ("1 day before", "2026-11-25T14:30"),
        ("when due", "2026-11-27T14:30"),  # the morning after Thanksgiving
        ("2 days after", "2026-11-30T14:30"),  # from Saturday; "1 day after" would be a second one on the 27th
    ]
    assert mornings(planned, "escalation") == [
        ("1 day after", "2026-11-27T14:30"),
        ("every 7 days after", "2026-12-03T14:30"),
    ]


def test_what_a_reminder_says_and_to_whom(office, deadline) -> None:
    agency = office(deadlines=(deadline(remind=("when due",), escalate=("1 day after",)),))
    reminder, escalation = plan(agency, case(), FRIDAY_NOON)
    assert reminder.key == "case1:duty:first_look:reminder:when due"
    assert (reminder.to, reminder.rank) == ("queue:intake", 3)
    assert reminder.params == {
        "reference": REFERENCE,
        "duty": "first_look",
        "due_on": "2026-11-23",
        "priority": "high",
        "rule": "when due",
    }
    assert escalation.key == "case1:duty:first_look:escalation:1 day after"
    assert (escalation.to, escalation.rank) == ("supervisor", 4)
    owned = plan(agency, case(owner="m7"), FRIDAY_NOON)
    assert [each.to for each in owned] == ["member:m7", "supervisor"]
    assert [each.key for each in owned] == [reminder.key, escalation.key]


def test_of_the_mornings_that_are_over_only_the_last_is_told(office, deadline) -> None:
    rungs = ("3 days before", "when due", "2 days after", "4 days after", "every 7 days after")
    agency = office(deadlines=(deadline(remind=rungs),))
    late = FRIDAY_NOON + timedelta(days=8)  # Saturday 28 November
    assert mornings(plan(agency, case(), late)) == [
        ("4 days after", "2026-11-27T14:30"),
        ("every 7 days after", "2026-11-30T14:30"),
    ]


def test_a_reminder_that_lies_before_the_clock_started_is_left_out(office, deadline) -> None:
    agency = office(deadlines=(deadline(remind=("3 days before", "2 days before", "1 day before", "when due")),))
    assert mornings(plan(agency, case(), FRIDAY_NOON)) == [("when due", "2026-11-23T14:30")]
    at_dawn = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert mornings(plan(agency, case(at_dawn), at_dawn))[0] == ("3 days before", "2026-11-20T14:30")


def test_every_so_often_gives_the_latest_that_came_and_the_next(office, deadline) -> None:
    agency = office(deadlines=(deadline(remind=("every 2 days after",)),))  # due on Monday the 23rd
    at = {
        FRIDAY_NOON: ["2026-11-25"],
        datetime(2026, 11, 25, 14, 29, tzinfo=UTC): ["2026-11-25"],
        datetime(2026, 11, 25, 14, 30, tzinfo=UTC): ["2026-11-25", "2026-11-27"],
        datetime(2026, 11, 27, 14, 30, tzinfo=UTC): ["2026-11-27", "2026-11-30"],  # the 29th is a Sunday
        datetime(2026, 11, 29, 18, tzinfo=UTC): ["2026-11-27", "2026-11-30"],
        datetime(2026, 12, 21, 15, tzinfo=UTC): ["2026-12-21", "2026-12-23"],
    }
    for now, days in at.items():
        assert [on[:10] for _, on in mornings(plan(agency, case(), now))] == days


def test_after_three_silent_days_one_reminder_of_each_kind_is_due_not_ten(office, deadline) -> None:
    agency = office(deadlines=(deadline(remind=("every 1 day after",), escalate=("every 1 day after",)),))
    now = datetime(2026, 12, 11, 15, tzinfo=UTC)
    due = [each for each in plan(agency, case(), now) if each.due_at <= now]
    assert [each.template for each in due] == ["reminder", "escalation"]


def test_a_date_that_was_moved_has_a_ladder_of_its_own(office) -> None:
    on = datetime(2026, 12, 4, tzinfo=UTC)
    first = Duty("first_look", on.date(), on, None, FRIDAY_NOON)
    moved = Duty("first_look", on.date(), on, None, FRIDAY_NOON, moved_at=FRIDAY_NOON + DAY)
    keys = [
        [each.key for each in Ladder(office(), case(), duty, "reminder").steps(("when due",), FRIDAY_NOON)]
        for duty in (first, moved)
    ]
    assert keys == [
        ["case1:duty:first_look:reminder:when due"],
        ["case1:duty:first_look:reminder:when due by 2026-12-04"],
    ]


def test_who_snoozed_is_reminded_then_while_the_case_may_be_theirs(office) -> None:
    on = datetime(2026, 12, 4, tzinfo=UTC)
    snoozed = (Snoozed(FRIDAY_NOON, "first_look", "ana", FRIDAY_NOON + 3 * DAY),)
    duty = Duty("first_look", on.date(), on, None, FRIDAY_NOON, snoozed=snoozed)
    for owner, whom in ((None, ["member:ana"]), ("ana", ["member:ana"]), ("ben", [])):
        assert [each.to for each in Ladder(office(), case(owner=owner), duty, "reminder").as_asked()] == whom
