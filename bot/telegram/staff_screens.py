"""What every screen for staff is made of: a sentence, a day, a button, the key of a page; pure, built upon by all."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

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
DIGITS: Final = 17
"""Of a number in a button at most: all of them are instants of the calendar."""


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

    def asks(self, member: Member, key: str, case_id: str = "", *others: Button, **fields: object) -> Screen:
        """Ask for words or a file; the next message is for this, until it is cancelled. `others` are other answers."""
        row = (*others, self._button(member, "forget", case_id))
        return Screen(Text(self._words.say(member.language, key, **fields)), (row,), protected=True)

    def day(self, member: Member, on: date) -> str:
        """A day in the member's words."""
        return self._answers.day(on, member.language)

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


def key_text(*parts: datetime | date | int | str) -> str:
    """Where a page begins, as a button carries it."""
    return ".".join(_written(each) for each in parts)


def place_of(arg: str, *kinds: type[datetime | date | int | str]) -> tuple[Any, ...]:
    """Where a page begins, out of a button, one part of each kind. Raises Stale for one that we did not draw."""
    parts = arg.split(".")
    if len(parts) != len(kinds):
        raise Stale
    return tuple(_read(part, kind) for part, kind in zip(parts, kinds, strict=True))


def start_of(arg: str) -> int:
    """Where a page of a short list begins; the first page has no place. Raises Stale."""
    return place_of(arg, int)[0] if arg else 0


def _written(part: datetime | date | int | str) -> str:
    if isinstance(part, datetime):
        return str((part - EPOCH) // timedelta(microseconds=1))
    return part.isoformat() if isinstance(part, date) else str(part)


def _read(part: str, kind: type[datetime | date | int | str]) -> datetime | date | int | str:
    number = part.isascii() and part.isdecimal() and len(part) <= DIGITS
    if kind is datetime and number:
        return EPOCH + timedelta(microseconds=int(part))
    if kind is int and number:
        return int(part)
    if kind is str and part:
        return part
    if kind is not date:
        raise Stale
    try:
        return date.fromisoformat(part)
    except ValueError:
        raise Stale from None
