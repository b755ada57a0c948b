"""Plays a `.chat` file on a whole deployment: every line is done or checked, the first that fails names itself."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from itertools import takewhile
from typing import Final

import pytest
from aiogram.utils.formatting import Text

from bot.casework.errors import Undeliverable
from bot.casework.workdays import next_open
from bot.desk import roster
from bot.telegram.delivery import Screen
from storage import conversation_updates, inbox
from storage.chats import Chat
from storage.roster import Member
from tests.chat import PATIENCE_SECONDS, NotSeen, Person
from tests.chatfile import COLLEAGUES, Line, Script
from tests.complainant import Complainant
from tests.house import House
from tests.stored import NOTHING, stored

WEBCHAT: Final = "webchat"
LENGTH: Final = "length of "
UNTIL_OPEN: Final = ", until the office is open"
DAYS: Final = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0}


class Wrong(AssertionError):
    """A step of a conversation did not go as the file says."""


class Play:
    """One file on stage: a resident of their own, a colleague where one is wanted, and what was there before."""

    def __init__(self, script: Script, house: House, page: Person) -> None:
        self.turns = 0  # what the resident did until the complaint was filed
        self._script = script
        self._house = house
        self._resident = Complainant(house, page)
        self._colleagues: dict[str, tuple[Person, Member]] = {}
        self._before: dict[str, str] = {}
        self._mark = 0
        self._checks: Mapping[str, Callable[[str], Awaitable[None]]] = {
            "sees": self._sees,
            "told": self._sees,
            "does not see": self._does_not_see,
            "unchanged": self._unchanged,
            "unchanged except": self._unchanged,
            "the group sees": self._told_group,
            "the group has no bot": self._left_the_group,
            "time passes": self._time_passes,
            "app language": self._app_language,
        }

    async def __call__(self) -> None:
        """Play every line; the first that does not hold names itself."""
        await self._settled()
        for number, line in enumerate(self._script.lines):
            try:
                await self._step(line, self._compared(number + 1))
            except (AssertionError, KeyError, StopIteration) as fault:
                where = f"{self._script.path.name}:{line.number}: {line.verb}: {line.words}"
                raise Wrong(f"{where}\n{type(fault).__name__}: {fault}\n{await self._now()}") from None

    async def close(self) -> None:
        """Let the colleagues go, so that later files do not write to them."""
        for _, member in self._colleagues.values():
            await roster.remove(self._house.app.desk, roster.CONSOLE, member.agency, member.id)

    def _compared(self, after: int) -> bool:
        """True when what is stored before an act will be needed: to compare with it, or to count turns."""
        following = takewhile(lambda line: line.verb not in self._resident.acts, self._script.lines[after:])
        return "at most" in self._script.header or any(line.verb.startswith("unchanged") for line in following)

    async def _step(self, line: Line, compared: bool) -> None:
        words = line.words
        if "{reference}" in words:
            words = words.replace("{reference}", (await self._now())["cases"].partition(" ")[0])
        if line.who in COLLEAGUES:
            await self._works(line.who, line.verb, words)
        elif line.verb in self._resident.acts:
            self._before = await self._now() if compared else {}
            await self._acts(line.verb, words)
        elif line.verb.startswith("stored "):
            await self._stored(line.verb.removeprefix("stored "), words)
        else:
            await self._checks[line.verb](words)

    async def _acts(self, verb: str, words: str) -> None:
        """Do it, and wait until all that it leads to is done."""
        self.turns += self._before.get("cases") == NOTHING
        self._mark = max(self._page.entries, default=0)
        await self._resident.acts[verb](words)
        await self._settled()

    async def _settled(self) -> None:
        """Wait until nothing is on its way any more, and take in what the bot said."""
        await self._until(self._idle, "the bot to finish")
        await self._page.refreshes()
        self._resident.looks()

    async def _idle(self) -> bool:
        async with self._house.app.desk.database.read() as session:
            offset = await inbox.next_offset(session, WEBCHAT) or 0
            coming = await conversation_updates.take_updates(session, offset, 1)
            counts = await inbox.counts(session)
        return not (coming or counts["waiting"] or counts["unanswered"])

    async def _until(self, holds: Callable[[], Awaitable[bool]], what: str) -> None:
        time = asyncio.get_running_loop().time
        deadline = time() + PATIENCE_SECONDS
        while not await holds():
            if time() > deadline:
                raise NotSeen(f"waited for {what}; the last messages were: {self._page.shown()[-3:]}")
            await self._page.refreshes(wait=0.05)

    async def _now(self) -> dict[str, str]:
        return await stored(self._house.app.desk, Chat(WEBCHAT, str(self._page.chat_id)))

    @property
    def _page(self) -> Person:
        return self._resident.page

    # What is checked

    def _fresh(self) -> str:
        """What the bot has said since the last act, and has not taken back."""
        fresh = [each for number, each in sorted(self._page.entries.items()) if number > self._mark]
        return "\n".join(_plain(each["text"]) for each in fresh if each["author"] == "bot" and not each["deleted"])

    async def _sees(self, words: str) -> None:
        async def said() -> bool:
            return _plain(words) in self._fresh()

        await self._until(said, f"{words!r}")

    async def _does_not_see(self, words: str) -> None:
        assert _plain(words) not in self._fresh()

    async def _told_group(self, words: str) -> None:
        assert self._house.app.webchat is not None
        shown = await self._house.app.webchat.shown(self._resident.group)
        assert [_plain(each["text"]) for each in shown] == [words]

    async def _left_the_group(self, _: str) -> None:
        channel = self._house.app.channels[WEBCHAT]
        group = Chat(WEBCHAT, str(self._resident.group))
        with pytest.raises(Undeliverable):
            await channel.send(group, Screen(Text("Is anybody here?")), live=True)
        found = await stored(self._house.app.desk, group)
        assert set(found.values()) == {NOTHING}, found

    async def _unchanged(self, words: str) -> None:
        """All that is stored is as it was before the last act, but for the names after the colon."""
        but = set(words.split(", "))
        now = {name: value for name, value in (await self._now()).items() if name not in but}
        assert now == {name: value for name, value in self._before.items() if name not in but}

    async def _stored(self, name: str, words: str) -> None:
        found = ""

        async def same() -> bool:
            nonlocal found
            found = (await self._now()).get(name.removeprefix(LENGTH), NOTHING)
            found = str(len(found)) if name.startswith(LENGTH) else found
            return _plain(found) == _plain(words)

        if name == "files":  # they are fetched after the answer
            return await self._until(same, f"files {words!r}")
        assert await same(), f"stored is: {found}"
        return None

    # What happens around

    async def _time_passes(self, words: str) -> None:
        """Move the clock, to the next opening where that is said; the page, hidden meanwhile, is opened again."""
        self._mark = max(self._page.entries, default=0)
        count, _, unit = words.removesuffix(UNTIL_OPEN).partition(" ")
        days = float(count) * DAYS[unit.removesuffix("s")]
        if words.endswith(UNTIL_OPEN):
            then = self._house.now() + timedelta(days=days)
            opens = next_open(self._house.app.desk.agencies[self._script.header["agency"]], then)
            days += (opens - then) / timedelta(days=1) + DAYS["minute"]
        self._house.passes(days=days)
        await self._page.returns()
        for person, _ in self._colleagues.values():
            await person.returns()
        await self._settled()

    async def _app_language(self, words: str) -> None:
        self._resident.app_language = words

    async def _works(self, role: str, verb: str, words: str) -> None:
        """What a colleague at the office does and sees."""
        if verb == "joins":
            person, member = await self._house.invited(role, f"Sam, {role}")
            self._colleagues[role] = person, member
            await roster.confirm(self._house.app.desk, roster.CONSOLE, member.agency, member.id)
            await person.sees("You are in")
            return
        person, _ = self._colleagues[role]
        acts: Mapping[str, Callable[[str], Awaitable[object]]] = {
            "sees": lambda text: person.sees(re.escape(text)),
            "says": person.says,
            "taps": person.taps,
        }
        await acts[verb](words)


def _plain(text: str) -> str:
    """Words as they are compared: single spaces, no line ends."""
    return " ".join(text.split())
