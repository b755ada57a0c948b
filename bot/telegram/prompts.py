"""What asks staff for words before it is done: notes, messages, status changes; called by `staff`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from bot.casework import dated, outcome, replies, workflow
from bot.casework.agency import Action
from bot.casework.authorization import Verb
from bot.casework.errors import Refused, Stale
from bot.desk import asking, bench, caseload, incidents
from bot.desk.caseload import Move, Moves
from bot.desk.desk import Desk
from bot.telegram.callbacks import Press
from bot.telegram.cards import Cards
from bot.telegram.exchange import Heard, Reply
from bot.telegram.room import OnWords, Room, about_to
from bot.telegram.staff_screens import place_of
from bot.telegram.step_screens import StepScreens
from bot.words import Words
from storage.roster import Member

ASKED_AGAIN: Final = frozenset(
    {
        *("day_unreadable", "day_future", "due_unreadable", "due_past"),
        *("panel_unreadable", "panel_too_many", "panel_no_words"),
        *("search_threshold", "related_itself", "reason_missing", "day_not_yet"),
    }
)
"""Refusals that ask for other words: they leave open what was asked."""


class Prompts(Room):
    """A member's prompt says what their next words are for; it is forgotten once they came.

    `rooms` says who takes the words that other modules ask for, by the prompt's verb; the verb of the desk that they
    then call forgets the prompt in its transaction.
    """

    def __init__(self, desk: Desk, words: Words, rooms: Iterable[Room] = ()) -> None:
        self._desk = desk
        self._cards = Cards(words)
        self._steps = StepScreens(words)
        self._takers: dict[str, OnWords] = {verb: takes for room in rooms for verb, takes in room.asked.items()}
        self.presses = {
            "actions": self._actions,
            "act": self._act,
            "outcome": self._outcome,
            "act_day": self._day,
            "act_sure": self._sure,
            "no_note": self._no_note,
            "note": self._ask_note,
            "message": self._ask_message,
            "forget": self._forget,
        }

    async def _actions(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await caseload.moves(self._desk, member, press.subject, heard.source)
        return Reply([self._cards.actions(member, at)])

    async def _act(self, heard: Heard, member: Member, press: Press) -> Reply:
        """An action was chosen: its day is asked first and its outcome, where it has them, then words to go with it."""
        at = await caseload.moves(self._desk, member, press.subject)
        action = next((each for each in at.actions if each.id == press.arg), None)
        if action is None:
            raise Stale
        if action.findings:  # said before anything is asked for in vain; the desk looks again
            work = await bench.look(self._desk, member, press.subject)
            outcome.must_be_made(at.agency, action, work.allegations, work.owed, member.language)
        wanted = {"verb": "act", "case": at.case.id, "action": action.id, "status": at.case.status}
        return await self._go_on(heard, member, at, wanted)

    async def _go_on(self, heard: Heard, member: Member, at: Moves, wanted: Mapping[str, Any]) -> Reply:
        """Ask the next thing that is still missing before the case can move."""
        action = _chosen(at, wanted)
        await asking.ask(self._desk, heard.source, member, wanted)
        if action.day and "on" not in wanted:
            return Reply([self._steps.which_day(member, at, action, self._desk.clock())])
        if action.disposition and "disposition" not in wanted:
            return Reply([self._cards.dispositions(member, at.agency, at.case.id, action)])
        return Reply([self._cards.prompt(member, at.case, "status", skips=action.id)])

    async def _day(self, heard: Heard, member: Member, press: Press) -> Reply:
        about_to(member, press, "act")
        return await self._of_day(heard, member, *place_of(press.arg, date))

    async def _day_in_words(self, heard: Heard, member: Member, at: Moves, text: str) -> Reply:
        """A day, or yes to the one that was doubted."""
        wanted = member.prompt or {}
        if "doubted" in wanted and replies.agrees(text):
            return await self._go_on(heard, member, at, {**wanted, "on": wanted["doubted"], "sure": "yes"})
        return await self._of_day(heard, member, dated.read(at.agency, text, member.language, self._desk.clock()))

    async def _of_day(self, heard: Heard, member: Member, on: date) -> Reply:
        """A day was named: where it lies before the incident, it is asked once more and then taken."""
        wanted = {**(member.prompt or {}), "on": on.isoformat()}
        at = await caseload.moves(self._desk, member, wanted["case"])
        if not _chosen(at, wanted).day:
            raise Stale
        incident = await incidents.contradicted(self._desk, member, at.case.id, on)
        if incident is None:
            return await self._go_on(heard, member, at, {**wanted, "sure": ""})
        doubted = {**(member.prompt or {}), "doubted": on.isoformat()}
        await asking.ask(self._desk, heard.source, member, doubted)
        return Reply([self._steps.day_in_doubt(member, at.case, wanted["action"], on, incident)])

    async def _sure(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = about_to(member, press, "act")
        if "on" in wanted or wanted.get("doubted") != press.arg:
            raise Stale
        at = await caseload.moves(self._desk, member, press.subject)
        return await self._go_on(heard, member, at, {**wanted, "on": press.arg, "sure": "yes"})

    async def _outcome(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = about_to(member, press, "act")
        at = await caseload.moves(self._desk, member, press.subject)
        action = _chosen(at, wanted)
        if press.arg not in workflow.outcomes(at.agency, action):
            raise Stale
        return await self._go_on(heard, member, at, {**wanted, "disposition": press.arg})

    async def _no_note(self, heard: Heard, member: Member, press: Press) -> Reply:
        if about_to(member, press, "act").get("action") != press.arg:
            raise Stale
        return await self.words(heard, member, "")

    async def _ask_note(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._ask(heard, member, press.subject, Verb.NOTE)

    async def _ask_message(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._ask(heard, member, press.subject, Verb.MESSAGE)

    async def _ask(self, heard: Heard, member: Member, case_id: str, verb: Verb) -> Reply:
        wanted = {"verb": verb.value, "case": case_id}
        case = await asking.ask_about(self._desk, heard.source, member, verb, wanted)
        return Reply([self._cards.prompt(member, case, verb)])

    async def _forget(self, heard: Heard, member: Member, press: Press) -> Reply:
        await asking.ask(self._desk, heard.source, member, None)
        return Reply([self._cards.say(member, "staff.forgotten")])

    async def still_asked(self, heard: Heard) -> tuple[Heard, bool]:
        """Forget what was asked so long ago that what comes now is not meant for it; says if there was such a thing."""
        late = [each for each in heard.members if asking.lapsed(each, self._desk.clock())]
        for each in late:
            await asking.ask(self._desk, None, each, None)
        members = tuple(replace(each, prompt=None) if each in late else each for each in heard.members)
        return replace(heard, members=members), bool(late)

    async def words(self, heard: Heard, member: Member, text: str) -> Reply:
        """The words that were asked for have come: do what they were for. What is refused is not asked for again.

        Unless other words would do: then the next ones are still for this.
        """
        try:
            return await self._done(heard, member, text)
        except Refused as refused:
            if refused.because not in ASKED_AGAIN:
                await asking.ask(self._desk, None, member, None)
            raise

    async def _done(self, heard: Heard, member: Member, text: str) -> Reply:
        wanted = member.prompt or {}
        case_id, verb = str(wanted.get("case", "")), wanted.get("verb")
        if verb in self._takers:
            return await self._takers[verb](heard, member, text)
        if verb == "note":
            case = await caseload.note(self._desk, heard.source, member, case_id, text)
        elif verb == "message":
            case = await caseload.message(self._desk, heard.source, member, case_id, text)
        else:
            at = await caseload.moves(self._desk, member, case_id)
            action = _chosen(at, wanted)
            if action.day and "on" not in wanted:
                return await self._day_in_words(heard, member, at, text)
            if action.disposition and "disposition" not in wanted:
                first = self._cards.say(member, "refused.needs_disposition")
                return Reply([first, self._cards.dispositions(member, at.agency, case_id, action)])
            on = date.fromisoformat(wanted["on"]) if "on" in wanted else None
            move = Move(action.id, wanted.get("disposition"), text or None, on, sure=wanted.get("sure") == "yes")
            case = await caseload.act(self._desk, heard.source, member, case_id, move)
        done = self._cards.say(member, f"staff.done_{verb}", reference=case.reference)
        return Reply([done, self._cards.card(member, await caseload.card(self._desk, member, case_id))])


def _chosen(at: Moves, wanted: Mapping[str, Any]) -> Action:
    """The action that the member has chosen. Raises Refused where a colleague has moved the case on since.

    Two statuses may have an action of the same name: what was decided for the one is not done to the other.
    """
    found = next((each for each in at.actions if each.id == wanted.get("action")), None)
    if found is None or wanted.get("status", at.case.status) != at.case.status:
        raise Refused("closed" if at.case.closed_at else "no_such_action")
    return found
