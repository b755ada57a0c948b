"""What staff see of requests, witnesses and a name that is kept; pure, used by `requests`, `witness`, `identity`."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from aiogram.utils.formatting import Bold, Code, Text

from bot.answer_words import WHOLE, shorten
from bot.casework import interview, party
from bot.casework.agency import Agency
from bot.casework.workdays import day_at
from bot.desk.identity import Name, Question
from bot.desk.requests import STORY, Board, Shown
from bot.desk.witnesses import Stated
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import fitted, rows_of
from bot.telegram.staff_screens import StaffScreens, key_text
from storage import invitations, requests, unlocks
from storage.cases import Case
from storage.evidence import Evidence
from storage.invitations import Invitation
from storage.requests import Request
from storage.roster import Member
from storage.unlocks import Unlock

LINE: Final = 160
DAYS: Final = (7, 14, 30)


class RequestScreens(StaffScreens):
    """Renders in the member's language; everything that somebody wrote goes into protected messages."""

    def board(self, member: Member, board: Board) -> Screen:
        """What was asked of others about one case, who was invited, and what can be asked."""
        say, language, case = self._words.say, member.language, board.case
        lines: list[Any] = [Bold(say(language, "asks.title", reference=case.reference))]
        if not board.requests:
            lines += ["\n\n", say(language, "asks.none")]
        rows = []
        for each in board.requests:
            whom = self._whom(board.agency, each.body, language)
            lines += ["\n\n", self._line(board.agency, each, language), "\n", shorten(each.asked, LINE)]
            state = say(language, f"asks.state_{each.state}")
            rows.append((Button(f"{whom} · {state}", Press(STAFF, "ask_one", case.id, each.id).pack()),))
        if board.before is not None:
            rows.append((self._button(member, "asks", case.id, key_text(board.before), label="asks.earlier"),))
        for link in board.invitations:
            lines += ["\n\n", self._link(board.agency, link, language)]
            if link.state == invitations.INVITED:
                rows.append(
                    (self._button(member, "unwitness", case.id, link.id, label="asks.unwitness", who=link.who),)
                )
        return Screen(Text(*lines), (*rows, *rows_of(self._verbs(member, board), wide=22)), protected=True)

    def _verbs(self, member: Member, board: Board) -> list[Button]:
        case = board.case
        verbs = [] if case.closed_at else ["ask_them", "ask_body"]
        verbs += ["bring"] + (["witness"] if board.agency.witness and not case.closed_at else [])
        verbs += ["name"] if case.name_choice == party.KEEPS_NAME else []
        verbs += ["told"] if case.chat is None else []
        buttons = [self._button(member, each, case.id, label=f"asks.button_{each}") for each in verbs]
        if board.statements:
            buttons.append(self._button(member, "stated", case.id, label="asks.button_stated", count=board.statements))
        return [*buttons, self._button(member, "open", case.id)]

    def _whom(self, agency: Agency, body: str | None, language: str) -> str:
        known = agency.bodies.get(body or "")
        return known.name.to(language) if known else body or self._words.say(language, "asks.complainant")

    def _line(self, agency: Agency, request: Request, language: str) -> str:
        refused = request.answer is not None and request.answer.refused
        key = f"asks.line_{'refused' if refused else request.state}"
        on = request.answered_on or request.due_on
        whom = self._whom(agency, request.body, language)
        return self._words.say(language, key, whom=whom, date=self._answers.day(on, language))

    def _link(self, agency: Agency, link: Invitation, language: str) -> str:
        until = self._answers.day(day_at(agency, link.expires_at), language)
        return self._words.say(language, f"asks.link_{link.state}", who=link.who, date=until)

    def one(self, member: Member, shown: Shown) -> list[Screen]:
        """One request in full: what was asked, what was shared, what came back."""
        language, case, request = member.language, shown.case, shown.request
        lines = [f"{case.reference} · {self._line(shown.agency, request, language)}", request.asked]
        if request.shared:
            listed = [self._item(each, shown.files, language) for each in request.shared]
            lines.append(self._words.say(language, "asks.shared_were", items=", ".join(listed)))
        if request.answer is not None and request.answer.words:
            lines.append(self._words.say(language, "asks.answer_was", words=request.answer.words))
        files = request.answer.files if request.answer else ()
        rows: list[Button] = []
        if request.state in requests.WAITING:
            offered = request.state == requests.OFFERED
            verbs = ["ask_got", "ask_no"] if request.body else ["ask_ok", *(["ask_not_yet"] if offered else [])]
            rows += [self._button(member, each, case.id, request.id, label=f"asks.{each}") for each in verbs]
            rows.append(self._button(member, "ask_not", case.id, request.id, label="asks.ask_not"))
        rows += [self._button(member, "file", case.id, each, label="asks.answer_file") for each in files]
        if request.item is not None:
            there = request.state == requests.ANSWERED
            rows += (
                [self._button(member, "reg_files", case.id, request.id, label="register.reg_files")] if there else []
            )
            rows.append(self._button(member, "register", case.id, label="register.back"))
        rows += [self._button(member, "asks", case.id, label="asks.back")]
        return fitted(Screen(Text("\n\n".join(lines)), rows_of(rows, wide=22), protected=True))

    def _item(self, item: str, files: Sequence[Evidence], language: str) -> str:
        if item == STORY:
            return self._words.say(language, "asks.story")
        number, kind = next(((n, each.kind) for n, each in enumerate(files, 1) if each.id == item), (0, "document"))
        return f"{number}. {self._words.say(language, f'kind.{kind}')}"

    def bodies(self, member: Member, agency: Agency, case_id: str) -> Screen:
        """Which office outside is asked."""
        rows = [
            (Button(each.name.to(member.language), Press(STAFF, "body", case_id, id).pack()),)
            for id, each in agency.bodies.items()
        ]
        if not rows:
            return self.say(member, "asks.no_bodies")
        return Screen(Text(self._words.say(member.language, "asks.which_body")), tuple(rows))

    def share(
        self,
        member: Member,
        case_id: str,
        files: Sequence[Evidence],
        shared: Sequence[str],
        *,
        edits: int | None = None,
    ) -> Screen:
        """What goes along with a request to another office: the story, and any of the files."""
        items = [STORY, *(each.id for each in files)]
        rows = []
        for each in items:
            mark = "☑ " if each in shared else ""
            label = f"{mark}{self._item(each, files, member.language)}"
            rows.append((Button(label, Press(STAFF, "share", case_id, each).pack()),))
        rows.append((self._button(member, "shared", case_id, label="asks.shared"),))
        return Screen(Text(self._words.say(member.language, "asks.share")), tuple(rows), protected=True, edits=edits)

    def due(
        self, member: Member, agency: Agency, case_id: str, today: date, *, again: str = "", days: int | None = None
    ) -> Screen:
        """By which day the answer is wanted: a tap, or a date in words. `again` is why the last one would not do."""
        usual = days or agency.asking.days
        offered = sorted({*DAYS, usual}, key=lambda each: (each != usual, each))
        buttons = [
            self._button(member, "due", case_id, str(each), label="asks.in_days", count=each) for each in offered
        ]
        lead = [self._words.say(member.language, f"refused.{again}"), "\n\n"] if again else []
        text = Text(*lead, self._words.say(member.language, "asks.by_when", date=self.day(member, today)))
        return Screen(text, (*rows_of(buttons), (self._button(member, "forget", case_id),)))

    def wanted(self, member: Member, case: Case, key: str, *verbs: str, **fields: object) -> Screen:
        """Ask for words or a file; the next message is for this, until it is cancelled. `verbs` are other answers."""
        others = [self._button(member, each, case.id, label=f"asks.{each}") for each in verbs]
        return self.asks(member, f"asks.{key}", case.id, *others, reference=case.reference, **fields)

    def links(self, member: Member, agency: Agency, case: Case, link: Invitation, links: Sequence[str]) -> list[Screen]:
        """A witness's link, alone in a message of its own so that it can be copied; it is shown this once."""
        until = self.day(member, day_at(agency, link.expires_at))
        head = self._words.say(member.language, "asks.link_made", reference=case.reference, who=link.who, date=until)
        return [Screen(Text(head), protected=True), *(Screen(Text(Code(each))) for each in links)]

    def statements(self, member: Member, agency: Agency, case: Case, stated: Sequence[Stated]) -> list[Screen]:
        """What the witnesses said, oldest first."""
        language = member.language
        lines = [self._words.say(language, "asks.statements_of", reference=case.reference)]
        for each in stated:
            said = each.statement
            on = self._answers.day(day_at(agency, said.at), language)
            lines.append(self._words.say(language, "asks.statement", who=each.who, date=on))
            lines += [said.words] if said.words else []
            lines += [self._words.say(language, "asks.reached", contact=said.contact)] if said.contact else []
            lines += [self._words.say(language, "asks.with_files", count=len(said.files))] if said.files else []
        back = self._button(member, "asks", case.id, label="asks.back")
        return fitted(Screen(Text("\n\n".join(lines)), ((back,),), protected=True))

    # The name

    def asked_name(
        self, member: Member, agency: Agency, case: Case, unlock: Unlock | None, *, open_now: bool
    ) -> Screen:
        """Where the reader's own question about the name stands."""
        state = "unasked" if unlock is None else unlock.state
        if state == unlocks.OPENED and not open_now:
            state = "over"
        fields = {"reference": case.reference, "because": (unlock.decision if unlock else None) or "", "until": ""}
        if unlock is not None and unlock.opens_until is not None:
            fields["until"] = self._until(agency, unlock, member.language)
        verb = {unlocks.OPENED: "read_name", unlocks.ASKED: ""}.get(state, "ask_name")
        rows = [self._button(member, verb, case.id, label=f"name.button_{verb}")] if verb else []
        rows.append(self._button(member, "asks", case.id, label="asks.back"))
        text = self._words.say(member.language, f"name.{state}", **fields)
        return Screen(Text(text), rows_of(rows, wide=22), protected=True)

    def _until(self, agency: Agency, unlock: Unlock, language: str) -> str:
        assert unlock.opens_until is not None, "what was opened has an end"
        return self._answers.moment(unlock.opens_until.astimezone(agency.zone), language)

    def why_name(self, member: Member, question: Question) -> Screen:
        """For a custodian: who asks for which name, and why."""
        role = question.agency.roles[question.asker.role].to(member.language)
        fields = {"reference": question.case.reference, "name": question.asker.name, "role": role}
        text = self._words.say(member.language, "name.why", **fields, because=question.unlock.because)
        rows = [
            self._button(member, verb, question.case.id, question.unlock.id, label=f"name.button_{verb}")
            for verb in ("open_name", "refuse_name")
        ]
        return Screen(Text(text), (tuple(rows),), protected=True)

    def name(self, member: Member, name: Name) -> Screen:
        """What was kept, for the one it was opened for."""
        language = member.language
        until = self._until(name.agency, name.unlock, language)
        lines = [self._words.say(language, "name.is", reference=name.case.reference, until=until)]
        for id, answer in interview.unpack(name.answers).items():
            question = name.agency.questions.get(id)
            if question is not None and question.identity:
                said = self._answers.shown(question, answer, language, WHOLE)
                lines.append(f"• {question.name.to(language)}: {said}")
        _, shut = party.beside(name.agency, interview.unpack(name.answers), name.case.name_choice)
        if said := " / ".join(str(each["text"]) for each in shut if each.get("text")):
            lines.append(f"• {self._words.say(language, 'staff.also')}: {said}")
        if len(lines) == 1:
            lines.append(self._words.say(language, "name.nothing"))
        return Screen(Text("\n".join(lines)), protected=True)
