"""What staff see of what others have to do after a decision; pure, used by `follow_ups`."""

from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.answer_words import shorten
from bot.casework import agenda
from bot.casework.agency import Agency
from bot.desk.follow_ups import Page, Watched
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import fitted, rows_of
from bot.telegram.staff_screens import OVERDUE, StaffScreens, key_text
from storage import follow_ups
from storage.follow_ups import FollowUp
from storage.roster import Member

LABEL: Final = 40


class FollowUpScreens(StaffScreens):
    """Renders in the member's language, for those who may read the case."""

    def board(self, member: Member, at: Watched) -> list[Screen]:
        """What is or was watched in a case; what is open opens with a tap."""
        language, case = member.language, at.case
        lines: list[Any] = [Bold(self._words.say(language, "follow.title", reference=case.reference)), "\n"]
        if not at.follow_ups:
            lines.append("\n" + self._words.say(language, "follow.none"))
        lines += [f"\n{self._line(at, each, language)}\n" for each in at.follow_ups]
        rows = [
            (
                Button(
                    f"{shorten(self._name(at.agency, each, language), LABEL)} · {self.day(member, each.due_on)}",
                    Press(STAFF, "follow", case.id, each.id).pack(),
                ),
            )
            for each in at.follow_ups
            if each.state == follow_ups.OPEN
        ]
        new = self._button(member, "follow_new", case.id, label="follow.button_follow_new")
        back = self._button(member, "work", case.id, label="work.button_work")
        return fitted(Screen(Text(*lines), (*rows, *rows_of([new, back], wide=22)), protected=True))

    def one(self, member: Member, at: Watched, follow_up: FollowUp) -> Screen:
        """One of them, and what can be done about it."""
        buttons = [
            self._button(member, each, at.case.id, follow_up.id, label=f"follow.button_{each}")
            for each in ("follow_settle", "follow_later", "follow_drop")
            if follow_up.state == follow_ups.OPEN
        ]
        back = self._button(member, "follows", at.case.id, label="follow.button_follows")
        text = self._line(at, follow_up, member.language)
        return Screen(Text(text), rows_of([*buttons, back], wide=22), protected=True)

    def _line(self, at: Watched, each: FollowUp, language: str) -> str:
        body = at.agency.bodies.get(each.body or "")
        late = agenda.is_late(at.agency, each, at.now)
        key = "late" if late else each.state
        kind = at.agency.follow_ups.get(each.kind)
        named = {choice.id: choice.label.to(language) for choice in (kind.choices if kind else ())}
        return self._words.say(
            language,
            f"follow.line_{key}",
            kind=self._name(at.agency, each, language),
            what=each.what,
            to=body.name.to(language) if body else each.to,
            date=self._answers.day(each.due_on, language),
            outcome=named.get(each.outcome or "", each.outcome or ""),
            answer=each.answer or "",
            on=self._answers.day(each.settled_on, language) if each.settled_on else "",
        )

    def _name(self, agency: Agency, each: FollowUp, language: str) -> str:
        kind = agency.follow_ups.get(each.kind)
        return kind.name.to(language) if kind else each.kind

    def mine(self, member: Member, page: Page) -> Screen:
        """What is open in all of a member's cases, one button each; the next page by its key."""
        language = member.language
        title = Bold(self._words.say(language, "follow.mine"))
        if not page.follow_ups:
            return Screen(Text(title, "\n\n", self._words.say(language, "follow.mine_none")))
        rows = []
        for reference, each in page.follow_ups:
            late = OVERDUE if agenda.is_late(page.agency, each, page.now) else ""
            name = shorten(self._name(page.agency, each, language), LABEL)
            label = f"{late}{reference} · {self.day(member, each.due_on)} · {name}"
            rows.append((Button(label, Press(STAFF, "follows", each.case_id).pack()),))
        if page.after:
            rows.append((self._button(member, "followups", "", key_text(*page.after), label="staff.more"),))
        hint = self._words.say(language, "follow.mine_hint")
        return Screen(Text(title, "\n\n", hint), tuple(rows), protected=True)
