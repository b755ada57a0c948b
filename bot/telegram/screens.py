"""What a complainant sees at any time, before filing and after; pure, used by `resident`, built upon by both sides."""

import re
from typing import Final

from aiogram.utils.formatting import Text

from bot.casework.agency import Agency
from bot.telegram.callbacks import CHAT, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import fitted
from bot.words import Words

_COMMAND: Final = re.compile(r"(?<![\w/:.])/(?=[A-Za-z])")
_JOINER: Final = "\u2060"  # has no width
LANGUAGES: Final = {"en": "English", "es": "Español"}


def quoted(said: str) -> str:
    """Show somebody's own words so that no app makes a button of a command in them."""
    return _COMMAND.sub(f"/{_JOINER}", said)


class Screens:
    """Renders for complainants; the words of the bot and the profile of the agency are all it knows."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def said(self, language: str, key: str, /, **fields: object) -> str:
        """One sentence, for inside another."""
        return self._words.say(language, key, **fields)

    def plain(self, language: str, key: str, rows: tuple[tuple[Button, ...], ...] = (), /, **fields: object) -> Screen:
        """One sentence, with buttons where it asks something."""
        return Screen(Text(self._words.say(language, key, **fields)), rows)

    def privacy(self, agency: Agency, language: str) -> list[Screen]:
        """The whole notice, in as many messages as it needs."""
        title = self._words.say(language, "interview.privacy_title", version=agency.privacy.version)
        return fitted(Screen(Text(f"{title}\n\n{agency.privacy.full.to(language)}")))

    def languages(self, language: str) -> Screen:
        """Choose the language at any time."""
        row = tuple(Button(name, Press(CHAT, "speak", arg=code).pack()) for code, name in LANGUAGES.items())
        return self.plain(language, "help.language", (row,))
