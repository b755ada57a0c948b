"""Clocks that run from a day somebody answered, such as that of a hearing: before it, moved when it is corrected."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.deadlines import CaseFacts, asks, duties, next_date, not_due, plan
from bot.casework.tolling import Held
from bot.casework.workdays import day_at, is_workday
from tests.casework.test_deadlines import FRIDAY_NOON, INSTANTS, ZONES, case, mornings

DAY = timedelta(days=1)
HEARING = "answer:hearing"


def before(office, deadline, **changes: object):
    values: dict[str, object] = {"of": HEARING, "within": "3 days before", "remind": ("1 day before", "when due")}
    return office(deadlines=(deadline(**(values | changes)),))


def heard(on: str, received_at: datetime = FRIDAY_NOON, **changes: object) -> CaseFacts:
    return case(received_at, conditions={"hearing": "given", HEARING: on}, **changes)


@pytest.mark.parametrize(
    ("changes", "hearing", "due_on"),
    [
        ({}, "2026-12-03", date(2026, 11, 30)),
        ({"within": "3 business days before"}, "2026-11-30", date(2026, 11, 24)),  # Thanksgiving is not one of them
        ({"roll": True}, "2026-12-01", date(2026, 11, 27)),  # a Saturday: the open day before, never the one after
        ({"within": "1 day before"}, "2026-11-21", date(2026, 11, 20)),
        ({"within": "5 days"}, "2026-12-03", date(2026, 12, 8)),
        # never before the office could know of it
        ({}, "2026-11-21", date(2026, 11, 20)),
        ({}, "2026-10-01", date(2026, 11, 20)),
        ({"within": "5 days"}, "2026-10-01", date(2026, 11, 20)),
    ],
)
def test_due_from_the_answered_day(office, deadline, changes, hearing: str, due_on: date) -> None:
    agency = before(office, deadline, **changes)
    (duty,) = duties(agency, heard(hearing))
    assert (duty.due_on, duty.started_at) == (due_on, FRIDAY_NOON)
    assert next_date(agency, heard(hearing), FRIDAY_NOON) == duty.due_at


def test_without_the_day_there_is_no_clock(office, deadline) -> None:
    agency = before(office, deadline)
    assert duties(agency, case()) == ()
    assert not_due(agency, case()) == ()
    assert asks(agency)
    assert not asks(office(deadlines=(deadline(),)))


def test_a_hold_stops_no_hearing_and_does_stop_what_counts_from_it(office, deadline) -> None:
    held = Held(FRIDAY_NOON + DAY, FRIDAY_NOON + 6 * DAY)
    (duty,) = duties(before(office, deadline), heard("2026-12-03", changes=(held,)))
    assert (duty.due_on, duty.moved_at) == (date(2026, 11, 30), None)
    (duty,) = duties(before(office, deadline, within="5 days"), heard("2026-12-03", changes=(held,)))
    assert (duty.due_on, duty.moved_at) == (date(2026, 12, 13), held.ends_at)


def test_a_corrected_day_moves_the_duty_and_reminds_anew(office, deadline) -> None:
    agency = before(office, deadline)
    first = plan(agency, heard("2026-12-03"), FRIDAY_NOON)
    corrected_at = datetime(2026, 11, 30, 20, tzinfo=UTC)  # both reminders have gone out by then
    later = heard("2026-12-10", moments={"received": FRIDAY_NOON, HEARING: corrected_at})
    (duty,) = duties(agency, later)
    assert (duty.due_on, duty.moved_at) == (date(2026, 12, 7), corrected_at)
    second = plan(agency, later, corrected_at)
    assert not {each.key for each in first} & {each.key for each in second}
    assert mornings(second) == [("1 day before", "2026-12-04T14:30"), ("when due", "2026-12-07T14:30")]


def test_a_day_corrected_to_one_that_is_near_is_due_at_once(office, deadline) -> None:
    corrected_at = datetime(2026, 11, 25, 20, tzinfo=UTC)
    agency = before(office, deadline, remind=("7 days before", "1 day before", "when due"), escalate=("when due",))
    sooner = heard("2026-11-26", moments={HEARING: corrected_at})
    (duty,) = duties(agency, sooner)
    assert duty.due_on == date(2026, 11, 25)
    assert [each for each in plan(agency, sooner, corrected_at) if each.due_at < corrected_at] == []


@given(received_at=INSTANTS, ahead=st.integers(-90, 200), days=st.integers(1, 60), business=st.booleans(),
       roll=st.booleans(), zone=st.sampled_from(ZONES), corrected=st.none() | st.integers(0, 200))  # fmt: skip
def test_never_after_the_day_nor_before_it_was_known(
    office, deadline, received_at, ahead, days, business, roll, zone, corrected
) -> None:
    within = f"{days} {'business ' if business else ''}days before"
    agency = before(office, deadline, within=within, roll=roll).model_copy(update={"timezone": zone})
    hearing = day_at(agency, received_at) + ahead * DAY
    known_at = received_at if corrected is None else received_at + corrected * DAY
    moments = {} if corrected is None else {HEARING: known_at}
    (duty,) = duties(agency, heard(hearing.isoformat(), received_at, moments=moments))
    known_on = day_at(agency, known_at)
    assert duty.due_on >= known_on
    if duty.due_on > known_on:
        assert duty.due_on <= hearing - days * DAY
        open_between = sum(is_workday(agency, duty.due_on + n * DAY) for n in range((hearing - duty.due_on).days))
        assert not business or open_between >= days
        assert not (roll or business) or is_workday(agency, duty.due_on)
    for planned in plan(agency, heard(hearing.isoformat(), received_at, moments=moments), known_at):
        assert planned.due_at > known_at or corrected is None
