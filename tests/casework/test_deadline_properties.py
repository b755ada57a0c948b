"""F11 for every deadline of every profile that ships, as it is now: 50,000 dates against a calendar counted by hand.

Eight zones with their changing clocks, leap days, the holidays of each agency, business and calendar days, days that
roll, holds, extensions and snoozes: never early, never twice, on a workday where the rule says so, and at the end of
the agency's own day.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

import holidays
import pytest

from bot.casework import deadlines
from bot.casework.agency import Agency, Deadline, load
from bot.casework.deadlines import CaseFacts, Duty
from bot.casework.notices import Planned
from bot.casework.parts import ANSWER, CLOCK, RUNG, SNOOZED
from bot.casework.tolling import Change, Extended, Held, Snoozed
from tests.casework.talking import LABELS, TEXTS

AGENCIES = load(TEXTS, LABELS)
ZONES = (
    *("America/New_York", "America/Chicago", "America/Puerto_Rico", "America/Phoenix"),
    *("Pacific/Honolulu", "Asia/Tokyo", "Europe/Lisbon", "America/Havana"),
)
EDGES = (
    *(datetime(2026, 10, 31, 23, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),  # clocks go back
    *(datetime(2027, 3, 13, 12, tzinfo=UTC), datetime(2027, 3, 14, 9, 30, tzinfo=UTC)),  # clocks go forward
    *(datetime(2028, 2, 28, 23, tzinfo=UTC), datetime(2028, 2, 29, 12, tzinfo=UTC)),  # leap day
    *(datetime(2026, 12, 24, 12, tzinfo=UTC), datetime(2026, 12, 31, 23, 59, tzinfo=UTC)),
    datetime(2026, 11, 26, 4, 59, 59, tzinfo=UTC),  # the eve of Thanksgiving, in the east
)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ORDINARY, LONG = 50_000, 500_000


# --- a calendar counted by hand


@cache
def calendar(country: str, subdivision: str | None) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=subdivision, years=range(2024, 2036))


@cache
def open_on(country: str, subdivision: str | None, workdays: tuple[int, ...], on: date) -> bool:
    return on.weekday() in workdays and on not in calendar(country, subdivision)


def works(agency: Agency, on: date) -> bool:
    return open_on(agency.holidays.country, agency.holidays.subdivision, agency.workdays, on)


def local(agency: Agency, at: datetime) -> date:
    return at.astimezone(agency.zone).date()


def counted(
    agency: Agency, start: date, rule: Deadline, *, more: int = 0, still: frozenset[date] = frozenset()
) -> date:
    """The day on which so many days have been counted after `start`; days that stand still are not."""
    number, business = int(rule.within.split()[0]) + more, "business" in rule.within
    on = start
    while number:
        on += DAY
        number -= on not in still and (not business or works(agency, on))
    while rule.roll and not works(agency, on):
        on += DAY
    return on


# --- cases of all sorts


def filed(agency: Agency, dice: Random) -> CaseFacts:
    """A case at some stage, with what its clocks run from; half of them begin on a day that is easily got wrong."""
    received = dice.choice(EDGES) + dice.randint(-90, 90) * MINUTE
    if dice.random() < 0.5:
        received = datetime(2025, 1, 1, tzinfo=UTC) + dice.randint(0, 6 * 365 * 24 * 60) * MINUTE
    moments, at = {"received": received}, received
    known = sorted({each.of for each in agency.deadlines} | {*agency.statuses})
    for moment in dice.sample(known, min(5, len(known))):
        at += dice.randint(0, 40 * 24 * 60) * MINUTE
        moments.setdefault(moment, at)
    conditions: dict[str, object] = {}
    for name, wanted in (pair for each in agency.deadlines for pair in each.when.items()):
        if dice.random() < 0.8:
            conditions[name] = wanted[0] if isinstance(wanted, list) else wanted
    for each in agency.deadlines:
        if each.of.startswith(ANSWER):
            moments.pop(each.of, None)
            conditions[each.of] = (received.date() + dice.randint(-20, 90) * DAY).isoformat()
    owner = dice.choice([None, "m1"])
    return CaseFacts("c", "X-1", received, moments, owner, agency.default_queue, "high", False, conditions)


def changed(agency: Agency, case: CaseFacts, dice: Random) -> tuple[Change, ...]:
    """Holds that follow each other, extensions, and snoozes, which move nothing."""
    changes: list[Change] = []
    at = case.received_at
    for _ in range(dice.randint(0, 2)):
        at += dice.randint(60, 60 * 24 * 60) * MINUTE
        ends_at = at + dice.randint(0, 30 * 24 * 60) * MINUTE
        changes.append(Held(at, ends_at))
        at = ends_at
    for each in dice.sample(agency.deadlines, min(2, len(agency.deadlines))):
        given = case.received_at + dice.randint(0, 90 * 24 * 60) * MINUTE
        changes.append(Extended(given, each.name, dice.randint(1, 60)))
        changes.append(Snoozed(given, each.name, "m1", given + dice.randint(1, 9) * DAY))
    return tuple(changes)


# --- what must hold of each


def ends_with_its_day(agency: Agency, duty: Duty) -> None:
    assert local(agency, duty.due_at - timedelta(microseconds=1)) == duty.due_on < local(agency, duty.due_at)


def comes_on_its_day(agency: Agency, case: CaseFacts, rule: Deadline, duty: Duty) -> None:
    """Without holds and extensions, the day is the one that the rule names: not earlier and not later."""
    if not rule.of.startswith(ANSWER):
        assert duty.due_on == counted(agency, local(agency, duty.started_at), rule)
        return
    answered, start = date.fromisoformat(str(case.conditions[rule.of])), local(agency, duty.started_at)
    read = CLOCK.fullmatch(rule.within)
    assert read is not None
    assert duty.due_on >= start, "nobody can have done it before the office knew of it"
    if read["before"]:
        assert duty.due_on == start or duty.due_on <= answered - int(read["number"]) * DAY
    else:
        assert duty.due_on >= min(start, counted(agency, answered, rule))


def loses_nothing(agency: Agency, case: CaseFacts, rule: Deadline, plain: Duty, duty: Duty) -> None:
    """Holds and extensions give at least the days that were lost or given, and never more than those."""
    if rule.of.startswith(ANSWER):
        assert duty.due_on >= plain.due_on
        return
    start = local(agency, duty.started_at)
    theirs = [each for each in case.changes if case.again(each.at) or not case.again(plain.started_at)]
    given = sum(each.days for each in theirs if isinstance(each, Extended) and each.duty == rule.name)
    before = counted(agency, start, rule, more=given)
    assert plain.due_on <= before <= duty.due_on
    held = [each for each in case.changes if isinstance(each, Held)]
    days = sum((local(agency, each.ends_at) - local(agency, each.at)).days for each in held)
    assert duty.due_on <= counted(agency, start, rule, more=given + days)
    if duty.met_at is None:
        still = frozenset(on for each in held if local(agency, each.at) <= plain.due_on for on in stood(agency, each))
        assert duty.due_on >= counted(agency, start, rule, still=still)


def stood(agency: Agency, hold: Held) -> Iterator[date]:
    on = local(agency, hold.at)
    while on < local(agency, hold.ends_at):
        yield on
        on += DAY


def steps(rung: str) -> int:
    """How many days after the due day a rung stands; one that repeats comes at its first time or later."""
    read = RUNG.fullmatch(rung)
    assert read is not None
    return int(read["number"] or 0) * (-1 if read["side"] == "before" else 1)


def climbs_in_order(agency: Agency, duties: dict[str, Duty], planned: Sequence[Planned]) -> None:
    assert len({each.key for each in planned}) == len(planned)
    ladder = [each for each in planned if each.params["rule"] != SNOOZED]
    assert len({(each.params["duty"], each.template, each.due_at) for each in ladder}) == len(ladder)
    for each in ladder:
        duty, rung, on = duties[each.params["duty"]], each.params["rule"], local(agency, each.due_at)
        assert works(agency, on), "a morning on which the office is open"
        assert each.due_at.astimezone(agency.zone).time() == agency.opens
        assert each.due_at > duty.started_at
        if "before" in rung:
            assert on <= duty.due_on + steps(rung) * DAY, "a warning never comes later than it was promised"
        else:
            assert on >= duty.due_on + steps(rung) * DAY, "nobody is called late early"
    once = [each for each in ladder if not each.params["rule"].startswith("every ")]
    for duty, template in {(each.params["duty"], each.template) for each in once}:
        mine = [each for each in once if (each.params["duty"], each.template) == (duty, template)]
        order = [steps(each.params["rule"]) for each in sorted(mine, key=lambda each: each.due_at)]
        assert order == sorted(order)


def one_case(agency: Agency, dice: Random) -> int:
    """Check one case with and without changes, and its ladder at some times; how many dates that was."""
    rules, case = {each.name: each for each in agency.deadlines}, filed(agency, dice)
    plain = {each.name: each for each in deadlines.duties(agency, case)}
    moved = CaseFacts(
        **{name: getattr(case, name) for name in case.__slots__} | {"changes": changed(agency, case, dice)}
    )
    duties = {each.name: each for each in deadlines.duties(agency, moved)}
    assert duties.keys() == plain.keys() <= rules.keys()
    for name, duty in duties.items():
        rule = rules[name]
        comes_on_its_day(agency, case, rule, plain[name])
        loses_nothing(agency, moved, rule, plain[name], duty)
        for each in (plain[name], duty):
            ends_with_its_day(agency, each)
            if ("business" in rule.within or rule.roll) and not rule.of.startswith(ANSWER):
                assert works(agency, each.due_on)
    if dice.random() < 0.15:
        tells_once(agency, moved, duties, dice)
    return 2 * len(duties)


def tells_once(agency: Agency, case: CaseFacts, duties: dict[str, Duty], dice: Random) -> None:
    seen: dict[str, datetime] = {}
    now = case.received_at
    for _ in range(3):
        now += dice.randint(0, 60 * 24 * 60) * MINUTE
        planned = deadlines.plan(agency, case, now)
        climbs_in_order(agency, duties, planned)
        for each in planned:
            assert seen.setdefault(each.key, each.due_at) == each.due_at, "the same notice at two times"


def many(count: int, seed: int) -> None:
    """So many dates, spread over all profiles and zones."""
    clocked = [each for each in AGENCIES.values() if each.deadlines]
    offices = [agency.model_copy(update={"timezone": zone}) for agency in clocked for zone in ZONES]
    assert offices
    for number, agency in enumerate(offices):
        dice, checked = Random(seed * 1000 + number), 0
        while checked < count / len(offices):
            checked += one_case(agency, dice)


def test_fifty_thousand_deadlines_of_the_profiles() -> None:
    many(ORDINARY, seed=11)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_half_a_million_more(seed: int) -> None:
    many(LONG // 4, seed)
