"""The register of evidence in the staff chat: looked at, asked for, linked to the files that came; called by `staff`.

What is asked for is a request: from its words on, `telegram.requests` goes on with it.
"""

from bot.casework.authorization import Verb
from bot.casework.errors import Stale
from bot.desk import asking, register
from bot.desk.desk import Desk
from bot.desk.register import Register
from bot.telegram.callbacks import Press
from bot.telegram.exchange import Heard, Reply
from bot.telegram.register_screens import RegisterScreens
from bot.telegram.requests import Requests
from bot.telegram.room import Room, about_to
from bot.words import Words
from storage.requests import Request
from storage.roster import Member


class RegisterTalk(Room):
    """Everything that staff can press about the register; `requests` is the room that asks."""

    def __init__(self, desk: Desk, words: Words, requests: Requests) -> None:
        self._desk = desk
        self._screens = RegisterScreens(words)
        self._requests = requests
        self.presses = {
            "register": self._register,
            "reg_kinds": self._kinds,
            "reg_new": self._new,
            "reg_words": self._as_written,
            "reg_not": self._dismiss,
            "reg_files": self._files,
            "reg_link": self._link,
        }

    async def _register(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await register.look(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.register(member, at, press.arg)])

    async def _kinds(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await register.look(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.evidence_kinds(member, at, press.arg)])

    async def _new(self, heard: Heard, member: Member, press: Press) -> Reply:
        """What is asked for was chosen: ask for the words."""
        at = await register.look(self._desk, member, press.subject)
        kind = at.agency.evidence_kinds.get(press.arg)
        if kind is None:
            raise Stale
        wanted = {"verb": "ask", "body": kind.body, "item": kind.id, "case": at.case.id}
        await asking.ask_about(self._desk, heard.source, member, Verb.REQUEST, wanted)
        return Reply([self._screens.words_for(member, at, kind)])

    async def _as_written(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = about_to(member, press, "ask")
        kind = self._desk.agencies[member.agency].evidence_kinds.get(str(wanted.get("item", "")))
        if kind is None:
            raise Stale
        words = kind.ask
        language = member.language
        if kind.body is None:  # the complainant reads it
            language = (await register.look(self._desk, member, press.subject)).case.language
        return await self._requests.words_came(heard, member, words.to(language))

    async def _dismiss(self, heard: Heard, member: Member, press: Press) -> Reply:
        await register.dismiss(self._desk, heard.source, member, press.subject, press.arg)
        at = await register.look(self._desk, member, press.subject)
        return Reply([self._screens.say(member, "register.dismissed"), self._screens.register(member, at)])

    async def _files(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await register.look(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.files_of(member, at, _entry(at, press.arg))])

    async def _link(self, heard: Heard, member: Member, press: Press) -> Reply:
        """A file by its number in the case; files are never taken away, so that the number stays."""
        request_id, _, number = press.arg.rpartition(".")
        at = await register.look(self._desk, member, press.subject)
        if not number.isascii() or not number.isdigit() or not 0 < int(number) <= len(at.files):
            raise Stale
        file = at.files[int(number) - 1]
        at = await register.link(self._desk, heard.source, member, press.subject, request_id, file.id)
        return Reply([self._screens.files_of(member, at, _entry(at, request_id), edits=heard.pressed)])


def _entry(at: Register, request_id: str) -> Request:
    found = next((each for each in at.entries if each.id == request_id), None)
    if found is None:
        raise Stale
    return found
