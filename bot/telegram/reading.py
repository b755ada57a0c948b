"""Reading off the chat: buttons that give a link instead of what people wrote, and the sheet that the link opens.

`staff` puts `off_chat` over its own buttons; the web door asks `Shelf` what a link opens and shows it once.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from aiogram.utils.formatting import Text, TextLink

from bot.casework.errors import Refused
from bot.desk import reading
from bot.desk.aftercare import Appealed
from bot.desk.caseload import Told
from bot.desk.desk import Desk
from bot.desk.evidence import Opened
from bot.desk.reading import APPEAL, FILE, STORY, TALK, Thread
from bot.telegram.callbacks import Press
from bot.telegram.cards import Cards
from bot.telegram.delivery import Screen
from bot.telegram.exchange import Heard, Reply
from bot.words import Words
from storage.roster import Member

Handler = Callable[[Heard, Member, Press], Awaitable[Reply]]
PARTS: Final = {"read": STORY, "talk": TALK, "file": FILE, "appeal_read": APPEAL}
"""Which buttons of staff show what people wrote, and which part of a case that is."""


class Reading:
    """Buttons that open the page instead of the chat; `page` is the web door's address."""

    def __init__(self, desk: Desk, words: Words, page: str | None) -> None:
        self._desk = desk
        self._words = words
        self._page = page

    def off_chat(self, presses: Mapping[str, Handler]) -> dict[str, Handler]:
        """The same buttons, which never show what people wrote where the profile forbids that."""
        return {verb: self._instead(presses[verb], part) for verb, part in PARTS.items() if verb in presses}

    def _instead(self, shows: Handler, part: str) -> Handler:
        async def press(heard: Heard, member: Member, press: Press) -> Reply:
            if not reading.off_the_chat(self._desk.agencies[member.agency]):
                return await shows(heard, member, press)
            return await self._linked(heard, member, press, part)

        return press

    async def _linked(self, heard: Heard, member: Member, press: Press, part: str) -> Reply:
        if self._page is None:
            raise Refused("no_reading_page")
        wanted = f"{part}{press.arg}" if part == FILE else part
        token = await reading.link(self._desk, heard.source, member, press.subject, wanted)
        minutes = reading.LIVES.seconds // 60
        label = self._words.say(member.language, "reading.open")
        told = self._words.say(member.language, "reading.once", minutes=minutes)
        return Reply([Screen(Text(TextLink(label, url=f"{self._page}/read/{token}"), "\n\n", told), protected=True)])


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file: its plain bytes, name and media type."""

    data: bytes = field(repr=False)
    name: str = field(repr=False)
    mime: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page shows: the number of the case, texts one after the other, or one file."""

    language: str
    title: str
    note: str
    texts: tuple[str, ...] = field(repr=False)
    leaf: Leaf | None = None


class Shelf:
    """What a link opens, in words; the web door's page shows it."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._words = words
        self._cards = Cards(words)

    async def open(self, token: str) -> Sheet | None:
        """The sheet behind a link, once."""
        found = await reading.opened(self._desk, token)
        if found is None:
            return None
        member, content = found.member, found.content
        if isinstance(content, Opened):
            return self._file(member, content)
        if isinstance(content, Told):
            screens, reference = self._cards.told(member, content), content.case.reference
        elif isinstance(content, Thread):
            screens, reference = self._cards.talk(member, content.case, content.messages), content.case.reference
        else:
            screens, reference = self._appeal(member, content), content.case.reference
        texts = tuple(screen.text.render()[0] for screen in screens)
        return Sheet(member.language, reference, self._words.say(member.language, "reading.shown_once"), texts)

    def _appeal(self, member: Member, content: Appealed) -> list[Screen]:
        text = content.appeal.text if content.appeal else self._words.say(member.language, "appeal.none")
        return [Screen(Text(text))]

    def _file(self, member: Member, content: Opened) -> Sheet:
        note = self._words.say(member.language, "reading.shown_once")
        if content.data is None:
            state = self._words.say(member.language, f"file_is.{content.evidence.state}")
            return Sheet(member.language, content.case.reference, note, (state,))
        name = content.evidence.name or content.evidence.kind
        leaf = Leaf(content.data, name, content.evidence.mime or "application/octet-stream")
        return Sheet(member.language, content.case.reference, note, (), leaf)
