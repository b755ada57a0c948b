"""What staff see that is not one case: lists that page without gaps, and the team."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.casework.errors import Stale
from bot.desk.caseload import Page
from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.delivery import Screen
from bot.telegram.staff_screens import StaffScreens, page_key
from bot.telegram.words import Words
from tests.telegram.made import AGENCY, AT, REFERENCE, case, id_of, member

WORDS = Words.load()
STAFF = StaffScreens(WORDS)
SPANISH = member(language="es")


def plain(screen: Screen) -> str:
    return screen.text.render()[0]


def buttons(screen: Screen) -> dict[str, str]:
    return {button.text: button.data for row in screen.rows for button in row}


def test_a_list_has_a_button_for_each_case_and_one_for_the_rest() -> None:
    late = case(next_at=AT - timedelta(days=1), id=id_of("l"))
    page = Page((late, case(priority="urgent")), (AT.replace(microsecond=123457), id_of("c")), AGENCY)
    screen = STAFF.page(member(), page, "queue", AT)
    assert list(buttons(screen)) == [
        f"! {REFERENCE} · high · November 23, 2026",
        f"{REFERENCE} · urgent · November 24, 2026",
        "More",
    ]
    assert buttons(screen)["More"].endswith(f"123457.{id_of('c')}")
    assert all(len(data.encode()) <= LIMIT_BYTES for data in buttons(screen).values())
    assert "More" not in buttons(STAFF.page(member(), replace(page, after=None), "queue", AT))


@pytest.mark.parametrize("verb", ["queue", "mine"])
def test_an_empty_list_says_so(verb: str) -> None:
    screen = STAFF.page(SPANISH, Page((), None, AGENCY), verb, AT)
    assert WORDS.say("es", f"staff.{verb}_empty") in plain(screen)
    assert screen.rows == ()


def test_the_team_and_who_waits_to_be_confirmed() -> None:
    new = member(id=id_of("n"), name="New One", state="redeemed", role="intake")
    screen = STAFF.team(member(), AGENCY, [member(), new, member(id=id_of("i"), name="Invited One", state="invited")])
    assert "New One, Intake officer: waits to be confirmed" in plain(screen)
    assert list(buttons(screen)) == ["Confirm New One"]


@pytest.mark.parametrize("arg", ["", "1", ".c", "x.c", "-1.c", "²." + "c", "9" * 30 + ".c"])
def test_the_key_of_a_page_that_nobody_drew_is_stale(arg: str) -> None:
    with pytest.raises(Stale):
        page_key(arg)
