"""Complainants' messages, taps and commands find the conversation they belong to; called by `worker` per update."""

from aiogram.types import Message

from bot.casework import interview
from bot.casework.errors import Stale
from bot.casework.interview import Edited, Said
from bot.desk import aftercare, correspondence, intake, witnesses
from bot.desk.desk import Desk
from bot.desk.evidence import FileCame
from bot.desk.filing import STATISTICS
from bot.telegram.callbacks import CASE, CHAT, DRAFT, Press
from bot.telegram.exchange import Heard, Reply
from bot.telegram.guests import Guests
from bot.telegram.menu import STAFF
from bot.telegram.practice import LEAVE
from bot.telegram.resident_commands import ResidentCommands
from bot.telegram.screens import LANGUAGES
from bot.telegram.updates import command_of, contact_of, file_of, odd_kind, words_of
from bot.telegram.whereabouts import Whereabouts
from bot.telegram.witness import WitnessTalk
from bot.words import Words
from storage.cases import Case
from storage.drafts import Draft


class Resident:
    """Everything a complainant can say or press. `page` is where the web chat is reached, for links back to it.

    `where` says where a person is, also to who calls this.
    """

    def __init__(self, desk: Desk, words: Words, page: str | None = None) -> None:
        self._desk = desk
        self.where = Whereabouts(desk, words, page)
        self._commands = ResidentCommands(desk, self.where)
        self._witnesses = WitnessTalk(desk, words)
        self._guests = Guests(desk, words)

    async def message(self, heard: Heard, message: Message) -> Reply:
        """Words, a command or a file."""
        return await self.where.practice.marked(heard, await self._message(heard, message))

    async def _message(self, heard: Heard, message: Message) -> Reply:
        command = command_of(message)
        if command is not None and command[0] in self._commands.named:
            return await self._commands.named[command[0]](heard, command[1])
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
        reply = await self.where.cases.amend(heard, edited) or await self._hear(heard, edited)
        return await self.where.practice.marked(heard, reply)

    async def press(self, heard: Heard, press: Press, pressed: int | None) -> Reply:
        """A tap on a button. Raises Stale for one that belongs to something gone."""
        return await self.where.practice.marked(heard, await self._press(heard, press, pressed))

    async def _press(self, heard: Heard, press: Press, pressed: int | None) -> Reply:
        if press.scope == DRAFT:
            left = await self.where.left(heard) if await self.where.practice.ends(heard, press) else None
            return left or await self.where.drafts.press(heard, press, pressed)
        if press.scope == CASE and press.verb == "status":
            await correspondence.own(self._desk, heard.chat, press.subject)
            return await self._commands.status(heard, "")
        if press.scope == CASE and press.verb == "also":
            return await self.where.drafts.also(heard, press)
        if press.scope == CASE and press.verb in self._guests.presses:
            return await self._guests.press(heard, press)
        if press.scope == CASE:
            return await self.where.cases.press(heard, press)
        if press.scope == CHAT and press.verb == "speak" and press.arg in LANGUAGES:
            return await self._commands.speak(heard, press.arg)
        left = await self.where.left(heard) if press.scope == CHAT and press.verb == LEAVE else None
        if left is not None:
            return left
        raise Stale

    # What is no command

    async def _hear(
        self, heard: Heard, incoming: interview.Incoming | FileCame, answers: Message | None = None
    ) -> Reply:
        """What answers a notice of ours goes to the case it was about, whatever else is going on."""
        about = await self._about(heard, answers)
        if about is not None:
            return await self.where.cases.answer(heard, *about, incoming)
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None and draft.purpose in aftercare.WORDS and isinstance(incoming, Said):
            if aftercare.waits(self._desk, draft):
                return await self.where.cases.words(heard, draft, incoming)
            await aftercare.forget(self._desk, None, draft)
            return await self._hear(heard, incoming)
        if draft is not None and not _for_the_case(draft, incoming):
            return await self.where.drafts.hear(heard, draft, incoming)
        found = await correspondence.of_chat(self._desk, heard.chat)
        if found:
            return await self.where.cases.add(heard, found, incoming)
        stated = await witnesses.of_chat(self._desk, heard.chat)
        if stated:
            return await self._witnesses.add(heard, stated[0], incoming)
        if isinstance(incoming, Edited):
            return self.where.say(heard.language, "help.how_to_start")
        return await self.where.drafts.first_words(heard, incoming)

    async def _about(self, heard: Heard, answers: Message | None) -> tuple[Case, str] | None:
        if answers is None:
            return None
        found = await correspondence.of_chat(self._desk, heard.chat)
        return await correspondence.answered(self._desk, found, answers.message_id) if found else None

    async def _odd(self, heard: Heard, kind: str, message: Message) -> Reply:
        """Something that is no answer: say so and ask again."""
        if kind == "forwarded":
            return await self._forwarded(heard, self._said(message))
        draft = await self.where.complaint(heard)
        if kind == "foreign_contact" and draft is not None and self.where.drafts.asks_for_people(draft):
            return await self.where.drafts.hear(heard, draft, self._said(message))
        sentence = self.where.screens.plain(await self.where.language_of(heard), f"unreadable.{kind}")
        return Reply([sentence, *(await self.where.again(heard)).screens])

    async def _forwarded(self, heard: Heard, said: Said) -> Reply:
        """Somebody else's words: they stay beside the story, or go to the case that was filed."""
        draft = await intake.draft_of(self._desk, heard.chat)
        found = await correspondence.of_chat(self._desk, heard.chat)
        if found and (draft is None or _for_the_case(draft, said)):
            return await self.where.cases.add(heard, found, said)
        return await self.where.drafts.put_aside(heard, draft, said)

    def _said(self, message: Message) -> Said:
        return Said(words_of(message) or contact_of(message), str(message.message_id), message.date)

    async def _says_something(self, heard: Heard, name: str, rest: str) -> bool:
        """True for words that only begin like a command; while a complaint is told, staff's commands are words too."""
        return bool(rest) and (name not in STAFF or await self.where.complaint(heard) is not None)

    async def _unknown_command(self, heard: Heard) -> Reply:
        sentence = self.where.screens.plain(await self.where.language_of(heard), "help.unknown_command")
        return Reply([sentence, *(await self.where.again(heard)).screens])


def _for_the_case(draft: Draft, incoming: interview.Incoming | FileCame) -> bool:
    """While statistics are asked or words awaited about a case, what else comes belongs to what was filed."""
    return draft.purpose in {STATISTICS, *aftercare.WORDS} and isinstance(incoming, Said | Edited | FileCame)
