"""The conversation after filing: what is added, how the case stands, news, taking it back; called by `resident`."""

from collections.abc import Awaitable, Callable, Sequence

from bot.casework import interview
from bot.casework.errors import Stale
from bot.casework.interview import Edited
from bot.desk import correspondence
from bot.desk.desk import Desk
from bot.desk.intake import FileCame
from bot.telegram.callbacks import Press
from bot.telegram.case_screens import CaseScreens
from bot.telegram.exchange import Heard, Reply
from bot.telegram.words import Words
from storage.cases import Case


class CaseTalk:
    """Everything a complainant can say or press about what was filed."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = CaseScreens(words)
        self._presses: dict[str, Callable[[Heard, Case], Awaitable[Reply]]] = {
            "read": self._read,
            "withdraw_yes": self._withdraw_yes,
        }

    async def add(self, heard: Heard, found: Sequence[Case], incoming: interview.Incoming | FileCame) -> Reply:
        """What is said after filing stays with the newest open case, and the person is told which one."""
        case = next((each for each in found if each.closed_at is None), found[0])
        if isinstance(incoming, FileCame):
            first = await correspondence.add_file(self._desk, heard.source, case, incoming)
            key = "kept.oversize" if incoming.oversize else "kept.archive" if incoming.packed else "kept.file"
            return self._say(case, key) if first else Reply()
        text = interview.visible(getattr(incoming, "text", ""))
        if not text:
            return Reply([self._screens.plain(case.language, "help.after_filing")])
        await correspondence.add_words(self._desk, heard.source, case, text)
        return self._say(case, "kept.edited" if isinstance(incoming, Edited) else "kept.message")

    async def press(self, heard: Heard, press: Press) -> Reply:
        """A tap on a button of a case. Raises Stale for one that we do not draw, NotYours for another chat's case."""
        handler = self._presses.get(press.verb)
        if handler is None:
            raise Stale
        return await handler(heard, await correspondence.own(self._desk, heard.chat, press.subject))

    async def standing(self, heard: Heard, language: str) -> Reply:
        """How every case of the chat stands; without a case, no screen."""
        standings = await correspondence.standings(self._desk, heard.chat)
        return Reply([self._screens.standing(each, language) for each in standings])

    def withdraw(self, found: Sequence[Case]) -> Reply:
        """Explain for each case what asking to withdraw means, and ask."""
        return Reply([self._screens.withdraw(each) for each in found])

    async def _read(self, heard: Heard, case: Case) -> Reply:
        messages = await correspondence.news(self._desk, heard.source, case)
        return Reply(self._screens.news(case, messages, case.language))

    async def _withdraw_yes(self, heard: Heard, case: Case) -> Reply:
        await correspondence.ask_to_withdraw(self._desk, heard.source, case)
        return self._say(case, "withdraw.asked")

    def _say(self, case: Case, key: str) -> Reply:
        return Reply([self._screens.plain(case.language, key, reference=case.reference)])
