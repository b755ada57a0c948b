"""Duties and their reminders: never early, at night or on a Sunday, never twice, also where nobody owns the case."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import deadlines
from bot.casework.deadlines import CaseFacts, duties, next_date, plan
from bot.casework.workdays import day_at, is_workday, opening

REFERENCE = "OPCR-2026-00123-0"
FRIDAY_NOON = datetime(2026, 11, 20, 18, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONES = (
    *("America/New_York", "America/Chicago", "America/Puerto_Rico", "America/Phoenix"),
    *("Pacific/Honolulu", "Asia/Tokyo", "Europe/Lisbon", "America/Havana"),
)
EDGES = (
    *(datetime(2026, 10, 31, 23, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),  # clocks go back
    *(datetime(2027, 3, 13, 12, tzinfo=UTC), datetime(2027, 3, 14, 9, 30, tzinfo=UTC)),  # clocks go forward
    *(datetime(2028, 2, 28, 23, tzinfo=UTC), datetime(2028, 2, 29, 12, tzinfo=UTC)),  # leap day
    *(datetime(2026, 12, 24, 12, tzinfo=UTC), datetime(2026, 12, 31, 23, 59, tzinfo=UTC)),  # holidays
)
INSTANTS = st.sampled_from(EDGES) | st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: EDGES[0] + minutes * MINUTE)
RUNGS = ("7 days before", "1 day before", "when due", "1 day after", "every 2 days after", "every 7 days after")
DEADLINE = st.fixed_dictionaries(
    {
        "within": st.builds("{} {}days".format, st.integers(1, 200), st.sampled_from(["", "business "])),
        "roll": st.booleans(),
        "remind": st.lists(st.sampled_from(RUNGS), unique=True).map(tuple),
        "escalate": st.lists(st.sampled_from(RUNGS), unique=True).map(tuple),
    }
)


def case(received_at: datetime = FRIDAY_NOON, **changes: object) -> CaseFacts:
    values: dict[str, object] = {
        "id": "case1",
        "reference": REFERENCE,
        "received_at": received_at,
        "moments": {"received": received_at},
        "owner": None,
        "queue": "intake",
        "priority": "high",
        "closed": False,
        "conditions": {},
    }
    return CaseFacts(**(values | changes))  # type: ignore[arg-type]


def mornings(planned: tuple[deadlines.Planned, ...], template: str = "reminder") -> list[tuple[str, str]]:
    return [(each.params["rule"], each.due_at.isoformat()[:16]) for each in planned if each.template == template]


# --- duties


@pytest.mark.parametrize(
    ("changes", "due_on"),
    [
        ({"within": "3 days"}, date(2026, 11, 23)),
        ({"within": "1 day"}, date(2026, 11, 21)),
        ({"within": "1 day", "roll": True}, date(2026, 11, 23)),
        ({"within": "6 days", "roll": True}, date(2026, 11, 27)),  # Thanksgiving
        ({"within": "3 business days"}, date(2026, 11, 25)),
        ({"within": "4 business days"}, date(2026, 11, 27)),
        ({"within": "60 days"}, date(2027, 1, 19)),
    ],
)
def test_due_on(office, deadline, changes: dict[str, object], due_on: date) -> None:
    (duty,) = duties(office(deadlines=(deadline(**changes),)), case())
    assert (duty.due_on, duty.met_at, duty.started_at) == (due_on, None, FRIDAY_NOON)
    assert duty.due_at == datetime.combine(due_on + DAY, time(6), UTC)  # midnight in Minneapolis, in winter time


def test_the_day_counts_where_the_office_is(office, deadline) -> None:
    late = datetime(2026, 11, 21, 5, 59, tzinfo=UTC)  # Friday night in Minneapolis
    (duty,) = duties(office(deadlines=(deadline(),)), case(late))
    assert duty.due_on == date(2026, 11, 23)


def test_a_clock_starts_with_its_moment_and_only_then(office, deadline) -> None:
    agency = office(deadlines=(deadline(of="investigation", within="30 days"),))
    assert duties(agency, case()) == ()
    moved = case(moments={"received": FRIDAY_NOON, "investigation": FRIDAY_NOON + 10 * DAY})
    assert duties(agency, moved)[0].due_on == date(2026, 12, 30)


def test_received_needs_no_moment(office, deadline) -> None:
    assert duties(office(deadlines=(deadline(),)), case(moments={}))[0].due_on == date(2026, 11, 23)


def test_a_duty_that_does_not_apply_is_none(office, deadline) -> None:
    agency = office(deadlines=(deadline(when={"contact": "given"}),))
    assert duties(agency, case()) == ()
    assert deadlines.not_due(agency, case()) == ("first_look",)
    assert len(duties(agency, case(conditions={"contact": "given"}))) == 1
    assert deadlines.not_due(agency, case(conditions={"contact": "given"})) == ()
    later = office(deadlines=(deadline(of="investigation", when={"contact": "given"}),))
    assert deadlines.not_due(later, case()) == (), "its clock has not come to that yet"


def test_of_two_clocks_for_one_thing_a_case_has_one(office, deadline) -> None:
    home = {"area": "home"}
    agency = office(deadlines=(deadline(name="short", when=home), deadline(name="long", unless=home)))
    for area, has, has_not in (
        (["home"], "short", "long"),
        (["home", "work"], "short", "long"),
        (["work"], "long", "short"),
        (None, "long", "short"),  # nobody has said what it is about
    ):
        found = case(conditions={"area": area})
        assert [each.name for each in duties(agency, found)] == [has]
        assert deadlines.not_due(agency, found) == (has_not,)
        assert {each.params["duty"] for each in plan(agency, found, FRIDAY_NOON)} <= {has}
    assert deadlines.asks(office(deadlines=(deadline(unless=home),)))


def test_where_nothing_is_known_any_more_a_case_has_what_every_case_has(office, deadline) -> None:
    home = {"area": "home"}
    agency = office(deadlines=(deadline(name="a", when=home), deadline(name="b", unless=home), deadline(name="c")))
    assert [each.name for each in duties(agency, case(conditions=None))] == ["c"]
    assert deadlines.not_due(agency, case(conditions=None)) == ()
    assert duties(office(deadlines=(deadline(of="answer:hearing"),)), case(conditions=None)) == ()


def test_what_was_promised_is_never_kept_before_it_was_promised(office, deadline) -> None:
    """Sworn at a notary's yesterday, with us today. A limit that runs from the incident may be kept before."""
    sworn = FRIDAY_NOON - DAY
    promise = deadline(name="promise", until=("filed",))
    agency = office(deadlines=(promise, deadline(name="limit", of="answer:when", until=("filed",))))
    told = case(moments={"received": FRIDAY_NOON, "filed": sworn}, conditions={"answer:when": "2026-11-02"})
    promised, limit = duties(agency, told)
    assert (promised.met_at, promised.started_at) == (FRIDAY_NOON, FRIDAY_NOON)
    assert limit.met_at == sworn
    assert plan(agency, told, FRIDAY_NOON) == ()


