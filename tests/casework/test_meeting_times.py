"""When a meeting may be, as colleagues write it: in the office's zone, with the clocks that change, never guessed."""

from datetime import UTC, datetime

import pytest

from bot.casework import meeting_times
from bot.casework.errors import Refused, Unreadable
from tests.casework.conftest import Office

MONDAY = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)


def read(office: Office, text: str) -> list[str]:
    agency = office()
    found = meeting_times.read(agency, text, MONDAY)
    assert all(each.tzinfo is UTC for each in found)
    return [f"{each.astimezone(agency.zone):%Y-%m-%d %H:%M}" for each in found]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("December 3 at 2 pm", ["2026-12-03 14:00"]),
        ("Dec 3, 2:30 p.m.", ["2026-12-03 14:30"]),
        ("2026-12-03 14:00", ["2026-12-03 14:00"]),
        ("tomorrow at 10 am", ["2026-09-15 10:00"]),
        ("Friday at noon", ["2026-09-18 12:00"]),
        ("in two weeks at 9 am", ["2026-09-28 09:00"]),
        ("3 de diciembre a las 2 de la tarde", ["2026-12-03 14:00"]),
        ("mañana a las 10:30 de la mañana", ["2026-09-15 10:30"]),
        ("la semana que viene a la 1 de la tarde", ["2026-09-21 13:00"]),
        ("Dec 4 at 10 a.m.\nDec 3, 2 pm or 4 pm", ["2026-12-03 14:00", "2026-12-03 16:00", "2026-12-04 10:00"]),
        ("viernes 14:00; lunes 14:00; viernes 14:00", ["2026-09-18 14:00", "2026-09-21 14:00"]),
        ("el 3 de diciembre a las 2 y media de la tarde o el 4 de diciembre a las 10 a. m.",
         ["2026-12-03 14:30", "2026-12-04 10:00"]),
    ],
)  # fmt: skip
def test_days_and_times_are_read_in_the_offices_zone(office: Office, text: str, times: list[str]) -> None:
    assert read(office, text) == times


def test_the_clocks_that_change_are_minded(office: Office) -> None:
    agency = office()
    (before,) = meeting_times.read(agency, "October 30 at 2 pm", MONDAY)
    (after,) = meeting_times.read(agency, "November 2 at 2 pm", MONDAY)
    assert (before.hour, after.hour) == (19, 20)
    (first,) = meeting_times.read(agency, "November 1, 2026 at 1:30 am", MONDAY)
    assert first.hour == 6, "of an hour that comes twice the first is meant"
    with pytest.raises(Refused, match="meeting_no_such_time"):
        meeting_times.read(agency, "March 14, 2027 at 2 am", MONDAY)


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("September 14, 2026 at 10 am", "meeting_past"),
        ("September 1, 2026 at 10 am", "meeting_past"),
        ("December 3, 2031 at 10 am", "meeting_far"),
        ("\n".join(f"December {day} at 10 am" for day in range(1, 8)), "meeting_many"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, text: str, because: str) -> None:
    with pytest.raises(Refused, match=because):
        read(office, text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "meeting_times"),
        (";\n;", "meeting_times"),
        ("Friday", "meeting_times"),
        ("soon", "meeting_times"),
        ("Friday 10 am 11 am", "meeting_times"),
        ("10 am", "due_on"),
        ("yesterday at 2 pm", "due_on"),
        ("December 3 at 10:30", "time_half"),
        ("December 3 at 25:00", "time_impossible"),
    ],
)
def test_what_cannot_be_read_is_asked_again(office: Office, text: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as fault:
        read(office, text)
    assert fault.value.sentence == sentence


@pytest.mark.parametrize(
    ("text", "unusual"),
    [
        ("December 3 at 2 pm", False),
        ("December 3 at 8:30 am", False),
        ("December 3 at 4:30 pm", True),
        ("December 3 at 7 am", True),
        ("Saturday at 10 am", True),
        ("December 25 at 10 am", True),
        ("December 3 at 2 pm\nSunday at 2 pm", True),
    ],
)
def test_a_time_at_which_the_office_is_closed_is_noticed(office: Office, text: str, unusual: bool) -> None:
    agency = office()
    assert meeting_times.unusual(agency, meeting_times.read(agency, text, MONDAY)) is unusual
