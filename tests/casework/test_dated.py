"""Steps whose own day counts: what a day may be, and which instant of it the clocks run from."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.agency import Action, Text
from bot.casework.dated import REFUSALS, before_incident, moment, must_be_past, must_be_right, read
from bot.casework.errors import Refused
from bot.casework.incident import Occurred
from bot.casework.workdays import day_at

NOW = datetime(2026, 9, 14, 15, tzinfo=UTC)  # a Monday morning in Chicago
SPRING = Occurred(date(2026, 3, 1), date(2026, 5, 31), exact=False)
SWEAR = Action(id="swear", to="filed", by=("intake",), label=Text(en="Swear", es="Jurar"), day=True)
LOOK = SWEAR.model_copy(update={"day": False})


@pytest.mark.parametrize(
    ("text", "language", "on"),
    [
        ("yesterday", "en", date(2026, 9, 13)),
        ("3 de marzo", "es", date(2026, 3, 3)),
        ("today", "en", date(2026, 9, 14)),
    ],
)
def test_a_day_is_read_as_people_write_it(office, text: str, language: str, on: date) -> None:
    assert read(office(), text, language, NOW) == on


@pytest.mark.parametrize(
    ("text", "because"),
    [("tomorrow", "day_not_yet"), ("some day", "day_unreadable"), ("I don't know", "day_unreadable")],
)
def test_a_day_that_is_none_is_refused(office, text: str, because: str) -> None:
    with pytest.raises(Refused) as refused:
        read(office(), text, "en", NOW)
    assert refused.value.because == because
    assert because in REFUSALS


@pytest.mark.parametrize(
    ("on", "known", "before"),
    [
        (date(2026, 2, 28), SPRING, True),
        (date(2026, 3, 1), SPRING, False),
        (date(2026, 6, 1), SPRING, False),
        (date(1999, 1, 1), None, False),
    ],
)
def test_a_day_is_doubted_only_before_the_first_day_of_the_incident(on: date, known: Occurred, before: bool) -> None:
    assert before_incident(on, known) is before


def test_today_has_come_and_tomorrow_has_not(office) -> None:
    must_be_past(office(), date(2026, 9, 14), NOW)
    with pytest.raises(Refused, match="day_not_yet"):
        must_be_past(office(), date(2026, 9, 15), NOW)


@pytest.mark.parametrize(
    ("action", "on", "sure", "because"),
    [
        (SWEAR, None, False, "needs_day"),
        (SWEAR, None, True, "needs_day"),
        (SWEAR, date(2026, 2, 1), False, "day_before_incident"),
        (SWEAR, date(2026, 2, 1), True, None),
        (SWEAR, date(2026, 6, 1), False, None),
        (LOOK, None, False, None),
    ],
)
def test_a_person_may_say_that_a_strange_day_is_right(
    action: Action, on: date, sure: bool, because: str | None
) -> None:
    if because is None:
        return must_be_right(action, on, SPRING, sure)
    with pytest.raises(Refused, match=because):
        must_be_right(action, on, SPRING, sure)
    assert because in REFUSALS
    return None


@given(st.integers(0, 20_000), st.sampled_from(["America/Chicago", "UTC", "Pacific/Auckland", "America/St_Johns"]))
def test_what_counts_lies_in_that_day_and_never_ahead(office, ago: int, zone: str) -> None:
    agency = office(timezone=zone)
    on = day_at(agency, NOW) - timedelta(days=ago)
    at = moment(agency, on, NOW)
    assert day_at(agency, at) == on
    assert at <= NOW


def test_without_a_day_it_is_now(office) -> None:
    assert moment(office(), None, NOW) == NOW
