"""What staff see of papers: the list of a case, one paper, and the choices before one is made; used by `documents`."""

from collections.abc import Mapping
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.answer_words import shorten
from bot.casework.agency import DocumentKind
from bot.casework.authorization import Verb, may
from bot.casework.workdays import day_at
from bot.desk import editable
from bot.desk.documents import Shelf
from bot.desk.permission import actor
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.casework_screens import LABEL, page_of
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import rows_of
from bot.telegram.staff_screens import StaffScreens
from storage.cases import Case
from storage.documents import APPROVED, ASKED, KEPT, REFUSED, SENT, Document
from storage.roster import Member

LETTER: Final = "letter"
WIDE: Final = 22


class DocumentScreens(StaffScreens):
    """Renders papers in the member's language."""

    def shelf(self, member: Member, shelf: Shelf, arg: str = "") -> Screen:
        """The papers of a case, the newest first, a page at a time; each opens with a tap."""
        say, case = self._words.say, shelf.case
        shown, more = page_of(tuple(reversed(shelf.made)), arg)
        lines: list[Any] = [Bold(say(member.language, "papers.title", reference=case.reference)), "\n"]
        lines += [f"\n{self._line(member, shelf, each)}" for each in shown]
        if not shown:
            lines.append("\n" + say(member.language, "papers.none"))
        rows = [(Button(self._label(member, shelf, each), _press("paper", case, each.id)),) for each in shown]
        rows += [(self._button(member, "papers", case.id, more, label="staff.more"),)] if more else []
        new = [self._button(member, "paper_new", case.id, label="papers.button_new")] if shelf.kinds else []
        back = self._button(member, "work", case.id, label="work.button_work")
        return Screen(Text(*lines), (*rows, *rows_of([*new, back], WIDE)), protected=True)

    def one(self, member: Member, shelf: Shelf, one: Document) -> Screen:
        """One paper, where it stands, and what can be done with it."""
        say, language = self._words.say, member.language
        lines: list[Any] = [Bold(self._name(member, shelf, one)), "\n", shelf.case.reference, "\n\n"]
        lines.append(self._line(member, shelf, one))
        if one.answer:
            lines += ["\n", say(language, "papers.because", because=one.answer)]
        if one.state == SENT and shelf.case.chat is not None:
            day = self.day(member, day_at(shelf.agency, one.read_at)) if one.read_at else ""
            lines += ["\n", say(language, "papers.read" if one.read_at else "papers.unread", date=day)]
        word = ["paper_word"] if editable.there_is(shelf.agency, one.kind) else []
        verbs = ["paper_open", *word, *self._verbs(member, shelf, one)]
        buttons = [self._button(member, each, shelf.case.id, one.id, label=f"papers.button_{each}") for each in verbs]
        back = self._button(member, "papers", shelf.case.id, label="work.button_papers")
        return Screen(Text(*lines), rows_of([*buttons, back], WIDE), protected=True)

    def _verbs(self, member: Member, shelf: Shelf, one: Document) -> list[str]:
        kind = next((each for each in shelf.kinds if each.id == one.kind), None)
        decides = may(Verb.DECIDE_DOCUMENT, actor(member), shelf.agency.id) and one.by != actor(member).by
        if one.state == ASKED:
            return ["paper_ok", "paper_no"] if decides else []
        if kind is None or not kind.sent or one.state in {SENT, REFUSED}:
            return []
        if kind.approval and one.state == KEPT:
            return ["paper_ask"]
        assert one.state in {KEPT, APPROVED}
        return ["paper_send" if shelf.case.chat is not None else "paper_hand"]

    def sure(self, member: Member, case: Case, document_id: str) -> Screen:
        """Ask once more: what was sent is never changed."""
        handed = case.chat is None
        yes = self._button(member, "paper_sure", case.id, document_id, label="papers.button_paper_sure")
        no = self._button(member, "paper", case.id, document_id, label="papers.button_paper_not_yet")
        said = self.say(member, "papers.sure_handed" if handed else "papers.sure", reference=case.reference)
        return Screen(said.text, ((yes,), (no,)), protected=True)

    def kinds(self, member: Member, shelf: Shelf) -> Screen:
        """Which paper to make."""
        names = [(each.id, each.name.to(member.language)) for each in shelf.kinds]
        buttons = [Button(shorten(name, LABEL), _press("paper_kind", shelf.case, id)) for id, name in names]
        back = self._button(member, "papers", shelf.case.id, label="work.button_papers")
        asked = self.say(member, "papers.which", reference=shelf.case.reference)
        return Screen(asked.text, rows_of([*buttons, back], WIDE), protected=True)

    def choices(
        self, member: Member, case: Case, kind: DocumentKind, wanted: Mapping[str, Any], *, edits: int | None = None
    ) -> Screen:
        """What is chosen so far for a paper that is about to be made."""
        say, language = self._words.say, member.language
        tongue = say(language, f"papers.in_{wanted['language']}")
        lines: list[Any] = [Bold(kind.name.to(language)), "\n", case.reference, "\n\n", tongue]
        optional = [each for each in kind.block if each.optional]
        if optional:
            lines += ["\n\n", say(language, "papers.blocks")]
        if kind.template == LETTER:
            lines += ["\n\n", say(language, "papers.write")]
        if wanted["words"]:
            lines += ["\n\n", say(language, "papers.written"), "\n", wanted["words"]]
        rows = []
        for each in optional:
            mark = "✓" if each.id in wanted["blocks"] else "○"
            label = f"{mark} {(each.name or each).to(language)}"
            rows.append((Button(shorten(label, LABEL), _press("paper_block", case, each.id)),))
        verbs = ["paper_make", "paper_tongue", *(["paper_unsay"] if wanted["words"] else [])]
        buttons = [self._button(member, each, case.id, label=f"papers.button_{each}") for each in verbs]
        forget = self._button(member, "forget", case.id)
        return Screen(Text(*lines), (*rows, *rows_of([*buttons, forget], WIDE)), protected=True, edits=edits)

    def _line(self, member: Member, shelf: Shelf, one: Document) -> str:
        say, language = self._words.say, member.language
        by = shelf.names.get(one.by) or say(language, "work.somebody_gone")
        made = self.day(member, day_at(shelf.agency, one.at))
        sent = self.day(member, day_at(shelf.agency, one.sent_at)) if one.sent_at else ""
        state = say(language, f"papers.state_{one.state}", date=sent)
        tongue = say(language, f"papers.in_{one.language}")
        return say(
            language, "papers.line", name=self._name(member, shelf, one), tongue=tongue, date=made, by=by, state=state
        )

    def _label(self, member: Member, shelf: Shelf, one: Document) -> str:
        name = self._name(member, shelf, one)
        return f"{shorten(name, LABEL)} · {self.day(member, day_at(shelf.agency, one.at))}"

    def _name(self, member: Member, shelf: Shelf, one: Document) -> str:
        kind = shelf.agency.documents.get(one.kind)
        return kind.name.to(member.language) if kind else one.kind


def _press(verb: str, case: Case, arg: str) -> str:
    return Press(STAFF, verb, case.id, arg).pack()
