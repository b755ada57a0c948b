"""What every screen for staff is made of: a sentence, a button, the key of a page; pure, built upon by all of them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from aiogram.utils.formatting import Text

from bot.answer_words import AnswerWords
from bot.casework.agency import Agency
from bot.casework.errors import Stale
from bot.casework.parts import Queue, Region
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.words import Words
from storage.roster import Member

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
OVERDUE: Final = "! "


class StaffScreens:
    """Renders for staff in the member's language."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._answers = AnswerWords(words)

    def say(self, member: Member, key: str, **fields: object) -> Screen:
        """One sentence."""
        return Screen(Text(self._words.say(member.language, key, **fields)))

    def say_in(self, language: str, key: str) -> Screen:
        """One sentence in a given language."""
        return Screen(Text(self._words.say(language, key)))

    def _button(
        self, member: Member, verb: str, case_id: str, arg: str = "", label: str | None = None, **fields: object
    ) -> Button:
        text = self._words.say(member.language, label or f"staff.button_{verb}", **fields)
        return Button(text, Press(STAFF, verb, case_id, arg).pack())


def place_name(agency: Agency, what: str, code: str, language: str) -> str:
    """What a queue, unit or region is called; a code that the profile does not know any more is shown as it is."""
    places: Mapping[str, Mapping[str, Queue | Region]] = {
        "queue": agency.queues,
        "unit": agency.units,
        "region": agency.regions,
    }
    known = places[what].get(code)
    return known.name.to(language) if known else code


def page_key(arg: str) -> tuple[datetime, str]:
    """The key of a page out of a button; a broken one is stale."""
    micros, _, case_id = arg.partition(".")
    if not (micros.isascii() and micros.isdecimal() and case_id):
        raise Stale
    try:
        return EPOCH + timedelta(microseconds=int(micros)), case_id
    except OverflowError:
        raise Stale from None
