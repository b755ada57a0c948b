"""What is asked about the day of a step: the usual days on buttons, and a doubt that can be answered both ways."""

from datetime import UTC, date, datetime

import pytest

from bot.casework.agency import Action, Text
from bot.desk.caseload import Moves
from bot.telegram import callbacks
from bot.telegram.delivery import Screen
from bot.telegram.step_screens import StepScreens
from bot.words import LANGUAGES, Words
from tests.telegram.made import AGENCY, case, member

SCREENS = StepScreens(Words.load())
SWEAR = Action(id="swear", to="filed", by=("intake",), label=Text(en="It was sworn", es="Se juró"), day=True)
NOW = datetime(2026, 9, 14, 3, tzinfo=UTC)  # still Sunday the 13th in Minneapolis


def args(screen: Screen) -> list[tuple[str, str]]:
    pressed = [callbacks.read(each.data) for row in screen.rows for each in row]
    return [(each.verb, each.arg) for each in pressed]


def test_today_is_the_day_at_the_office() -> None:
    screen = SCREENS.which_day(member(), Moves(AGENCY, case(), ()), SWEAR, NOW)
    assert args(screen)[:2] == [("act_day", "2026-09-13"), ("act_day", "2026-09-12")]
    assert "It was sworn" in screen.text.render()[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_in_doubt_can_be_kept_or_given_anew(language: str) -> None:
    screen = SCREENS.day_in_doubt(member(language=language), case(), "swear", date(2026, 3, 1), date(2026, 3, 3))
    assert args(screen) == [("act_sure", "2026-03-01"), ("act", "swear"), ("forget", "")]
    said = screen.text.render()[0]
    assert "2026" in said
    assert said.index("1") < said.rindex("3")
