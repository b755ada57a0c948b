"""What is seen at any time: the whole notice, and both languages to choose from."""

import pytest

from bot.telegram.delivery import Screen
from bot.telegram.screens import LANGUAGES, Screens
from bot.words import Words
from tests.telegram.made import AGENCY

SCREENS = Screens(Words.load())


def plain(screen: Screen) -> str:
    return screen.text.render()[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_full_notice_comes_whole(language: str) -> None:
    said = "\n".join(plain(each) for each in SCREENS.privacy(AGENCY, language))
    assert AGENCY.privacy.full.to(language) in said
    assert AGENCY.privacy.version in said


def test_both_languages_are_offered_side_by_side_in_their_own_words() -> None:
    screen = SCREENS.languages("en")
    assert [[button.text for button in row] for row in screen.rows] == [["English", "Español"]]
    assert all(button.data.startswith("m:speak:") for row in screen.rows for button in row)
