"""What a complainant sees before filing: questions, the review, the way out and back; pure, used by `draft_talk`."""

from datetime import date
from functools import partial
from typing import Any, Final

from aiogram.utils.formatting import Bold, Code, Text

from bot.answer_words import AnswerWords
from bot.casework import filing_time, interview
from bot.casework.agency import Agency, Choice, Question
from bot.casework.interview import ALSO, Answer, Remark, Step
from bot.desk.intake import COMPLAINT, Asked
from bot.limit_words import LimitWords
from bot.telegram.callbacks import DRAFT, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import rows_of
from bot.telegram.guide_screens import GuideScreens
from bot.telegram.screens import Screens, quoted
from bot.words import Words
from storage.drafts import Draft

STYLES: Final = {"submit": "primary", "cancel_yes": "danger", "restart_yes": "danger"}
TOGGLED: Final = frozenset({"facts", "many"})
_GLANCE: Final = 30
_TAKEN_OUT: Final = 20
"""So many can be taken out at once: a message has no room for more buttons. Then the next ones come."""
_SILENT: Final = frozenset({"language", "notice", "facts"})


class DraftScreens(Screens):
    """Renders a draft and what the interview says about it."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self._answers = AnswerWords(words)
        self._guide = GuideScreens(words)
        self._limits = LimitWords(words)

    def asked(
        self, agency: Agency, asked: Asked, *, edits: int | None = None, today: date | None = None
    ) -> list[Screen]:
        """The interview's next screen, its remarks before the question; a crisis interrupt stands alone, before it.

        With `today`, the review says until when the complaint can be filed.
        """
        draft = asked.draft
        if asked.crisis:
            return [self.crisis(agency, draft)]
        if asked.quiet:
            return []
        said = [self.remark(draft.language, each, draft.purpose) for each in asked.remarks]
        shown = self.step(agency, draft, asked.step, today)
        if said and _telling(asked.step):
            # Somebody is telling their story: one short word that it arrived, not the question again.
            return [Screen(Text("\n\n".join(said)), shown.rows, edits=edits)]
        lead: list[Any] = [part for line in said for part in (line, "\n\n")]
        return [Screen(Text(*lead, shown.text), shown.rows, edits=edits)]

    def remark(self, language: str, remark: Remark, purpose: str = "complaint") -> str:
        """One sentence of the interview's own."""
        return self._words.say(language, self._key(purpose, f"{remark.kind}.{remark.key}"), **remark.params)

    def _key(self, purpose: str, key: str) -> str:
        """The words for a witness, who files no complaint, where there are any of their own."""
        return own if self._words.has(own := f"{key}_{purpose}") else key

    def crisis(self, agency: Agency, draft: Draft) -> Screen:
        """The one fixed message for somebody who may be in danger."""
        text = Text(Bold(self._words.say(draft.language, "crisis.title")), "\n\n", agency.crisis.to(draft.language))
        sending = () if agency.guides else ((self._button(draft, "send_now"),),)  # there is no office yet to send it to
        return Screen(text, ((self._button(draft, "go_on"),), *sending))

    def step(self, agency: Agency, draft: Draft, step: Step, today: date | None = None) -> Screen:
        """A question with its buttons, or the review."""
        if step.kind == "review" and agency.guides:
            return self._guide.elsewhere(agency, draft)
        if step.kind == "review":
            return self._review(agency, draft, today)
        assert step.question is not None
        text = self._question(agency, draft, step.question, step.answer)
        said, here = self._guide.here(agency, draft, step)
        shown = Text(text, "\n\n", said) if said else text
        return Screen(
            shown, (*here, *self._choices(draft, step.question, step.answer), *self._navigation(agency, draft, step))
        )

    def _question(self, agency: Agency, draft: Draft, question: Question, answer: Answer | None) -> Text:
        language = draft.language
        if question.kind == "language":
            return Text(Bold("\n".join((question.ask.en, question.ask.es))))
        if question.kind == "notice" and not question.hint:
            return self._notice(agency, language)
        parts: list[Any] = [Bold(question.ask.to(language))]
        if question.hint:
            parts += ["\n", question.hint.to(language)]
        if answer is not None and answer.value is not None and question.kind not in TOGGLED | {"story", "notice"}:
            parts += [
                "\n\n",
                self._words.say(
                    language, "interview.your_answer", answer=quoted(self._answers.shown(question, answer, language))
                ),
            ]
        return Text(*parts)

    def _notice(self, agency: Agency, language: str) -> Text:
        """The one screen before the story."""
        title = self._words.say(language, "interview.before_you_start", agency=agency.name.to(language))
        sample = self._words.say(language, "interview.sample") if agency.sample else ""
        parts = (agency.emergency, agency.privacy.summary, agency.caution, agency.another_way)
        unfiled = self._limits.until_filed(agency, language)
        body = "\n\n".join([*unfiled, *(each.to(language) for each in parts), *([sample] if sample else [])])
        return Text(Bold(title), "\n\n", body)

    def _choices(self, draft: Draft, question: Question, answer: Answer | None) -> tuple[tuple[Button, ...], ...]:
        if question.kind == "facts":
            return tuple(
                (self._fact(draft, question, n, fact),)
                for n, fact in enumerate((answer.value if answer else None) or ())
            )
        if question.kind == "yes_no":
            return (
                tuple(
                    self._pick(draft, each, self._words.say(draft.language, f"button.{each}")) for each in ("yes", "no")
                ),
            )
        chosen = set(answer.value or ()) if answer and question.kind == "many" else set()
        buttons = [
            self._pick(
                draft,
                each.id + (f"@{question.id}" if question.kind == "many" else ""),
                ("☑ " if each.id in chosen else "") + each.label.to(draft.language),
            )
            for each in _offered(question, answer)
        ]
        return rows_of(buttons)

    def _fact(self, draft: Draft, question: Question, number: int, fact: dict[str, Any]) -> Button:
        mark = "✓" if fact.get("confirmed", True) else "✗"
        kind = self._words.say(draft.language, f"fact.{fact['kind']}")
        return self._pick(draft, f"{number}@{question.id}", f"{mark} {kind}: {fact['text'][:60]}")

    def _pick(self, draft: Draft, value: str, label: str) -> Button:
        return Button(label, Press(DRAFT, "pick", draft.id, value, draft.revision).pack())

    def _button(self, draft: Draft, verb: str, label: str | None = None, arg: str = "") -> Button:
        text = label or self._words.say(draft.language, self._key(draft.purpose, f"button.{verb}"))
        return Button(text, Press(DRAFT, verb, draft.id, arg, draft.revision).pack(), STYLES.get(verb))

    def _navigation(self, agency: Agency, draft: Draft, step: Step) -> tuple[tuple[Button, ...], ...]:
        labels = {"done": f"button.done_{step.question.kind}"} if step.question else {}
        buttons = []
        for each in step.buttons:
            key = labels.get(each, "")
            label = self._words.say(draft.language, key) if key and self._words.has(key) else None
            if each == "another":
                word = agency.respondent_word.to(draft.language)
                label = self._words.say(draft.language, "button.another", word=word)
            asked = step.question.id if step.question and each == "done" else ""
            buttons.append(self._button(draft, each, label, asked))
        if step.question and step.question.kind == "notice" and not step.question.hint:
            buttons.append(self._button(draft, "privacy"))
        return rows_of(buttons)

    def _review(self, agency: Agency, draft: Draft, today: date | None) -> Screen:
        language = draft.language
        answers = interview.relevant(agency, interview.unpack(draft.answers))
        lines: list[Any] = [Bold(self._words.say(language, "review.title")), "\n"]
        buttons = []
        for id, answer in answers.items():
            if id == ALSO:
                also = "review.also_sworn" if agency.sworn and draft.purpose == COMPLAINT else "review.also_hint"
                lines += ["\n", Bold(self._words.say(language, "review.also")), ": "]
                lines += [quoted(self._answers.pieces(answer.value, language)), "\n", self._words.say(language, also)]
                buttons += self._taken_out(draft, answer.value)
                continue
            question = agency.question(id)
            if question.kind in _SILENT:
                continue
            lines += ["\n", Bold(question.name.to(language)), ": "]
            lines.append(quoted(self._answers.shown(question, answer, language)))
            change = self._words.say(language, "button.change", name=question.name.to(language))
            buttons.append(self._button(draft, "edit", change, id))
        limits = filing_time.filing(agency, answers) if draft.purpose == COMPLAINT else None
        for each in self._limits.said(limits, today, language) if today else ():
            lines += ["\n\n", each]
        submit = self._words.say(language, self._submit(agency, draft))
        lines += ["\n\n", self._words.say(language, self._key(draft.purpose, "review.ask"), button=submit)]
        top = (self._button(draft, "submit", submit),)
        bottom = (self._button(draft, "back"), self._button(draft, "restart"))
        return Screen(Text(*lines), (top, *rows_of(buttons, wide=24), bottom))

    def _submit(self, agency: Agency, draft: Draft) -> str:
        """What stands on the button that sends; where it must be sworn to, nothing is filed by it."""
        key = self._key(draft.purpose, "button.submit")
        return f"{key}_office" if key == "button.submit" and (agency.sworn or agency.discreet) else key

    def _taken_out(self, draft: Draft, beside: list[dict[str, Any]]) -> list[Button]:
        """A button for each of the first of what came beside the answers: it stays only if it belongs there."""
        shown = (self._answers.pieces([each], draft.language, limit=_GLANCE) for each in beside[:_TAKEN_OUT])
        label = partial(self._words.say, draft.language, "button.take_out")
        return [self._button(draft, "take_out", label(words=each), str(n)) for n, each in enumerate(shown)]

    def draft_waits(self, draft: Draft) -> Screen:
        """Say that a complaint waits unsent, and offer to go on."""
        return self.plain(draft.language, "status.draft", ((self._button(draft, "go_on"),),))

    def pause(self, agency: Agency, draft: Draft, link: str | None = None) -> Screen:
        """Say how to come back and how long the draft is kept, and ask whether to remind."""
        row = (self._button(draft, "remind_yes"), self._button(draft, "remind_no"))
        way_back = (self._words.say(draft.language, "help.way_back"), "\n\n", Code(link), "\n\n") if link else ()
        pause = self._words.say(draft.language, "help.pause", days=agency.draft_kept_days)
        return Screen(Text(*way_back, pause), (row,))

    def confirm(self, draft: Draft, verb: str, key: str) -> Screen:
        """Ask before something that cannot be undone."""
        row = (self._button(draft, f"{verb}_yes"), self._button(draft, "go_on"))
        return self.plain(draft.language, key, (row,))


def _offered(question: Question, answer: Answer | None) -> tuple[Choice, ...]:
    """The choices that have a button: of very many only those that are near to what was typed."""
    if question.kind != "listed":
        return question.choices
    near = answer.value.get("near", ()) if answer and isinstance(answer.value, dict) else ()
    return tuple(each for id in near for each in question.choices if each.id == id)


def _telling(step: Step) -> bool:
    return step.question is not None and step.question.kind == "story" and bool(step.answer and step.answer.value)
