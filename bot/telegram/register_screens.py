"""What staff see of the register of evidence: what was asked for, what should be, what came; pure, for `register`."""

from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.answer_words import shorten
from bot.casework.register import EvidenceKind
from bot.desk.register import Register
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.casework_screens import LABEL, page_of
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import rows_of
from bot.telegram.requests_screens import RequestScreens
from storage import requests
from storage.cases import Case
from storage.requests import Request
from storage.roster import Member

WIDE: Final = 22


class RegisterScreens(RequestScreens):
    """Renders the register in the member's language."""

    def register(self, member: Member, at: Register, arg: str = "") -> Screen:
        """Everything that was asked for as evidence, the last on top, below what should be asked for at once."""
        say, language, case = self._words.say, member.language, at.case
        shown, more = page_of(at.entries[::-1], arg)
        lines: list[Any] = [Bold(say(language, "register.title", reference=case.reference))]
        for item in at.proposed:
            lines += ["\n\n", say(language, "register.at_once", item=self._item_name(at, item, language))]
        if not shown:
            lines += ["\n\n", say(language, "register.none")]
        for each in shown:
            lines += ["\n\n", self._entry(at, each, language)]
        rows = [row for item in at.proposed if case.closed_at is None for row in self._urged(member, at, item)]
        rows += [(Button(self._label(at, each, language), _press("ask_one", case, each.id)),) for each in shown]
        rows += [(self._button(member, "register", case.id, more, label="staff.more"),)] if more else []
        verbs = [] if case.closed_at else ["reg_kinds"]
        buttons = [self._button(member, each, case.id, label=f"register.button_{each}") for each in verbs]
        buttons.append(self._button(member, "work", case.id, label="work.button_work"))
        return Screen(Text(*lines), (*rows, *rows_of(buttons, WIDE)), protected=True)

    def _urged(self, member: Member, at: Register, item: str) -> list[tuple[Button, ...]]:
        name = self._item_name(at, item, member.language)
        verbs = ("reg_new", "reg_not")
        labels = [shorten(self._words.say(member.language, f"register.{each}", item=name), LABEL) for each in verbs]
        return [(Button(text, _press(verb, at.case, item)),) for verb, text in zip(verbs, labels, strict=True)]

    def _item_name(self, at: Register, item: str, language: str) -> str:
        kind = at.agency.evidence_kinds.get(item)
        return kind.name.to(language) if kind else item

    def _state(self, entry: Request) -> str:
        return "refused" if entry.answer is not None and entry.answer.refused else entry.state

    def _entry(self, at: Register, entry: Request, language: str) -> str:
        """What was asked of whom, and what came of it."""
        fields = {
            "item": self._item_name(at, entry.item or "", language),
            "whom": self._whom(at.agency, entry.body, language),
            "date": self._answers.day(entry.answered_on or entry.due_on, language),
        }
        said = self._words.say(language, f"register.line_{self._state(entry)}", **fields)
        numbers = {each.id: str(number) for number, each in enumerate(at.files, 1)}
        files = [numbers[each] for each in entry.answer.files if each in numbers] if entry.answer else []
        return f"{said} {self._words.say(language, 'register.files', numbers=', '.join(files))}" if files else said

    def _label(self, at: Register, entry: Request, language: str) -> str:
        state = self._words.say(language, f"register.state_{self._state(entry)}")
        return f"{shorten(self._item_name(at, entry.item or '', language), LABEL)} · {state}"

    def evidence_kinds(self, member: Member, at: Register, arg: str = "") -> Screen:
        """What can be asked for."""
        kinds, more = page_of(tuple(at.agency.evidence_kinds.values()), arg)
        names = [(each.id, each.name.to(member.language)) for each in kinds]
        rows = [(Button(shorten(name, LABEL), _press("reg_new", at.case, id)),) for id, name in names]
        rows += [(self._button(member, "reg_kinds", at.case.id, more, label="staff.more"),)] if more else []
        rows.append((self._button(member, "register", at.case.id, label="register.back"),))
        asked = self.say(member, "register.which", reference=at.case.reference)
        return Screen(asked.text, tuple(rows), protected=True)

    def words_for(self, member: Member, at: Register, kind: EvidenceKind) -> Screen:
        """The words of the profile for this kind, to be taken as they are or written anew."""
        fields = {"item": kind.name.to(member.language), "whom": self._whom(at.agency, kind.body, member.language)}
        use = self._button(member, "reg_words", at.case.id, label="register.reg_words")
        asked = self._words.say(member.language, "register.write", reference=at.case.reference, **fields)
        rows = ((use,), (self._button(member, "forget", at.case.id),))
        return Screen(Text(asked, "\n\n", kind.ask.to(member.language)), rows, protected=True)

    def files_of(self, member: Member, at: Register, entry: Request, *, edits: int | None = None) -> Screen:
        """Which files of the case came as this; a tap links or unlinks."""
        linked = entry.answer.files if entry.answer else ()
        rows = []
        for number, each in enumerate(at.files, 1):
            mark = "☑ " if each.id in linked else ""
            label = f"{mark}{self._item(each.id, at.files, member.language)}"
            rows.append((Button(label, _press("reg_link", at.case, f"{entry.id}.{number}")),))
        rows.append((self._button(member, "register", at.case.id, label="register.back"),))
        name = self._item_name(at, entry.item or "", member.language)
        key = "register.which_files" if at.files else "register.no_files"
        return Screen(self.say(member, key, item=name).text, tuple(rows), protected=True, edits=edits)


def answered(entry: Request) -> bool:
    """Say whether files can be linked to an entry."""
    return entry.state == requests.ANSWERED


def _press(verb: str, case: Case, arg: str) -> str:
    return Press(STAFF, verb, case.id, arg).pack()