def test_met_by_whatever_came_first(office, deadline) -> None:
    agency = office(deadlines=(deadline(until=("claimed", "closed")),))
    moments = {"closed": FRIDAY_NOON + 9 * DAY, "claimed": FRIDAY_NOON + 2 * DAY}
    assert duties(agency, case(moments=moments))[0].met_at == FRIDAY_NOON + 2 * DAY


def test_next_date(office, deadline) -> None:
    agency = office(deadlines=(deadline(), deadline(name="long", within="30 days", until=("closed",))))
    short, long = duties(agency, case())
    assert next_date(agency, case(), FRIDAY_NOON) == short.due_at
    assert next_date(agency, case(), FRIDAY_NOON + 20 * DAY) == short.due_at  # late is still next
    claimed = case(moments={"claimed": FRIDAY_NOON})
    assert next_date(agency, claimed, FRIDAY_NOON) == long.due_at
    assert next_date(office(), case(), FRIDAY_NOON) == FRIDAY_NOON + 14 * DAY


# --- plan


@pytest.mark.parametrize("changes", [{"closed": True}, {"moments": {"claimed": FRIDAY_NOON + DAY}}])
def test_nothing_is_asked_of_a_closed_case_or_for_a_duty_that_is_met(office, deadline, changes) -> None:
    agency = office(deadlines=(deadline(remind=RUNGS, escalate=RUNGS),))
    assert plan(agency, case(**changes), FRIDAY_NOON) == ()


def test_no_edit_moves_a_reminder(office, deadline) -> None:
    """Everything but the moments may change, at any time: keys and mornings stay."""
    agency = office(deadlines=(deadline(remind=("1 day before", "when due", "1 day after")),))
    before = plan(agency, case(), FRIDAY_NOON)
    edited = case(
        owner="m2", queue="critical", priority="urgent", moments={"received": FRIDAY_NOON, "notified": FRIDAY_NOON}
    )
    after = plan(agency, edited, FRIDAY_NOON + 2 * DAY)
    assert [(each.key, each.due_at) for each in before] == [(each.key, each.due_at) for each in after]


# --- F11: eight zones, changing clocks, leap days, holidays


@given(DEADLINE, INSTANTS, st.sampled_from(ZONES))
def test_a_duty_is_never_due_early(office, deadline, values, received_at: datetime, zone: str) -> None:
    agency = office(timezone=zone, deadlines=(deadline(**values),))
    (duty,) = duties(agency, case(received_at))
    number, business = int(values["within"].split()[0]), "business" in values["within"]
    started_on = day_at(agency, received_at)
    after = [started_on + days * DAY for days in range(1, (duty.due_on - started_on).days + 1)]
    assert sum(not business or is_workday(agency, on) for on in after) >= number
    assert day_at(agency, duty.due_at - MINUTE) == duty.due_on < day_at(agency, duty.due_at)
    assert duty.due_at - received_at >= number * DAY - timedelta(hours=1)
    if business or values["roll"]:
        assert is_workday(agency, duty.due_on)


