"""What staff see that is not one case: a sentence, a list, the team; pure, used by `staff` and all that shows cases."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.casework.agency import Agency
from bot.casework.errors import Stale
from bot.desk.caseload import Page
from bot.telegram.answer_words import AnswerWords
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.words import Words
from storage.cases import Case
from storage.roster import Member

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
OVERDUE: Final = "! "


class StaffScreens:
    """Renders for staff in the member's language."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._answers = AnswerWords(words)

    def say(self, member: Member, key: str, **fields: object) -> Screen:
        """One sentence."""
        return Screen(Text(self._words.say(member.language, key, **fields)))

    def say_in(self, language: str, key: str) -> Screen:
        """One sentence in a given language."""
        return Screen(Text(self._words.say(language, key)))

    def team(self, member: Member, agency: Agency, people: Sequence[Member]) -> Screen:
        """Who works for the agency, and a button for each who waits to be confirmed."""
        language = member.language
        lines: list[Any] = [Bold(self._words.say(language, "staff.team_title"))]
        for each in people:
            role = agency.roles[each.role].to(language)
            lines.append(f"\n{each.name}, {role}: {self._words.say(language, f'state.{each.state}')}")
        rows = tuple(
            (self._button(member, "admit", "", each.id, name=each.name),) for each in people if each.state == "redeemed"
        )
        return Screen(Text(*lines), rows)

    def page(self, member: Member, page: Page, verb: str, now: datetime) -> Screen:
        """A list of cases, one button each; the next page by its key."""
        title = Bold(self._words.say(member.language, f"staff.{verb}_title"))
        if not page.cases:
            return Screen(Text(title, "\n\n", self._words.say(member.language, f"staff.{verb}_empty")))
        rows = [(self._case_row(page.agency, each, member.language, now),) for each in page.cases]
        if page.after:
            key = f"{(page.after[0] - EPOCH) // timedelta(microseconds=1)}.{page.after[1]}"
            rows.append((self._button(member, verb, "", key, label="staff.more"),))
        return Screen(Text(title, "\n\n", self._words.say(member.language, "staff.list_hint")), tuple(rows))

    def _case_row(self, agency: Agency, case: Case, language: str, now: datetime) -> Button:
        due = self._answers.day(case.next_at.astimezone(agency.zone).date(), language)
        late = OVERDUE if case.next_at < now else ""
        priority = self._words.say(language, f"priority.{case.priority}")
        return Button(f"{late}{case.reference} · {priority} · {due}", Press(STAFF, "open", case.id).pack())

    def _button(
        self, member: Member, verb: str, case_id: str, arg: str = "", label: str | None = None, **fields: object
    ) -> Button:
        text = self._words.say(member.language, label or f"staff.button_{verb}", **fields)
        return Button(text, Press(STAFF, verb, case_id, arg).pack())


def page_key(arg: str) -> tuple[datetime, str]:
    """The key of a page out of a button; a broken one is stale."""
    micros, _, case_id = arg.partition(".")
    if not (micros.isascii() and micros.isdecimal() and case_id):
        raise Stale
    try:
        return EPOCH + timedelta(microseconds=int(micros)), case_id
    except OverflowError:
        raise Stale from None
