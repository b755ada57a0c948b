"""What is shown of meetings: names, and what it is about, stay out of files and of the screens of guests."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from bot.casework.follow_up import FollowUpKind
from bot.casework.meeting import MeetingKind
from bot.casework.parts import Choice, Text
from bot.desk.invited import Guest, Invited
from bot.desk.meetings import Board, Person
from bot.telegram.delivery import Screen
from bot.telegram.meeting_screens import MeetingScreens, by_default
from storage.cases import Case
from storage.meetings import Attendance, Meeting
from tests.house import agencies
from tests.telegram.clerk import WORDS
from tests.telegram.made import case, member

NOW = datetime(2026, 9, 14, 15, 0, tzinfo=UTC)
AT = datetime(2026, 9, 24, 19, 0, tzinfo=UTC)
LATER = datetime(2026, 9, 25, 15, 0, tzinfo=UTC)
NAME = Text(en="Interview", es="Entrevista")
KINDS = {
    "interview": MeetingKind(id="interview", name=NAME),
    "conference": MeetingKind(id="conference", name=NAME, asks=("complainant", "respondent", "owner")),
}
REMEDY = FollowUpKind(id="remedy", name=NAME, choices=(Choice(id="paid", label=NAME),))
AGENCY = agencies()["minneapolis_opcr"].model_copy(update={"meetings": KINDS, "follow_ups": {"remedy": REMEDY}})
ROSA = Attendance("a" * 20, "complainant", "Rosa Vega", "asked", (), "")
GRAY = Attendance("g" * 20, "party:p1", "Officer Gray", "asked", (), "")
SCREENS = MeetingScreens(WORDS)
PEOPLE = (
    Person("complainant", "complainant", ""),
    Person("party:p1", "respondent", "Officer Gray"),
    Person("party:p2", "witness", "Leo"),
    Person("member:m1", "colleague", "Ana"),
    Person("member:m2", "colleague", "Ben"),
)


def meeting(**changes: object) -> Meeting:
    made = Meeting(
        id="m" * 20,
        case_id="c" * 20,
        kind="interview",
        state="set",
        about="What happened in May",
        place="Room 239",
        times=(AT, LATER),
        starts_at=AT,
        minutes=60,
        result=None,
        revision=3,
        people=(ROSA, GRAY),
        by="member:x",
        at=NOW,
        set_at=NOW,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def mine() -> Case:
    return replace(case(), id="c" * 20, reference="OPCR-2026-00001-8", closed_at=None)


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


def test_every_button_fits_what_a_button_carries() -> None:
    board = Board(AGENCY, mine(), (meeting(state="proposed"),), tuple(
        replace(each, who=each.who.partition(":")[0] + ":" + "x" * 20) if ":" in each.who else each for each in PEOPLE
    ), NOW)  # fmt: skip
    boss = member()
    wanted = {"kind": "conference", "place": "Room", "others": [], "people": [], "open": True}
    screens = [
        SCREENS.board(boss, board),
        SCREENS.planning(boss, board, wanted, (AT,)),
        SCREENS.more(boss, board, meeting()),
        SCREENS.came(boss, board, ROSA),
        *(SCREENS.one(boss, replace(board, now=now), meeting(state=state))
          for now in (NOW, LATER) for state in ("proposed", "set", "held", "cancelled")),
        *shown("complainant", state="proposed"),
        SCREENS.for_witness(AGENCY, "c" * 20, "meeting_set", AT),
    ]  # fmt: skip
    assert all(len(each.data.encode()) <= 64 for screen in screens for row in screen.rows for each in row)


def test_a_conference_asks_the_parties_and_whoever_has_the_case() -> None:
    assert by_default(AGENCY, "conference", PEOPLE, "m2") == ["complainant", "party:p1", "member:m2"]
    assert by_default(AGENCY, "interview", PEOPLE, None) == ["complainant"]
    assert by_default(AGENCY, "gone", PEOPLE, None) == ["complainant"]


def test_a_name_that_is_kept_and_a_kind_that_is_gone_are_shown_as_they_are() -> None:
    board = Board(AGENCY, mine(), (), PEOPLE, NOW)
    said = SCREENS.one(member(), board, meeting(kind="gone", people=(replace(ROSA, name=""),))).text.render()[0]
    assert said.startswith("gone · set")
    assert "• Complainant: asked" in said


def test_a_witness_reads_both_languages() -> None:
    screen = SCREENS.for_witness(AGENCY, "c" * 20, "meeting_off", None)
    said = screen.text.render()[0]
    assert "cancelled" in said
    assert "se canceló" in said
    assert screen.rows[0][0].text == "Read / Leer"


def test_nothing_ahead_is_said_in_their_language() -> None:
    assert SCREENS.nothing("es").text.render()[0] == "No hay ninguna reunión por venir."
