"""A kept name over the chat: an investigator asks, a custodian decides, the one who asked reads; called by `staff`."""

from bot.casework.authorization import Verb, permit
from bot.casework.errors import Stale
from bot.desk import asking, identity
from bot.desk.desk import Desk
from bot.desk.permission import actor
from bot.telegram.callbacks import Press
from bot.telegram.exchange import Heard, Reply
from bot.telegram.requests_screens import RequestScreens
from bot.telegram.room import Room
from bot.words import Words
from storage import unlocks
from storage.roster import Member


class Identity(Room):
    """`presses` and `asked` are merged into those of `staff` and `prompts`."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = RequestScreens(words)
        self.presses = {
            "name": self._state,
            "ask_name": self._ask_why,
            "read_name": self._read,
            "why_name": self._question,
            "open_name": self._decide,
            "refuse_name": self._decide,
        }
        self.asked = {
            "ask_name": self._asked,
            "open_name": self._decided,
            "refuse_name": self._decided,
        }

    async def _state(self, heard: Heard, member: Member, press: Press) -> Reply:
        case, unlock = await identity.last(self._desk, heard.source, member, press.subject)
        until = unlock.opens_until if unlock is not None and unlock.state == unlocks.OPENED else None
        open_now = until is not None and until > self._desk.clock()
        agency = self._desk.agencies[case.agency]
        return Reply([self._screens.asked_name(member, agency, case, unlock, open_now=open_now)])

    async def _ask_why(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = {"verb": "ask_name", "case": press.subject}
        case = await asking.ask_about(self._desk, heard.source, member, Verb.ASK_NAME, wanted)
        return Reply([self._screens.wanted(member, case, "why_name")])

    async def _asked(self, heard: Heard, member: Member, text: str) -> Reply:
        case = await identity.ask(self._desk, heard.source, member, str((member.prompt or {})["case"]), text)
        return Reply([self._screens.say(member, "name.sent", reference=case.reference)])

    async def _read(self, heard: Heard, member: Member, press: Press) -> Reply:
        return Reply([self._screens.name(member, await identity.read(self._desk, heard.source, member, press.subject))])

    async def _question(self, heard: Heard, member: Member, press: Press) -> Reply:
        found = await identity.question(self._desk, heard.source, member, press.subject)
        return Reply([self._screens.why_name(member, found)])

    async def _decide(self, heard: Heard, member: Member, press: Press) -> Reply:
        """The custodian has chosen: their own reason comes next."""
        permit(Verb.DECIDE_NAME, actor(member), member.agency)
        found = await identity.question(self._desk, None, member, press.subject)
        if found.unlock.id != press.arg:
            raise Stale
        wanted = {"verb": press.verb, "case": press.subject, "unlock": press.arg}
        await asking.ask(self._desk, heard.source, member, wanted)
        return Reply([self._screens.wanted(member, found.case, f"why_{press.verb}")])

    async def _decided(self, heard: Heard, member: Member, text: str) -> Reply:
        wanted = member.prompt or {}
        opens = wanted["verb"] == "open_name"
        case = await identity.decide(
            self._desk, heard.source, member, wanted["case"], wanted["unlock"], text, opens=opens
        )
        return Reply(
            [self._screens.say(member, "name.done_open" if opens else "name.done_refuse", reference=case.reference)]
        )
