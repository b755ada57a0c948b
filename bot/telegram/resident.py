"""Complainants' messages and taps become verbs of the desk, outcomes become screens; called by `worker` per update."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final

from aiogram.types import Message

from bot.casework import interview
from bot.casework.agency import Agency, Question
from bot.casework.errors import Stale
from bot.casework.interview import Edited, Picked, Pressed, Remark, Said
from bot.desk import correspondence, intake
from bot.desk.desk import Desk
from bot.desk.filing import STATISTICS, Filed
from bot.desk.intake import Asked, FileCame
from bot.telegram.callbacks import CASE, CHAT, DRAFT, Press
from bot.telegram.delivery import Screen
from bot.telegram.screens import LANGUAGES, TOGGLED, Screens
from bot.telegram.updates import command_of, file_of, odd_kind, words_of
from bot.telegram.words import Words
from storage.cases import Case
from storage.chats import Chat
from storage.conversations import DOOR
from storage.drafts import Draft
from storage.inbox import InboxRow
from storage.outbox import Notice

GROWING: Final = frozenset({"story", "files", "facts", "many"})
PRESSES: Final = frozenset({"done", "skip", "back", "keep", "submit", "send_now", "restart_yes", "review", "another"})


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: the receipt to hand over, then the messages; `settled`: the pressed buttons have served."""

    screens: list[Screen] = field(default_factory=list)
    receipt: Notice | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """One update of one person: where it came from, and the language their app is set to."""

    source: InboxRow
    chat: Chat
    app_language: str
    pressed: int | None = None


