"""What asks staff for words before it is done: notes, messages, status changes; called by `staff`."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.casework import outcome
from bot.casework.agency import Action
from bot.casework.authorization import Verb, permit
from bot.casework.errors import Refused, Stale
from bot.desk import bench, caseload
from bot.desk.caseload import Card, Move
from bot.desk.desk import Desk
from bot.telegram.callbacks import Press
from bot.telegram.cards import Cards
from bot.telegram.exchange import Heard, Reply
from bot.words import Words
from storage.roster import Member

Asked = Callable[[Heard, Member, str], Awaitable[Reply]]


class Prompts:
    """A member's prompt says what their next words are for; it is forgotten once they came.

    `asked` says who takes the words that other modules ask for, by the prompt's verb; the verb of the desk that they
    then call forgets the prompt in its transaction.
    """

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._cards = Cards(words)
        self.asked: dict[str, Asked] = {}
        self.presses = {
            "actions": self._actions,
            "act": self._act,
            "outcome": self._outcome,
            "no_note": self._no_note,
            "note": self._ask_note,
            "message": self._ask_message,
            "forget": self._forget,
        }

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
        if action.findings:  # said before anything is asked for in vain; the desk looks again
            at = await bench.look(self._desk, member, press.subject)
            outcome.must_be_made(at.agency, action, at.allegations, at.owed, member.language)
        wanted = {"verb": "act", "case": card.case.id, "action": action.id, "status": card.case.status}
        await caseload.ask(self._desk, heard.source, member, wanted)
        if action.disposition:
            return Reply([self._cards.dispositions(member, card.agency, card.case.id)])
        return Reply([self._cards.prompt(member, card.case, "status", skips=action.id)])

    async def _outcome(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = _asked_status(member, press.subject)
        card = await caseload.card(self._desk, member, press.subject)
        action = _chosen(card, wanted)
        if not action.disposition or press.arg not in card.agency.dispositions:
            raise Stale
        await caseload.ask(self._desk, heard.source, member, {**wanted, "disposition": press.arg})
        return Reply([self._cards.prompt(member, card.case, "status", skips=action.id)])

    async def _no_note(self, heard: Heard, member: Member, press: Press) -> Reply:
        if _asked_status(member, press.subject).get("action") != press.arg:
            raise Stale
        return await self.words(heard, member, "")

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
        return Reply([self._cards.say(member, "staff.forgotten")])

    async def words(self, heard: Heard, member: Member, text: str) -> Reply:
        """The words that were asked for have come: do what they were for. What is refused is not asked for again."""
        try:
            return await self._done(heard, member, text)
        except Refused:
            await caseload.ask(self._desk, None, member, None)
            raise

    async def _done(self, heard: Heard, member: Member, text: str) -> Reply:
        wanted = member.prompt or {}
        case_id, verb = str(wanted.get("case", "")), wanted.get("verb")
        if verb in self.asked:
            return await self.asked[verb](heard, member, text)
        if verb == "note":
            case = await caseload.note(self._desk, heard.source, member, case_id, text)
        elif verb == "message":
            case = await caseload.message(self._desk, heard.source, member, case_id, text)
        else:
            card = await caseload.card(self._desk, member, case_id)
            action = _chosen(card, wanted)
            if action.disposition and "disposition" not in wanted:
                first = self._cards.say(member, "refused.needs_disposition")
                return Reply([first, self._cards.dispositions(member, card.agency, case_id)])
            move = Move(action.id, wanted.get("disposition"), text or None)
            case = await caseload.act(self._desk, heard.source, member, case_id, move)
        done = self._cards.say(member, f"staff.done_{verb}", reference=case.reference)
        return Reply([done, self._cards.card(member, await caseload.card(self._desk, member, case_id))])


def _asked_status(member: Member, case_id: str) -> dict[str, Any]:
    """What the member is about to do with this case; a button of an earlier question is stale."""
    wanted = member.prompt or {}
    if wanted.get("case") != case_id or wanted.get("verb") != "act":
        raise Stale
    return wanted


def _chosen(card: Card, wanted: Mapping[str, Any]) -> Action:
    """The action that the member has chosen. Raises Refused where a colleague has moved the case on since.

    Two statuses may have an action of the same name: what was decided for the one is not done to the other.
    """
    found = next((each for each in card.actions if each.id == wanted.get("action")), None)
    if found is None or wanted.get("status", card.case.status) != card.case.status:
        raise Refused("closed" if card.case.closed_at else "no_such_action")
    return found
