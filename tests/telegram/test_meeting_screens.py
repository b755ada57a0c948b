"""What staff see of the meetings of a case: who is asked by default, and buttons that fit."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.casework.follow_up import FollowUpKind
from bot.casework.meeting import MeetingKind
from bot.casework.parts import Choice, Text
from bot.desk.meetings import Board, Person
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
