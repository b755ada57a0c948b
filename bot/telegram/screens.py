"""What a complainant sees: interview, review, receipt, status, news; pure, used by `resident` and `notices`."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from aiogram.utils.formatting import Bold, Code, Text

from bot.casework import interview
from bot.casework.agency import Agency, Question
from bot.casework.deadlines import Duty
from bot.casework.interview import ALSO, Answer, Answers, Remark, Step
from bot.desk.correspondence import Standing
from bot.desk.intake import Asked
from bot.telegram.callbacks import CASE, CHAT, DRAFT, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import pieces
from bot.telegram.words import Words
from storage.cases import Case, Message
from storage.drafts import Draft
from storage.outbox import Notice

LANGUAGES: Final = {"en": "English", "es": "Español"}
EXCERPT: Final = 400
LINE: Final = 300
SHORT_LABEL: Final = 16
STYLES: Final = {"submit": "primary", "cancel_yes": "danger", "restart_yes": "danger", "withdraw_yes": "danger"}
TOGGLED: Final = frozenset({"facts", "many"})
TO_BE_READ: Final = frozenset({"message_waiting", "news_with_note"})
_SILENT: Final = frozenset({"language", "notice", "facts"})


class Screens:
    """Renders for complainants; the words of the bot and the profile of the agency are all it knows."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def asked(self, agency: Agency, asked: Asked, *, edits: int | None = None) -> list[Screen]:
        """The interview's next screen, its remarks before the question; a crisis interrupt stands alone, before it."""
        draft = asked.draft
        if asked.crisis:
            return [self.crisis(agency, draft)]
        if asked.quiet:
            return []
        said = [self.remark(draft.language, each) for each in asked.remarks]
        shown = self.step(agency, draft, asked.step)
        if said and _telling(asked.step):
            # Somebody is telling their story: one short word that it arrived, not the question again.
            return [Screen(Text("\n\n".join(said)), shown.rows, edits=edits)]
        lead: list[Any] = [part for line in said for part in (line, "\n\n")]
        return [Screen(Text(*lead, shown.text), shown.rows, edits=edits)]

    def remark(self, language: str, remark: Remark) -> str:
        """One sentence of the interview's own."""
        return self._words.say(language, f"{remark.kind}.{remark.key}", **remark.params)

    def crisis(self, agency: Agency, draft: Draft) -> Screen:
        """The one fixed message for somebody who may be in danger."""
        text = Text(Bold(self._words.say(draft.language, "crisis.title")), "\n\n", agency.crisis.to(draft.language))
        return Screen(text, ((self._button(draft, "go_on"),), (self._button(draft, "send_now"),)))

    def step(self, agency: Agency, draft: Draft, step: Step) -> Screen:
        """A question with its buttons, or the review."""
        if step.kind == "review":
            return self._review(agency, draft)
        assert step.question is not None
        text = self._question(agency, draft, step.question, step.answer)
        return Screen(text, (*self._choices(draft, step.question, step.answer), *self._navigation(draft, step)))

    def _question(self, agency: Agency, draft: Draft, question: Question, answer: Answer | None) -> Text:
        language = draft.language
        if question.kind == "language":
            return Text(Bold("\n".join((question.ask.en, question.ask.es))))
        if question.kind == "notice":
            return self._notice(agency, language)
        parts: list[Any] = [Bold(question.ask.to(language))]
        if question.hint:
            parts += ["\n", question.hint.to(language)]
        if answer is not None and answer.value is not None and question.kind not in TOGGLED | {"story"}:
            parts += [
                "\n\n",
                self._words.say(language, "interview.your_answer", answer=self.shown(question, answer, language)),
            ]
        return Text(*parts)

    def _notice(self, agency: Agency, language: str) -> Text:
        """The one screen before the story."""
        title = self._words.say(language, "interview.before_you_start", agency=agency.name.to(language))
        sample = self._words.say(language, "interview.sample") if agency.sample else ""
        parts = (agency.emergency, agency.privacy.summary, agency.caution, agency.another_way)
        body = "\n\n".join([*(each.to(language) for each in parts), *([sample] if sample else [])])
        return Text(Bold(title), "\n\n", body)

    def privacy(self, agency: Agency, language: str) -> list[Screen]:
        """The whole notice, in as many messages as it needs."""
        title = self._words.say(language, "interview.privacy_title", version=agency.privacy.version)
        return [Screen(Text(each)) for each in pieces(f"{title}\n\n{agency.privacy.full.to(language)}")]

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
            for each in question.choices
        ]
        return rows_of(buttons)

    def _fact(self, draft: Draft, question: Question, number: int, fact: dict[str, Any]) -> Button:
        mark = "✓" if fact.get("confirmed", True) else "✗"
        kind = self._words.say(draft.language, f"fact.{fact['kind']}")
        return self._pick(draft, f"{number}@{question.id}", f"{mark} {kind}: {fact['text'][:60]}")

    def _pick(self, draft: Draft, value: str, label: str) -> Button:
        return Button(label, Press(DRAFT, "pick", draft.id, value, draft.revision).pack())

    def _button(self, draft: Draft, verb: str, label: str | None = None, arg: str = "") -> Button:
        text = label or self._words.say(draft.language, f"button.{verb}")
        return Button(text, Press(DRAFT, verb, draft.id, arg, draft.revision).pack(), STYLES.get(verb))

    def _navigation(self, draft: Draft, step: Step) -> tuple[tuple[Button, ...], ...]:
        labels = {"done": f"button.done_{step.question.kind}"} if step.question else {}
        buttons = []
        for each in step.buttons:
            key = labels.get(each, "")
            label = self._words.say(draft.language, key) if key and self._words.has(key) else None
            asked = step.question.id if step.question and each == "done" else ""
            buttons.append(self._button(draft, each, label, asked))
        if step.question and step.question.kind == "notice":
            buttons.append(self._button(draft, "privacy"))
        return rows_of(buttons)

    def _review(self, agency: Agency, draft: Draft) -> Screen:
        language = draft.language
        answers = interview.relevant(agency, interview.unpack(draft.answers))
        lines: list[Any] = [Bold(self._words.say(language, "review.title")), "\n"]
        buttons = []
        for id, answer in answers.items():
            if id == ALSO:
                lines += [
                    "\n",
                    Bold(self._words.say(language, "review.also")),
                    ": ",
                    self._pieces(answer.value, language),
                ]
                continue
            question = agency.question(id)
            if question.kind in _SILENT:
                continue
            lines += ["\n", Bold(question.name.to(language)), ": ", self.shown(question, answer, language)]
            change = self._words.say(language, "button.change", name=question.name.to(language))
            buttons.append(self._button(draft, "edit", change, id))
        lines += ["\n\n", self._words.say(language, "review.ask")]
        top = (self._button(draft, "submit"),)
        bottom = (self._button(draft, "back"), self._button(draft, "restart"))
        return Screen(Text(*lines), (top, *rows_of(buttons, wide=24), bottom))

    def shown(self, question: Question, answer: Answer, language: str, limit: int = LINE) -> str:
        """An answer in words, shortened where it is long."""
        if answer.state == "skipped" or answer.value in (None, "", []):
            return self._words.say(language, "review.skipped")
        if question.kind in {"choice", "language"}:
            return next((c.label.to(language) for c in question.choices if c.id == answer.value), str(answer.value))
        if question.kind == "many":
            return ", ".join(c.label.to(language) for c in question.choices if c.id in answer.value)
        if question.kind == "yes_no":
            return self._words.say(language, "button.yes" if answer.value is True else "button.no")
        if isinstance(answer.value, list):
            return self._pieces(answer.value, language, limit)
        value = answer.value
        if question.kind == "contact" and isinstance(value, dict):
            read = ", ".join(str(value[key]) for key in ("phone", "email") if value.get(key))
            return shorten(str(value.get("said") or read), limit)
        if question.kind == "date" and isinstance(value, dict):
            return self._date(value, language)
        return shorten(str(value.get("said") if isinstance(value, dict) else value), limit)

    def _date(self, value: dict[str, Any], language: str) -> str:
        if value.get("precision") == "day" and value.get("on"):
            return self.day(date.fromisoformat(value["on"]), language)
        return shorten(str(value.get("said") or self._words.say(language, "review.unknown")), LINE)

    def day(self, on: date, language: str) -> str:
        """A date as people write it, the month in letters so that nobody mixes up day and month."""
        month = self._words.say(language, f"month.m{on.month}")
        return self._words.say(language, "month.date", day=on.day, month=month, year=on.year)

    def _pieces(self, items: Iterable[dict[str, Any]], language: str, limit: int = EXCERPT) -> str:
        found = list(items)
        text = " / ".join(each["text"] for each in found if each.get("text"))
        files = sum(1 for each in found if each.get("evidence"))
        counted = self._words.say(language, "review.files", count=files) if files else ""
        return " ".join(part for part in (shorten(text, limit), counted) if part)

    def receipt(self, agency: Agency, case: Case, duties: Sequence[Duty]) -> Screen:
        """Proof that the complaint is kept, its number, and what happens by when."""
        language = case.language
        say = self._words.say
        lines: list[Any] = [Bold(say(language, "receipt.title")), "\n\n", say(language, "receipt.number"), " "]
        lines += [Bold(case.reference), "\n\n", say(language, "receipt.kept", agency=agency.name.to(language))]
        steps = [self._duty(agency, each, language) for each in duties if each.met_at is None]
        if steps:
            lines += ["\n\n", Bold(say(language, "receipt.next")), "\n", "\n".join(steps)]
        lines += ["\n\n", say(language, "receipt.add")]
        return Screen(Text(*lines), ((self._case_button(case, "status", language),),))

    def _duty(self, agency: Agency, duty: Duty, language: str) -> str:
        title = next((each.title for each in agency.deadlines if each.name == duty.name), None)
        words = title.to(language) if title else duty.name
        return self._words.say(language, "receipt.by", what=words, date=self.day(duty.due_on, language))

    def _case_button(self, case: Case, verb: str, language: str) -> Button:
        return Button(self._words.say(language, f"button.{verb}"), Press(CASE, verb, case.id).pack(), STYLES.get(verb))

    def standing(self, standing: Standing, language: str) -> Screen:
        """Where a case stands, in plain words, with the agency's own clock and the next date."""
        case, agency, say = standing.case, standing.agency, self._words.say
        status = agency.statuses[case.status]
        lines: list[Any] = [Bold(case.reference), "\n", status.stage.to(language)]
        if case.disposition:
            lines += [
                "\n",
                say(language, "status.outcome", outcome=agency.dispositions[case.disposition].name.to(language)),
            ]
        filed = self.day(case.received_at.astimezone(agency.zone).date(), language)
        lines += ["\n", say(language, "status.filed", date=filed)]
        if case.closed_at is None:
            steps = [self._duty(agency, each, language) for each in standing.duties if each.met_at is None]
            lines += ["\n", "\n".join(steps)] if steps else []
        rows = []
        if standing.unread:
            lines += ["\n\n", say(language, "status.unread", count=standing.unread)]
            rows.append((self._case_button(case, "read", language),))
        return Screen(Text(*lines), tuple(rows))

    def news(self, case: Case, messages: Sequence[Message], language: str) -> list[Screen]:
        """What staff wrote; each message on its own, for they are read one by one."""
        if not messages:
            return [self.plain(language, "news.none")]
        head = self._words.say(language, "news.from_office", reference=case.reference)
        texts = [f"{head}\n\n{each.text}" for each in messages]
        foot = self._words.say(language, "news.answer")
        return [Screen(Text(each)) for text in texts for each in pieces(text)] + [Screen(Text(foot))]

    def draft_waits(self, draft: Draft) -> Screen:
        """Say that a complaint waits unsent, and offer to go on."""
        return self.plain(draft.language, "status.draft", ((self._button(draft, "go_on"),),))

    def pause(self, agency: Agency, draft: Draft, link: str | None = None) -> Screen:
        """Say how to come back and how long the draft is kept, and ask whether to remind."""
        row = (self._button(draft, "remind_yes"), self._button(draft, "remind_no"))
        way_back = (self._words.say(draft.language, "help.way_back"), "\n\n", Code(link), "\n\n") if link else ()
        pause = self._words.say(draft.language, "help.pause", days=agency.draft_kept_days)
        return Screen(Text(*way_back, pause), (row,))

    def withdraw(self, case: Case) -> Screen:
        """Explain what asking to withdraw means, and ask."""
        row = (self._case_button(case, "withdraw_yes", case.language), self._case_button(case, "status", case.language))
        return self.plain(case.language, "withdraw.ask", (row,), reference=case.reference)

    def notices(self, agency: Agency, case: Case, notices: Sequence[Notice]) -> Screen:
        """What is new about a case: that there is news and how it stands; what staff wrote waits behind *Read*."""
        lines = []
        for each in notices:
            stage = each.params.get("stage")
            words = agency.statuses[stage].stage.to(case.language) if stage in agency.statuses else ""
            lines.append(
                self._words.say(case.language, f"notice.{each.template}", reference=case.reference, stage=words)
            )
        waiting = any(each.template in TO_BE_READ for each in notices)
        return Screen(
            Text("\n\n".join(lines)), ((self._case_button(case, "read" if waiting else "status", case.language),),)
        )

    def plain(self, language: str, key: str, rows: tuple[tuple[Button, ...], ...] = (), /, **fields: object) -> Screen:
        """One sentence, with buttons where it asks something."""
        return Screen(Text(self._words.say(language, key, **fields)), rows)

    def confirm(self, draft: Draft, verb: str, key: str) -> Screen:
        """Ask before something that cannot be undone."""
        row = (self._button(draft, f"{verb}_yes"), self._button(draft, "go_on"))
        return self.plain(draft.language, key, (row,))

    def languages(self, language: str) -> Screen:
        """Choose the language at any time."""
        row = tuple(Button(name, Press(CHAT, "speak", arg=code).pack()) for code, name in LANGUAGES.items())
        return self.plain(language, "help.language", (row,))


def _telling(step: Step) -> bool:
    return step.question is not None and step.question.kind == "story" and bool(step.answer and step.answer.value)


def rows_of(buttons: Sequence[Button], wide: int = SHORT_LABEL) -> tuple[tuple[Button, ...], ...]:
    """Two short buttons share a row; a long one has its own, so that nothing is cut off on a narrow phone."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        short = len(button.text) <= wide
        if short and rows and len(rows[-1]) == 1 and len(rows[-1][0].text) <= wide:
            rows[-1] = (rows[-1][0], button)
        else:
            rows.append((button,))
    return tuple(rows)


def shorten(text: str, limit: int) -> str:
    """The first words of a long text."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def answers_of(draft: Draft) -> Answers:
    """The draft's answers as the interview knows them."""
    return interview.unpack(draft.answers)
