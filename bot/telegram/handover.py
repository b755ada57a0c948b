"""Presses that put a case into other hands become verbs of the desk; merged into `staff` like `duties`."""

from bot.casework.authorization import Verb, permit
from bot.casework.errors import Stale
from bot.desk import asking, caseload, handover
from bot.desk.desk import Desk
from bot.desk.permission import actor
from bot.telegram.callbacks import Press
from bot.telegram.cards import Cards
from bot.telegram.duty_screens import DutyScreens
from bot.telegram.exchange import Heard, Reply
from bot.telegram.room import Room
from bot.telegram.staff_screens import place_of
from bot.words import Words
from storage.roster import Member

QUEUE = "queue"


class Handovers(Room):
    """A case is offered, taken or left, or goes back to its queue; `asked` takes the reason."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = DutyScreens(words)
        self._cards = Cards(words)
        self.presses = {"hand_over": self._hand_over, "take": self._answer, "leave": self._answer}
        self.asked = {"hand_over": self._handed}

    async def _hand_over(self, heard: Heard, member: Member, press: Press) -> Reply:
        """To whom, then why."""
        permit(Verb.HAND_OVER, actor(member), member.agency)
        case, people = await handover.colleagues(self._desk, member, press.subject)
        if not press.arg or "." in press.arg:
            start = place_of(press.arg, str, int)[1] if press.arg else 0
            return Reply([self._screens.colleagues(member, case, people, start)])
        if press.arg not in {QUEUE, *(each.id for each in people)}:
            raise Stale
        wanted = {"verb": "hand_over", "case": case.id, "to": press.arg}
        await asking.ask(self._desk, heard.source, member, wanted)
        return Reply([self._screens.why(member, case, "hand_over")])

    async def _handed(self, heard: Heard, member: Member, text: str) -> Reply:
        prompt = member.prompt or {}
        case_id, to = str(prompt.get("case", "")), str(prompt.get("to", ""))
        if to == QUEUE:
            case = await handover.give_back(self._desk, heard.source, member, case_id, because=text)
            return Reply([self._screens.say(member, "clocks.given_back", reference=case.reference)])
        await handover.offer(self._desk, heard.source, member, case_id, to, because=text)
        return Reply([self._screens.say(member, "clocks.offered")])

    async def _answer(self, heard: Heard, member: Member, press: Press) -> Reply:
        take = press.verb == "take"
        case = await handover.answer(self._desk, heard.source, member, press.subject, press.arg, take=take)
        if not take:
            return Reply([self._screens.say(member, "clocks.left", reference=case.reference)])
        card = await caseload.card(self._desk, member, case.id)
        first = self._screens.say(member, "staff.claimed", reference=case.reference)
        return Reply([first, self._cards.card(member, card)])
