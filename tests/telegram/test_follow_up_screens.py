"""What is shown of what others have to do: late ones marked, outcomes by name, what the profile forgot as it is."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.desk.follow_ups import Page, Watched
from bot.telegram.follow_up_screens import FollowUpScreens
from storage.follow_ups import FollowUp
from tests.telegram.clerk import WORDS
from tests.telegram.made import AT, REFERENCE, case, id_of, member
from tests.telegram.test_meeting_screens import AGENCY

SCREENS = FollowUpScreens(WORDS)
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
ONE = FollowUp(
    id=id_of("f"),
    case_id=id_of("c"),
    kind="remedy",
    what="Pay the lost wages",
    to="the shop",
    body=None,
    due_on=date(2026, 12, 1),
    since=AT,
    state="open",
    outcome=None,
    answer=None,
    settled_on=None,
    by="member:x",
    at=AT,
    seq=7,
)


def at(*found: FollowUp) -> Watched:
    return Watched(AGENCY, case(), found, NOW)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "○ Interview, the shop, by December 1, 2026: Pay the lost wages"),
        ({"due_on": date(2026, 11, 1)}, "! Interview, the shop, was due November 1, 2026: Pay the lost wages"),
        ({"kind": "gone"}, "○ gone, the shop, by December 1, 2026"),
        ({"state": "settled", "outcome": "paid", "answer": "All of it.", "settled_on": date(2026, 11, 2)},
         "November 2, 2026: Interview. All of it."),
        ({"state": "settled", "outcome": "gone", "answer": "All.", "settled_on": date(2026, 11, 2)}, "gone. All."),
        ({"state": "dropped", "answer": "The shop is gone."}, "Not watched any more. The shop is gone."),
    ],
)  # fmt: skip
def test_a_line_says_how_it_stands(changes: dict[str, object], line: str) -> None:
    one = replace(ONE, **changes)  # type: ignore[arg-type]
    (screen,) = SCREENS.board(member(), at(one))
    assert line in screen.text.render()[0]
    labels = [each.text for row in screen.rows for each in row]
    assert any("December" in each or "November 1" in each for each in labels) is (one.state == "open")
    offered = [each.text for row in SCREENS.one(member(), at(one), one).rows for each in row]
    assert ("It is answered" in offered) is (one.state == "open")


def test_an_office_of_the_profile_is_named_as_the_profile_names_it() -> None:
    id, body = next(iter(AGENCY.bodies.items()))
    (screen,) = SCREENS.board(member(language="es"), at(replace(ONE, body=id)))
    assert body.name.es in screen.text.render()[0]


def test_all_of_a_members_come_in_pages_and_late_ones_are_marked() -> None:
    late = replace(ONE, due_on=date(2026, 11, 1))
    page = Page(AGENCY, ((REFERENCE, late), (REFERENCE, ONE)), (ONE.due_on, ONE.seq), NOW)
    screen = SCREENS.mine(member(), page)
    labels = [each.text for row in screen.rows for each in row]
    assert labels == [
        f"! {REFERENCE} · November 1, 2026 · Interview",
        f"{REFERENCE} · December 1, 2026 · Interview",
        "More",
    ]
    assert all(len(each.data.encode()) <= 64 for row in screen.rows for each in row)
    empty = SCREENS.mine(member(language="es"), Page(AGENCY, (), None, NOW))
    assert "No hay nada pendiente" in empty.text.render()[0]
