"""Staff write down a complaint that came by telephone, on paper or in person; called by `staff`.

While somebody is at it, the chat belongs to that complaint: every screen says so at the top, and staff's own commands
and buttons wait until /intake leaves it. Nothing of it is lost then; /intake goes on with it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from aiogram.types import Message
from aiogram.utils.formatting import Bold, Text

from bot.casework import request
from bot.casework.authorization import Verb, permit
from bot.casework.errors import Refused, Stale
from bot.casework.interview import Said
from bot.casework.workdays import day_at
from bot.desk import asking, roster, staff_intake
from bot.desk.desk import Desk
from bot.desk.permission import actor
from bot.telegram.callbacks import DRAFT, STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.draft_talk import DraftTalk
from bot.telegram.exchange import Heard, Reply
from bot.telegram.fitting import rows_of
from bot.telegram.room import Room
from bot.telegram.screens import LANGUAGES
from bot.telegram.staff_screens import StaffScreens
from bot.telegram.updates import command_of, contact_of, file_of, words_of
from bot.words import Words
from storage.drafts import Draft
from storage.roster import Member

VERB: Final = "intake"
AT_ONCE: Final = ("phone", "walk_in")
"""Ways that are written down on the day itself; what came on paper may have come before."""


class StaffIntake(Room):
    """From /intake until the complaint is sent, left or erased."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = IntakeScreens(words)
        self._talk = DraftTalk(desk, words, None, entered=True)
        self.commands = {"intake": self._open}
        self.presses = {
            "enter_by": self._way,
            "enter_today": self._today,
            "enter_in": self._begin,
            "told": self._told,
        }
        self.asked = {"enter": self._on}

    @staticmethod
    def taking(members: Sequence[Member]) -> Member | None:
        """Which of a person's memberships is writing a complaint down now."""
        return next((each for each in members if (each.prompt or {}).get("verb") == VERB), None)

    # On the way in and out

    async def _open(self, heard: Heard, member: Member, argument: str) -> Reply:
        permit(Verb.ENTER, actor(member), member.agency)
        draft = await staff_intake.draft_of(self._desk, member)
        if draft is None:
            return Reply([self._screens.ways(member)])
        await asking.ask(self._desk, heard.source, member, {"verb": VERB})
        return self._headed(member, draft, self._talk.again(draft))

    async def _way(self, heard: Heard, member: Member, press: Press) -> Reply:
        permit(Verb.ENTER, actor(member), member.agency)
        if press.arg not in staff_intake.WAYS:
            raise Stale
        if press.arg in AT_ONCE:
            return await self._came_on(heard, member, press.arg, self._day(member))
        await asking.ask(self._desk, heard.source, member, {"verb": "enter", "way": press.arg})
        return Reply([self._screens.when(member, press.arg)])

    async def _today(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = member.prompt or {}
        if wanted.get("verb") != "enter" or "on" in wanted:
            raise Stale
        return await self._came_on(heard, member, wanted["way"], self._day(member))

    async def _on(self, heard: Heard, member: Member, text: str) -> Reply:
        agency, way = self._desk.agencies[member.agency], str((member.prompt or {})["way"])
        try:
            on = request.came(agency, text, member.language, self._desk.clock())
        except Refused as refused:
            return Reply([self._screens.when(member, way, again=refused.because)])
        return await self._came_on(heard, member, way, on)

    async def _came_on(self, heard: Heard, member: Member, way: str, on: date) -> Reply:
        wanted = {"verb": "enter", "way": way, "on": on.isoformat()}
        await asking.ask(self._desk, heard.source, member, wanted)
        return Reply([self._screens.languages_for(member)])

    async def _begin(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = member.prompt or {}
        if wanted.get("verb") != "enter" or "on" not in wanted or press.arg not in LANGUAGES:
            raise Stale
        on = date.fromisoformat(wanted["on"])
        asked = await staff_intake.begin(self._desk, heard.source, member, wanted["way"], on, press.arg)
        return self._headed(member, asked.draft, self._talk.show(asked))

    def _day(self, member: Member) -> date:
        return day_at(self._desk.agencies[member.agency], self._desk.clock())

    # While it is written down

    async def message(self, heard: Heard, member: Member, message: Message) -> Reply:
        """What is said while a complaint is written down: the interview's, whatever it is, but for two commands."""
        draft = await staff_intake.draft_of(self._desk, member)
        command = command_of(message)
        if draft is None or (command is not None and command[0] == VERB):
            await asking.ask(self._desk, heard.source, member, None)
            return Reply([self._screens.say(member, "entry.left" if draft else "entry.gone")])
        now = self._desk.clock()
        if asking.lapsed(member, now) and draft.touched_at + asking.WAITS <= now:
            await asking.ask(self._desk, None, member, None)
            return Reply([self._screens.say(member, "entry.lapsed")])
        if command is not None and command[0] == "cancel":
            return self._headed(member, draft, self._talk.cancel(draft))
        if command is not None:
            return Reply([self._screens.say(member, "entry.first")])
        said = Said(words_of(message) or contact_of(message), str(message.message_id), message.date)
        outcome = await staff_intake.hear(self._desk, heard.source, member, draft, file_of(message) or said)
        return self._headed(member, draft, self._talk.show(outcome))

    async def press(self, heard: Heard, member: Member, press: Press) -> Reply:
        """A tap on a button of the interview; staff's own wait, but not that under an earlier receipt. Raises Stale."""
        if press.scope == STAFF and press.verb == "told":
            return await self._told(heard, await roster.member_for(self._desk, heard.members, press.subject), press)
        if press.scope == STAFF:
            return Reply([self._screens.say(member, "entry.first")])
        draft = await staff_intake.draft_of(self._desk, member)
        if press.scope != DRAFT or draft is None:
            raise Stale
        permit(Verb.ENTER, actor(member), member.agency)
        reply = self._headed(member, draft, await self._talk.press(heard, press, heard.pressed))
        if await staff_intake.draft_of(self._desk, member) is None:
            await asking.ask(self._desk, None, member, None)
        return reply

    def _headed(self, member: Member, draft: Draft, reply: Reply) -> Reply:
        """Every screen of it says at the top what it is."""
        return replace(reply, screens=[self._screens.headed(member, draft, each) for each in reply.screens])

    async def _told(self, heard: Heard, member: Member, press: Press) -> Reply:
        case = await staff_intake.told(self._desk, heard.source, member, press.subject)
        return Reply([self._screens.say(member, "entry.told", reference=case.reference)])


class IntakeScreens(StaffScreens):
    """Renders what is asked before, and the line above every screen of the interview."""

    def ways(self, member: Member) -> Screen:
        """How did it come?"""
        buttons = [
            Button(self._words.say(member.language, f"came_by.{each}"), Press(STAFF, "enter_by", arg=each).pack())
            for each in staff_intake.WAYS
        ]
        return Screen(Text(self._words.say(member.language, "entry.how")), rows_of(buttons))

    def when(self, member: Member, way: str, *, again: str = "") -> Screen:
        """When did it reach the office? `again` is why the last answer would not do."""
        lead = [self._words.say(member.language, f"refused.{again}"), "\n\n"] if again else []
        row = (self._button(member, "enter_today", "", label="asks.ask_today"), self._button(member, "forget", ""))
        return Screen(Text(*lead, self._words.say(member.language, "entry.when")), (row,))

    def languages_for(self, member: Member) -> Screen:
        """Which language does the person speak?"""
        row = tuple(Button(name, Press(STAFF, "enter_in", arg=code).pack()) for code, name in LANGUAGES.items())
        return Screen(Text(self._words.say(member.language, "entry.language")), (row,))

    def headed(self, member: Member, draft: Draft, screen: Screen) -> Screen:
        """A screen of the interview, with what is being written down and when that came."""
        entered = draft.notes["entered"]
        way = self._words.say(member.language, f"came_by.{entered['way']}")
        on = self._answers.day(date.fromisoformat(entered["on"]), member.language)
        head = self._words.say(member.language, "entry.head", way=way, date=on)
        return replace(screen, text=Text(Bold(head), "\n\n", screen.text))
