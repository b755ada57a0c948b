"""The time of day in both languages; an hour that could be morning or evening is asked back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import times
from bot.casework.errors import Unreadable
from bot.casework.replies import SENTENCES


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("9 pm", "21:00"),
        ("9:30 p.m.", "21:30"),
        ("5 p m", "17:00"),
        ("12 am", "00:00"),
        ("12:15 AM", "00:15"),
        ("12 pm", "12:00"),
        ("21:30", "21:30"),
        ("09:30", "09:30"),
        ("0:05", "00:05"),
        ("24:00", "00:00"),
        ("21h", "21:00"),
        ("21:30 hrs", "21:30"),
        ("noon", "12:00"),
        ("mediodía", "12:00"),
        ("midnight", "00:00"),
        ("a media noche", "00:00"),
        ("nine at night", "21:00"),
        ("9 in the morning", "09:00"),
        ("3 at night", "03:00"),
        ("half past 9 in the evening", "21:30"),
        ("quarter past 7 am", "07:15"),
        ("quarter to 10 pm", "21:45"),
        ("nine thirty at night", "21:30"),
        ("2 officers at 9pm", "21:00"),
        ("a las 9 de la noche", "21:00"),
        ("las 9 y media de la mañana", "09:30"),
        ("diez menos cuarto de la noche", "21:45"),
        ("cuarto para las nueve de la mañana", "08:45"),
        ("a la una de la tarde", "13:00"),
        ("12 de la noche", "00:00"),
        ("12 del día", "12:00"),
        ("la 1 de la madrugada", "01:00"),
        ("13:00 de la tarde", "13:00"),
    ],
)
def test_a_time_on_the_clock(text: str, at: str) -> None:
    assert times.read(text) == {"at": at, "part": None, "precision": "minute", "said": text}


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("around 9 pm", "21:00"),
        ("like 9ish at night", "21:00"),
        ("between 9 and 10 pm", "21:00"),
        ("9-10 pm", "21:00"),
        ("9 to 11 am", "09:00"),
        ("como a las 3 de la tarde", "15:00"),
        ("entre las 8 y las 9 de la noche", "20:00"),
        ("maybe noon", "12:00"),
    ],
)
def test_about(text: str, at: str) -> None:
    read = times.read(text)
    assert (read["at"], read["precision"]) == (at, "about")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("in the morning", "morning"),
        ("de madrugada", "morning"),
        ("por la tarde", "afternoon"),
        ("evening", "evening"),
        ("en la noche", "night"),
        ("one officer came in the morning", "morning"),
    ],
)
def test_a_part_of_the_day(text: str, part: str) -> None:
    assert times.read(text) == {"at": None, "part": part, "precision": "about", "said": text}


@pytest.mark.parametrize("text", ["I don't know", "no sé", "no me acuerdo"])
def test_not_known(text: str) -> None:
    assert times.read(text) == {"at": None, "part": None, "precision": "unknown", "said": text}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("9", "time_half"),
        ("around 9", "time_half"),
        ("9:30", "time_half"),
        ("las 9 y media", "time_half"),
        ("12 o'clock", "time_half"),
        ("25:00", "time_impossible"),
        ("10:75", "time_impossible"),
        ("13 am", "time_impossible"),
        ("99 pm", "time_impossible"),
        ("", "time"),
        ("blue", "time"),
        ("6/3", "time"),
        ("badge 4512", "time"),
        ("3 officers", "time"),
    ],
)
def test_refusals(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as error:
        times.read(text)
    assert error.value.sentence == sentence


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(["{:02}:{:02}", "a las {:02}:{:02}", "at {:02}:{:02}"]))
def test_a_clock_of_24_hours_is_read_as_it_is(hour: int, minute: int, written: str) -> None:
    text = written.format(hour, minute)
    if hour in {10, 11, 12}:
        with pytest.raises(Unreadable, match="time_half"):
            times.read(text)
    else:
        assert times.read(text)["at"] == f"{hour:02}:{minute:02}"


def attempt(text: str) -> dict[str, str | None] | None:
    """Read a text, or see that it is refused with words that exist."""
    try:
        return times.read(text)
    except Unreadable as error:
        known = error.sentence in SENTENCES
    assert known
    return None


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["9", "12", ":30", "pm", "a", "las", "la", "noche", "half", "past", "y", "media"])).map(
        " ".join
    )
)
def test_any_text_is_read_or_refused(text: str) -> None:
    read = attempt(text)
    if read is not None and read["at"] is not None:
        assert "00:00" <= read["at"] <= "23:59"


@pytest.mark.parametrize("piece", ["1", "9 ", "las ", "half past ", "9:", "a m "])
def test_a_very_long_text_is_read_in_a_moment(piece: str) -> None:
    attempt(piece * (8_000 // len(piece)))
