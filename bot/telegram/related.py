"""The cases that may belong to one: shown with the reason, linked or refused with a tap; used by `telegram.staff`."""

from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.casework.authorization import Verb
from bot.casework.relation import Reason
from bot.desk import asking, related
from bot.desk.desk import Desk
from bot.desk.related import Related, Shown
from bot.telegram.callbacks import Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.fitting import rows_of
from bot.telegram.room import Room
from bot.telegram.staff_screens import StaffScreens, start_of
from bot.words import Words
from storage.links import LINKED, PROPOSED, REFUSED
from storage.roster import Member

PAGE: Final = 5


class RelatedTalk(Room):
    """Everything that staff can press about cases that belong together."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = RelatedScreens(words)
        self.presses = {
            "related": self._related,
            "related_yes": self._decide,
            "related_no": self._decide,
            "related_add": self._ask,
        }
        self.asked = {"related_add": self._joined}

    async def _related(self, heard: Heard, member: Member, press: Press) -> Reply:
        start = start_of(press.arg)
        shown = await related.related(self._desk, heard.source, member, press.subject)
        return Reply([self._screens.related(member, shown, start)])

    async def _decide(self, heard: Heard, member: Member, press: Press) -> Reply:
        state = LINKED if press.verb == "related_yes" else REFUSED
        await related.decide(self._desk, heard.source, member, press.subject, press.arg, state)
        now = await related.related(self._desk, None, member, press.subject)
        return Reply([self._screens.related(member, now, 0, edits=heard.pressed)])

    async def _ask(self, heard: Heard, member: Member, press: Press) -> Reply:
        wanted = {"verb": "related_add", "case": press.subject}
        case = await asking.ask_about(self._desk, heard.source, member, Verb.RELATE, wanted)
        return Reply([self._screens.asks(member, "related.which", case.id, reference=case.reference)])

    async def _joined(self, heard: Heard, member: Member, text: str) -> Reply:
        case_id = str((member.prompt or {}).get("case", ""))
        other = await related.join(self._desk, heard.source, member, case_id, text)
        now = await related.related(self._desk, None, member, case_id)
        done = self._screens.say(member, "related.joined", reference=now.case.reference, other=other.reference)
        return Reply([done, self._screens.related(member, now, 0)])


class RelatedScreens(StaffScreens):
    """Renders cases that may belong together: numbers, stages and reasons, never a name."""

    def related(self, member: Member, shown: Related, start: int, *, edits: int | None = None) -> Screen:
        """A page of the other cases, each with what may be done about it."""
        language, case = member.language, shown.case
        lines: list[Any] = [Bold(self._words.say(language, "related.title", reference=case.reference))]
        if not shown.others:
            lines += ["\n\n", self._words.say(language, "related.empty")]
        rows: list[tuple[Button, ...]] = []
        for each in shown.others[start : start + PAGE]:
            lines += ["\n\n", *self._lines(shown, each, language)]
            rows.append(self._row(member, case.id, each))
        if len(shown.others) > start + PAGE:
            rows.append((self._button(member, "related", case.id, str(start + PAGE), label="staff.more"),))
        add = self._button(member, "related_add", case.id, label="related.button_add")
        incident = [self._button(member, "cluster", case.id, label="cluster.button")] if shown.agency.surge else []
        rows += rows_of([add, *incident, self._button(member, "open", case.id)], wide=22)
        return Screen(Text(*lines), tuple(rows), protected=True, edits=edits)

    def _lines(self, shown: Related, each: Shown, language: str) -> list[Any]:
        link = each.link
        stage = shown.agency.statuses[link.status].name.to(language)
        state = self._words.say(language, f"related.{link.state}")
        lines: list[Any] = [Bold(link.reference), f" · {stage} · {state}"]
        lines += [f"\n• {self._reason(shown, reason, language)}" for reason in each.reasons]
        return lines if each.reasons else [*lines, f"\n• {self._words.say(language, 'related.by_hand')}"]

    def _reason(self, shown: Related, reason: Reason, language: str) -> str:
        said = dict(reason.said)
        match reason.kind:
            case "incident":
                at = "day" if said["hours"] == "day" else "hours"
                alike = self._words.say(language, f"related.alike_{said['alike']}")
                return self._words.say(language, f"related.incident_{at}", hours=said["hours"], alike=alike)
            case "officer":
                text = self._words.say(language, f"related.officer_{said['by']}", cases=said["cases"], days=_days(said))
                rule = shown.agency.early_intervention
                unsure = rule is not None and not rule.verified
                return f"{text} {self._words.say(language, 'related.unverified')}" if unsure else text
        return self._words.say(language, f"related.{reason.kind}", **said)

    def _row(self, member: Member, case_id: str, each: Shown) -> tuple[Button, ...]:
        link = each.link
        look = self._button(member, "open", link.case_id, label="button.open", reference=link.reference)
        yes = self._button(member, "related_yes", case_id, link.id, label="related.button_yes")
        no = self._button(member, "related_no", case_id, link.id, label=f"related.button_no_{link.state}")
        return (look, yes, no) if link.state == PROPOSED else (look, no)


def _days(said: dict[str, str]) -> str:
    return said["within"].partition(" ")[0]
