"""What staff see of a case's clocks: the dates, what moved them, what can be done about each; pure.

Used by `telegram.duties` and `telegram.handover`, and by `telegram.notices` for the buttons under a reminder.
"""

from collections.abc import Sequence
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.casework import relief
from bot.casework.agency import Agency, Deadline
from bot.casework.authorization import Verb, may
from bot.casework.deadlines import Duty
from bot.casework.workdays import day_at
from bot.desk.duties import Clocks
from bot.desk.permission import actor
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import rows_of
from bot.telegram.staff_screens import StaffScreens, key_text
from storage.cases import Case
from storage.duties import EXTENSION, Ask
from storage.roster import Member

WIDE: Final = 22
PAGE: Final = 8
Rows = tuple[tuple[Button, ...], ...]


class DutyScreens(StaffScreens):
    """Renders clocks for staff in the member's language."""

    def clocks(self, member: Member, seen: Clocks) -> Screen:
        """Every clock of a case, and what can be done about them."""
        language, case = member.language, seen.case
        lines: list[Any] = [Bold(self._words.say(language, "clocks.title", reference=case.reference))]
        lines += self._hold(member, seen)
        for duty in seen.duties:
            lines += ["\n", *self._duty_lines(member, seen, duty)]
        lines += [] if seen.duties else ["\n", self._words.say(language, "clocks.none")]
        lines += self._asked(member, seen)
        return Screen(Text(*lines), self._clock_buttons(member, seen), protected=True)

    def duty(self, member: Member, seen: Clocks, duty: Duty) -> Screen:
        """One clock, and what can be done about it."""
        deadline = _deadline(seen.agency, duty.name)
        lines = [Bold(seen.case.reference), *self._hold(member, seen), "\n", *self._duty_lines(member, seen, duty)]
        some = self._answers_to(member, seen.case.id, deadline, owned=seen.case.owner_id == member.id)
        rows = rows_of(some, WIDE) if duty.met_at is None and seen.case.closed_at is None else ()
        return Screen(Text(*lines), (*rows, (self._button(member, "clocks", seen.case.id),)), protected=True)

    def snoozes(self, member: Member, seen: Clocks, duty: str) -> Screen:
        """When somebody wants to be reminded."""
        choices = relief.snooze_choices(seen.agency, seen.facts, duty, seen.now)
        if not choices:
            return self.say(member, "clocks.no_snooze")
        today = day_at(seen.agency, seen.now)
        days = [(f"{duty}.{(on - today).days}", self.day(member, on)) for on in choices]
        return self._choices(member, seen.case, "later", days, title="clocks.later_when")

    def extensions(self, member: Member, seen: Clocks, deadline: Deadline) -> Screen:
        """How many more days."""
        choices = relief.extension_choices(seen.facts, deadline)
        if not choices:
            return self.say(member, f"refused.{'extension_used' if deadline.extend else 'no_extension'}")
        days = [(f"{deadline.name}.{each}", self.days(member, each)) for each in choices]
        agree = deadline.extend is not None and deadline.extend.approval == "supervisor"
        title = "clocks.extend_ask" if agree else "clocks.extend_how"
        return self._choices(member, seen.case, "extend", days, title=title)

    def holds(self, member: Member, seen: Clocks) -> Screen:
        """Until when the clocks are to stand still."""
        choices = relief.hold_choices(seen.agency, seen.facts, seen.now)
        if not choices:
            return self.say(member, "refused.hold_used", most=seen.agency.hold_most_days)
        days = [(each.isoformat(), self.day(member, each)) for each in choices]
        return self._choices(member, seen.case, "hold", days, title="clocks.hold_until")

    def colleagues(self, member: Member, case: Case, people: Sequence[Member], start: int) -> Screen:
        """Who is asked to take the case, a page at a time; or the queue."""
        shown = [(each.id, each.name) for each in people[start : start + PAGE]]
        place = key_text("from", start + PAGE)
        more = [(place, self._words.say(member.language, "staff.more"))] if people[start + PAGE :] else []
        queue = [("queue", self._words.say(member.language, "clocks.to_queue"))]
        title = "clocks.hand_over_to" if people else "clocks.hand_over_alone"
        return self._choices(member, case, "hand_over", [*shown, *more, *queue], title=title)

    def why(self, member: Member, case: Case, what: str, **fields: object) -> Screen:
        """Ask for the reason; the next text is it, until it is cancelled."""
        return self.asks(member, f"clocks.why_{what}", case.id, reference=case.reference, **fields)

    def days(self, member: Member, count: int) -> str:
        """So many days."""
        return self._words.say(member.language, "clocks.day" if count == 1 else "clocks.days", count=count)

    def _choices(
        self, member: Member, case: Case, verb: str, choices: Sequence[tuple[str, str]], *, title: str
    ) -> Screen:
        rows = [(Button(label, Press(STAFF, verb, case.id, arg).pack()),) for arg, label in choices]
        rows.append((self._button(member, "clocks", case.id),))
        return Screen(
            Text(self._words.say(member.language, title, reference=case.reference)), tuple(rows), protected=True
        )

    def _hold(self, member: Member, seen: Clocks) -> list[Any]:
        if seen.hold is None:
            return []
        date = self.day(member, day_at(seen.agency, seen.hold.ends_at))
        said = self._words.say(member.language, "clocks.on_hold", date=date)
        return ["\n", said, *self._because(seen, seen.hold.by.removeprefix("member:"), seen.hold.because)]

    def _duty_lines(self, member: Member, seen: Clocks, duty: Duty) -> list[Any]:
        language = member.language
        title = _deadline(seen.agency, duty.name).title.to(language)
        lines: list[Any] = [f"{'✓' if duty.met_at else '○'} {title}: {self.day(member, duty.due_on)}"]
        if duty.met_at is None and duty.due_at < seen.now:
            lines.append(f" · {self._words.say(language, 'clocks.late')}")
        if duty.moved_at is not None:
            lines.append(f" · {self._words.say(language, 'clocks.moved')}")
        for each in (each for each in seen.snoozes if each.duty == duty.name and duty.met_at is None):
            date = self.day(member, day_at(seen.agency, each.until_at))
            lines += ["\n   ", self._words.say(language, "clocks.snoozed", date=date)]
            lines += self._because(seen, each.member_id, each.because)
        return lines

    def _asked(self, member: Member, seen: Clocks) -> list[Any]:
        lines: list[Any] = []
        for each in seen.asks:
            lines += ["\n\n", self._ask(member, seen, each), *self._because(seen, each.member_id, each.because)]
        return lines

    def _ask(self, member: Member, seen: Clocks, ask: Ask) -> str:
        if ask.kind != EXTENSION:
            name = seen.names.get(ask.to_id or "", "")
            return self._words.say(member.language, "clocks.handover_open", name=name)
        duty = _deadline(seen.agency, ask.duty or "").title.to(member.language)
        return self._words.say(
            member.language, "clocks.extension_open", days=self.days(member, ask.days or 0), duty=duty
        )

    def _because(self, seen: Clocks, by: str, words: str) -> list[Any]:
        """Who said so, and why, for those who may read what colleagues write."""
        return [f" ({seen.names.get(by, '')}: {words})"] if seen.words else []

    def _clock_buttons(self, member: Member, seen: Clocks) -> Rows:
        case, language = seen.case, member.language
        rows: list[tuple[Button, ...]] = []
        if case.closed_at is None:
            for duty in seen.duties:
                title = _deadline(seen.agency, duty.name).title.to(language)
                if duty.met_at is None:
                    rows.append((Button(title, Press(STAFF, "duty", case.id, duty.name).pack()),))
            for ask in seen.asks:
                rows += self._ask_rows(member, case.id, ask) if ask.to_id in (None, member.id) else []
            some = [self._button(member, "release" if seen.hold else "hold", case.id)]
            some += [self._button(member, "hand_over", case.id)] if case.owner_id == member.id else []
            rows += rows_of(some, WIDE)
        return (*rows, (self._button(member, "open", case.id),))

    def _ask_rows(self, member: Member, case_id: str, ask: Ask) -> list[tuple[Button, ...]]:
        if ask.kind == EXTENSION:
            decides = may(Verb.DECIDE_EXTENSION, actor(member), member.agency)
            return [_pair(self, member, case_id, ask.id, "extension")] if decides else []
        return [_pair(self, member, case_id, ask.id, "handover")]

    def _answers_to(self, member: Member, case_id: str, deadline: Deadline, *, owned: bool) -> list[Button]:
        """What can be done about a duty: done, later, more days where the profile gives any, other hands or these."""
        some = [
            self._button(member, "met", case_id, deadline.name),
            self._button(member, "later", case_id, deadline.name),
        ]
        some += [self._button(member, "extend", case_id, deadline.name)] if deadline.extend else []
        return [*some, self._button(member, "hand_over" if owned else "claim", case_id)]


def _pair(screens: DutyScreens, member: Member, case_id: str, ask: str, kind: str) -> tuple[Button, Button]:
    """Yes and no to what a colleague asks."""
    yes, no = ("grant", "deny") if kind == "extension" else ("take", "leave")
    return screens._button(member, yes, case_id, ask), screens._button(member, no, case_id, ask)


def _deadline(agency: Agency, name: str) -> Deadline:
    """The rule of a duty; it exists, for a duty comes from one."""
    return next(each for each in agency.deadlines if each.name == name)
