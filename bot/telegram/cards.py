"""What staff see of one case: the card, its allegations, files and talk, what can be done; pure, used by `staff`."""

from collections.abc import Sequence
from typing import Any, Final

from aiogram.utils.formatting import Bold, Italic, Text

from bot.answer_words import WHOLE, shorten
from bot.casework import interview, party, workflow
from bot.casework.agency import Action, Agency
from bot.casework.authorization import Verb, may
from bot.casework.deadlines import Duty
from bot.casework.interview import ALSO
from bot.casework.overrides import BANDS
from bot.casework.workdays import day_at
from bot.desk.caseload import Card, Moves, Told
from bot.desk.permission import actor
from bot.limit_words import STAFF as STAFF_LIMIT
from bot.limit_words import LimitWords
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import fitted, rows_of
from bot.telegram.staff_screens import StaffScreens
from bot.words import Words
from storage.cases import Case, Message
from storage.evidence import Evidence
from storage.roster import Member

QUOTE: Final = 120
CONFIDENCE: Final = tuple(zip((*BANDS, 0.0), ("very_likely", "likely", "possible"), strict=True))
# Signs that every phone and every plain font knows.
MARKS: Final = {"suggested": "?", "confirmed": "✓", "rejected": "✗", "added": "+"}
AFTERCARE: Final = {
    "withdrawal": Verb.SETTLE_WITHDRAWAL,
    "appeal": Verb.DECIDE_APPEAL,
    "transfer": Verb.TRANSFER,
}
FLAG_ORDER: Final = (
    *("unread", "listen", "call_back", "other_language"),
    *("withdrawal_asked", "appeal_asked", "transferred", "unreachable", "no_words"),
)


