"""What is seen at any time: the whole notice, and both languages to choose from."""

import pytest

from bot.telegram.delivery import Screen
from bot.telegram.screens import LANGUAGES, Screens, quoted
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


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("/cancel, he said", "/\u2060cancel, he said"),
        ("He wrote /cancel and (/start)", "He wrote /\u2060cancel and (/\u2060start)"),
        (
            "either/or, 3/4, example.org/cancel, https://example.org",
            "either/or, 3/4, example.org/cancel, https://example.org",
        ),
    ],
)
def test_a_command_in_somebodys_words_is_no_button(said: str, shown: str) -> None:
    assert quoted(said) == shown
