"""What staff write for the report on a case, and the report as a Word file; called by `staff`."""

from collections.abc import Mapping
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.answer_words import shorten
from bot.casework.authorization import Verb, permit
from bot.casework.errors import Stale
from bot.casework.interview import visible
from bot.casework.passage import PassageKind
from bot.desk import asking, editable, passages
from bot.desk.desk import Desk
from bot.desk.passages import Drafted
from bot.desk.permission import actor
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.casework_screens import LABEL
from bot.telegram.delivery import Attachment, Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.telegram.fitting import fitted, rows_of
from bot.telegram.room import Room
from bot.telegram.staff_screens import StaffScreens
from bot.words import Words
from storage.roster import Member

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MORE: Final = "passage_more"


class ReportTalk(Room):
    """Everything that staff can press or be asked about a report before it is made."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = ReportScreens(words)
        self.presses = {
            "report": self._report,
            "passage": self._passage,
            "passage_new": self._wants,
            MORE: self._wants,
            "paper_word": self._word,
        }
        self.asked = {"passage_new": self._written, MORE: self._written}

    async def _report(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await passages.look(self._desk, member, press.subject, heard.source)
        return Reply([self._screens.report(member, at)])

    async def _passage(self, heard: Heard, member: Member, press: Press) -> Reply:
        at = await passages.look(self._desk, member, press.subject, heard.source)
        return Reply(self._screens.passage(member, at, self._kind(member, press.arg)))

    async def _wants(self, heard: Heard, member: Member, press: Press) -> Reply:
        permit(Verb.WRITE, actor(member), member.agency)
        kind = self._kind(member, press.arg)
        wanted = {"verb": press.verb, "case": press.subject, "part": kind.id}
        case = await asking.ask_about(self._desk, heard.source, member, Verb.WRITE, wanted)
        fields = {"reference": case.reference, "name": kind.name.to(member.language)}
        asks = self._screens.asks(member, f"report.write_{press.verb.removeprefix('passage_')}", case.id, **fields)
        return Reply([Screen(Text(asks.text, "\n\n", kind.ask.to(member.language)), asks.rows, protected=True)])

    async def _written(self, heard: Heard, member: Member, text: str) -> Reply:
        wanted: Mapping[str, Any] = member.prompt or {}
        case_id, part, more = str(wanted["case"]), str(wanted["part"]), wanted["verb"] == MORE
        await passages.write(self._desk, heard.source, member, case_id, part, visible(text), more=more)
        at = await passages.look(self._desk, member, case_id)
        said = self._screens.say(member, "report.kept", version=at.passages[part].version)
        return Reply([said, self._screens.report(member, at)])

    def _kind(self, member: Member, part: str) -> PassageKind:
        found = self._desk.agencies[member.agency].passages.get(part)
        if found is None:
            raise Stale
        return found

    async def _word(self, heard: Heard, member: Member, press: Press) -> Reply:
        made = await editable.word(self._desk, member, press.subject, press.arg, heard.source)
        caption = self._screens.say(member, "report.word_file", reference=made.case.reference).text
        file = Attachment(made.data, f"{made.case.reference}-{made.document.sha256[:6]}.docx", WORD)
        return Reply([Screen(caption, protected=True, attachment=file)])


class ReportScreens(StaffScreens):
    """Renders what a report holds already and what it lacks."""

    def report(self, member: Member, at: Drafted) -> Screen:
        """What is missing, and each passage with whether it is written."""
        say, language, case = self._words.say, member.language, at.case
        lines: list[Any] = [Bold(say(language, "report.title", reference=case.reference)), "\n\n"]
        passages_missing = [each for each in at.missing if each.key != "passage"]
        lines.append(say(language, "report.missing" if at.missing else "report.complete"))
        for each in passages_missing:
            lines += ["\n• ", say(language, f"report.missing_{each.key}", about=each.about)]
        rows = []
        for id, kind in at.agency.passages.items():
            there = at.passages.get(id)
            name = kind.name.to(language)
            key = "report.written" if there else "report.unwritten"
            lines += ["\n• ", say(language, key, name=name, version=there.version if there else 0)]
            rows.append((Button(shorten(name, LABEL), Press(STAFF, "passage", case.id, id).pack()),))
        buttons = [self._button(member, "papers", case.id, label="report.button_papers")]
        buttons.append(self._button(member, "work", case.id, label="work.button_work"))
        return Screen(Text(*lines), (*rows, *rows_of(buttons, 22)), protected=True)

    def passage(self, member: Member, at: Drafted, kind: PassageKind) -> list[Screen]:
        """What is written so far."""
        language, case, there = member.language, at.case, at.passages.get(kind.id)
        verbs = ["passage_new", *([MORE] if there else [])] if case.closed_at is None else []
        buttons = [self._button(member, each, case.id, kind.id, label=f"report.button_{each}") for each in verbs]
        buttons.append(self._button(member, "report", case.id, label="report.back"))
        words = there.words if there else self._words.say(language, "report.nothing_yet")
        body = Text(Bold(kind.name.to(language)), "\n\n", words)
        return fitted(Screen(body, rows_of(buttons, 22), protected=True))
