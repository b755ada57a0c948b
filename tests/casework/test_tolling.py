"""Holds give a duty the days it lost and nothing to one that was late; extensions count from the date they move."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.tolling import Change, Clock, Extended, Held, Snoozed, moved

DAY = timedelta(days=1)
FRIDAY_NOON = datetime(2026, 11, 20, 18, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


def clock(due_on: date = MONDAY, **changes: object) -> Clock:
    values = {"duty": "look", "due_on": due_on, "started_at": FRIDAY_NOON, "met_at": None}
    return Clock(**{**values, "business": False, "roll": False, **changes})  # type: ignore[arg-type]


def held(first: float, days: float) -> Held:
    """A hold that begins so many days after the clock started."""
    at = FRIDAY_NOON + first * DAY
    return Held(at, at + days * DAY)


@pytest.mark.parametrize(
    ("changes", "options", "due_on"),
    [
        ((), {}, MONDAY),
        ((held(1, 10),), {}, date(2026, 12, 3)),
        ((held(3, 10),), {}, date(2026, 12, 3)),  # on the last day there is still a day to win
        ((held(4, 10),), {}, MONDAY),  # late already
        ((held(-5, 7),), {}, date(2026, 11, 25)),  # only the days since the clock started
        ((held(-5, 5),), {}, MONDAY),
        ((held(-5, 2),), {}, MONDAY),
        ((held(1, 0.1),), {}, MONDAY),  # no day was lost
        ((held(0, 3), held(4, 2)), {}, date(2026, 11, 28)),
        ((held(4, 2), held(0, 3)), {}, date(2026, 11, 28)),  # in whatever order they are told
        ((held(1, 10),), {"met_at": FRIDAY_NOON + 2 * DAY}, date(2026, 11, 24)),
        ((held(2, 10),), {"met_at": FRIDAY_NOON + 1 * DAY}, MONDAY),
        ((held(0, 7),), {"business": True}, date(2026, 11, 30)),  # Friday, three days, and Thanksgiving is none
        ((held(1, 2),), {"business": True}, MONDAY),  # Saturday and Sunday
        ((held(1, 5),), {"roll": True}, date(2026, 11, 30)),  # Saturday the 28th
        ((Extended(FRIDAY_NOON, "look", 5),), {}, date(2026, 11, 28)),
        ((Extended(FRIDAY_NOON, "look", 5),), {"business": True}, date(2026, 12, 1)),
        ((Extended(FRIDAY_NOON, "other", 5),), {}, MONDAY),
        ((Extended(FRIDAY_NOON + 9 * DAY, "look", 5), held(1, 1)), {}, date(2026, 11, 29)),
        ((Extended(FRIDAY_NOON, "look", 5), held(6, 2)), {}, date(2026, 11, 30)),  # late without the extension
        ((Snoozed(FRIDAY_NOON, "look", "m", FRIDAY_NOON + DAY),), {}, MONDAY),
    ],
)
def test_what_moves_a_date(office, changes: tuple[Change, ...], options: dict[str, object], due_on: date) -> None:
    assert moved(office(), clock(**options), changes)[0] == due_on


def test_since_when_the_date_holds(office) -> None:
    assert moved(office(), clock(), ())[1] is None
    assert moved(office(), clock(), (held(1, 10),))[1] == FRIDAY_NOON + 11 * DAY
    assert moved(office(), clock(), (held(4, 10),))[1] is None
    during = (held(1, 10), Extended(FRIDAY_NOON + 2 * DAY, "look", 1))
    assert moved(office(), clock(), during)[1] == FRIDAY_NOON + 11 * DAY
    assert (
        moved(office(), clock(), (held(0, 1), Extended(FRIDAY_NOON + 2 * DAY, "look", 1)))[1] == FRIDAY_NOON + 2 * DAY
    )


@given(st.integers(1, 200), st.integers(0, 199), st.integers(1, 90), st.booleans())
def test_a_hold_never_takes_a_day_and_gives_as_many_as_it_lasted(
    office, within: int, first: int, days: int, business: bool
) -> None:
    agency, before = office(), FRIDAY_NOON.date() + within * DAY
    due_on, since = moved(agency, clock(before, business=business), (held(first, days),))
    if business:
        assert due_on >= before
    else:
        assert (due_on - before).days == (days if first <= within else 0)
    assert (since is None) == (due_on == before)
