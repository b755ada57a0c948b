"""Complainants' messages, taps and commands find the conversation they belong to; called by `worker` per update."""

from collections.abc import Awaitable, Callable

from aiogram.types import Message

from bot.casework import interview
from bot.casework.agency import Agency
from bot.casework.errors import Stale
from bot.casework.interview import Edited, Said
from bot.desk import aftercare, correspondence, intake, witnesses
from bot.desk.desk import Desk
from bot.desk.filing import STATISTICS
from bot.desk.intake import FileCame
from bot.telegram.callbacks import CASE, CHAT, DRAFT, Press
from bot.telegram.case_talk import CaseTalk
from bot.telegram.draft_talk import DraftTalk
from bot.telegram.exchange import Heard, Reply
from bot.telegram.menu import STAFF
from bot.telegram.practice import LEAVE, Practice
from bot.telegram.screens import LANGUAGES, Screens
from bot.telegram.updates import command_of, contact_of, file_of, odd_kind, words_of
from bot.telegram.witness import WitnessTalk
from bot.words import Words
from storage.cases import Case
from storage.drafts import Draft


class Resident:
    """Everything a complainant can say or press. `page` is where the web chat is reached, for links back to it."""

    def __init__(self, desk: Desk, words: Words, page: str | None = None) -> None:
        self._desk = desk
        self._screens = Screens(words)
        self._drafts = DraftTalk(desk, words, page)
        self._cases = CaseTalk(desk, words)
        self._practice = Practice(desk, words, self._drafts)
        self._witnesses = WitnessTalk(desk, words)
        self._commands: dict[str, Callable[[Heard, str], Awaitable[Reply]]] = {
            "start": self._start,
            "help": self._help,
            "status": self._status,
            "language": self._language,
            "privacy": self._privacy,
            "pause": self._pause,
            "cancel": self._cancel,
            "withdraw": self._withdraw,
            "practice": self._practise,
        }

    async def message(self, heard: Heard, message: Message) -> Reply:
        """Words, a command or a file."""
        return await self._practice.marked(heard, await self._message(heard, message))

    async def _message(self, heard: Heard, message: Message) -> Reply:
        command = command_of(message)
        if command is not None and command[0] in self._commands:
            return await self._commands[command[0]](heard, command[1])
        if command is not None and not await self._says_something(heard, *command):
            return await self._unknown_command(heard)
        odd = odd_kind(message)
        if odd is not None:
            return await self._odd(heard, odd, message)
        return await self._hear(heard, file_of(message) or self._said(message), message.reply_to_message)

    async def edited(self, heard: Heard, message: Message) -> Reply:
        """An edited message: the story takes the new words, anything else is kept beside it."""
        if message.location is not None:
            return Reply()  # a phone that shares its place edits the message by itself; the first place is kept
        edited = Edited(message.text or message.caption or "", str(message.message_id))
        reply = await self._cases.amend(heard, edited) or await self._hear(heard, edited)
        return await self._practice.marked(heard, reply)

    async def press(self, heard: Heard, press: Press, pressed: int | None) -> Reply:
        """A tap on a button. Raises Stale for one that belongs to something gone."""
        return await self._practice.marked(heard, await self._press(heard, press, pressed))

    async def _press(self, heard: Heard, press: Press, pressed: int | None) -> Reply:
        if press.scope == DRAFT:
            left = await self._left(heard) if await self._practice.ends(heard, press) else None
            return left or await self._drafts.press(heard, press, pressed)
        if press.scope == CASE and press.verb == "status":
            await correspondence.own(self._desk, heard.chat, press.subject)
            return await self._status(heard, "")
        if press.scope == CASE:
            return await self._cases.press(heard, press)
        if press.scope == CHAT and press.verb == "speak" and press.arg in LANGUAGES:
            return await self._speak(heard, press.arg)
        left = await self._left(heard) if press.scope == CHAT and press.verb == LEAVE else None
        if left is not None:
            return left
        raise Stale

    async def again(self, heard: Heard) -> Reply:
        """Where the person is now: after a crash, a stale button, a command that nobody knows."""
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None and draft.purpose in aftercare.WORDS:
            return self._cases.asks_again(draft, await correspondence.own(self._desk, heard.chat, draft.case_id or ""))
        if draft is not None:
            return await self._practice.marked(heard, self._drafts.again(draft))
        found = await correspondence.of_chat(self._desk, heard.chat)
        language = found[0].language if found else heard.language
        return self._say(language, "help.after_filing" if found else "help.how_to_start")

    async def language_of(self, heard: Heard) -> str:
        """The language to speak: the draft's, else the newest case's, else the app's."""
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None:
            return draft.language
        found = await correspondence.of_chat(self._desk, heard.chat)
        return found[0].language if found else heard.language

    # What is no command

    async def _hear(
        self, heard: Heard, incoming: interview.Incoming | FileCame, answers: Message | None = None
    ) -> Reply:
        """What answers a notice of ours goes to the case it was about, whatever else is going on."""
        about = await self._about(heard, answers)
        if about is not None:
            return await self._cases.answer(heard, *about, incoming)
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None and draft.purpose in aftercare.WORDS and isinstance(incoming, Said):
            if aftercare.waits(self._desk, draft):
                return await self._cases.words(heard, draft, incoming)
            await aftercare.forget(self._desk, None, draft)
            return await self._hear(heard, incoming)
        if draft is not None and not _for_the_case(draft, incoming):
            return await self._drafts.hear(heard, draft, incoming)
        found = await correspondence.of_chat(self._desk, heard.chat)
        if found:
            return await self._cases.add(heard, found, incoming)
        stated = await witnesses.of_chat(self._desk, heard.chat)
        if stated:
            return await self._witnesses.add(heard, stated[0], incoming)
        if isinstance(incoming, Edited):
            return self._say(heard.language, "help.how_to_start")
        return await self._drafts.first_words(heard, incoming)

    async def _about(self, heard: Heard, answers: Message | None) -> tuple[Case, str] | None:
        if answers is None:
            return None
        found = await correspondence.of_chat(self._desk, heard.chat)
        return await correspondence.answered(self._desk, found, answers.message_id) if found else None

    async def _odd(self, heard: Heard, kind: str, message: Message) -> Reply:
        """Something that is no answer: say so and ask again."""
        if kind == "forwarded":
            return await self._forwarded(heard, self._said(message))
        draft = await self._complaint(heard)
        if kind == "foreign_contact" and draft is not None and self._drafts.asks_for_people(draft):
            return await self._drafts.hear(heard, draft, self._said(message))
        sentence = self._screens.plain(await self.language_of(heard), f"unreadable.{kind}")
        return Reply([sentence, *(await self.again(heard)).screens])

    async def _forwarded(self, heard: Heard, said: Said) -> Reply:
        """Somebody else's words: they stay beside the story, or go to the case that was filed."""
        draft = await intake.draft_of(self._desk, heard.chat)
        found = await correspondence.of_chat(self._desk, heard.chat)
        if found and (draft is None or _for_the_case(draft, said)):
            return await self._cases.add(heard, found, said)
        return await self._drafts.put_aside(heard, draft, said)

    def _said(self, message: Message) -> Said:
        return Said(words_of(message) or contact_of(message), str(message.message_id), self._desk.clock())

    # Commands

    async def _practise(self, heard: Heard, argument: str) -> Reply:
        return await self._practice.begin(heard, await self._agency(heard), await self.language_of(heard))

    async def _left(self, heard: Heard) -> Reply | None:
        """Whoever begins or cancels has left what was only practised; where they are then comes after it."""
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None and draft.purpose in aftercare.WORDS:
            await aftercare.forget(self._desk, None, draft)
        left = await self._practice.leave(heard)
        return Reply([*left.screens, *(await self.again(heard)).screens]) if left else None

    async def _start(self, heard: Heard, argument: str) -> Reply:
        left = await self._left(heard)
        if left is not None:
            return left
        draft = await self._complaint(heard)
        if draft is not None and (draft.answers or draft.purpose == witnesses.PURPOSE):
            return await self._drafts.go_on(heard, draft)
        return await self._drafts.begin(heard, argument, await self.language_of(heard))

    async def _help(self, heard: Heard, argument: str) -> Reply:
        agency, language = await self._agency(heard), await self.language_of(heard)
        return self._say(language, "help.all", phone=agency.phone, agency=agency.name.to(language))

    async def _status(self, heard: Heard, argument: str) -> Reply:
        language = await self.language_of(heard)
        shown = (await self._cases.standing(heard, language)).screens
        draft = await self._complaint(heard)
        if draft is not None and draft.answers:
            shown = [*shown, *self._drafts.waits(draft).screens]
        return Reply(shown) if shown else self._say(language, "status.nothing")

    async def _language(self, heard: Heard, argument: str) -> Reply:
        wanted = argument.casefold()
        if wanted in LANGUAGES:
            return await self._speak(heard, wanted)
        language = await self.language_of(heard)
        choice = self._screens.languages(language)
        if not wanted:
            return Reply([choice])
        phone = (await self._agency(heard)).phone
        return Reply([self._screens.plain(language, "help.language_unknown", phone=phone), choice])

    async def _speak(self, heard: Heard, language: str) -> Reply:
        """The whole chat changes its language: what was filed, for the news to come, and what is being asked."""
        for case in await correspondence.of_chat(self._desk, heard.chat):
            await correspondence.speak(self._desk, None, case, language)
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None and draft.purpose not in aftercare.WORDS:
            return await self._drafts.speak(heard, draft, language)
        return self._say(language, "help.language_set")

    async def _privacy(self, heard: Heard, argument: str) -> Reply:
        return Reply(self._screens.privacy(await self._agency(heard), await self.language_of(heard)))

    async def _pause(self, heard: Heard, argument: str) -> Reply:
        draft = await self._complaint(heard)
        return await self._drafts.pause(heard, draft) if draft else await self.again(heard)

    async def _cancel(self, heard: Heard, argument: str) -> Reply:
        left = await self._left(heard)
        if left is not None:
            return left
        draft = await self._complaint(heard)
        if draft is None:
            return self._say(await self.language_of(heard), "help.nothing_to_cancel")
        return self._drafts.cancel(draft)

    async def _withdraw(self, heard: Heard, argument: str) -> Reply:
        open_cases = [each for each in await correspondence.of_chat(self._desk, heard.chat) if each.closed_at is None]
        return self._cases.withdraw(open_cases) if open_cases else await self._cancel(heard, "")

    async def _says_something(self, heard: Heard, name: str, rest: str) -> bool:
        """True for words that only begin like a command; while a complaint is told, staff's commands are words too."""
        return bool(rest) and (name not in STAFF or await self._complaint(heard) is not None)

    async def _unknown_command(self, heard: Heard) -> Reply:
        sentence = self._screens.plain(await self.language_of(heard), "help.unknown_command")
        return Reply([sentence, *(await self.again(heard)).screens])

    # Where the person is

    async def _complaint(self, heard: Heard) -> Draft | None:
        """The complaint that is not sent yet; the questions after one are none."""
        draft = await intake.draft_of(self._desk, heard.chat)
        return draft if draft is not None and draft.purpose in (intake.COMPLAINT, witnesses.PURPOSE) else None

    async def _agency(self, heard: Heard) -> Agency:
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None:
            return self._desk.agencies[draft.agency]
        found = await correspondence.of_chat(self._desk, heard.chat)
        return self._desk.agencies[found[0].agency] if found else self._desk.default

    def _say(self, language: str, key: str, **fields: str) -> Reply:
        return Reply([self._screens.plain(language, key, **fields)])


def _for_the_case(draft: Draft, incoming: interview.Incoming | FileCame) -> bool:
    """While statistics are asked or words awaited about a case, what else comes belongs to what was filed."""
    return draft.purpose in {STATISTICS, *aftercare.WORDS} and isinstance(incoming, Said | Edited | FileCame)
