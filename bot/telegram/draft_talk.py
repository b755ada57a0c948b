"""The conversation before filing: words, files and taps become answers of the draft; called by `resident`."""

from dataclasses import replace
from typing import Final

from aiogram.utils.formatting import Text

from bot.casework import guidance, interview
from bot.casework.agency import Agency, Question
from bot.casework.errors import Stale
from bot.casework.interview import Picked, Pressed, Remark, Said
from bot.casework.workdays import day_at
from bot.desk import correspondence, intake, passing, pausing
from bot.desk.desk import Desk
from bot.desk.evidence import FileCame
from bot.desk.filing import Filed
from bot.desk.intake import Asked
from bot.telegram.callbacks import Press
from bot.telegram.delivery import Screen
from bot.telegram.draft_screens import TOGGLED, DraftScreens
from bot.telegram.exchange import Heard, Reply
from bot.telegram.guide_screens import GuideScreens, poster
from bot.telegram.pausing import PauseWords
from bot.telegram.printed import PrintedReceipt
from bot.words import Words
from storage.conversations import DOOR
from storage.drafts import Draft

GROWING: Final = frozenset({"story", "files", "facts", "many"})
ASIDE: Final = frozenset({"go_on", "privacy", "restart", "story", "cancel", "cancel_yes", "remind_yes", "remind_no"})
# The question of the shared profile that asks for other people; everywhere else their contact is none of our business.
WITNESSES: Final = "witnesses"
PRESSES: Final = frozenset({"done", "skip", "back", "keep", "submit", "send_now", "restart_yes", "review", "another"})