@given(DEADLINE, INSTANTS, st.integers(0, 400 * 24), st.sampled_from(ZONES), st.none() | st.just("m1"))
def test_reminders_come_in_the_morning_of_a_workday_and_once(
    office, deadline, values, received_at: datetime, hours: int, zone: str, owner: str | None
) -> None:
    agency = office(timezone=zone, deadlines=(deadline(**values),))
    now = received_at + timedelta(hours=hours)
    planned = plan(agency, case(received_at, owner=owner), now)
    assert len({each.key for each in planned}) == len(planned)
    assert len({(each.to, each.due_at) for each in planned}) == len(planned)
    for each in planned:
        on = day_at(agency, each.due_at)
        assert is_workday(agency, on)
        assert each.due_at == opening(agency, on) > received_at
        assert each.to == "supervisor" if each.template == "escalation" else each.to in {"member:m1", "queue:intake"}


@given(DEADLINE, INSTANTS, st.lists(st.integers(1, 90), min_size=1, max_size=6))
def test_replanning_at_any_time_keeps_keys_and_their_mornings(office, deadline, values, received_at, steps) -> None:
    agency = office(deadlines=(deadline(**values),))
    seen: dict[str, datetime] = {}
    now = received_at
    for days in steps:
        for each in plan(agency, case(received_at), now):
            assert seen.setdefault(each.key, each.due_at) == each.due_at
        now += days * DAY


@given(DEADLINE, INSTANTS, st.integers(0, 120))
def test_a_repeated_reminder_is_planned_before_it_is_due(office, deadline, values, received_at, days: int) -> None:
    """However late the office is, one more reminder always lies ahead."""
    agency = office(deadlines=(deadline(**{**values, "remind": ("every 2 days after",)}),))
    now = received_at + days * DAY
    ahead = [each for each in plan(agency, case(received_at), now) if each.due_at > now and each.template == "reminder"]
    assert len(ahead) == 1


@pytest.mark.long
@pytest.mark.parametrize("zone", ZONES)
def test_fifty_thousand_deadlines(office, deadline, zone: str) -> None:
    """6,250 in each of eight zones, over five years: the figure of F11."""
    dice = Random(zone)
    checked = 0
    for _ in range(625):
        rolls = [(dice.randint(1, 200), dice.choice(["", "business "]), dice.random() < 0.5) for _ in range(10)]
        declared = tuple(
            deadline(
                name=f"d{n}", within=f"{days} {kind}days", roll=roll, remind=dice.sample(RUNGS, 3), escalate=RUNGS[-3:]
            )
            for n, (days, kind, roll) in enumerate(rolls)
        )
        agency = office(timezone=zone, deadlines=declared)
        filed = case(datetime(2024, 1, 1, tzinfo=UTC) + dice.randint(0, 5 * 365 * 24 * 60) * MINUTE)
        for duty, (days, kind, roll) in zip(duties(agency, filed), rolls, strict=True):
            assert duty.due_at - filed.received_at >= days * DAY - timedelta(hours=1)
            assert is_workday(agency, duty.due_on) or not (kind or roll)
            checked += 1
        planned = plan(agency, filed, filed.received_at + dice.randint(0, 300) * DAY)
        assert len({each.key for each in planned}) == len(planned)
        assert all(is_workday(agency, day_at(agency, each.due_at)) for each in planned)
        assert all(each.due_at == opening(agency, day_at(agency, each.due_at)) for each in planned)
    assert checked == 6_250


# --- drafts and silence


def test_a_draft_is_remembered_twice_in_the_morning(office) -> None:
    week, month = deadlines.plan_draft(office(), "draft1", FRIDAY_NOON)
    assert week.key == "draft1:untouched:2026-11-20:7"
    assert (week.to, week.template, week.params) == ("complainant", "draft_reminder", {})
    assert week.due_at == datetime(2026, 11, 27, 14, 30, tzinfo=UTC)
    assert month.due_at == datetime(2026, 12, 21, 14, 30, tzinfo=UTC)  # the 20th is a Sunday


def test_no_news_says_so(office) -> None:
    (planned,) = deadlines.plan_no_news(office(), case(), "received", FRIDAY_NOON)
    assert (planned.to, planned.template, planned.key) == ("complainant", "no_news", "case1:no_news:2026-12-21")
    assert planned.params == {"reference": REFERENCE, "stage": "received"}
    assert planned.due_at == datetime(2026, 12, 21, 14, 30, tzinfo=UTC)
    assert deadlines.plan_no_news(office(), case(closed=True), "closed", FRIDAY_NOON) == ()


def test_a_case_without_a_number_yet_is_planned_without_one(office, deadline) -> None:
    (planned,) = plan(office(deadlines=(deadline(remind=("when due",)),)), case(reference=""), FRIDAY_NOON)
    assert "reference" not in planned.params
