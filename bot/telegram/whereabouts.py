"""Where a complainant is: what they tell, what they filed, in which language; asked by `resident` and its commands."""

from bot.casework.agency import Agency
from bot.desk import aftercare, correspondence, intake, witnesses
from bot.desk.desk import Desk
from bot.telegram.case_talk import CaseTalk
from bot.telegram.draft_talk import DraftTalk
from bot.telegram.exchange import Heard, Reply
from bot.telegram.own_papers import OwnPapers
from bot.telegram.practice import Practice
from bot.telegram.screens import Screens
from bot.words import Words
from storage.drafts import Draft


class Whereabouts:
    """What there is of a person, and the talk about each of it. `page` is where the web chat is reached."""

    def __init__(self, desk: Desk, words: Words, page: str | None = None) -> None:
        self._desk = desk
        self.page = page
        self.screens = Screens(words)
        self.drafts = DraftTalk(desk, words, page)
        self.cases = CaseTalk(desk, words)
        self.papers = OwnPapers(desk, words)
        self.practice = Practice(desk, words, self.drafts)

    async def again(self, heard: Heard) -> Reply:
        """Where the person is now: after a crash, a stale button, a command that nobody knows."""
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None and draft.purpose in aftercare.WORDS:
            return self.cases.asks_again(draft, await correspondence.own(self._desk, heard.chat, draft.case_id or ""))
        if draft is not None:
            return await self.practice.marked(heard, self.drafts.again(draft))
        found = await correspondence.of_chat(self._desk, heard.chat)
        language = found[0].language if found else heard.language
        return self.say(language, "help.after_filing" if found else "help.how_to_start")

    async def language_of(self, heard: Heard) -> str:
        """The language to speak: the draft's, else the newest case's, else the app's."""
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None:
            return draft.language
        found = await correspondence.of_chat(self._desk, heard.chat)
        return found[0].language if found else heard.language

    async def complaint(self, heard: Heard) -> Draft | None:
        """The complaint that is not sent yet; the questions after one are none."""
        draft = await intake.draft_of(self._desk, heard.chat)
        return draft if draft is not None and draft.purpose in (*intake.UNSENT, witnesses.PURPOSE) else None

    async def agency(self, heard: Heard) -> Agency:
        """Whose complaint it is: the draft's office, else the newest case's, else the first."""
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None:
            return self._desk.agencies[draft.agency]
        found = await correspondence.of_chat(self._desk, heard.chat)
        return self._desk.agencies[found[0].agency] if found else self._desk.default

    async def left(self, heard: Heard) -> Reply | None:
        """Whoever begins or cancels has left what was only practised; where they are then comes after it."""
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None and draft.purpose in aftercare.WORDS:
            await aftercare.forget(self._desk, None, draft)
        left = await self.practice.leave(heard)
        return Reply([*left.screens, *(await self.again(heard)).screens]) if left else None

    def say(self, language: str, key: str, **fields: str) -> Reply:
        """One sentence."""
        return Reply([self.screens.plain(language, key, **fields)])