class DraftTalk:
    """Everything a complainant can say or press while something is being asked; `entered`: staff, in their stead."""

    def __init__(self, desk: Desk, words: Words, page: str | None, *, entered: bool = False) -> None:
        self._desk = desk
        self._page = page
        self._screens = DraftScreens(words)
        self._guide = GuideScreens(words)
        self._receipts = PrintedReceipt(words)
        self._pauses = PauseWords(words)
        self._entered = entered

    async def hear(self, heard: Heard, draft: Draft, incoming: interview.Incoming | FileCame) -> Reply:
        """Words or a file for the question that is open."""
        return self.show(await intake.hear(self._desk, heard.source, draft, incoming))

    async def first_words(self, heard: Heard, incoming: interview.Incoming | FileCame) -> Reply:
        """Somebody who has not pressed Start: what they sent is kept, and the interview begins."""
        draft = await self._begun(heard)
        return await self._greeted(await self.hear(heard, draft, incoming), self._desk.agencies[draft.agency])

    async def put_aside(self, heard: Heard, draft: Draft | None, said: Said) -> Reply:
        """Somebody else's words, forwarded: they stay beside the story."""
        draft = draft or await self._begun(heard)
        return self.show(await intake.put_aside(self._desk, heard.source, draft, said, "forwarded"))

    async def _begun(self, heard: Heard) -> Draft:
        return (await intake.begin(self._desk, None, heard.chat, self._desk.default, heard.language)).draft

    async def press(self, heard: Heard, press: Press, pressed: int | None) -> Reply:
        """A tap on a button of a draft. Raises Stale for one that belongs to another draft or an earlier question."""
        draft = await intake.draft_of(self._desk, heard.chat, entered=self._entered)
        if draft is None or draft.id != press.subject:
            return await self._filed_already(heard, press)
        if press.verb in ASIDE:
            return await self._aside(heard, draft, press)
        asked = intake.resume(self._desk, draft).step.question
        if press.revision != draft.revision and not _still_asked(press, asked):
            raise Stale
        came = self._here(draft) if press.verb == "here" else _answer(press)
        outcome = await intake.hear(self._desk, heard.source, draft, came)
        toggles = press.verb == "pick" and asked is not None and asked.kind in TOGGLED
        reply = self.show(outcome, edits=pressed if toggles else None)
        return replace(reply, settled=not any(each.edits == pressed for each in reply.screens))

    def _here(self, draft: Draft) -> Said:
        """It happened where the poster hangs: the same as writing the address. Raises Stale for a place not there."""
        place = poster(self._desk.agencies[draft.agency], draft)
        if place is None:
            raise Stale
        return Said(f"{place.name.to(draft.language)}, {place.address}", "", self._desk.clock())

    async def also(self, heard: Heard, press: Press) -> Reply:
        """File the same story with another office. Raises NotYours, Stale, Refused."""
        draft = await passing.file_also(self._desk, heard.source, heard.chat, press.subject, press.arg)
        return replace(self._passed(draft), settled=True)

    def _passed(self, draft: Draft) -> Reply:
        """The first screen of an office to which a story came with its owner: its notice, before anything else."""
        office = self._desk.agencies[draft.agency].name.to(draft.language)
        return self.show(intake.resume(self._desk, draft, (Remark("passed", {"office": office}),)))

    async def _aside(self, heard: Heard, draft: Draft, press: Press) -> Reply:
        """Buttons that leave the interview where it is."""
        if press.verb == "privacy":
            return Reply(self._screens.privacy(self._desk.agencies[draft.agency], draft.language))
        if press.verb == "story":
            today = day_at(self._desk.agencies[draft.agency], self._desk.clock())
            paper = await passing.paper(self._desk, draft, self._guide.day(today, draft.language))
            return Reply(self._guide.story(draft, paper))
        if press.verb == "cancel":
            return self.cancel(draft)
        if press.verb == "restart":
            return Reply([self._screens.confirm(draft, "restart", "help.restart")])
        if press.verb == "cancel_yes":
            await intake.cancel(self._desk, heard.source, draft)
            erased = heard.chat.channel == DOOR  # elsewhere the app keeps what a person wrote, and the bot cannot
            return self._say(draft.language, "help.cancelled" if erased else "help.cancelled_in_app")
        if press.verb.startswith("remind_"):
            wanted = press.verb == "remind_yes"
            await intake.remind(self._desk, heard.source, draft, wanted=wanted)
            return self._say(draft.language, "help.paused_reminders" if wanted else "help.paused")
        return self.show(intake.resume(self._desk, await intake.pause(self._desk, heard.source, draft, paused=False)))

    async def _filed_already(self, heard: Heard, press: Press) -> Reply:
        """A second tap on Submit: the draft is gone because it was filed; show what became of it."""
        found = await correspondence.of_chat(self._desk, heard.chat)
        case = next((each for each in found if each.draft_id == press.subject), None)
        if case is None:
            raise Stale
        return self._say(case.language, "help.filed_already", reference=case.reference)

    def show(self, outcome: Asked | Filed, *, edits: int | None = None) -> Reply:
        """What the desk's answer looks like: the next question, or the receipt and what is asked after it."""
        if isinstance(outcome, Asked):
            agency = self._desk.agencies[outcome.draft.agency]
            today = day_at(agency, self._desk.clock())
            edited = edits if _toggling(outcome.step) else None
            return Reply(self._screens.asked(agency, outcome, edits=edited, today=today))
        if outcome.stated is not None:
            return self._say(outcome.stated.language, "witness.thanks")
        if outcome.first and outcome.case.chat is None:
            agency = self._desk.agencies[outcome.case.agency]
            return Reply([self._receipts.printed(agency, outcome.case, outcome.owed)])
        if not outcome.first:
            return self._say(outcome.case.language, "help.thanks_statistics")
        after = self._guide.also(outcome.case, outcome.also, self._desk.agencies)
        if outcome.following:
            after += self._passed(outcome.following).screens
        after += self.again(outcome.statistics).screens if outcome.statistics else []
        return Reply(after, receipt=outcome.receipt, offer=outcome.offer)

    def again(self, draft: Draft) -> Reply:
        """The question that is open, once more."""
        return self.show(intake.resume(self._desk, draft))

    def asks_for_people(self, draft: Draft) -> bool:
        """True while the question is who saw it."""
        asked = intake.resume(self._desk, draft).step.question
        return asked is not None and asked.id == WITNESSES

    def waits(self, draft: Draft) -> Reply:
        """Say that a complaint waits unsent."""
        return Reply([self._screens.draft_waits(draft)])

    async def begin(self, heard: Heard, agency: str, language: str) -> Reply:
        """Ask the first question; `agency` comes from a link and may be nothing we know."""
        wanted = guidance.office_of(self._desk.agencies.values(), agency) or self._desk.default
        place = guidance.place_of(wanted, agency)
        known = place.id if place else None
        begun = await intake.begin(self._desk, heard.source, heard.chat, wanted, language, known)
        return await self._greeted(self.show(begun), wanted)

    async def _greeted(self, reply: Reply, agency: Agency) -> Reply:
        """Whoever begins is told before anything else that the office starts nothing new, while that is so."""
        said = self._pauses.in_all(await pausing.running(self._desk, agency.id))
        return replace(reply, screens=[Screen(Text("\n\n".join(said))), *reply.screens]) if said else reply

    async def go_on(self, heard: Heard, draft: Draft) -> Reply:
        """Greet somebody who comes back, and ask where they were."""
        draft = await intake.pause(self._desk, heard.source, draft, paused=False)
        again = self.show(intake.resume(self._desk, draft, (Remark("welcome_back"),)))
        return await self._greeted(again, self._desk.agencies[draft.agency])

    async def speak(self, heard: Heard, draft: Draft, language: str) -> Reply:
        """Go on in another language."""
        return self.show(await intake.speak(self._desk, heard.source, draft, language))

    async def pause(self, heard: Heard, draft: Draft) -> Reply:
        """Say how to come back, and offer reminders."""
        draft = await intake.pause(self._desk, heard.source, draft, paused=True)
        word = await intake.way_back(self._desk, draft) if self._page else None
        link = f"{self._page}/return#{word}" if word else None
        return Reply([self._screens.pause(self._desk.agencies[draft.agency], draft, link)])

    def cancel(self, draft: Draft) -> Reply:
        """Ask before everything is erased."""
        return Reply([self._screens.confirm(draft, "cancel", "help.cancel")])

    def _say(self, language: str, key: str, **fields: str) -> Reply:
        return Reply([self._screens.plain(language, key, **fields)])


def _answer(press: Press) -> interview.Incoming:
    """What a button says to the interview. Raises Stale for one that this program did not draw."""
    if press.verb == "pick":
        return Picked(press.arg.partition("@")[0])
    if press.verb == "edit":
        return interview.Edit(press.arg)
    if press.verb == "take_out" and press.arg.isdecimal():
        return interview.TakenOut(int(press.arg))
    if press.verb in PRESSES:
        return Pressed(press.verb.removesuffix("_yes"))  # type: ignore[arg-type]
    raise Stale


def _still_asked(press: Press, asked: Question | None) -> bool:
    """True for an older button of an answer that grows (a story, files, one of many) while it is still growing.

    Who sends a photo and at once taps the Done that is on the screen means this Done.
    """
    growing = asked is not None and asked.kind in GROWING and press.verb in {"done", "pick"}
    return growing and asked is not None and press.arg.rpartition("@")[2] == asked.id


def _toggling(step: interview.Step) -> bool:
    """True while more may be tapped on the same screen; the next question is a message of its own."""
    return step.question is not None and step.question.kind in TOGGLED and step.answer is not None
