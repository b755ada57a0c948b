"""The key of a page comes back as it was written, and whatever nobody drew is stale; words are asked for one way."""

from datetime import date, datetime

import pytest

from bot.casework.errors import Stale
from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.delivery import Button
from bot.telegram.staff_screens import StaffScreens, key_text, place_name, place_of, start_of
from bot.words import Words
from tests.telegram.made import AGENCY, AT, REFERENCE, id_of, member

SCREENS = StaffScreens(Words.load())


def test_a_place_that_the_profile_has_forgotten_is_shown_by_its_code() -> None:
    assert place_name(AGENCY, "queue", "critical", "es") == "Crítica"
    assert place_name(AGENCY, "unit", "gone", "en") == "gone"


@pytest.mark.parametrize(
    "key",
    [(AT, "case"), (AT.replace(microsecond=7), 1, 99999999), (date(2026, 12, 1), 7), (id_of("s"), 16), (8,)],
)
def test_the_key_of_a_page_comes_back_as_it_was_written(key: tuple[datetime | date | int | str, ...]) -> None:
    assert place_of(key_text(*key), *map(type, key)) == key
    assert len(key_text(*key)) < LIMIT_BYTES


@pytest.mark.parametrize("arg", ["", "1", ".c", "x.c", "-1.c", "².c", "9" * 18 + ".c", "1.c.d", "1."])
def test_the_key_of_a_page_that_nobody_drew_is_stale(arg: str) -> None:
    with pytest.raises(Stale):
        place_of(arg, datetime, str)


@pytest.mark.parametrize("arg", ["", "2026-12-01", "2026-12-01.x", "2026-13-01.1", "²026-12-01.1", "x.1"])
def test_a_day_that_is_none_is_stale(arg: str) -> None:
    with pytest.raises(Stale):
        place_of(arg, date, int)


@pytest.mark.parametrize("arg", ["x", "-1", "²", "9" * 18, "1.1", " 1"])
def test_the_place_in_a_short_list_that_nobody_drew_is_stale(arg: str) -> None:
    with pytest.raises(Stale):
        start_of(arg)


def test_the_first_page_of_a_short_list_has_no_place() -> None:
    assert (start_of(""), start_of("16")) == (0, 16)


def test_words_are_asked_for_with_the_other_answers_and_a_way_out() -> None:
    skip = Button("No note", "s:no_note:::")
    screen = SCREENS.asks(member(), "staff.write_note", id_of("c"), skip, reference=REFERENCE)
    assert [[each.text for each in row] for row in screen.rows] == [["No note", "Cancel"]]
    assert screen.rows[0][1].data == f"s:forget:{id_of('c')}::"
    assert screen.protected
    assert REFERENCE in screen.text.render()[0]


def test_a_day_is_said_in_the_member_s_language() -> None:
    assert SCREENS.day(member(language="es"), date(2026, 12, 1)) == "1 de diciembre de 2026"