class Cards(StaffScreens):
    """Renders one case for staff."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self._limits = LimitWords(words)

    def card(self, member: Member, card: Card, *, edits: int | None = None) -> Screen:
        """The case card: where it stands, its clocks, what is suggested and the words that rest on."""
        language, case, agency = member.language, card.case, card.agency
        lines: list[Any] = [Bold(case.reference), " · ", self._words.say(language, f"priority.{case.priority}"), "\n"]
        lines += [agency.statuses[case.status].name.to(language), " · "]
        owner = card.owner or self._words.say(
            language, "staff.nobody", queue=agency.queues[case.queue].name.to(language)
        )
        lines += [owner, "\n", *self._linked(card, language)]
        lines += ["\n", self._words.say(language, "cluster.on_card", name=card.cluster), "\n"] if card.cluster else []
        lines += [*self._on_hold(agency, case, language), *self._flags(case, language), *self._noted(card, language)]
        lines += ["\n", Bold(self._words.say(language, "staff.clocks")), *self._duties(agency, card.duties, language)]
        said = self._limits.said(*card.limits, language, to=STAFF_LIMIT) if card.limits else []
        lines += [f"\n{each}" for each in said]
        lines += [
            "\n\n",
            Bold(self._words.say(language, "staff.allegations")),
            *self._suggestions(agency, card, language),
            *self._concerns(card, language),
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

    def _noted(self, card: Card, language: str) -> list[str]:
        said = [f"\n{q.name.to(language)}: {self._answers.shown(q, answer, language)}" for q, answer in card.noted]
        return [*said, "\n"] if said else []

    def _linked(self, card: Card, language: str) -> list[str]:
        others = ", ".join(card.linked)
        return ["\n", self._words.say(language, "related.on_card", others=others), "\n"] if others else []

    def _on_hold(self, agency: Agency, case: Case, language: str) -> list[str]:
        if case.held_until is None or case.closed_at is not None:
            return []
        date = self._answers.day(day_at(agency, case.held_until), language)
        return ["\n", self._words.say(language, "clocks.on_hold", date=date), "\n"]

    def _duties(self, agency: Agency, duties: Sequence[Duty], language: str) -> list[str]:
        titles = {each.name: each.title.to(language) for each in agency.deadlines}
        lines = []
        for duty in duties:
            mark = "✓" if duty.met_at else "○"
            lines.append(f"\n{mark} {titles[duty.name]}: {self._answers.day(duty.due_on, language)}")
            for each in () if duty.met_at else duty.snoozed:
                date = self._answers.day(day_at(agency, each.until_at), language)
                lines.append(f" · {self._words.say(language, 'clocks.snoozed', date=date)}")
        return lines or ["\n—"]

    def _suggestions(self, agency: Agency, card: Card, language: str) -> list[Any]:
        if not card.suggestions:
            return ["\n", self._words.say(language, "staff.no_suggestion")]
        lines: list[Any] = []
        for each in card.suggestions:
            lines += ["\n", MARKS[each.row.state], " ", agency.allegations[each.row.code].name.to(language)]
            if each.row.state == "suggested":
                lines.append(f" ({self._words.say(language, f'confidence.{confidence(each.row.score)}')})")
            if each.words:
                lines += ["\n   ", Italic(_quotes(each.words))]
        return lines

    def _concerns(self, card: Card, language: str) -> list[Any]:
        """What may need somebody at once, with the words that say so: a rule may have raised the case for it."""
        lines: list[Any] = ["\n\n", Bold(self._words.say(language, "staff.concerns"))] if card.concerns else []
        for each in card.concerns:
            likely = self._words.say(language, f"confidence.{confidence(each.score)}")
            lines.append(f"\n• {self._words.say(language, f'concern.{each.label}')} ({likely})")
            lines += ["\n   ", Italic(_quotes(each.words))] if each.words else []
        return lines

    def _card_buttons(self, member: Member, card: Card) -> tuple[tuple[Button, ...], ...]:
        case = card.case
        some = [self._button(member, "read", case.id), self._button(member, "media", case.id, count=len(card.files))]
        some += [
            self._button(member, "allegations", case.id),
            self._button(member, "talk", case.id, count=card.waiting),
        ]
        some.append(self._button(member, "conflicts", case.id, label="people.button_people"))
        some.append(self._button(member, "clocks", case.id))
        some.append(self._button(member, "related", case.id, label="related.button", count=card.proposed))
        if case.owner_id is None and case.closed_at is None:
            some.insert(0, self._button(member, "claim", case.id))
        if card.may_assign and case.closed_at is None:
            some.append(self._button(member, "assign", case.id))
        if card.actions:
            some.append(self._button(member, "actions", case.id))
        some += [self._button(member, "note", case.id), self._button(member, "message", case.id)]
        some.append(self._button(member, "asks", case.id, label="asks.button_asks"))
        some.append(self._button(member, "work", case.id, label="work.button_work"))
        after = _aftercare(case)
        if after is not None and may(AFTERCARE[after], actor(member), case.agency):
            some.append(self._button(member, after, case.id))
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

    def actions(self, member: Member, at: Moves, *, edits: int | None = None) -> Screen:
        """What may be done with the case from where it stands."""
        rows = [
            (Button(each.label.to(member.language), Press(STAFF, "act", at.case.id, each.id).pack()),)
            for each in at.actions
        ]
        rows.append((self._button(member, "open", at.case.id),))
        title = self._words.say(member.language, "staff.which_action", reference=at.case.reference)
        return Screen(Text(title), tuple(rows), protected=True, edits=edits)

    def dispositions(self, member: Member, agency: Agency, case_id: str, action: Action) -> Screen:
        """Which outcome an action gives to the case."""
        rows = [
            (Button(agency.dispositions[id].name.to(member.language), Press(STAFF, "outcome", case_id, id).pack()),)
            for id in workflow.outcomes(agency, action)
        ]
        rows.append((self._button(member, "forget", case_id),))
        return Screen(Text(self._words.say(member.language, "staff.which_disposition")), tuple(rows))

    def prompt(self, member: Member, case: Case, what: str, *, skips: str = "") -> Screen:
        """Ask for words; the next text is for this, until it is cancelled. `skips`: the action that needs none."""
        others = [self._button(member, "no_note", case.id, skips)] if skips else []
        return self.asks(member, f"staff.write_{what}", case.id, *others, reference=case.reference)

    def told(self, member: Member, told: Told) -> list[Screen]:
        """The narrative and the answers, in protected messages."""
        language = member.language
        head = self._words.say(language, "staff.narrative_of", reference=told.case.reference)
        story = told.narrative or self._words.say(language, "staff.no_words")
        lines = [f"{head}\n\n{story}"]
        if interview.narrative(interview.unpack(told.answers)) not in ("", told.narrative):
            lines.append(self._words.say(language, "work.story_changed"))
        answers = self._answered(told, language)
        if answers:
            lines.append(
                "\n".join((self._words.say(language, "staff.answers_of", reference=told.case.reference), *answers))
            )
        return [part for text in lines for part in fitted(Screen(Text(text), protected=True))]

    def _answered(self, told: Told, language: str) -> list[str]:
        lines = []
        for id, answer in interview.unpack(told.answers).items():
            question = told.agency.questions.get(id)
            if id == ALSO:
                lines.append(self._beside(told, language))
            elif question is not None and question.kind not in {"story", "notice", "facts", "language"}:
                hidden = question.identity and told.identity_kept
                value = self._words.say(language, "staff.identity_kept") if hidden else \
                    self._answers.shown(question, answer, language, limit=WHOLE)  # fmt: skip
                lines.append(f"• {question.name.to(language)}: {value}")
        return [line for line in lines if line]

    def _beside(self, told: Told, language: str) -> str:
        """What came beside the answers; that something of it is kept is said, for it may be more than the name."""
        seen, shut = party.beside(told.agency, interview.unpack(told.answers), told.case.name_choice)
        said = [str(each["text"]) for each in seen if each.get("text")]
        if any(each.get("text") for each in shut):
            said.append(self._words.say(language, "staff.identity_kept"))
        return f"• {self._words.say(language, 'staff.also')}: {' / '.join(said)}" if said else ""

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
        answer = self._button(member, "message", case.id)
        return fitted(Screen(Text("\n\n".join(lines)), ((answer,),), protected=True))


def _aftercare(case: Case) -> str | None:
    """What the complainant waits for, or else the way to another office: one button, by its verb."""
    asked = {"withdrawal_asked": "withdrawal", "appeal_asked": "appeal"}
    verb = next((verb for flag, verb in asked.items() if flag in case.flags), "transfer")
    return None if verb == "transfer" and case.closed_at is not None else verb


def confidence(score: float) -> str:
    """How likely a suggestion is, as a word; the scores are the reader's chances."""
    return next(word for least, word in CONFIDENCE if score >= least)


def _quotes(stretches: Sequence[str]) -> str:
    said = (" ".join(words.split()).strip(" ,.;:") for words in stretches[:3])
    return " … ".join(f"“{shorten(words, QUOTE)}”" for words in said)
