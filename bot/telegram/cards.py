"""What staff see: queue pages, the case card, its allegations, files and talk, and notices; pure, used by `staff`."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from aiogram.utils.formatting import Bold, Italic, Text

from bot.casework import interview
from bot.casework.agency import Agency
from bot.casework.deadlines import Duty
from bot.casework.interview import ALSO
from bot.desk.caseload import Card, Page, Suggestion, Told
from bot.desk.courier import Parcel
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import pieces
from bot.telegram.screens import Screens, rows_of, shorten
from bot.telegram.words import Words
from storage.cases import Case, Message
from storage.evidence import Evidence
from storage.outbox import Notice
from storage.roster import Member

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
QUOTE: Final = 120
CONFIDENCE: Final = ((0.98, "sure"), (0.6, "likely"), (0.0, "unsure"))
# Signs that every phone and every plain font knows.
MARKS: Final = {"suggested": "?", "confirmed": "✓", "rejected": "✗", "added": "+"}
FLAG_ORDER: Final = ("unread", "listen", "call_back", "other_language", "withdrawal_asked", "unreachable", "no_words")
OVERDUE: Final = "! "


class Cards:
    """Renders for staff in the member's language."""

    def __init__(self, words: Words, screens: Screens) -> None:
        self._words = words
        self._screens = screens

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
        due = self._screens.day(case.next_at.astimezone(agency.zone).date(), language)
        late = OVERDUE if case.next_at < now else ""
        priority = self._words.say(language, f"priority.{case.priority}")
        return Button(f"{late}{case.reference} · {priority} · {due}", Press(STAFF, "open", case.id).pack())

    def card(self, member: Member, card: Card, *, edits: int | None = None) -> Screen:
        """The case card: where it stands, its clocks, what is suggested and the words that rest on."""
        language, case, agency = member.language, card.case, card.agency
        lines: list[Any] = [Bold(case.reference), " · ", self._words.say(language, f"priority.{case.priority}"), "\n"]
        lines += [agency.statuses[case.status].name.to(language), " · "]
        owner = card.owner or self._words.say(
            language, "staff.nobody", queue=agency.queues[case.queue].name.to(language)
        )
        lines += [owner, "\n", *self._flags(case, language)]
        lines += ["\n", Bold(self._words.say(language, "staff.clocks")), *self._duties(agency, card.duties, language)]
        lines += [
            "\n\n",
            Bold(self._words.say(language, "staff.allegations")),
            *self._suggestions(agency, card, language),
        ]
        if case.because:
            lines += [
                "\n\n",
                Bold(self._words.say(language, "staff.because")),
                "\n",
                "\n".join(f"• {b}" for b in case.because),
            ]
        return Screen(Text(*lines), self._card_buttons(member, card), protected=True, edits=edits)

    def _flags(self, case: Case, language: str) -> list[str]:
        raised = [flag for flag in FLAG_ORDER if flag in case.flags]
        return [f"\n⚑ {self._words.say(language, f'flag.{flag}')}" for flag in raised] + (["\n"] if raised else [])

    def _duties(self, agency: Agency, duties: Sequence[Duty], language: str) -> list[str]:
        titles = {each.name: each.title.to(language) for each in agency.deadlines}
        lines = []
        for duty in duties:
            mark = "✓" if duty.met_at else "○"
            lines.append(f"\n{mark} {titles[duty.name]}: {self._screens.day(duty.due_on, language)}")
        return lines or ["\n—"]

    def _suggestions(self, agency: Agency, card: Card, language: str) -> list[Any]:
        if not card.suggestions:
            return ["\n", self._words.say(language, "staff.no_suggestion")]
        lines: list[Any] = []
        for each in card.suggestions:
            lines += ["\n", MARKS[each.row.state], " ", agency.allegations[each.row.code].name.to(language)]
            if each.row.state == "suggested":
                lines.append(f" ({self._words.say(language, f'confidence.{confidence(each.row.score)}')})")
            quotes = _quotes(each)
            if quotes:
                lines += ["\n   ", Italic(quotes)]
        return lines

    def _card_buttons(self, member: Member, card: Card) -> tuple[tuple[Button, ...], ...]:
        case = card.case
        some = [self._button(member, "read", case.id), self._button(member, "media", case.id, count=len(card.files))]
        some += [
            self._button(member, "allegations", case.id),
            self._button(member, "talk", case.id, count=card.waiting),
        ]
        if case.owner_id is None and case.closed_at is None:
            some.insert(0, self._button(member, "claim", case.id))
        if card.may_assign and case.closed_at is None:
            some.append(self._button(member, "assign", case.id))
        if card.actions:
            some.append(self._button(member, "actions", case.id))
        some += [self._button(member, "note", case.id), self._button(member, "message", case.id)]
        return rows_of(some, wide=22)

    def allegations(self, member: Member, card: Card, *, edits: int | None = None) -> Screen:
        """Each suggestion with its words, to confirm or reject with one tap; others can be added."""
        language = member.language
        title = Bold(self._words.say(language, "staff.allegations_of", reference=card.case.reference))
        rows: list[tuple[Button, ...]] = []
        for each in card.suggestions:
            name = shorten(card.agency.allegations[each.row.code].name.to(language), 30)
            confirm = self._button(member, "confirmed", card.case.id, each.row.id, label="staff.confirm", name=name)
            reject = self._button(member, "rejected", card.case.id, each.row.id, label="staff.reject")
            rows.append((confirm, reject) if each.row.state == "suggested" else
                        ((reject,) if each.row.state != "rejected" else (confirm,)))  # fmt: skip
        rows.append((self._button(member, "more", card.case.id), self._button(member, "open", card.case.id)))
        text = Text(
            title, *self._suggestions(card.agency, card, language), "\n\n", self._words.say(language, "staff.decide")
        )
        return Screen(text, tuple(rows), protected=True, edits=edits)

    def codes(self, member: Member, card: Card, *, edits: int | None = None) -> Screen:
        """The agency's own list, to add an allegation that nobody suggested."""
        there = {each.row.code for each in card.suggestions if each.row.state != "rejected"}
        rows = [
            (Button(kind.name.to(member.language), Press(STAFF, "added", card.case.id, code).pack()),)
            for code, kind in card.agency.allegations.items()
            if code not in there
        ]
        rows.append((self._button(member, "allegations", card.case.id),))
        title = self._words.say(member.language, "staff.add_which", reference=card.case.reference)
        return Screen(Text(title), tuple(rows), protected=True, edits=edits)

    def actions(self, member: Member, card: Card, *, edits: int | None = None) -> Screen:
        """What may be done with the case from where it stands."""
        rows = [
            (Button(each.label.to(member.language), Press(STAFF, "act", card.case.id, each.id).pack()),)
            for each in card.actions
        ]
        rows.append((self._button(member, "open", card.case.id),))
        title = self._words.say(member.language, "staff.which_action", reference=card.case.reference)
        return Screen(Text(title), tuple(rows), protected=True, edits=edits)

    def dispositions(self, member: Member, agency: Agency, case_id: str, *, edits: int | None = None) -> Screen:
        """Which outcome an action gives to the case."""
        rows = [
            (Button(each.name.to(member.language), Press(STAFF, "outcome", case_id, id).pack()),)
            for id, each in agency.dispositions.items()
        ]
        return Screen(Text(self._words.say(member.language, "staff.which_disposition")), tuple(rows), edits=edits)

    def prompt(self, member: Member, case: Case, what: str, *, may_skip: bool = False) -> Screen:
        """Ask for words; the next text is for this, until it is cancelled."""
        row = [self._button(member, "no_note", case.id)] if may_skip else []
        row.append(self._button(member, "forget", case.id))
        return Screen(
            Text(self._words.say(member.language, f"staff.write_{what}", reference=case.reference)), (tuple(row),)
        )

    def members(self, member: Member, case: Case, people: Sequence[Member]) -> Screen:
        """Who may be given the case."""
        rows = tuple((Button(each.name, Press(STAFF, "give", case.id, each.id).pack()),) for each in people)
        return Screen(
            Text(self._words.say(member.language, "staff.give_to", reference=case.reference)), rows, protected=True
        )

    def told(self, member: Member, told: Told) -> list[Screen]:
        """The narrative and the answers, in protected messages."""
        language = member.language
        head = self._words.say(language, "staff.narrative_of", reference=told.case.reference)
        story = told.narrative or self._words.say(language, "staff.no_words")
        lines = [f"{head}\n\n{story}"]
        answers = self._answers(told, language)
        if answers:
            lines.append(
                "\n".join((self._words.say(language, "staff.answers_of", reference=told.case.reference), *answers))
            )
        return [Screen(Text(each), protected=True) for text in lines for each in pieces(text)]

    def _answers(self, told: Told, language: str) -> list[str]:
        lines = []
        for id, answer in interview.unpack(told.answers).items():
            question = told.agency.questions.get(id)
            if id == ALSO:
                also = " / ".join(str(each.get("text")) for each in answer.value if each.get("text"))
                lines.append(f"• {self._words.say(language, 'staff.also')}: {also}" if also else "")
            elif question is not None and question.kind not in {"story", "notice", "facts", "language"}:
                hidden = question.identity and told.identity_kept
                value = self._words.say(language, "staff.identity_kept") if hidden else \
                    self._screens.shown(question, answer, language, limit=1000)  # fmt: skip
                lines.append(f"• {question.name.to(language)}: {value}")
        return [line for line in lines if line]

    def files(self, member: Member, case: Case, files: Sequence[Evidence]) -> Screen:
        """The files of a case; each opens with a tap."""
        if not files:
            return self.say(member, "staff.no_files", reference=case.reference)
        rows = []
        for number, each in enumerate(files, 1):
            kind = self._words.say(member.language, f"kind.{each.kind}")
            state = (
                "" if each.state == "stored" else f" ({self._words.say(member.language, f'file_state.{each.state}')})"
            )
            rows.append((Button(f"{number}. {kind}{state}", Press(STAFF, "file", case.id, each.id).pack()),))
        title = self._words.say(member.language, "staff.files_of", reference=case.reference, count=len(files))
        return Screen(Text(title), tuple(rows), protected=True)

    def talk(self, member: Member, case: Case, messages: Sequence[Message]) -> list[Screen]:
        """Both sides' messages and staff's notes, oldest first."""
        language = member.language
        head = self._words.say(language, "staff.talk_of", reference=case.reference)
        lines = [head] if messages else [head, self._words.say(language, "staff.talk_empty")]
        for each in messages:
            who = "note" if each.kind == "note" else each.direction
            lines.append(f"{self._words.say(language, f'talk.{who}')}: {each.text}")
        shown = [Screen(Text(each), protected=True) for each in pieces("\n\n".join(lines))]
        answer = self._button(member, "message", case.id)
        return [*shown[:-1], Screen(shown[-1].text, ((answer,),), protected=True)]

    def notices(self, agency: Agency, parcel: Parcel, member: Member) -> Screen:
        """What one member has due now, in one message: the reference, the duty and the date, never what it is about."""
        lines = [self._notice(agency, each, member.language) for each in parcel.notices]
        targets = {(each.case_id, each.params.get("reference", "")) for each in parcel.notices if each.case_id}
        rows = [
            (Button(self._words.say(member.language, "button.open", reference=ref), Press(STAFF, "open", case).pack()),)
            for case, ref in sorted(targets)
            if case
        ]
        replaced = parcel.notices[0].params.get("message")
        return Screen(Text("\n\n".join(lines)), tuple(rows), protected=True, edits=int(replaced) if replaced else None)

    def _notice(self, agency: Agency, notice: Notice, language: str) -> str:
        fields = dict(notice.params)
        title = next((d.title.to(language) for d in agency.deadlines if d.name == fields.get("duty")), "")
        due = fields.get("due_on", "")
        fields["duty"] = title
        fields["date"] = self._screens.day(datetime.fromisoformat(due).date(), language) if due else ""
        fields["rule"] = self._rule(fields.get("rule", ""), language)
        fields["priority"] = self._words.say(language, f"priority.{fields['priority']}") if "priority" in fields else ""
        text = self._words.say(language, f"notice.{notice.template}", **fields)
        owed = due and notice.template.startswith("new_case")
        return f"{text} {self._words.say(language, 'notice.first_duty', **fields)}" if owed else text

    def _rule(self, rung: str, language: str) -> str:
        """A rung of the ladder in words: why this reminder comes now."""
        count = next((word for word in rung.split() if word.isdigit()), "0")
        kind = "due" if count == "0" else rung.split()[-1]
        one = "_one" if count == "1" else ""
        return self._words.say(language, f"rule.{'every_' if rung.startswith('every') else ''}{kind}{one}", count=count)

    def _button(
        self, member: Member, verb: str, case_id: str, arg: str = "", label: str | None = None, **fields: object
    ) -> Button:
        text = self._words.say(member.language, label or f"staff.button_{verb}", **fields)
        return Button(text, Press(STAFF, verb, case_id, arg).pack())


def confidence(score: float) -> str:
    """How sure the reader is, as a word."""
    return next(word for least, word in CONFIDENCE if score >= least)


def _quotes(suggestion: Suggestion) -> str:
    said = (" ".join(words.split()).strip(" ,.;:") for words in suggestion.words[:3])
    return " … ".join(f"“{shorten(words, QUOTE)}”" for words in said)
