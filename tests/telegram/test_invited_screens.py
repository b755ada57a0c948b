"""What whoever is asked to a meeting sees: names, and what it is about, stay out of files and of their screens."""

from dataclasses import replace

import pytest
from icalendar import Calendar

from bot.desk.invited import Guest, Invited
from bot.telegram.delivery import Screen
from bot.telegram.invited_screens import InvitedScreens
from tests.telegram.clerk import WORDS
from tests.telegram.test_meeting_screens import AGENCY, AT, NOW, ROSA, meeting, mine

SCREENS = InvitedScreens(WORDS)


def text(screens: list[Screen]) -> str:
    return "\n".join(each.text.render()[0] for each in screens)


def shown(who: str, language: str = "en", **changes: object) -> list[Screen]:
    found = Invited(AGENCY, Guest(mine(), who), meeting(**changes), ROSA, ())
    return SCREENS.invited(found, language, NOW)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("state", ["proposed", "set", "cancelled"])
def test_neither_what_it_is_about_nor_who_comes_is_shown_to_a_guest(state: str, language: str) -> None:
    screens = shown("complainant", language, state=state)
    said = text(screens) + "".join(each.text for screen in screens for row in screen.rows for each in row)
    assert "239" in said
    assert not any(word in said for word in ("May", "Gray", "Rosa"))
    files = [each.attachment.data for each in screens if each.attachment]
    assert not any(word in data for data in files for word in (b"May", b"Gray", b"Rosa"))
    assert len(files) == (0 if state == "proposed" else 1)


def test_a_witness_is_told_the_office_and_not_the_case() -> None:
    for state in ("proposed", "set", "cancelled"):
        screens = shown("witness:w1", state=state)
        assert "OPCR-2026" not in text(screens)
        files = [each.attachment.data for each in screens if each.attachment]
        assert not any(b"OPCR-2026" in data for data in files)
    assert "OPCR-2026" not in text(shown("witness:w1", state="cancelled", starts_at=None))
    discreet = AGENCY.model_copy(update={"discreet": True})
    found = Invited(discreet, Guest(mine(), "witness:w1"), meeting(), ROSA, ())
    assert "Police" not in text(SCREENS.invited(found, "en", NOW))


def test_others_are_named_where_they_may_be() -> None:
    found = Invited(AGENCY, Guest(mine(), "complainant"), meeting(), ROSA, ("Ana", "Mr. Gray"))
    assert "Others who come: Ana, Mr. Gray" in text(SCREENS.invited(found, "en", NOW))
    found = replace(found, meeting=meeting(state="proposed"))
    assert "También vienen: Ana, Mr. Gray" in text(SCREENS.invited(found, "es", NOW))


def test_a_file_that_was_cancelled_takes_the_date_out() -> None:
    *_, file = shown("complainant", "es", state="cancelled")
    assert file.attachment is not None
    (event,) = Calendar.from_ical(file.attachment.data).walk("VEVENT")
    assert (str(event["status"]), str(event["summary"]), int(event["sequence"])) == (
        "CANCELLED",
        "Cita OPCR-2026-00001-8",
        3,
    )
    assert event.decoded("dtstart") == AT


def test_a_witness_reads_both_languages() -> None:
    screen = SCREENS.for_witness(AGENCY, "c" * 20, "meeting_off", None)
    said = screen.text.render()[0]
    assert "cancelled" in said
    assert "se canceló" in said
    assert screen.rows[0][0].text == "Read / Leer"


def test_nothing_ahead_is_said_in_their_language() -> None:
    assert SCREENS.nothing("es").text.render()[0] == "No hay ninguna reunión por venir."


def test_every_button_fits_what_a_button_carries() -> None:
    screens = [*shown("complainant", state="proposed"), SCREENS.for_witness(AGENCY, "c" * 20, "meeting_set", AT)]
    assert all(len(each.data.encode()) <= 64 for screen in screens for row in screen.rows for each in row)
