"""Staff messages and presses become verbs of the caseload, results become cards; called by `worker` per update.

Every press is checked anew: the member as the roster knows them now, the verb in the authorization table, the case.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from aiogram.types import Message

from bot.casework.authorization import Verb, permit
from bot.casework.errors import Refused, Stale
from bot.desk import caseload, evidence, ownership, roster
from bot.desk.caseload import Card, Move
from bot.desk.desk import Desk
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.cards import Cards
from bot.telegram.delivery import Attachment, Screen
from bot.telegram.resident import Heard, Reply
from bot.telegram.screens import LANGUAGES, Screens
from bot.telegram.updates import command_of
from bot.telegram.words import Words
from storage.roster import Member

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Staff:
    """Everything that a confirmed member can say or press."""

    def __init__(self, desk: Desk, words: Words, screens: Screens) -> None:
        self._desk = desk
        self._cards = Cards(words, screens)
        self._commands: dict[str, Callable[[Heard, Member, str], Awaitable[Reply]]] = {
            "start": self._help,
            "help": self._help,
            "queue": self._queue,
            "mine": self._mine,
            "case": self._case,
            "language": self._language,
            "team": self._team,
            "duty": self._duty,
        }
        self._presses: dict[str, Callable[[Heard, Member, Press], Awaitable[Reply]]] = {
            "queue": self._queue_page,
            "mine": self._mine_page,
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
            "assign": self._assign,
            "give": self._give,
            "actions": self._actions,
            "act": self._act,
            "outcome": self._outcome,
            "no_note": self._no_note,
            "note": self._ask_note,
            "message": self._ask_message,
            "forget": self._forget,
            "admit": self._admit,
        }

    async def message(self, heard: Heard, members: list[Member], message: Message) -> Reply:
        """A command, or the words that an earlier press asked for."""
        command = command_of(message)
        if command is not None:
            known = self._commands.get(command[0])
            member = members[0]
            return await known(heard, member, command[1]) if known else self._say(member, "staff.unknown_command")
        member = next((each for each in members if each.prompt), members[0])
        text = message.text
        if member.prompt is None or not text:
            return self._say(member, "staff.nothing_asked")
        return await self._prompted(heard, member, text)

    async def press(self, heard: Heard, members: list[Member], press: Press, pressed: int | None) -> Reply:
        """A tap. Raises Stale for a button that this program did not draw for staff."""
        handler = self._presses.get(press.verb) if press.scope == STAFF else None
        if handler is None:
            raise Stale
        member = members[0]
        if len(members) > 1 and press.subject:
            member = await roster.member_for(self._desk, members, press.subject)
        if press.subject:
            member = await self._turns_to(member, press.subject)
        return await handler(heard, member, press)

    async def _turns_to(self, member: Member, case_id: str) -> Member:
        """Words that were asked for one case never go to it after the member has turned to another."""
        if member.prompt is None or member.prompt.get("case") == case_id:
            return member
        await caseload.ask(self._desk, None, member, None)
        return replace(member, prompt=None)

    # Lists

    async def _queue(self, heard: Heard, member: Member, argument: str) -> Reply:
        page = await caseload.queue(self._desk, member)
        return Reply([self._cards.page(member, page, "queue", self._desk.clock())])

    async def _mine(self, heard: Heard, member: Member, argument: str) -> Reply:
        page = await caseload.mine(self._desk, member)
        return Reply([self._cards.page(member, page, "mine", self._desk.clock())])

    async def _queue_page(self, heard: Heard, member: Member, press: Press) -> Reply:
        page = await caseload.queue(self._desk, member, _key(press.arg))
        return Reply([self._cards.page(member, page, "queue", self._desk.clock())])

    async def _mine_page(self, heard: Heard, member: Member, press: Press) -> Reply:
        page = await caseload.mine(self._desk, member, _key(press.arg))
        return Reply([self._cards.page(member, page, "mine", self._desk.clock())])

    # The case

    async def _case(self, heard: Heard, member: Member, argument: str) -> Reply:
        if not argument:
            return self._say(member, "staff.which_case")
        case = await caseload.find(self._desk, member, argument)
        await self._turns_to(member, case.id)
        return Reply([self._cards.card(member, await caseload.card(self._desk, member, case.id, heard.source))])

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

    async def _assign(self, heard: Heard, member: Member, press: Press) -> Reply:
        people = await ownership.assignees(self._desk, member)
        card = await caseload.card(self._desk, member, press.subject, heard.source)
        return Reply([self._cards.members(member, card.case, people)])

    async def _give(self, heard: Heard, member: Member, press: Press) -> Reply:
        case = await ownership.assign(self._desk, heard.source, member, press.subject, press.arg)
        return self._say(member, "staff.assigned", reference=case.reference)

    # Status, notes, messages

    async def _actions(self, heard: Heard, member: Member, press: Press) -> Reply:
        card = await caseload.card(self._desk, member, press.subject, heard.source)
        return Reply([self._cards.actions(member, card)])

    async def _act(self, heard: Heard, member: Member, press: Press) -> Reply:
        """An action was chosen: its outcome is asked first where it has one, then words for the complainant."""
        permit(Verb.ACT, caseload.actor(member), member.agency)
        card = await caseload.card(self._desk, member, press.subject)
        action = next((each for each in card.actions if each.id == press.arg), None)
        if action is None:
            raise Stale
        await caseload.ask(self._desk, heard.source, member, {"verb": "act", "case": card.case.id, "action": action.id})
        if action.disposition:
            return Reply([self._cards.dispositions(member, card.agency, card.case.id)])
        return Reply([self._cards.prompt(member, card.case, "status", may_skip=True)])

    async def _outcome(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = _asked_status(member, press.subject)
        await caseload.ask(self._desk, heard.source, member, {**wanted, "disposition": press.arg})
        card = await caseload.card(self._desk, member, press.subject)
        return Reply([self._cards.prompt(member, card.case, "status", may_skip=True)])

    async def _no_note(self, heard: Heard, member: Member, press: Press) -> Reply:
        _asked_status(member, press.subject)
        return await self._prompted(heard, member, "")

    async def _ask_note(self, heard: Heard, member: Member, press: Press) -> Reply:
        permit(Verb.NOTE, caseload.actor(member), member.agency)
        return await self._ask(heard, member, press.subject, "note")

    async def _ask_message(self, heard: Heard, member: Member, press: Press) -> Reply:
        permit(Verb.MESSAGE, caseload.actor(member), member.agency)
        return await self._ask(heard, member, press.subject, "message")

    async def _ask(self, heard: Heard, member: Member, case_id: str, verb: str) -> Reply:
        card = await caseload.card(self._desk, member, case_id)
        await caseload.ask(self._desk, heard.source, member, {"verb": verb, "case": case_id})
        return Reply([self._cards.prompt(member, card.case, verb)])

    async def _forget(self, heard: Heard, member: Member, press: Press) -> Reply:
        await caseload.ask(self._desk, heard.source, member, None)
        return self._say(member, "staff.forgotten")

    async def _prompted(self, heard: Heard, member: Member, text: str) -> Reply:
        """The words that were asked for have come: do what they were for. What is refused is not asked for again."""
        try:
            return await self._done(heard, member, text)
        except Refused:
            await caseload.ask(self._desk, None, member, None)
            raise

    async def _done(self, heard: Heard, member: Member, text: str) -> Reply:
        wanted = member.prompt or {}
        case_id, verb = str(wanted.get("case", "")), wanted.get("verb")
        if verb == "note":
            case = await caseload.note(self._desk, heard.source, member, case_id, text)
        elif verb == "message":
            case = await caseload.message(self._desk, heard.source, member, case_id, text)
        else:
            move = Move(str(wanted.get("action", "")), wanted.get("disposition"), text or None)
            case = await caseload.act(self._desk, heard.source, member, case_id, move)
        done = self._cards.say(member, f"staff.done_{verb}", reference=case.reference)
        return Reply([done, self._cards.card(member, await self._again(heard, member, case_id))])

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

    async def _team(self, heard: Heard, member: Member, argument: str) -> Reply:
        people = await roster.team(self._desk, member)
        return Reply([self._cards.team(member, self._desk.agencies[member.agency], people)])

    async def _duty(self, heard: Heard, member: Member, argument: str) -> Reply:
        working = await roster.turn_duty(self._desk, heard.source, member)
        return self._say(member, "staff.on_duty" if working else "staff.off_duty")

    async def _admit(self, heard: Heard, member: Member, press: Press) -> Reply:
        admitted = await roster.confirm(self._desk, caseload.actor(member), member.agency, press.arg, heard.source)
        return self._say(member, "staff.admitted", name=admitted.name)

    def _say(self, member: Member, key: str, **fields: object) -> Reply:
        return Reply([self._cards.say(member, key, **fields)])


def _asked_status(member: Member, case_id: str) -> dict[str, Any]:
    """What the member is about to do with this case; a button of an earlier question is stale."""
    wanted = member.prompt or {}
    if wanted.get("case") != case_id or wanted.get("verb") != "act":
        raise Stale
    return wanted


def _key(arg: str) -> tuple[datetime, str]:
    """The key of a page out of a button; a broken one is stale."""
    micros, _, case_id = arg.partition(".")
    if not (micros.isascii() and micros.isdecimal() and case_id):
        raise Stale
    try:
        return EPOCH + timedelta(microseconds=int(micros)), case_id
    except OverflowError:
        raise Stale from None
