"""The meetings of somebody who is asked to one, in their own chat: complainants and witnesses; called by `resident`."""

from collections.abc import Awaitable, Callable

from bot.casework.errors import Refused, Stale
from bot.casework.notices import COMPLAINANT
from bot.desk import aftercare, invited
from bot.desk.desk import Desk
from bot.desk.invited import Guest, Invited
from bot.telegram.callbacks import Press
from bot.telegram.case_screens import CaseScreens
from bot.telegram.exchange import Heard, Reply
from bot.telegram.invited_screens import InvitedScreens
from bot.words import Words


class Guests:
    """Everything that they can press about a meeting."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = InvitedScreens(words)
        self._cases = CaseScreens(words)
        self.presses: dict[str, Callable[[Heard, Guest, Press], Awaitable[Reply]]] = {
            "meetings": self._look,
            "meeting_at": self._suits,
            "meeting_no": self._none_suits,
            "meeting_help": self._help,
        }

    async def press(self, heard: Heard, press: Press) -> Reply:
        """A tap on a button about a meeting. Raises NotYours for a case in which this chat is nobody."""
        return await self.presses[press.verb](heard, await invited.guest(self._desk, heard.chat, press.subject), press)

    async def _look(self, heard: Heard, guest: Guest, press: Press) -> Reply:
        found = await invited.look(self._desk, heard.source, guest)
        language = _language(heard, guest)
        if not found:
            return Reply([self._screens.nothing(language)])
        now = self._desk.clock()
        return Reply([screen for each in found for screen in self._screens.invited(each, language, now)])

    async def _suits(self, heard: Heard, guest: Guest, press: Press) -> Reply:
        meeting_id, _, number = press.arg.partition(".")
        if not number.isascii() or not number.isdecimal() or len(number) > 2:
            raise Stale
        found = await invited.suits(self._desk, heard.source, guest, meeting_id, int(number))
        one = _one(found, meeting_id)
        return Reply(self._screens.invited(one, _language(heard, guest), self._desk.clock(), heard.pressed))

    async def _none_suits(self, heard: Heard, guest: Guest, press: Press) -> Reply:
        await invited.write(self._desk, heard.source, guest, press.arg, cannot=True)
        return self._write(heard, guest)

    async def _help(self, heard: Heard, guest: Guest, press: Press) -> Reply:
        await invited.write(self._desk, heard.source, guest, press.arg)
        return self._write(heard, guest)

    def _write(self, heard: Heard, guest: Guest) -> Reply:
        if guest.who == COMPLAINANT:
            return Reply([self._cases.why(guest.case, aftercare.MEETING)])
        return Reply([self._cases.plain(_language(heard, guest), "meeting.witness_write")])


def _one(found: tuple[Invited, ...], meeting_id: str) -> Invited:
    one = next((each for each in found if each.meeting.id == meeting_id), None)
    if one is None:
        raise Refused("meeting_over")
    return one


def _language(heard: Heard, guest: Guest) -> str:
    return guest.case.language if guest.who == COMPLAINANT else heard.language
