"""Done, later, more days, on hold: what is allowed and, for everything else, one clear reason."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.casework import relief
from bot.casework.deadlines import CaseFacts, Duty, duties, escalates_at, next_date, plan
from bot.casework.errors import Refused
from bot.casework.parts import DONE, Extension
from bot.casework.tolling import Change, Extended, Held, Snoozed
from tests.casework.test_deadlines import case as filed
from tests.casework.test_deadlines import mornings

FRIDAY_NOON = datetime(2026, 11, 20, 18, tzinfo=UTC)
DAY = timedelta(days=1)
MONDAY = date(2026, 11, 23)


def case(*changes: Change, **more: object) -> CaseFacts:
    return filed(changes=changes, **more)


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        work()
    assert refusal.value.because in relief.REFUSALS
    return refusal.value.because


# --- done


def test_saying_so_meets_a_duty_where_the_profile_says_so(office, deadline) -> None:
    agency = office(deadlines=(deadline(done_by=("investigator",)),))
    relief.meet(agency, case(), "first_look", "investigator")
    done = case(moments={"received": FRIDAY_NOON, DONE + "first_look": FRIDAY_NOON + DAY})
    assert duties(agency, done)[0].met_at == FRIDAY_NOON + DAY
    assert plan(agency, done, FRIDAY_NOON) == ()


@pytest.mark.parametrize(
    ("changes", "name", "role", "because"),
    [
        ({}, "first_look", "intake", "not_done_by_saying"),
        ({}, "second_look", "investigator", "no_such_duty"),
        ({"moments": {"claimed": FRIDAY_NOON}}, "first_look", "investigator", "duty_met"),
        ({"closed": True}, "first_look", "investigator", "closed"),
    ],
)
def test_saying_so_is_refused(office, deadline, changes, name: str, role: str, because: str) -> None:
    agency = office(deadlines=(deadline(done_by=("investigator",)),))
    assert refused(lambda: relief.meet(agency, case(**changes), name, role)) == because


# --- later

LADDER = {"within": "3 days", "remind": ("when due", "every 2 days after"), "escalate": ("5 days after",)}


def test_a_snooze_ends_in_the_morning_of_a_workday_and_is_reminded_of(office, deadline) -> None:
    agency = office(deadlines=(deadline(**LADDER),))
    at = relief.snooze(agency, case(owner="m7"), "first_look", date(2026, 11, 26), FRIDAY_NOON)  # Thanksgiving
    assert at == datetime(2026, 11, 27, 14, 30, tzinfo=UTC)
    snoozed = Snoozed(FRIDAY_NOON, "first_look", "m7", at)
    (asked,) = [
        each for each in plan(agency, case(snoozed, owner="m7"), FRIDAY_NOON) if each.params["rule"] == "snoozed"
    ]
    assert (asked.to, asked.template, asked.due_at) == ("member:m7", "reminder", at)
    assert [each.params["rule"] for each in plan(agency, case(snoozed), FRIDAY_NOON)].count("snoozed") == 1
    others = plan(agency, case(snoozed, owner="m8"), FRIDAY_NOON)
    assert "snoozed" not in [each.params["rule"] for each in others], "whoever has it now asked for nothing"


@pytest.mark.parametrize(
    ("until_on", "because"),
    [
        (date(2026, 11, 19), "snooze_past"),
        (date(2026, 11, 20), "snooze_past"),
        (date(2026, 12, 1), "snooze_past_escalation"),
        (date(2026, 11, 28), "snooze_past_escalation"),  # rolls to the 30th
    ],
)
def test_a_snooze_is_refused(office, deadline, until_on: date, because: str) -> None:
    rungs = LADDER | {"escalate": ("4 days after",)}  # the 27th
    agency = office(deadlines=(deadline(**rungs),))
    late = FRIDAY_NOON + 4 * DAY if because == "snooze_past_escalation" else FRIDAY_NOON
    assert refused(lambda: relief.snooze(agency, case(), "first_look", until_on, late)) == because


def test_a_snooze_lasts_a_week_at_most(office, deadline) -> None:
    agency = office(deadlines=(deadline(within="60 days"),))
    assert refused(lambda: relief.snooze(agency, case(), "first_look", date(2026, 12, 1), FRIDAY_NOON)) == "snooze_long"
    relief.snooze(agency, case(), "first_look", date(2026, 11, 27), FRIDAY_NOON)


def test_what_can_be_chosen_is_what_is_not_refused(office, deadline) -> None:
    agency = office(deadlines=(deadline(**LADDER),))  # the supervisor hears of it on Monday the 30th
    assert escalates_at(agency, case(), "first_look", FRIDAY_NOON) == datetime(2026, 11, 30, 14, 30, tzinfo=UTC)
    days = relief.snooze_choices(agency, case(), "first_look", FRIDAY_NOON)
    assert days == (MONDAY, date(2026, 11, 27))
    thursday = FRIDAY_NOON + 9 * DAY  # Sunday the 29th
    assert relief.snooze_choices(agency, case(), "first_look", thursday) == (date(2026, 11, 30),)
    everything = relief.snooze_choices(office(deadlines=(deadline(),)), case(), "first_look", FRIDAY_NOON)
    assert everything == (MONDAY, date(2026, 11, 27))


# --- more days


def extendable(deadline, **changes: object):
    return deadline(**{"extend": Extension(most_days=20), "remind": ("1 day before", "when due"), **changes})


def test_a_date_that_is_moved_has_a_ladder_of_its_own(office, deadline) -> None:
    agency = office(deadlines=(extendable(deadline),))
    assert relief.extend(agency, case(), "first_look", 20, FRIDAY_NOON).name == "first_look"
    granted = FRIDAY_NOON + 3 * DAY
    moved = case(Extended(granted, "first_look", 7))
    (duty,) = duties(agency, moved)
    assert (duty.due_on, duty.moved_at) == (date(2026, 11, 30), granted)
    assert mornings(plan(agency, moved, granted)) == [
        ("1 day before", "2026-11-27T14:30"),
        ("when due", "2026-11-30T14:30"),
    ]
    assert {each.key.rpartition(" by ")[2] for each in plan(agency, moved, granted)} == {"2026-11-30"}


@pytest.mark.parametrize(
    ("days", "changes", "now", "because"),
    [
        (0, (), FRIDAY_NOON, "extension_long"),
        (21, (), FRIDAY_NOON, "extension_long"),
        (6, (Extended(FRIDAY_NOON, "first_look", 15),), FRIDAY_NOON, "extension_long"),
        (1, (Extended(FRIDAY_NOON, "first_look", 20),), FRIDAY_NOON, "extension_used"),
        (5, (), FRIDAY_NOON + 20 * DAY, "extension_past"),
    ],
)
def test_more_days_than_the_profile_allows_are_refused(office, deadline, days, changes, now, because) -> None:
    agency = office(deadlines=(extendable(deadline),))
    assert refused(lambda: relief.extend(agency, case(*changes), "first_look", days, now)) == because


def test_where_the_profile_gives_none_none_can_be_asked_for(office, deadline) -> None:
    rule = deadline()
    agency = office(deadlines=(rule,))
    assert refused(lambda: relief.extend(agency, case(), "first_look", 1, FRIDAY_NOON)) == "no_extension"
    assert relief.extension_choices(case(), rule) == ()


@pytest.mark.parametrize(("used", "choices"), [(0, (7, 14, 20)), (13, (7,)), (17, (3,)), (20, ())])
def test_how_many_days_can_be_chosen(deadline, used: int, choices: tuple[int, ...]) -> None:
    taken = (Extended(FRIDAY_NOON, "first_look", used), Extended(FRIDAY_NOON, "other", 9)) if used else ()
    assert relief.extension_choices(case(*taken), extendable(deadline)) == choices


# --- on hold


def test_a_hold_ends_in_the_morning(office) -> None:
    until = relief.hold(office(hold_most_days=30), case(), date(2026, 12, 20), FRIDAY_NOON)
    assert until == datetime(2026, 12, 20, 14, 30, tzinfo=UTC)
    assert relief.hold_choices(office(hold_most_days=20), case(), FRIDAY_NOON) == (
        *(date(2026, 11, 27), date(2026, 12, 4)),
        date(2026, 12, 10),
    )


@pytest.mark.parametrize(
    ("until_on", "changes", "because"),
    [
        (None, {}, "hold_no_end"),
        (date(2026, 11, 20), {}, "hold_past"),
        (date(2026, 12, 21), {}, "hold_long"),
        (date(2026, 12, 1), {"closed": True}, "closed"),
        (date(2026, 12, 1), {"changes": (Held(FRIDAY_NOON - DAY, FRIDAY_NOON + DAY),)}, "held_already"),
    ],
)
def test_a_hold_is_refused(office, until_on: date | None, changes: dict[str, object], because: str) -> None:
    agency = office(hold_most_days=30)
    assert refused(lambda: relief.hold(agency, filed(**changes), until_on, FRIDAY_NOON)) == because


def test_holds_cannot_be_chained(office) -> None:
    """What one hold has used, the next one has not; what was given back by ending early, it has."""
    agency, began = office(hold_most_days=30), FRIDAY_NOON - 30 * DAY
    once = case(Held(began, began + 10 * DAY), Held(began + 12 * DAY, began + 20 * DAY))
    assert relief.hold_left(agency, once) == 12
    last = date(2026, 12, 2)
    assert relief.hold_choices(agency, once, FRIDAY_NOON) == (date(2026, 11, 27), last)
    assert relief.hold(agency, once, last, FRIDAY_NOON).date() == last
    with pytest.raises(Refused) as refusal:
        relief.hold(agency, once, last + DAY, FRIDAY_NOON)
    assert refusal.value.params == {"because": "hold_long", "most": 30, "days": 12}
    spent = case(Held(began, began + 29 * DAY), Held(FRIDAY_NOON - DAY, FRIDAY_NOON))
    assert relief.hold_choices(agency, spent, FRIDAY_NOON) == ()
    assert refused(lambda: relief.hold(agency, spent, MONDAY, FRIDAY_NOON)) == "hold_used"
    assert refused(lambda: relief.hold(agency, spent, None, FRIDAY_NOON)) == "hold_used"


def test_a_case_on_hold_is_reminded_of_nothing_and_its_next_date_is_the_end_of_the_hold(office, deadline) -> None:
    agency = office(deadlines=(deadline(remind=("1 day before", "when due"), escalate=("1 day after",)),))
    held = Held(FRIDAY_NOON, FRIDAY_NOON + 10 * DAY)  # Friday to Monday the 30th; ten of the three days are left
    on_hold = case(held)
    assert duties(agency, on_hold)[0].due_on == date(2026, 12, 3)
    assert next_date(agency, on_hold, FRIDAY_NOON + DAY) == held.ends_at
    assert next_date(agency, on_hold, held.ends_at) == duties(agency, on_hold)[0].due_at
    assert all(each.due_at >= held.ends_at for each in plan(agency, on_hold, FRIDAY_NOON))
    assert mornings(plan(agency, on_hold, FRIDAY_NOON)) == [
        ("1 day before", "2026-12-02T14:30"),
        ("when due", "2026-12-03T14:30"),
    ]


def test_what_was_late_before_the_hold_stays_late_and_goes_up(office, deadline) -> None:
    agency = office(deadlines=(deadline(remind=("when due",), escalate=("1 day after", "every 7 days after")),))
    held = Held(FRIDAY_NOON + 5 * DAY, FRIDAY_NOON + 30 * DAY)
    assert plan(agency, case(held), held.at) == plan(agency, case(), held.at)
    assert next_date(agency, case(held), held.at) == duties(agency, case())[0].due_at


def test_a_duty_says_when_somebody_can_be_reminded_of_it() -> None:
    duty = Duty("d", MONDAY, FRIDAY_NOON, None, FRIDAY_NOON, FRIDAY_NOON + DAY)
    assert [duty.holds_at(FRIDAY_NOON + days * DAY) for days in (0, 0.5, 1, 2)] == [False, False, True, True]
