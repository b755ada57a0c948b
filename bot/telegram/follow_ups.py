"""What others have to do after a decision, in the staff chat: noted, settled, put off, dropped; called by `staff`."""

from datetime import date
from typing import Final

from bot.casework.authorization import Verb
from bot.casework.errors import Refused, Stale
from bot.desk import follow_ups
from bot.desk.bench import Bench
from bot.desk.desk import Desk
from bot.desk.follow_ups import Settled
from bot.telegram.callbacks import Press
from bot.telegram.exchange import Heard, Reply
from bot.telegram.follow_up_screens import FollowUpScreens
from bot.telegram.form_days import Days
from bot.telegram.forms import Field, Form, Starts, Values, at_most
from bot.telegram.room import Room
from bot.telegram.staff_screens import place_of
from bot.words import Words
from storage.follow_ups import NewFollowUp
from storage.roster import Member

SOON: Final = (("month1", 30), ("month2", 60), ("month3", 90))
LONGEST_NAME: Final = 200
Choices = list[tuple[str, str]]


class FollowUpForms:
    """What is asked one after the other, also about a case that is closed."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._days = Days(desk.clock, words)
        self._screens = FollowUpScreens(words)

    def forms(self) -> dict[str, Form]:
        """Every form by the verb of the button that begins it."""
        because = Field("because", words=at_most(follow_ups.LONGEST))
        due_on = self._days.due(SOON)
        return {
            "follow_new": Form(
                Verb.FOLLOW_UP,
                (
                    Field("kind", _kinds, None, alone=True),
                    Field("what", words=at_most(follow_ups.LONGEST)),
                    Field("to", _bodies, at_most(LONGEST_NAME)),
                    due_on,
                ),
                self._added,
                closed=True,
            ),
            "follow_settle": Form(
                Verb.FOLLOW_UP,
                (
                    Field("outcome", _outcomes, None),
                    self._days.lately(),
                    Field("answer", words=at_most(4000)),
                ),
                self._settled,
                closed=True,
            ),
            "follow_later": Form(Verb.FOLLOW_UP, (due_on, because), self._put_off, closed=True),
            "follow_drop": Form(Verb.FOLLOW_UP, (because,), self._dropped, closed=True),
        }

    async def _added(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        bodies = self._desk.agencies[member.agency].bodies
        body = bodies.get(values["to"])
        to = body.name.en if body else values["to"]
        due_on = date.fromisoformat(values["due_on"])
        new = NewFollowUp(values["kind"], values["what"], to, due_on, body.id if body else None)
        await follow_ups.add(self._desk, heard.source, member, case_id, new)
        return await self.after(member, case_id, "added")

    async def _settled(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        settled = Settled(values["outcome"], values["answer"], date.fromisoformat(values["on"]))
        await follow_ups.settle(self._desk, heard.source, member, case_id, values["item"], settled)
        return await self.after(member, case_id, "settled")

    async def _put_off(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        due_on = date.fromisoformat(values["due_on"])
        await follow_ups.put_off(self._desk, heard.source, member, case_id, values["item"], due_on, values["because"])
        return await self.after(member, case_id, "put_off")

    async def _dropped(self, heard: Heard, member: Member, case_id: str, values: Values) -> Reply:
        await follow_ups.drop(self._desk, heard.source, member, case_id, values["item"], values["because"])
        return await self.after(member, case_id, "dropped")

    async def after(self, member: Member, case_id: str, done: str) -> Reply:
        """Say what was done, and show what is watched now."""
        at = await follow_ups.look(self._desk, None, member, case_id)
        said = self._screens.say(member, f"follow.done_{done}", reference=at.case.reference)
        return Reply([said, *self._screens.board(member, at)], shows="follows")


class FollowUps(Room):
    """Everything that staff can press or command about it."""

    def __init__(self, desk: Desk, words: Words, starts: Starts) -> None:
        self._desk = desk
        self._screens = FollowUpScreens(words)
        self._starts = starts
        self.commands = {"followups": self._mine}
        self.presses = {
            "follows": self._board,
            "follow": self._one,
            "followups": self._page,
            "follow_new": self._new,
            **dict.fromkeys(("follow_settle", "follow_later", "follow_drop"), self._form_about),
        }

    async def _board(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await follow_ups.look(self._desk, heard.source, member, press.subject)
        return Reply(self._screens.board(member, at))

    async def _one(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await follow_ups.look(self._desk, heard.source, member, press.subject)
        found = next((each for each in at.follow_ups if each.id == press.arg), None)
        if found is None:
            raise Stale
        return Reply([self._screens.one(member, at, found)])

    async def _new(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._starts(heard, member, press.subject, press.verb)

    async def _form_about(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await follow_ups.look(self._desk, None, member, press.subject)
        found = next((each for each in at.follow_ups if each.id == press.arg), None)
        if found is None:
            raise Refused("follow_up_over")
        given = {"item": found.id, "kind": found.kind}
        return await self._starts(heard, member, press.subject, press.verb, **given)

    async def _mine(self, heard: Heard, member: Member, argument: str) -> Reply:
        return Reply([self._screens.mine(member, await follow_ups.mine(self._desk, member))])

    async def _page(self, heard: Heard, member: Member, press: Press) -> Reply:
        after = place_of(press.arg, date, int) if press.arg else None
        return Reply([self._screens.mine(member, await follow_ups.mine(self._desk, member, after))])


def _kinds(at: Bench, values: Values, member: Member) -> Choices:
    return [(each.id, each.name.to(member.language)) for each in at.agency.follow_ups.values()]


def _bodies(at: Bench, values: Values, member: Member) -> Choices:
    """The office that always has to do this kind first."""
    kind = at.agency.follow_ups.get(values.get("kind", ""))
    first = kind.body if kind else None
    ordered = sorted(at.agency.bodies.values(), key=lambda each: each.id != first)
    return [(each.id, each.name.to(member.language)) for each in ordered]


def _outcomes(at: Bench, values: Values, member: Member) -> Choices:
    kind = at.agency.follow_ups.get(values.get("kind", ""))
    return [(each.id, each.label.to(member.language)) for each in (kind.choices if kind else ())]