class Resident:
    """Everything a complainant can say or press."""

    def __init__(self, desk: Desk, words: Words, page: str | None = None) -> None:
        self._desk = desk
        self._words = words
        self._page = page
        self.screens = Screens(words)
        self._commands: dict[str, Callable[[Heard, str], Awaitable[Reply]]] = {
            "start": self._start,
            "help": self._help,
            "status": self._status,
            "language": self._language,
            "privacy": self._privacy,
            "pause": self._pause,
            "cancel": self._cancel,
            "withdraw": self._withdraw,
        }
        self._case_presses: dict[str, Callable[[Heard, Case], Awaitable[Reply]]] = {
            "status": self._standing,
            "read": self._read,
            "withdraw_yes": self._withdraw_yes,
        }

    async def message(self, heard: Heard, message: Message) -> Reply:
        """Words, a command or a file."""
        command = command_of(message)
        if command is not None:
            known = self._commands.get(command[0])
            return await known(heard, command[1]) if known else await self._unknown_command(heard)
        odd = odd_kind(message)
        if odd is not None:
            return await self._odd(heard, odd, message)
        came = file_of(message)
        if came is not None:
            return await self._hear(heard, came)
        return await self._hear(heard, Said(words_of(message) or "", str(message.message_id), self._desk.clock()))

    async def edited(self, heard: Heard, message: Message) -> Reply:
        """An edited message: the story takes the new words, anything else is kept beside it."""
        return await self._hear(heard, Edited(message.text or message.caption or "", str(message.message_id)))

    async def press(self, heard: Heard, press: Press, pressed: int | None) -> Reply:
        """A tap on a button. Raises Stale for one that belongs to something gone."""
        if press.scope == DRAFT:
            return await self._press_draft(heard, press, pressed)
        if press.scope == CASE and press.verb in self._case_presses:
            case = await correspondence.own(self._desk, heard.chat, press.subject)
            return await self._case_presses[press.verb](heard, case)
        if press.scope == CHAT and press.verb == "speak" and press.arg in LANGUAGES:
            return await self._speak(heard, press.arg)
        raise Stale

    async def again(self, heard: Heard) -> Reply:
        """Where the person is now: after a crash, a stale button, a command that nobody knows."""
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None:
            return self._show(intake.resume(self._desk, draft))
        found = await correspondence.of_chat(self._desk, heard.chat)
        language = found[0].language if found else _known(heard.app_language)
        return self._say(language, "help.after_filing" if found else "help.how_to_start")

    async def language_of(self, heard: Heard) -> str:
        """The language to speak: the draft's, else the newest case's, else the app's."""
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None:
            return draft.language
        found = await correspondence.of_chat(self._desk, heard.chat)
        return found[0].language if found else _known(heard.app_language)

    # The interview

    async def _hear(self, heard: Heard, incoming: interview.Incoming | FileCame) -> Reply:
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None and not _for_the_case(draft, incoming):
            return self._show(await intake.hear(self._desk, heard.source, draft, incoming))
        found = await correspondence.of_chat(self._desk, heard.chat)
        if found:
            return await self._add(heard, found, incoming)
        if isinstance(incoming, Edited):
            return self._say(_known(heard.app_language), "help.how_to_start")
        return await self._first_words(heard, incoming)

    async def _first_words(self, heard: Heard, incoming: interview.Incoming | FileCame) -> Reply:
        """Somebody who has not pressed Start: what they sent is kept, and the interview begins."""
        asked = await intake.begin(self._desk, None, heard.chat, self._desk.default, _known(heard.app_language))
        return self._show(await intake.hear(self._desk, heard.source, asked.draft, incoming))

    async def _press_draft(self, heard: Heard, press: Press, pressed: int | None) -> Reply:
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is None or draft.id != press.subject:
            return await self._filed_already(heard, press)
        if press.verb in {"go_on", "privacy", "restart", "cancel_yes", "remind_yes", "remind_no"}:
            return await self._aside(heard, draft, press)
        asked = intake.resume(self._desk, draft).step.question
        if press.revision != draft.revision and not _still_asked(press, asked):
            raise Stale
        incoming: interview.Incoming
        if press.verb == "pick":
            incoming = Picked(press.arg.partition("@")[0])
        elif press.verb == "edit":
            incoming = interview.Edit(press.arg)
        elif press.verb in PRESSES:
            incoming = Pressed(press.verb.removesuffix("_yes"))  # type: ignore[arg-type]
        else:
            raise Stale
        toggles = press.verb == "pick" and asked is not None and asked.kind in TOGGLED
        outcome = await intake.hear(self._desk, heard.source, draft, incoming)
        reply = self._show(outcome, edits=pressed if toggles else None)
        return replace(reply, settled=not any(each.edits == pressed for each in reply.screens))

    async def _aside(self, heard: Heard, draft: Draft, press: Press) -> Reply:
        """Buttons that leave the interview where it is."""
        if press.verb == "privacy":
            return Reply(self.screens.privacy(self._desk.agencies[draft.agency], draft.language))
        if press.verb == "restart":
            return Reply([self.screens.confirm(draft, "restart", "help.restart")])
        if press.verb == "cancel_yes":
            await intake.cancel(self._desk, heard.source, draft)
            erased = heard.chat.channel == DOOR  # elsewhere the app keeps what a person wrote, and the bot cannot
            return self._say(draft.language, "help.cancelled" if erased else "help.cancelled_in_app")
        if press.verb.startswith("remind_"):
            wanted = press.verb == "remind_yes"
            await intake.remind(self._desk, heard.source, draft, wanted=wanted)
            return self._say(draft.language, "help.paused_reminders" if wanted else "help.paused")
        return self._show(intake.resume(self._desk, await intake.pause(self._desk, heard.source, draft, paused=False)))

    async def _filed_already(self, heard: Heard, press: Press) -> Reply:
        """A second tap on Submit: the draft is gone because it was filed; show what became of it."""
        found = await correspondence.of_chat(self._desk, heard.chat)
        case = next((each for each in found if each.draft_id == press.subject), None)
        if case is None:
            raise Stale
        return self._say(case.language, "help.filed_already", reference=case.reference)

    def _show(self, outcome: Asked | Filed, *, edits: int | None = None) -> Reply:
        if isinstance(outcome, Asked):
            agency = self._desk.agencies[outcome.draft.agency]
            return Reply(self.screens.asked(agency, outcome, edits=edits if _toggling(outcome.step) else None))
        if not outcome.first:
            return self._say(outcome.case.language, "help.thanks_statistics")
        after = self._show(intake.resume(self._desk, outcome.statistics)).screens if outcome.statistics else []
        return Reply(after, receipt=outcome.receipt)

    async def _odd(self, heard: Heard, kind: str, message: Message) -> Reply:
        """Something that is no answer: say so and ask again."""
        if kind == "forwarded":
            return await self._forwarded(heard, message)
        sentence = self.screens.plain(await self.language_of(heard), f"unreadable.{kind}")
        return Reply([sentence, *(await self.again(heard)).screens])

    async def _forwarded(self, heard: Heard, message: Message) -> Reply:
        """Somebody else's words: they stay beside the story, or go to the case that was filed."""
        said = Said(words_of(message) or "", str(message.message_id), self._desk.clock())
        draft = await intake.draft_of(self._desk, heard.chat)
        found = await correspondence.of_chat(self._desk, heard.chat)
        if found and (draft is None or _for_the_case(draft, said)):
            return await self._add(heard, found, said)
        if draft is None:
            language = _known(heard.app_language)
            draft = (await intake.begin(self._desk, None, heard.chat, self._desk.default, language)).draft
        return self._show(await intake.put_aside(self._desk, heard.source, draft, said, "forwarded"))

    # After filing

    async def _add(self, heard: Heard, found: list[Case], incoming: interview.Incoming | FileCame) -> Reply:
        """What is said after filing stays with the newest open case, and the person is told which one."""
        case = next((each for each in found if each.closed_at is None), found[0])
        if isinstance(incoming, FileCame):
            first = await correspondence.add_file(self._desk, heard.source, case, incoming)
            key = "kept.oversize" if incoming.oversize else "kept.archive" if incoming.packed else "kept.file"
            return self._say(case.language, key, reference=case.reference) if first else Reply()
        text = interview.visible(getattr(incoming, "text", ""))
        if not text:
            return self._say(case.language, "help.after_filing")
        await correspondence.add_words(self._desk, heard.source, case, text)
        key = "kept.edited" if isinstance(incoming, Edited) else "kept.message"
        return self._say(case.language, key, reference=case.reference)

    async def _standing(self, heard: Heard, case: Case) -> Reply:
        return await self._status(heard, "")

    async def _read(self, heard: Heard, case: Case) -> Reply:
        messages = await correspondence.news(self._desk, heard.source, case)
        return Reply(self.screens.news(case, messages, case.language))

    async def _withdraw_yes(self, heard: Heard, case: Case) -> Reply:
        await correspondence.ask_to_withdraw(self._desk, heard.source, case)
        return self._say(case.language, "withdraw.asked", reference=case.reference)

    # Commands

    async def _start(self, heard: Heard, argument: str) -> Reply:
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None and draft.purpose == intake.COMPLAINT and draft.answers:
            draft = await intake.pause(self._desk, heard.source, draft, paused=False)
            return self._show(intake.resume(self._desk, draft, (Remark("welcome_back"),)))
        agency = self._desk.agencies.get(argument, self._desk.default)
        asked = await intake.begin(self._desk, heard.source, heard.chat, agency, await self.language_of(heard))
        return self._show(asked)

    async def _help(self, heard: Heard, argument: str) -> Reply:
        language = await self.language_of(heard)
        agency = await self._agency(heard)
        screen = self.screens.plain(language, "help.all", phone=agency.phone, agency=agency.name.to(language))
        return Reply([screen])

    async def _status(self, heard: Heard, argument: str) -> Reply:
        language = await self.language_of(heard)
        draft = await intake.draft_of(self._desk, heard.chat)
        standings = await correspondence.standings(self._desk, heard.chat)
        shown = [self.screens.standing(each, language) for each in standings]
        if draft is not None and draft.purpose == intake.COMPLAINT and draft.answers:
            shown.append(self.screens.draft_waits(draft))
        return Reply(shown) if shown else self._say(language, "status.nothing")

    async def _language(self, heard: Heard, argument: str) -> Reply:
        wanted = argument.casefold()
        if wanted in LANGUAGES:
            return await self._speak(heard, wanted)
        language = await self.language_of(heard)
        choice = self.screens.languages(language)
        if not wanted:
            return Reply([choice])
        phone = (await self._agency(heard)).phone
        return Reply([self.screens.plain(language, "help.language_unknown", phone=phone), choice])

    async def _speak(self, heard: Heard, language: str) -> Reply:
        """The whole chat changes its language: what was filed, for the news to come, and what is being asked."""
        for case in await correspondence.of_chat(self._desk, heard.chat):
            await correspondence.speak(self._desk, None, case, language)
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None:
            return self._show(await intake.speak(self._desk, heard.source, draft, language))
        return self._say(language, "help.language_set")

    async def _privacy(self, heard: Heard, argument: str) -> Reply:
        return Reply(self.screens.privacy(await self._agency(heard), await self.language_of(heard)))

    async def _pause(self, heard: Heard, argument: str) -> Reply:
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is None or draft.purpose != intake.COMPLAINT:
            return await self.again(heard)
        draft = await intake.pause(self._desk, heard.source, draft, paused=True)
        word = await intake.way_back(self._desk, draft) if self._page else None
        link = f"{self._page}/return#{word}" if word else None
        return Reply([self.screens.pause(self._desk.agencies[draft.agency], draft, link)])

    async def _cancel(self, heard: Heard, argument: str) -> Reply:
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is None or draft.purpose != intake.COMPLAINT:
            return self._say(await self.language_of(heard), "help.nothing_to_cancel")
        return Reply([self.screens.confirm(draft, "cancel", "help.cancel")])

    async def _withdraw(self, heard: Heard, argument: str) -> Reply:
        open_cases = [each for each in await correspondence.of_chat(self._desk, heard.chat) if each.closed_at is None]
        if not open_cases:
            return await self._cancel(heard, "")
        return Reply([self.screens.withdraw(each) for each in open_cases])

    async def _unknown_command(self, heard: Heard) -> Reply:
        sentence = self.screens.plain(await self.language_of(heard), "help.unknown_command")
        return Reply([sentence, *(await self.again(heard)).screens])

    async def _agency(self, heard: Heard) -> Agency:
        draft = await intake.draft_of(self._desk, heard.chat)
        if draft is not None:
            return self._desk.agencies[draft.agency]
        found = await correspondence.of_chat(self._desk, heard.chat)
        return self._desk.agencies[found[0].agency] if found else self._desk.default

    def _say(self, language: str, key: str, **fields: str) -> Reply:
        return Reply([self.screens.plain(language, key, **fields)])


def _still_asked(press: Press, asked: Question | None) -> bool:
    """True for an older button of an answer that grows (a story, files, one of many) while it is still growing.

    Who sends a photo and at once taps the Done that is on the screen means this Done.
    """
    growing = asked is not None and asked.kind in GROWING and press.verb in {"done", "pick"}
    return growing and asked is not None and press.arg.rpartition("@")[2] == asked.id


def _toggling(step: interview.Step) -> bool:
    """True while more may be tapped on the same screen; the next question is a message of its own."""
    return step.question is not None and step.question.kind in TOGGLED and step.answer is not None


def _known(language: str) -> str:
    return "es" if language.casefold().startswith("es") else "en"


def _for_the_case(draft: Draft, incoming: interview.Incoming | FileCame) -> bool:
    """While the optional statistics are asked, words and files belong to the case that was just filed."""
    return draft.purpose == STATISTICS and isinstance(incoming, Said | Edited | FileCame)
