"""What a supervisor writes to pause an office: a day that is near enough, and a reason."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import pausing
from bot.casework.errors import Refused

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "until_on", "because"),
    [
        ("December 15: two of us are ill", date(2026, 12, 15), "two of us are ill"),
        ("15 de diciembre:  no hay quien lea ", date(2026, 12, 15), "no hay quien lea"),
        ("today: a flood: all of it", TODAY, "a flood: all of it"),
        ("in 2 weeks: moving", date(2026, 12, 8), "moving"),
    ],
)
def test_a_pause(text: str, until_on: date, because: str) -> None:
    assert pausing.wish(text, TODAY) == (until_on, because)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "pause_how"),
        ("December 15", "pause_how"),
        ("soon: we are ill", "pause_day"),
        ("November 3, 2026: we were ill", "pause_past"),
        ("December 15, 2028: we are ill", "pause_long"),
        ("December 15:", "pause_why"),
        ("December 15: ...", "pause_why"),
    ],
)
def test_what_is_no_pause(text: str, fault: str) -> None:
    assert fault in pausing.REFUSALS
    with pytest.raises(Refused) as caught:
        pausing.wish(text, TODAY)
    assert caught.value.because == fault


@given(st.text(max_size=60))
def test_any_text_gives_a_pause_with_an_end_or_a_sentence(text: str) -> None:
    with suppress(Refused):
        until_on, _ = pausing.wish(text, TODAY)
        assert TODAY <= until_on <= TODAY + timedelta(days=366)
