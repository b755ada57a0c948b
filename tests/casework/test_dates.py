"""What becomes of the days that were found, of those that were not, and of everything else a person may write."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import calendar_words, dates
from bot.casework.errors import Unreadable
from bot.casework.replies import SENTENCES

TODAY = date(2026, 11, 21)
PIECES = st.sampled_from(
    [
        *("june", "3", "31", "2026", "'25", "3/4", "/", "-", "last", "next", "friday", "ago", "hace", "dos", "semanas"),
        *(
            "el",
            "de",
            "mayo",
            "may",
            "in",
            "early",
            "mañana",
            "ayer",
            "12:30",
            "pm",
            "weekend",
            "verano",
            "pasado",
            "a",
        ),
        *("couple", "of", "no", "sé", "maybe", "999", "year", "the", "2nd", ",", ".", "(", "'", "about"),
    ]
)


def refusal(text: str, language: str = "en") -> str:
    with pytest.raises(Unreadable) as error:
        dates.read(text, language, TODAY)
    return error.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        *("I don't know", "i dont know", "Don’t remember", "not sure", "no idea", "idk", "I can't remember", "unknown"),
        *("no sé", "No lo sé.", "no recuerdo", "no me acuerdo", "ya ni me acuerdo", "ni idea", "no estoy segura"),
    ],
)
def test_not_known(text: str) -> None:
    assert dates.read(text, "es", TODAY) == {"on": None, "until": None, "precision": "unknown", "said": text}


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("around June 3", "2026-06-03"),
        ("I think it was last Friday around 9 pm", "2026-11-20"),
        ("creo que fue el viernes pasado", "2026-11-20"),
        ("como el 3 de junio", "2026-06-03"),
        ("I don't remember exactly, maybe June 3", "2026-06-03"),
        ("June 3 but I'm not sure", "2026-06-03"),
        ("a few days before June 3", "2026-06-03"),
        ("unos días antes del 3 de junio", "2026-06-03"),
    ],
)
def test_a_doubt_makes_it_about(text: str, on: str) -> None:
    read = dates.read(text, "en", TODAY)
    assert (read["on"], read["precision"]) == (on, "about")


def test_a_day_ahead_beside_one_that_was_is_not_meant() -> None:
    read = dates.read("June 3 2026, and my court date is December 9 2026", "en", TODAY)
    assert (read["on"], read["until"], read["precision"]) == ("2026-06-03", None, "day")


def test_what_was_said_is_kept_as_it_was() -> None:
    assert dates.read("  ¡El 3 de JUNIO!\0 ", "es", TODAY)["said"] == "¡El 3 de JUNIO!"


@pytest.mark.parametrize("text", ["3", "12", "2026", "20260314", "3.5", "4,512", "860-555-0123", "1 2", "#7"])
def test_a_number_is_not_a_date(text: str) -> None:
    assert refusal(text) == "date_number"


@pytest.mark.parametrize("text", ["", "?!", "banana", "5pm", "at 9:30", "badge 4512", "word " * 40, "half a year ago"])
def test_no_date_at_all(text: str) -> None:
    assert refusal(text) == "date"


@pytest.mark.parametrize(
    ("text", "language", "on"),
    [("12 ago 2025", "es", "2025-08-12"), ("12 ago 2025", "en", "2025-08-12"), ("2025, juin 3", "en", None)],
)
def test_dateparser_reads_what_is_left(text: str, language: str, on: str | None) -> None:
    if on is None:
        assert refusal(text, language) == "date"
    else:
        assert dates.read(text, language, TODAY)["on"] == on


def test_dateparser_is_not_believed_when_it_made_a_number_up() -> None:
    assert refusal("12 ago 2025 room 4") == "date"
    assert refusal("12 ago 2031") == "date_future"


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31), date(2027, 3, 14)])
@pytest.mark.parametrize("back", range(0, 1600, 37))
def test_every_way_to_write_a_day_gives_the_day(today: date, back: int) -> None:
    on = today - timedelta(days=back)
    english, spanish, *_ = (name for name, number in calendar_words.MONTHS.items() if number == on.month)
    for text in (
        on.isoformat(),
        f"{on.month}/{on.day}/{on.year}",
        f"{english} {on.day}, {on.year}",
        f"{on.day} {english} {on.year}",
        f"el {on.day} de {spanish} de {on.year}",
        f"{back} days ago",
        f"hace {back} días",
    ):
        if back < 1000 or str(back) not in text:
            assert dates.read(text, "en", today)["on"] == on.isoformat()


def attempt(text: str, today: date) -> dict[str, str | None] | None:
    """Read a text, or see that it is refused with words that exist."""
    try:
        return dates.read(text, "es", today)
    except Unreadable as error:
        known = error.sentence in SENTENCES
    assert known
    return None


@given(st.lists(PIECES, max_size=8).map(" ".join) | st.text(max_size=60), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_any_text_is_read_or_refused_and_never_lies_ahead(text: str, today: date) -> None:
    read = attempt(text, today)
    if read is None:
        return
    assert read["precision"] in {"day", "month", "about", "unknown"}
    if read["on"] is None:
        assert (read["until"], read["precision"]) == (None, "unknown")
    else:
        assert "1900" <= read["on"] <= (read["until"] or read["on"]) <= today.isoformat()


@pytest.mark.parametrize(
    "piece", ["1", "1/", "june ", "hace un ", "a couple of ", "3 de ", "last ", "entre el 3 y el 5 de ", "o ", "1-1-"]
)
def test_a_very_long_text_is_read_in_a_moment(piece: str) -> None:
    """Patterns that go back and forth would take minutes here; the test's own time limit is the measure."""
    attempt(piece * (8_000 // len(piece)), TODAY)
