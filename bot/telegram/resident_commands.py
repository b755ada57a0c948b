"""The commands of complainants: begin, look, change the language, stop; called by `resident`."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.desk import aftercare, correspondence, hiding, intake, witnesses
from bot.desk.desk import Desk
from bot.telegram.delivery import Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.screens import LANGUAGES
from bot.telegram.whereabouts import Whereabouts
from storage.conversations import DOOR


class ResidentCommands:
    """`named` has each by the word that follows the slash."""

    def __init__(self, desk: Desk, where: Whereabouts) -> None:
        self._desk = desk
        self._where = where
        self.named: dict[str, Callable[[Heard, str], Awaitable[Reply]]] = {
            "start": self._start,
            "help": self._help,
            "status": self.status,
            "language": self._language,
            "privacy": self._privacy,
            "pause": self._pause,
            "cancel": self._cancel,
            "withdraw": self._withdraw,
            "practice": self._practise,
            "hide": self._hide,
            "copy": self._copy,
            "verify": self._verify,
        }

    async def _copy(self, heard: Heard, argument: str) -> Reply:
        return await self._where.papers.copies(heard, await self._where.language_of(heard))

    async def _verify(self, heard: Heard, argument: str) -> Reply:
        return await self._where.papers.verified(heard, await self._where.language_of(heard))

    async def _practise(self, heard: Heard, argument: str) -> Reply:
        agency, language = await self._where.agency(heard), await self._where.language_of(heard)
        if agency.guides:  # what is practised is a complaint: the guide sends nothing anyway
            agency = next(iter(self._desk.offices.values()), agency)
        return await self._where.practice.begin(heard, agency, language)

    async def _hide(self, heard: Heard, argument: str) -> Reply:
        """Take our messages of the last two days out of the chat; nothing that was told is touched."""
        language = await self._where.language_of(heard)
        key = "hide.web" if heard.chat.channel == DOOR else "hide.app"
        gone = await hiding.messages(self._desk, heard.chat)
        return replace(self._where.say(language, key), takes_out=gone)

    async def _start(self, heard: Heard, argument: str) -> Reply:
        left = await self._where.left(heard)
        if left is not None:
            return left
        draft = await self._where.complaint(heard)
        if draft is not None and (draft.answers or draft.purpose == witnesses.PURPOSE):
            return await self._where.drafts.go_on(heard, draft)
        return await self._where.drafts.begin(heard, argument, await self._where.language_of(heard))

    async def _help(self, heard: Heard, argument: str) -> Reply:
        agency, language = await self._where.agency(heard), await self._where.language_of(heard)
        key = "help.person_guide" if agency.guides else "help.person"
        person = self._where.screens.said(language, key, phone=agency.phone, agency=agency.name.to(language))
        return self._where.say(language, "help.all", person=person)

    async def status(self, heard: Heard, argument: str) -> Reply:
        """Where everything stands that was filed, and what waits to be sent."""
        language = await self._where.language_of(heard)
        shown = (await self._where.cases.standing(heard, language)).screens
        draft = await self._where.complaint(heard)
        if draft is not None and draft.answers:
            shown = [*shown, *self._where.drafts.waits(draft).screens]
        return Reply(shown or self._nothing(language, argument))

    def _nothing(self, language: str, number: str) -> list[Screen]:
        """Nothing is here to show; a number that somebody brought can be looked up where an office shows it to all."""
        shown = [self._where.screens.plain(language, "status.nothing")]
        public = any(each.public_status for each in self._desk.offices.values())
        if number and public and self._where.page:
            shown.append(self._where.screens.plain(language, "status.look_up", (), page=f"{self._where.page}/status"))
        return shown

    async def _language(self, heard: Heard, argument: str) -> Reply:
        wanted = argument.casefold()
        if wanted in LANGUAGES:
            return await self.speak(heard, wanted)
        language = await self._where.language_of(heard)
        choice = self._where.screens.languages(language)
        if not wanted:
            return Reply([choice])
        phone = (await self._where.agency(heard)).phone
        return Reply([self._where.screens.plain(language, "help.language_unknown", phone=phone), choice])

    async def speak(self, heard: Heard, language: str) -> Reply:
        """The whole chat changes its language: what was filed, for the news to come, and what is being asked."""
        for case in await correspondence.of_chat(self._desk, heard.chat):
            await correspondence.speak(self._desk, None, case, language)
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None and draft.purpose not in aftercare.WORDS:
            return await self._where.drafts.speak(heard, draft, language)
        return self._where.say(language, "help.language_set")

    async def _privacy(self, heard: Heard, argument: str) -> Reply:
        agency, language = await self._where.agency(heard), await self._where.language_of(heard)
        return Reply(self._where.screens.privacy(agency, language))

    async def _pause(self, heard: Heard, argument: str) -> Reply:
        draft = await self._where.complaint(heard)
        return await self._where.drafts.pause(heard, draft) if draft else await self._where.again(heard)

    async def _cancel(self, heard: Heard, argument: str) -> Reply:
        left = await self._where.left(heard)
        if left is not None:
            return left
        draft = await self._where.complaint(heard)
        if draft is None:
            return self._where.say(await self._where.language_of(heard), "help.nothing_to_cancel")
        return self._where.drafts.cancel(draft)

    async def _withdraw(self, heard: Heard, argument: str) -> Reply:
        open_cases = [each for each in await correspondence.of_chat(self._desk, heard.chat) if each.closed_at is None]
        return self._where.cases.withdraw(open_cases) if open_cases else await self._cancel(heard, "")
