"""Staff messages and presses become verbs of the caseload, results become cards; called by `worker` per update.

Every press is checked anew: the member as the roster knows them now, the verb in the authorization table, the case.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from aiogram.types import Message

from bot.casework.errors import Stale
from bot.desk import caseload, evidence, ownership, roster
from bot.desk.caseload import Card
from bot.desk.desk import Desk
from bot.telegram.aftercare import Aftercare
from bot.telegram.attendance import Attendance
from bot.telegram.bulk import BulkTalk
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.cards import Cards
from bot.telegram.casework import CaseWork
from bot.telegram.delivery import Attachment, Screen
from bot.telegram.digests import DigestTalk
from bot.telegram.duties import Duties
from bot.telegram.exchange import Heard, Reply
from bot.telegram.figures import FiguresTalk
from bot.telegram.handover import Handovers
from bot.telegram.identity import Identity
from bot.telegram.lists import Lists
from bot.telegram.people import People
from bot.telegram.prompts import Prompts
from bot.telegram.reading import Reading
from bot.telegram.related import RelatedTalk
from bot.telegram.requests import Requests
from bot.telegram.screens import LANGUAGES
from bot.telegram.search import SearchTalk
from bot.telegram.staff_intake import StaffIntake
from bot.telegram.transfers import TransferTalk
from bot.telegram.updates import command_of, file_of
from bot.telegram.witness import WitnessLinks
from bot.words import Words
from storage.roster import Member


class Staff:
    """Everything that a confirmed member can say or press."""

    def __init__(self, desk: Desk, words: Words, links: Sequence[str] = (), page: str | None = None) -> None:
        self._desk = desk
        self._requests = Requests(desk, words)
        self._intake = StaffIntake(desk, words)
        self._cards = Cards(words)
        self._prompts = Prompts(desk, words)
        work = CaseWork(desk, words)
        self._prompts.asked |= work.asked
        self._commands: dict[str, Callable[[Heard, Member, str], Awaitable[Reply]]] = {
            "start": self._help,
            "help": self._help,
            "case": self._case,
            "language": self._language,
            **work.commands,
        }
        self._presses: dict[str, Callable[[Heard, Member, Press], Awaitable[Reply]]] = {
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
            **self._prompts.presses,
            **work.presses,
        }
        people, there = People(desk, words), Attendance(desk, words)
        self._prompts.asked |= people.asked | there.asked
        self._presses |= people.presses
        for mine in (Lists(desk, words), there):
            self._commands |= mine.commands
            self._presses |= mine.presses
        bulk = BulkTalk(desk, words)
        self._prompts.asked |= bulk.asked
        for talk in (bulk, DigestTalk(desk, words), FiguresTalk(desk, words)):
            self._commands |= talk.commands
            self._presses |= talk.presses

        for more in (Duties(desk, words), Handovers(desk, words)):
            self._prompts.asked |= more.asked
            self._presses |= more.presses

        finding, related = SearchTalk(desk, words), RelatedTalk(desk, words)
        self._commands |= finding.commands
        self._presses |= finding.presses | related.presses
        self._prompts.asked |= finding.asked | related.asked

        others = (self._requests, WitnessLinks(desk, words, links), Identity(desk, words), self._intake)
        for other in others:
            self._prompts.asked |= other.asked
            self._presses |= other.presses
        self._commands |= self._intake.commands

        for after in (Aftercare(desk, words), TransferTalk(desk, words)):
            self._commands |= after.commands
            self._presses |= after.presses
            self._prompts.asked |= after.asked
        self._presses |= Reading(desk, words, page).off_chat(self._presses)

    async def message(self, heard: Heard, members: list[Member], message: Message) -> Reply:
        """A command, a file, or the words that an earlier press asked for."""
        taking = self._intake.taking(members)
        if taking is not None:
            return await self._intake.message(heard, taking, message)
        came = file_of(message)
        if came is not None:
            return await self._requests.file(heard, members, message, came)
        command = command_of(message)
        if command is not None:
            known = self._commands.get(command[0])
            member = members[0]
            return await known(heard, member, command[1]) if known else self._say(member, "staff.unknown_command")
        member = next((each for each in members if each.prompt), members[0])
        if member.prompt is None:
            return self._say(member, "staff.nothing_asked")
        if not message.text:
            return self._say(member, "staff.words_only")
        reply = await self._prompts.words(heard, member, message.text)
        return replace(reply, about=reply.about or member.prompt.get("case"))

    def edited(self, members: list[Member], message: Message) -> Reply:
        """An edited message: what it did is done, and whoever changes it should know that."""
        return self._say(members[0], "staff.edited") if message.text else Reply()

    async def press(self, heard: Heard, members: list[Member], press: Press, pressed: int | None) -> Reply:
        """A tap. Raises Stale for a button that this program did not draw for staff."""
        taking = self._intake.taking(members)
        if taking is not None:
            return await self._intake.press(heard, taking, press, pressed)
        handler = self._presses.get(press.verb) if press.scope == STAFF else None
        if handler is None:
            raise Stale
        member = members[0]
        if len(members) > 1 and press.subject:
            member = await roster.member_for(self._desk, members, press.subject)
        if press.subject:
            await self._turns_to(members, press.subject)
            left = member.prompt is not None and member.prompt.get("case") != press.subject
            member = replace(member, prompt=None) if left else member
        reply = await handler(heard, member, press)
        return replace(reply, about=reply.about or press.subject or None)

    async def _turns_to(self, members: list[Member], case_id: str) -> None:
        """Words that were asked for one case never go to it after the member has turned to another, of any office."""
        for each in members:
            if each.prompt is not None and each.prompt.get("case") != case_id:
                await caseload.ask(self._desk, None, each, None)

    # The case

    async def _case(self, heard: Heard, member: Member, argument: str) -> Reply:
        if not argument:
            return self._say(member, "staff.which_case")
        case = await caseload.find(self._desk, member, argument)
        await self._turns_to(await roster.of_chat(self._desk, heard.chat), case.id)
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
