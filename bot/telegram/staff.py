"""Staff messages and presses become verbs of the caseload, results become cards; called by `worker` per update.

Every press is checked anew: the member as the roster knows them now, the verb in the authorization table, the case.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiogram.types import Message

from bot.casework.errors import Stale
from bot.desk import asking, caseload, evidence, ownership, roster
from bot.desk.caseload import Card
from bot.desk.desk import Desk
from bot.telegram.aftercare import Aftercare
from bot.telegram.attendance import Attendance
from bot.telegram.bulk import BulkTalk
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.cards import Cards
from bot.telegram.casework import CaseWork
from bot.telegram.clusters import ClusterTalk
from bot.telegram.compelled import CompelledTalk
from bot.telegram.delivery import Attachment, Screen
from bot.telegram.digests import DigestTalk
from bot.telegram.documents import DocumentTalk
from bot.telegram.duties import Duties
from bot.telegram.exchange import Heard, Reply
from bot.telegram.figures import FiguresTalk
from bot.telegram.follow_ups import FollowUps
from bot.telegram.handover import Handovers
from bot.telegram.identity import Identity
from bot.telegram.lists import Lists
from bot.telegram.meetings import Meetings
from bot.telegram.packets import PacketTalk
from bot.telegram.pausing import PausingTalk
from bot.telegram.people import People
from bot.telegram.placing import Placing
from bot.telegram.prompts import Prompts
from bot.telegram.reading import SHOWS, Reading
from bot.telegram.register import RegisterTalk
from bot.telegram.related import RelatedTalk
from bot.telegram.report import ReportTalk
from bot.telegram.requests import Requests
from bot.telegram.room import Room
from bot.telegram.screens import LANGUAGES
from bot.telegram.search import SearchTalk
from bot.telegram.staff_intake import StaffIntake
from bot.telegram.transfers import TransferTalk
from bot.telegram.updates import command_of, file_of
from bot.telegram.witness import WitnessLinks
from bot.words import Words
from storage.roster import Member


class Staff(Room):
    """Everything that a confirmed member can say or press."""

    def __init__(self, desk: Desk, words: Words, links: Sequence[str] = (), page: str | None = None) -> None:
        self._desk = desk
        self._cards = Cards(words)
        self._requests = Requests(desk, words)
        self._intake = StaffIntake(desk, words)
        work = CaseWork(desk, words)
        self.rooms: tuple[Room, ...] = (
            work,
            Meetings(desk, words, work.starts),
            FollowUps(desk, words, work.starts),
            People(desk, words),
            Placing(desk, words),
            Lists(desk, words),
            Attendance(desk, words),
            BulkTalk(desk, words),
            DigestTalk(desk, words),
            FiguresTalk(desk, words),
            PausingTalk(desk, words),
            Duties(desk, words),
            Handovers(desk, words),
            SearchTalk(desk, words),
            RelatedTalk(desk, words),
            self._requests,
            RegisterTalk(desk, words, self._requests),
            ReportTalk(desk, words),
            WitnessLinks(desk, words, links),
            Identity(desk, words),
            self._intake,
            Aftercare(desk, words),
            TransferTalk(desk, words),
            PacketTalk(desk, words),
            ClusterTalk(desk, words),
            CompelledTalk(desk, words),
            DocumentTalk(desk, words),
        )
        self._prompts = Prompts(desk, words, self.rooms)
        self.commands = {"start": self._help, "help": self._help, "case": self._case, "language": self._language}
        self.presses = {
            "open": self._open,
            "read": self._read,
            "talk": self._talk,
            "media": self._media,
            "file": self._file,
            "allegations": self._allegations,
            "more": self._codes,
            "confirmed": self._decide,
            "rejected": self._decide,
            "added": self._decide,
            "claim": self._claim,
        }
        everywhere = (self, self._prompts, *self.rooms)
        self._commands = {name: answer for room in everywhere for name, answer in room.commands.items()}
        self._presses = {verb: answer for room in everywhere for verb, answer in room.presses.items()}
        self._reading = Reading(desk, words, page)

    async def message(self, heard: Heard, message: Message) -> Reply:
        """A command, a file, or the words that an earlier press asked for."""
        taking = self._intake.taking(heard.members)
        if taking is not None:
            return await self._intake.message(heard, taking, message)
        command = command_of(message)
        if command is not None:
            return await self._command(heard, heard.members[0], *command)
        heard, late = await self._prompts.still_asked(heard)
        came = file_of(message)
        if came is not None:
            reply = await self._requests.file(heard, message, came)
            return await self._reading.kept_off(heard.members[0], reply, "bring", "")
        member = next((each for each in heard.members if each.prompt), heard.members[0])
        if member.prompt is None:
            return self._say(member, "staff.lapsed" if late else "staff.nothing_asked")
        if not message.text:
            return self._say(member, "staff.words_only")
        verb, case_id = str(member.prompt.get("verb", "")), str(member.prompt.get("case", ""))
        reply = await self._prompts.words(heard, member, message.text)
        reply = await self._reading.kept_off(member, reply, verb, case_id)
        return replace(reply, about=reply.about or case_id or None)

    async def _command(self, heard: Heard, member: Member, name: str, argument: str) -> Reply:
        known = self._commands.get(name)
        if known is None:
            return self._say(member, "staff.unknown_command")
        reply = await known(heard, member, argument)
        return await self._reading.kept_off(member, reply, "open" if name == "case" else name, reply.about or "")

    def edited(self, heard: Heard, message: Message) -> Reply:
        """An edited message: what it did is done, and whoever changes it should know that."""
        return self._say(heard.members[0], "staff.edited") if message.text else Reply()

    async def press(self, heard: Heard, press: Press) -> Reply:
        """A tap. Raises Stale for a button that this program did not draw for staff."""
        taking = self._intake.taking(heard.members)
        if taking is not None:
            return await self._intake.press(heard, taking, press)
        handler = self._presses.get(press.verb) if press.scope == STAFF else None
        if handler is None:
            raise Stale
        member = heard.members[0]
        if len(heard.members) > 1 and press.subject:
            member = await roster.member_for(self._desk, heard.members, press.subject)
        if press.subject:
            await self._turns_to(heard, press.subject)
            left = member.prompt is not None and member.prompt.get("case") != press.subject
            member = replace(member, prompt=None) if left else member
        reply = await self._reading.press(handler, heard, member, press)
        return replace(reply, about=reply.about or press.subject or None)

    async def shows(self, member: Member, press: Press) -> list[Screen]:
        """What a button that changes nothing shows, for the page off the chat. Raises Stale for any other."""
        if press.verb not in SHOWS or member.chat is None:
            raise Stale
        nobody: Any = None
        return (await self._presses[press.verb](Heard(nobody, member.chat, member.language), member, press)).screens

    async def _turns_to(self, heard: Heard, case_id: str) -> None:
        """Words that were asked for one case never go to it after the member has turned to another, of any office."""
        for each in heard.members:
            if each.prompt is not None and each.prompt.get("case") != case_id:
                await asking.ask(self._desk, None, each, None)

    # The case

    async def _case(self, heard: Heard, member: Member, argument: str) -> Reply:
        if not argument:
            return self._say(member, "staff.which_case")
        case = await caseload.find(self._desk, member, argument)
        await self._turns_to(heard, case.id)
        card = self._cards.card(member, await caseload.card(self._desk, member, case.id, heard.source))
        return Reply([card], about=case.id)

    async def _open(self, heard: Heard, member: Member, press: Press) -> Reply:
        return Reply([self._cards.card(member, await caseload.card(self._desk, member, press.subject, heard.source))])

    async def _again(self, heard: Heard, member: Member, case_id: str) -> Card:
        """The card after a change; the change itself has marked the update as applied."""
        return await caseload.card(self._desk, member, case_id)

    async def _read(self, heard: Heard, member: Member, press: Press) -> Reply:
        told = await caseload.read(self._desk, member, press.subject, heard.source)
        return Reply(self._cards.told(member, told))

    async def _talk(self, heard: Heard, member: Member, press: Press) -> Reply:
        case, messages = await caseload.talk(self._desk, member, press.subject, heard.source)
        return Reply(self._cards.talk(member, case, messages))

    async def _media(self, heard: Heard, member: Member, press: Press) -> Reply:
        case, files = await caseload.media(self._desk, member, press.subject, heard.source)
        return Reply([self._cards.files(member, case, files)])

    async def _file(self, heard: Heard, member: Member, press: Press) -> Reply:
        opened = await evidence.open_file(self._desk, member, press.subject, press.arg, heard.source)
        if opened.data is None:
            return self._say(member, f"file_is.{opened.evidence.state}")
        name, mime = opened.evidence.name or opened.evidence.kind, opened.evidence.mime or "application/octet-stream"
        caption = self._cards.say(member, "staff.file_of", reference=opened.case.reference).text
        return Reply([Screen(caption, protected=True, attachment=Attachment(opened.data, name, mime))])

    async def _allegations(self, heard: Heard, member: Member, press: Press) -> Reply:
        card = await caseload.card(self._desk, member, press.subject, heard.source)
        return Reply([self._cards.allegations(member, card)])

    async def _codes(self, heard: Heard, member: Member, press: Press) -> Reply:
        card = await caseload.card(self._desk, member, press.subject, heard.source)
        return Reply([self._cards.codes(member, card)])

    async def _decide(self, heard: Heard, member: Member, press: Press) -> Reply:
        await caseload.decide(self._desk, heard.source, member, press.subject, (press.arg, press.verb))
        card = await self._again(heard, member, press.subject)
        return Reply([self._cards.allegations(member, card, edits=heard.pressed)])

    async def _claim(self, heard: Heard, member: Member, press: Press) -> Reply:
        await ownership.claim(self._desk, heard.source, member, press.subject)
        card = await self._again(heard, member, press.subject)
        return Reply(
            [self._cards.say(member, "staff.claimed", reference=card.case.reference), self._cards.card(member, card)]
        )

    # The member

    async def _help(self, heard: Heard, member: Member, argument: str) -> Reply:
        agency = self._desk.agencies[member.agency]
        return self._say(
            member,
            "staff.help",
            name=member.name,
            role=agency.roles[member.role].to(member.language),
            agency=agency.name.to(member.language),
        )

    async def _language(self, heard: Heard, member: Member, argument: str) -> Reply:
        wanted = argument if argument in LANGUAGES else ("en" if member.language == "es" else "es")
        await roster.speak(self._desk, heard.source, member, wanted)
        return Reply([self._cards.say_in(wanted, "staff.language_set")])

    def _say(self, member: Member, key: str, **fields: object) -> Reply:
        return Reply([self._cards.say(member, key, **fields)])
