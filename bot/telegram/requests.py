"""Staff ask the complainant or another office, keep the answers, and bring files to a case; called by `staff`.

What a member is about to do waits in their prompt, sealed: words, then what goes along, then the day.
"""

from collections.abc import Mapping
from typing import Any

from aiogram.types import Message

from bot.casework import request
from bot.casework.authorization import Verb
from bot.casework.errors import Refused, Stale
from bot.casework.workdays import day_at
from bot.desk import asking, caseload, evidence, replied, requests
from bot.desk.desk import Desk
from bot.desk.evidence import FileCame
from bot.desk.requests import Asking
from bot.telegram.callbacks import Press
from bot.telegram.exchange import Heard, Reply
from bot.telegram.requests_screens import RequestScreens
from bot.telegram.room import Room, about_to
from bot.telegram.staff_screens import start_of
from bot.words import Words
from storage.roster import Member

Wanted = Mapping[str, Any]


class Requests(Room):
    """`presses` and `asked` are merged into those of `staff` and `prompts`; `file` takes every file that staff send."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = RequestScreens(words)
        self.presses = {
            "asks": self._board,
            "ask_one": self._one,
            "ask_them": self._ask_them,
            "ask_body": self._bodies,
            "body": self._body,
            "share": self._share,
            "shared": self._shared,
            "due": self._due_tapped,
            "ask_ok": self._accept,
            "ask_not_yet": self._not_yet,
            "ask_not": self._withdraw,
            "ask_got": self._got,
            "ask_no": self._got,
            "ask_today": self._today,
            "bring": self._bring,
        }
        self.asked = {
            "ask": self.words_came,
            "ask_body": self._tap_wanted,
            "ask_due": self._due,
            "ask_on": self._on,
            "ask_answer": self._answered,
            "bring": self._file_wanted,
        }

    # Looking

    async def _board(self, heard: Heard, member: Member, press: Press) -> Reply:
        before = start_of(press.arg) or None
        board = await requests.board(self._desk, heard.source, member, press.subject, before)
        return Reply([self._screens.board(member, board)])

    async def _one(self, heard: Heard, member: Member, press: Press) -> Reply:
        shown = await requests.show(self._desk, heard.source, member, press.subject, press.arg)
        return Reply(self._screens.one(member, shown))

    async def _again(self, heard: Heard, member: Member, case_id: str, done: str, **fields: object) -> Reply:
        """What was done, and the board as it is now."""
        board = await requests.board(self._desk, None, member, case_id)
        fields = {"reference": board.case.reference, **fields}
        return Reply([self._screens.say(member, f"asks.{done}", **fields), self._screens.board(member, board)])

    # Asking

    async def _ask_them(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._wants(heard, member, press.subject, "write_request", {"verb": "ask", "body": None})

    async def _bodies(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = {"verb": "ask_body", "case": press.subject}
        case = await asking.ask_about(self._desk, heard.source, member, Verb.REQUEST, wanted)
        return Reply([self._screens.bodies(member, self._desk.agencies[case.agency], case.id)])

    async def _tap_wanted(self, heard: Heard, member: Member, text: str) -> Reply:
        return Reply([self._screens.say(member, "ask.tap")])

    async def _body(self, heard: Heard, member: Member, press: Press) -> Reply:
        bodies = self._desk.agencies[member.agency].bodies
        if press.arg not in bodies:  # a case that is not theirs is unknown before anything else
            await requests.board(self._desk, None, member, press.subject)
            raise Stale
        whom = bodies[press.arg].name.to(member.language)
        wanted = {"verb": "ask", "body": press.arg}
        return await self._wants(heard, member, press.subject, "write_to_body", wanted, whom=whom)

    async def _wants(
        self, heard: Heard, member: Member, case_id: str, key: str, wanted: Wanted, **fields: object
    ) -> Reply:
        """Ask for the words of a request, where the case is open."""
        wanted = {**wanted, "case": case_id}
        case = await asking.ask_about(self._desk, heard.source, member, Verb.REQUEST, wanted)
        return Reply([self._screens.wanted(member, case, key, **fields)])

    async def words_came(self, heard: Heard, member: Member, text: str) -> Reply:
        """The words of a request came; the register of evidence has words of its own for it."""
        wanted = {**(member.prompt or {}), "verb": "ask_due", "asked": text, "shared": []}
        await asking.ask(self._desk, heard.source, member, wanted)
        if wanted["body"] is None:
            return Reply([self._due_screen(member, wanted)])
        case, files = await caseload.media(self._desk, member, str(wanted["case"]))
        return Reply([self._screens.share(member, case.id, files, ())])

    async def _share(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = about_to(member, press, "ask_due")
        case, files = await caseload.media(self._desk, member, press.subject)
        if press.arg not in {requests.STORY, *(each.id for each in files)}:
            raise Stale
        shared = list(wanted["shared"])
        shared = [each for each in shared if each != press.arg] if press.arg in shared else [*shared, press.arg]
        await asking.ask(self._desk, heard.source, member, {**wanted, "shared": shared})
        return Reply([self._screens.share(member, case.id, files, shared, edits=heard.pressed)])

    async def _shared(self, heard: Heard, member: Member, press: Press) -> Reply:
        return Reply([self._due_screen(member, about_to(member, press, "ask_due"))])

    async def _due_tapped(self, heard: Heard, member: Member, press: Press) -> Reply:
        about_to(member, press, "ask_due")
        if not press.arg.isascii() or not press.arg.isdecimal() or len(press.arg) > 3:
            raise Stale
        return await self._due(heard, member, f"{press.arg} days")

    async def _due(self, heard: Heard, member: Member, text: str) -> Reply:
        """The day was named: ask. One that will not do is asked for again, and what was written is kept."""
        wanted, agency = member.prompt or {}, self._desk.agencies[member.agency]
        try:
            on = request.due(agency, text, member.language, self._desk.clock())
        except Refused as refused:
            return Reply([self._due_screen(member, wanted, again=refused.because)])
        asking = Asking(wanted["asked"], on, wanted["body"], wanted["shared"], wanted.get("item"))
        await requests.ask(self._desk, heard.source, member, wanted["case"], asking)
        done = "asked_them" if asking.body is None else "asked_body"
        return await self._again(heard, member, wanted["case"], done)

    def _due_screen(self, member: Member, wanted: Wanted, *, again: str = "") -> Any:
        agency = self._desk.agencies[member.agency]
        today = day_at(agency, self._desk.clock())
        kind = agency.evidence_kinds.get(str(wanted.get("item", "")))
        days = kind.days if kind else None
        return self._screens.due(member, agency, str(wanted["case"]), today, again=again, days=days)

    # Settling

    async def _accept(self, heard: Heard, member: Member, press: Press) -> Reply:
        await requests.accept(self._desk, heard.source, member, press.subject, press.arg)
        return await self._again(heard, member, press.subject, "accepted")

    async def _not_yet(self, heard: Heard, member: Member, press: Press) -> Reply:
        await requests.reopen(self._desk, heard.source, member, press.subject, press.arg)
        return await self._again(heard, member, press.subject, "still_open")

    async def _withdraw(self, heard: Heard, member: Member, press: Press) -> Reply:
        await requests.withdraw(self._desk, heard.source, member, press.subject, press.arg)
        return await self._again(heard, member, press.subject, "withdrawn")

    async def _got(self, heard: Heard, member: Member, press: Press) -> Reply:
        """Another office has answered, or refused: on which day?"""
        refused = press.verb == "ask_no"
        wanted = {"verb": "ask_on", "case": press.subject, "request": press.arg, "refused": refused}
        case = await asking.ask_about(self._desk, heard.source, member, Verb.ANSWER, wanted)
        return Reply([self._screens.wanted(member, case, "when_answered", "ask_today")])

    async def _today(self, heard: Heard, member: Member, press: Press) -> Reply:
        about_to(member, press, "ask_on")
        return await self._on(heard, member, day_at(self._desk.agencies[member.agency], self._desk.clock()).isoformat())

    async def _on(self, heard: Heard, member: Member, text: str) -> Reply:
        wanted, agency = member.prompt or {}, self._desk.agencies[member.agency]
        on = request.came(agency, text, member.language, self._desk.clock())
        wanted = {**wanted, "verb": "ask_answer", "on": on.isoformat()}
        case = await asking.ask_about(self._desk, heard.source, member, Verb.ANSWER, wanted)
        return Reply([self._screens.wanted(member, case, "write_refusal" if wanted.get("refused") else "write_answer")])

    async def _answered(self, heard: Heard, member: Member, came: str | FileCame) -> Reply:
        wanted, agency = member.prompt or {}, self._desk.agencies[member.agency]
        on = request.came(agency, wanted["on"], member.language, self._desk.clock())
        about, refused = (wanted["case"], wanted["request"]), bool(wanted.get("refused"))
        await requests.answer(self._desk, heard.source, member, *about, on, came, refused=refused)
        return await self._again(heard, member, wanted["case"], "answer_kept")

    # Files

    async def _bring(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = {"verb": "bring", "case": press.subject}
        case = await asking.ask_about(self._desk, heard.source, member, Verb.BRING, wanted)
        return Reply([self._screens.wanted(member, case, "send_file")])

    async def _file_wanted(self, heard: Heard, member: Member, text: str) -> Reply:
        return Reply([self._screens.say(member, "asks.file_wanted")])

    async def file(self, heard: Heard, message: Message, came: FileCame) -> Reply:
        """A file goes to the case whose card or notice it answers, or to what was asked for; else it goes nowhere."""
        answers = message.reply_to_message.message_id if message.reply_to_message else None
        found = await replied.to(self._desk, heard.members, answers) if answers is not None else None
        if found is not None:
            return await self._brought(heard, found[0], found[1], came, more=False)
        member = next((each for each in heard.members if each.prompt), heard.members[0])
        wanted = member.prompt or {}
        if wanted.get("verb") == "ask_answer":
            return await self._answered(heard, member, came)
        if wanted.get("verb") == "bring":
            return await self._brought(heard, member, wanted["case"], came, more=True)
        return Reply([self._screens.say(member, "staff.words_only" if wanted else "asks.file_where")])

    async def _brought(self, heard: Heard, member: Member, case_id: str, came: FileCame, *, more: bool) -> Reply:
        wanted = member.prompt or {}
        further = came.album is not None and wanted.get("album") == came.album and wanted.get("case") == case_id
        case = await evidence.bring(self._desk, heard.source, member, case_id, came, more=more)
        if further:
            return Reply()
        key = "brought_oversize" if came.oversize else "brought_closed" if case.closed_at else "brought"
        return Reply([self._screens.say(member, f"asks.{key}", reference=case.reference)])
