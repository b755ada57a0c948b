"""The arithmetic of the figures, against a count made case by case."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import figures
from bot.casework.deadlines import Duty
from bot.casework.figures import Age, Course, Kept, Load, Reached
from storage.figures import Heap

NOW = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)


def heap(owner: str | None = "ana", status: str = "review", **more: object) -> Heap:
    known: dict[str, object] = {"held": False, "overdue": False, "band": 0, "count": 1, "oldest_at": NOW}
    return Heap(owner, status, **{**known, **more})  # type: ignore[arg-type]


def duty(due_in: float, met_in: float | None = None, name: str = "number") -> Duty:
    due_at = NOW + timedelta(days=due_in)
    met_at = None if met_in is None else NOW + timedelta(days=met_in)
    return Duty(name, date(2026, 9, 14), due_at, met_at, NOW - timedelta(days=30))


def test_what_nobody_owns_and_what_is_on_hold_is_counted() -> None:
    heaps = [
        heap(count=3, oldest_at=NOW - timedelta(days=40)),
        heap(overdue=True, count=2),
        heap(held=True, count=4, oldest_at=NOW - timedelta(days=90, hours=5)),
        heap(owner=None, overdue=True, count=5),
    ]
    found = figures.loads(heaps, lambda each: each.owner, NOW)
    assert found == {"ana": Load(9, 2, 4, 3, 90), None: Load(5, 5)}
    assert figures.loads(heaps, lambda each: each.status, NOW) == {"review": Load(14, 7, 4, 3, 90)}


def test_the_bands_of_age_hold_every_open_case_once() -> None:
    found = figures.ages([heap(count=2), heap(band=4, count=3), heap(band=4, held=True, count=1)])
    assert found == (Age(2, 0), Age(0, 0), Age(0, 0), Age(0, 0), Age(4, 1))


@pytest.mark.parametrize(("days", "band"), [(0, 0), (7, 0), (7.99, 0), (8, 1), (30.9, 1), (31, 2), (181, 4), (900, 4)])
def test_a_band_goes_by_whole_days(days: float, band: int) -> None:
    received = NOW - timedelta(days=days)
    bounds = figures.bounds(NOW)
    assert next((n for n, bound in enumerate(bounds) if received > bound), len(bounds)) == band


@pytest.mark.parametrize(
    ("one", "kept"),
    [
        (duty(1, met_in=0), Kept(met=1)),
        (duty(1, met_in=1), Kept(met=1)),
        (duty(-3, met_in=-1), Kept(late=1)),
        (duty(-3), Kept(overdue=1)),
        (duty(3), Kept(running=1)),
    ],
)
def test_a_duty_is_met_late_overdue_or_running(one: Duty, kept: Kept) -> None:
    course = Course(NOW)
    course.add(NOW, {}, [one])
    assert course.kept("number") == kept
    assert course.kept("another") == Kept()


def test_what_a_case_does_not_owe_is_not_due() -> None:
    course = Course(NOW)
    course.add(NOW, {}, [duty(3)], ["call", "visit"])
    course.add(NOW, {}, [duty(-3, name="call")])
    assert course.kept("call") == Kept(overdue=1, not_due=1)
    assert course.kept("visit") == Kept(not_due=1)
    assert course.kept("number") == Kept(running=1)


def test_the_share_of_breaches_is_of_what_came_due() -> None:
    assert Kept(met=6, late=1, overdue=1, running=50).breached == pytest.approx(0.25)
    assert Kept(running=5, not_due=9).breached is None


def test_half_of_the_cases_were_at_a_stage_after_so_many_days() -> None:
    course = Course(NOW)
    for days in (1, 3, 50):
        course.add(NOW, {"review": NOW + timedelta(days=days)}, [])
    assert course.reached("review") == Reached(3.0, 3)
    assert course.reached("closed") is None


cases = st.lists(
    st.tuples(
        st.sampled_from([None, "ana", "ben"]),
        st.sampled_from(["received", "review", "investigation"]),
        st.booleans(),
        st.booleans(),
        st.integers(0, 400),
    ),
    max_size=60,
)


@given(cases)
def test_figures_agree_with_a_count_case_by_case(
    found: list[tuple[str | None, str, bool, bool, int]],
) -> None:
    bounds = figures.bounds(NOW)
    heaps = []
    for owner, status, held, late, days in found:
        received = NOW - timedelta(days=days)
        band = next((n for n, bound in enumerate(bounds) if received > bound), len(bounds))
        heaps.append(Heap(owner, status, held, late, band, 1, received))
    for place in (0, 1):
        loads = figures.loads(heaps, lambda each, at=place: (each.owner, each.status)[at], NOW)  # type: ignore[misc]
        assert {key: load.open for key, load in loads.items()} == Counter(each[place] for each in found)
        for key, load in loads.items():
            theirs = [each for each in found if each[place] == key]
            assert load.held == sum(each[2] for each in theirs)
            assert load.overdue == sum(each[3] for each in theirs)
            assert load.in_time == sum(not each[2] and not each[3] for each in theirs)
            assert load.oldest_days == max(each[4] for each in theirs)
    ages = figures.ages(heaps)
    edges = [-1, *figures.BANDS, 10**6]
    assert [age.open for age in ages] == [sum(low < each[4] <= high for each in found) for low, high in pairwise(edges)]


@given(st.lists(st.integers(0, 300), min_size=1, max_size=40))
def test_the_median_is_the_median(days: list[int]) -> None:
    course = Course(NOW)
    for each in days:
        course.add(NOW, {"review": NOW + timedelta(days=each)}, [])
    assert course.reached("review") == Reached(pytest.approx(median(days)), len(days))
