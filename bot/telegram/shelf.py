"""What a link opens, in words: the press it stands for is pressed again, and the web door's page shows what comes.

Asked by the web door; whoever may not read the case any more finds nothing.
"""

from dataclasses import dataclass, field

from bot.casework.errors import RedressError
from bot.desk import reading
from bot.desk.desk import Desk
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Attachment
from bot.telegram.reading import Reading
from bot.telegram.staff import Staff
from bot.words import Words


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page shows: the number of the case, texts one after the other, or one file."""

    language: str
    title: str
    note: str
    texts: tuple[str, ...] = field(repr=False)
    leaf: Attachment | None = None


class Shelf:
    """Opens links, each once."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._words = words
        self._staff = Staff(desk, words)
        self._reading = Reading(desk, words, None)

    async def open(self, token: str) -> Sheet | None:
        """The sheet behind a link, once."""
        found = await reading.opened(self._desk, token)
        if found is None:
            return None
        verb, _, arg = found.link.part.partition(":")
        try:
            screens = await self._staff.shows(found.member, Press(STAFF, verb, found.link.case_id, arg))
        except RedressError:
            return None
        leaf = next((each.attachment for each in screens if each.attachment is not None), None)
        texts = [each.text.render()[0] for each in screens]
        texts += self._numbers(await self._reading.labels(found.member, screens))
        note = self._words.say(found.member.language, "reading.shown_once")
        return Sheet(found.member.language, found.reference, note, tuple(texts), leaf)

    def _numbers(self, labels: list[str]) -> list[str]:
        return ["\n".join(f"[{number}] {each}" for number, each in enumerate(labels, 1))] if labels else []
