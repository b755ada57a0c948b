"""Presses about a case's clocks become verbs of the desk: done, later, more days, on hold; merged into `staff`."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.casework import relief
from bot.casework.authorization import Verb, permit
from bot.casework.errors import Refused, Stale
from bot.casework.workdays import day_at
from bot.desk import asking, caseload, duties, extensions, holds
from bot.desk.desk import Desk
from bot.desk.duties import Clocks
from bot.desk.permission import actor
from bot.telegram.callbacks import Press
from bot.telegram.cards import Cards
from bot.telegram.duty_screens import DutyScreens
from bot.telegram.exchange import Heard, Reply
from bot.telegram.room import Room
from bot.words import Words
from storage.roster import Member

LONGEST = 9_999


class Duties(Room):
    """What a member presses about clocks; `asked` takes the reasons that they then write."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = DutyScreens(words)
        self._cards = Cards(words)
        self.presses = {
            "clocks": self._clocks,
            "duty": self._duty,
            "met": self._met,
            "later": self._later,
            "extend": self._extend,
            "grant": self._decide,
            "deny": self._decide,
            "hold": self._hold,
            "release": self._release,
        }
        self.asked = {"later": self._snoozed, "extend": self._extended, "hold": self._held}

    async def _clocks(self, heard: Heard, member: Member, press: Press) -> Reply:
        seen = await duties.look(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.clocks(member, seen)])

    async def _duty(self, heard: Heard, member: Member, press: Press) -> Reply:
        seen = await duties.look(self._desk, member, press.subject, heard.source)
        duty = seen.duty(press.arg)
        if duty is None:
            raise Stale
        return Reply([self._screens.duty(member, seen, duty)])

    async def _met(self, heard: Heard, member: Member, press: Press) -> Reply:
        """Done: where saying so is not enough, what the member may do to the case is what meets it."""
        try:
            case = await duties.meet(self._desk, heard.source, member, press.subject, press.arg)
        except Refused as refused:
            if refused.because != "not_done_by_saying":
                raise
            at = await caseload.moves(self._desk, member, press.subject, heard.source)
            first = self._cards.say(member, "clocks.met_by_moving")
            return Reply([first, self._cards.actions(member, at)] if at.actions else [first])
        return await self._after(member, case.id, "clocks.met")

    # Later

    async def _later(self, heard: Heard, member: Member, press: Press) -> Reply:
        """When, then why. A day that is not among the choices is refused before anybody writes a reason."""
        duty, seen, days = await self._chosen(heard, member, press, Verb.SNOOZE)
        relief.owed(seen.agency, seen.facts, duty)
        if days is None:
            return Reply([self._screens.snoozes(member, seen, duty)])
        on = day_at(seen.agency, seen.now) + timedelta(days=days)
        relief.snooze(seen.agency, seen.facts, duty, on, seen.now)
        wanted = {"verb": "later", "case": seen.case.id, "duty": duty, "on": on.isoformat()}
        return await self._ask(heard, member, seen, wanted, date=self._screens.day(member, on))

    async def _snoozed(self, heard: Heard, member: Member, text: str) -> Reply:
        case_id, wanted = _wanted(member)
        on, duty = date.fromisoformat(wanted["on"]), wanted["duty"]
        await duties.snooze(self._desk, heard.source, member, case_id, duty, until_on=on, because=text)
        return await self._after(member, case_id, "clocks.done_later", date=self._screens.day(member, on))

    # More days

    async def _extend(self, heard: Heard, member: Member, press: Press) -> Reply:
        duty, seen, days = await self._chosen(heard, member, press, Verb.EXTEND)
        deadline, _ = relief.owed(seen.agency, seen.facts, duty)
        if days is None:
            return Reply([self._screens.extensions(member, seen, deadline)])
        relief.extend(seen.agency, seen.facts, duty, days, seen.now)
        wanted = {"verb": "extend", "case": seen.case.id, "duty": duty, "days": str(days)}
        return await self._ask(heard, member, seen, wanted, days=self._screens.days(member, days))

    async def _extended(self, heard: Heard, member: Member, text: str) -> Reply:
        case_id, wanted = _wanted(member)
        ask = await extensions.extend(
            self._desk, heard.source, member, case_id, wanted["duty"], days=int(wanted["days"]), because=text
        )
        return await self._after(member, case_id, f"clocks.extension_{ask.state}")

    async def _decide(self, heard: Heard, member: Member, press: Press) -> Reply:
        grant = press.verb == "grant"
        await extensions.decide(self._desk, heard.source, member, press.subject, press.arg, grant=grant)
        return await self._after(member, press.subject, "clocks.granted" if grant else "clocks.denied")

    # On hold

    async def _hold(self, heard: Heard, member: Member, press: Press) -> Reply:
        """Until when, then why. Whoever writes before a day is chosen is told that a hold needs an end."""
        permit(Verb.HOLD, actor(member), member.agency)
        seen = await duties.look(self._desk, member, press.subject)
        until_on = _day(press.arg)
        if until_on is not None or seen.hold is not None or seen.case.closed_at is not None:
            relief.hold(seen.agency, seen.facts, until_on, seen.now)
        wanted = {"verb": "hold", "case": seen.case.id, "until": press.arg}
        if until_on is not None:
            return await self._ask(heard, member, seen, wanted, date=self._screens.day(member, until_on))
        await asking.ask(self._desk, heard.source, member, wanted)
        return Reply([self._screens.holds(member, seen)])

    async def _held(self, heard: Heard, member: Member, text: str) -> Reply:
        case_id, wanted = _wanted(member)
        until_on = _day(wanted["until"])
        await holds.hold(self._desk, heard.source, member, case_id, until_on=until_on, because=text)
        return await self._after(member, case_id, "clocks.held")

    async def _release(self, heard: Heard, member: Member, press: Press) -> Reply:
        await holds.release(self._desk, heard.source, member, press.subject)
        return await self._after(member, press.subject, "clocks.released")

    async def _chosen(self, heard: Heard, member: Member, press: Press, verb: Verb) -> tuple[str, Clocks, int | None]:
        """The duty that was pressed, the clocks as they stand, and how many days were chosen, if any were yet."""
        permit(verb, actor(member), member.agency)
        seen = await duties.look(self._desk, member, press.subject)
        duty, _, days = press.arg.partition(".")
        if days and not (days.isascii() and days.isdecimal() and int(days) <= LONGEST):
            raise Stale
        return duty, seen, int(days) if days else None

    async def _ask(
        self, heard: Heard, member: Member, seen: Clocks, wanted: Mapping[str, str], **fields: object
    ) -> Reply:
        await asking.ask(self._desk, heard.source, member, wanted)
        return Reply([self._screens.why(member, seen.case, wanted["verb"], **fields)])

    async def _after(self, member: Member, case_id: str, key: str, **fields: object) -> Reply:
        """What was done, and the clocks as they stand now."""
        seen = await duties.look(self._desk, member, case_id)
        done = self._screens.say(member, key, reference=seen.case.reference, **fields)
        return Reply([done, self._screens.clocks(member, seen)])


def _wanted(member: Member) -> tuple[str, Mapping[str, Any]]:
    """What the member's words are for, as an earlier press has noted it."""
    prompt = member.prompt or {}
    return str(prompt.get("case", "")), prompt


def _day(text: str) -> date | None:
    """A day out of a button; None where none was chosen, Stale for one that we did not draw."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Stale from None
