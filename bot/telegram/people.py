"""Who works on a case, and who must not: assigning with a suggestion, recusal, conflicts; merged into `staff`."""

from collections.abc import Sequence
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.casework.agency import Agency
from bot.casework.assignment import Reason
from bot.casework.authorization import Verb, permit
from bot.casework.errors import Stale
from bot.desk import asking, ownership, recusal
from bot.desk.desk import Desk
from bot.desk.ownership import Assignee
from bot.desk.permission import actor
from bot.desk.recusal import Conflicts
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.room import Room
from bot.telegram.staff_screens import StaffScreens, place_name, start_of
from bot.words import Words
from storage.cases import Case
from storage.recusals import CLEARED, RECUSED
from storage.roster import Member

SHOWN: Final = 8
"""How many people one message offers."""


class People(Room):
    """Assigning, and keeping people out."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = PeopleScreens(words)
        self.presses = {
            "assign": self._assign,
            "give": self._give,
            "conflicts": self._conflicts,
            "recuse": self._recuse,
            "keep_out": self._keep_out,
            "conflict": self._settle,
        }
        self.asked = {"recuse": self._recused}

    async def _assign(self, heard: Heard, member: Member, press: Press) -> Reply:
        case, people = await ownership.assignees(self._desk, member, press.subject, heard.source)
        agency = self._desk.agencies[case.agency]
        return Reply([self._screens.assignees(member, agency, case, people, start_of(press.arg))])

    async def _give(self, heard: Heard, member: Member, press: Press) -> Reply:
        case = await ownership.assign(self._desk, heard.source, member, press.subject, press.arg)
        return Reply([self._screens.say(member, "staff.assigned", reference=case.reference)])

    async def _conflicts(self, heard: Heard, member: Member, press: Press) -> Reply:
        found = await recusal.listed(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.conflicts(member, found)])

    async def _recuse(self, heard: Heard, member: Member, press: Press) -> Reply:
        """Ask for the reason; whose it is says the button, one's own has none."""
        permit(Verb.KEEP_OUT if press.arg else Verb.RECUSE, actor(member), member.agency)
        found = await recusal.listed(self._desk, member, press.subject)
        colleague = next((each for each in found.others if each.id == press.arg), None)
        if press.arg and colleague is None:
            raise Stale
        wanted = {"verb": "recuse", "case": press.subject, "who": press.arg}
        await asking.ask(self._desk, heard.source, member, wanted)
        return Reply([self._screens.why(member, found.case, colleague)])

    async def _recused(self, heard: Heard, member: Member, text: str) -> Reply:
        wanted = member.prompt or {}
        who = str(wanted.get("who") or "") or None
        case = await recusal.recuse(
            self._desk, heard.source, member, str(wanted.get("case", "")), because=text, who=who
        )
        key = "people.kept_out" if who else "people.recused"
        return Reply([self._screens.say(member, key, reference=case.reference)])

    async def _keep_out(self, heard: Heard, member: Member, press: Press) -> Reply:
        permit(Verb.KEEP_OUT, actor(member), member.agency)
        found = await recusal.listed(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.whom(member, found.case, found.others, start_of(press.arg))])

    async def _settle(self, heard: Heard, member: Member, press: Press) -> Reply:
        state, _, who = press.arg.partition(".")
        await recusal.decide(self._desk, heard.source, member, press.subject, who, SETTLED.get(state, ""))
        found = await recusal.listed(self._desk, member, press.subject)
        return Reply([self._screens.conflicts(member, found, edits=heard.pressed)])


SETTLED: Final = {"out": RECUSED, "in": CLEARED}


class PeopleScreens(StaffScreens):
    """Renders who could take a case and who must not know of it."""

    def assignees(
        self, member: Member, agency: Agency, case: Case, people: Sequence[Assignee], start: int = 0
    ) -> Screen:
        """Who can take the case, the best first, each with the reason."""
        say = self._words.say
        if not people:
            return self.say(member, "assign.nobody", reference=case.reference)
        lines: list[Any] = [Bold(say(member.language, "staff.give_to", reference=case.reference))]
        shown = people[start : start + SHOWN]
        for each in shown:
            why = ", ".join(self._reason(member, agency, reason) for reason in each.because)
            lines += ["\n", f"{each.member.name}: {why}"]
        rows = [(Button(each.member.name, Press(STAFF, "give", case.id, each.member.id).pack()),) for each in shown]
        if start + SHOWN < len(people):
            rows.append((self._button(member, "assign", case.id, str(start + SHOWN), "staff.more"),))
        rows.append((self._button(member, "open", case.id),))
        return Screen(Text(*lines), tuple(rows), protected=True)

    def _reason(self, member: Member, agency: Agency, reason: Reason) -> str:
        about = reason.about
        if reason.key in ("unit", "region", "queue"):
            about = place_name(agency, reason.key, about, member.language)
        elif reason.key == "language":
            about = self._words.say(member.language, f"speaks.{about}")
        return self._words.say(member.language, f"assign.{reason.key}", about=about)

    def conflicts(self, member: Member, found: Conflicts, *, edits: int | None = None) -> Screen:
        """Who has a conflict with the case, for supervisors to decide; and the way out of it for the reader."""
        say, language, case = self._words.say, member.language, found.case
        nobody = say(language, "staff.nobody", queue=found.agency.queues[case.queue].name.to(language))
        lines: list[Any] = [Bold(say(language, "people.title", reference=case.reference)), "\n"]
        lines.append(say(language, "people.owner", name=found.owner.name if found.owner else nobody))
        rows = []
        for colleague, each in found.said:
            key = f"people.{each.state}_{each.why}" if each.state != CLEARED else "people.cleared"
            lines += ["\n\n", say(language, key, name=colleague.name)]
            lines += ["\n", each.because] if each.because else []
            offered = [("out", "keep")] if each.state != RECUSED else []
            offered += [("in", "free")] if each.state != CLEARED else []
            for to, label in offered:
                arg = f"{to}.{colleague.id}"
                rows.append((self._button(member, "conflict", case.id, arg, f"people.{label}", name=colleague.name),))
        if found.others and not found.said:
            lines += ["\n\n", say(language, "people.none")]
        rows.append((self._button(member, "recuse", case.id, "", "people.button_recuse"),))
        if found.others:
            rows.append((self._button(member, "keep_out", case.id, "", "people.button_keep_out"),))
        rows.append((self._button(member, "open", case.id),))
        return Screen(Text(*lines), tuple(rows), protected=True, edits=edits)

    def whom(self, member: Member, case: Case, others: Sequence[Member], start: int) -> Screen:
        """Which colleague is to be kept out."""
        shown = others[start : start + SHOWN]
        rows = [(Button(each.name, Press(STAFF, "recuse", case.id, each.id).pack()),) for each in shown]
        if start + SHOWN < len(others):
            rows.append((self._button(member, "keep_out", case.id, str(start + SHOWN), "staff.more"),))
        rows.append((self._button(member, "conflicts", case.id, "", "people.button_back"),))
        text = self._words.say(member.language, "people.whom", reference=case.reference)
        return Screen(Text(text), tuple(rows), protected=True)

    def why(self, member: Member, case: Case, colleague: Member | None) -> Screen:
        """Ask for the reason; the next text is it."""
        key = "people.why_them" if colleague else "people.why"
        name = colleague.name if colleague else ""
        return self.asks(member, key, case.id, reference=case.reference, name=name)
