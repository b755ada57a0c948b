"""What a complainant sees after filing: receipt, status, news; pure, used by `case_talk` and `notices`."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.answer_words import AnswerWords, shorten
from bot.casework import filing_time, triage
from bot.casework.agency import Agency
from bot.casework.agenda import moment
from bot.casework.deadlines import Duty
from bot.casework.workdays import day_at, last_day
from bot.desk.standing import Standing
from bot.limit_words import LimitWords
from bot.telegram.callbacks import CASE, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import fitted
from bot.telegram.screens import Screens
from bot.words import Words
from storage.appeals import ASKED, Appeal
from storage.cases import Case, Message
from storage.outbox import Notice
from storage.requests import Request

ASKED_SHOWN: Final = 200
STYLES: Final = {"withdraw_yes": "danger"}
BUTTONS: Final = {
    "message_waiting": ("read",),
    "news_with_note": ("read",),
    "request_waiting": ("read",),
    "request_reminder": ("read",),
    "question": ("question",),
    **dict.fromkeys(("meeting_asked", "meeting_set", "meeting_moved", "meeting_off", "meeting_soon"), ("meetings",)),
    "no_news": ("status", "quiet"),
    "paper_waiting": ("papers",),
    "another_office": ("others",),
    "swear_anew": ("copy:swear",),
    "how_was_it": ("mark:good", "mark:fair", "mark:poor"),
}
"""What stands under a notice; under every other, where the complaint is. The first notice that has buttons decides."""


class CaseScreens(Screens):
    """Renders a filed case for the person who filed it."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self._answers = AnswerWords(words)
        self._limits = LimitWords(words)

    def receipt(self, agency: Agency, case: Case, duties: Sequence[Duty], limits: Sequence[str] = ()) -> Screen:
        """Proof that the complaint is kept, its number, and what happens by when; `limits`: until when to file."""
        language = case.language
        say = self._words.say
        lines: list[Any] = [Bold(say(language, "receipt.title")), "\n\n", say(language, "receipt.number"), " "]
        lines += [Bold(case.reference), "\n\n", say(language, "receipt.kept", agency=agency.name.to(language))]
        steps = [self._step(agency, each, language) for each in duties if each.met_at is None]
        if steps:
            lines += ["\n\n", Bold(say(language, "receipt.next")), "\n", "\n".join(steps)]
        said = [each.to(language) for each in triage.said(agency, case.because)]
        lines += [part for each in (*said, *self._unfiled(agency, case), *limits) for part in ("\n\n", each)]
        lines += ["\n\n", say(language, "receipt.add")]
        swear = ["copy:swear"] if self._swears(agency, case) else []
        return Screen(Text(*lines), self._rows(case, language, *swear, "status", "copy"))

    def _swears(self, agency: Agency, case: Case) -> bool:
        """Whether there is a paper that the complainant can still swear to."""
        return agency.sworn is not None and case.closed_at is None and filing_time.counts(agency, case.moments)

    def _unfiled(self, agency: Agency, case: Case) -> list[str]:
        """What the agency says in everything that goes out until the complaint counts as filed."""
        counts = case.closed_at is None and filing_time.counts(agency, case.moments)
        return self._limits.until_filed(agency, case.language) if counts else []

    def _step(self, agency: Agency, duty: Duty, language: str) -> str:
        date = self._answers.day(duty.due_on, language)
        return self._words.say(language, "receipt.by", what=_title(agency, duty, language), date=date)

    def _button(self, case: Case, verb: str, language: str) -> Button:
        """A button of a case; `verb:arg` carries an argument, and has words of its own."""
        name, _, arg = verb.partition(":")
        words = self._words.say(language, f"button.{name}_{arg}" if arg else f"button.{name}")
        return Button(words, Press(CASE, name, case.id, arg).pack(), STYLES.get(name))

    def _rows(self, case: Case, language: str, *verbs: str) -> tuple[tuple[Button, ...], ...]:
        return tuple((self._button(case, verb, language),) for verb in verbs)

    def standing(self, standing: Standing, language: str, *, asked: bool = False) -> Screen:
        """Where a case stands, in plain words, with the agency's own clock and the next date.

        `asked` says that the office waits for an answer.
        """
        case, agency, say = standing.case, standing.agency, self._words.say
        parts = [agency.statuses[case.status].stage.to(language)]
        if case.disposition in agency.dispositions:
            outcome = agency.dispositions[case.disposition].name.to(language)
            parts.append(say(language, "status.outcome", outcome=outcome))
        filed = self._answers.day(day_at(agency, case.received_at), language)
        parts.append(say(language, "status.filed", date=filed))
        parts += self._unfiled(agency, case)
        parts += self._limits.said(standing.limits, day_at(agency, standing.now), language)
        if standing.held_until is not None:
            parts.append(say(language, "status.held", date=self._answers.day(standing.held_until, language)))
        if standing.paused is not None:
            parts.append(say(language, "pausing.status", date=self._answers.day(standing.paused.until_on, language)))
        parts += [self._awaited(each, language) for each in standing.awaited]
        clock = [line for each in standing.duties if (line := self._clock(standing, each, language))]
        if clock:
            parts.append("\n".join((say(language, "status.clock"), *clock)))
        parts += self._ahead(standing, language)
        if standing.unread:
            parts.append(say(language, "status.unread", count=standing.unread))
        if standing.papers[1]:
            parts.append(say(language, "status.papers", count=standing.papers[1]))
        if standing.others:
            parts.append(
                say(language, "status.others", offices=", ".join(each.to(language) for each in standing.others))
            )
        offered = {
            "read": bool(standing.unread),
            "question": asked,
            "ask_up": bool(standing.missed),
            "copy:swear": self._swears(agency, case),
            "papers:sent": bool(standing.papers[0]),
            "loud": standing.quiet and case.closed_at is None,
            "appeal": standing.appeal_until is not None,
            "others": bool(standing.others),
            "copy": True,
        }
        rows = self._rows(case, language, *(verb for verb, there in offered.items() if there))
        return Screen(Text(Bold(case.reference), "\n", "\n\n".join(parts)), rows)

    def _awaited(self, asked: Request, language: str) -> str:
        """One line: what the office has asked the complainant for, and by when."""
        words = shorten(" ".join(asked.asked.split()), ASKED_SHOWN)
        return self._words.say(language, "status.awaits", words=words, date=self._answers.day(asked.due_on, language))

    def _clock(self, standing: Standing, duty: Duty, language: str) -> str:
        """One of the dates that the agency has promised: kept, kept late, missed, or still ahead; said as it is."""
        if duty.met_at is None and standing.case.closed_at is not None:
            return ""
        state = "ahead" if duty.met_at is None else "met" if duty.met_at < duty.due_at else "met_late"
        state = "missed" if duty in standing.missed else state
        return self._words.say(
            language,
            f"status.{state}",
            what=_title(standing.agency, duty, language),
            date=self._answers.day(duty.due_on, language),
            done=self._answers.day(day_at(standing.agency, duty.met_at), language) if duty.met_at else "",
        )

    def _ahead(self, standing: Standing, language: str) -> list[str]:
        """The next date; of a closed case, whether somebody may look at it once more."""
        say, day = self._words.say, self._answers.day
        if standing.next_on is not None:
            return [say(language, "status.next", date=day(standing.next_on, language))]
        if standing.appeal is not None:
            asked = day(day_at(standing.agency, standing.appeal.asked_at), language)
            due = day(last_day(standing.agency, standing.appeal.due_at), language)
            key = "waits" if standing.appeal.state == ASKED else "refused"
            return [say(language, f"appeal.{key}", date=asked, due=due)]
        if standing.appeal_until is not None:
            late = day_at(standing.agency, standing.now) > standing.appeal_until
            return [say(language, f"appeal.{'late' if late else 'until'}", date=day(standing.appeal_until, language))]
        return []

    def news(self, case: Case, messages: Sequence[Message], language: str) -> list[Screen]:
        """What staff wrote; each message on its own, for they are read one by one."""
        if not messages:
            return [self.plain(language, "news.none")]
        head = self._words.say(language, "news.from_office", reference=case.reference)
        texts = [f"{head}\n\n{each.text}" for each in messages]
        foot = self._words.say(language, "news.answer")
        return [part for each in (*texts, foot) for part in fitted(Screen(Text(each)))]

    def asked(self, due_on: date, language: str) -> Screen:
        """By when the office hopes to have what it asks for."""
        return self.plain(language, "asked.by_when", (), date=self._answers.day(due_on, language))

    def withdraw(self, case: Case) -> Screen:
        """Explain what asking to withdraw means, and ask."""
        row = (self._button(case, "withdraw_yes", case.language), self._button(case, "status", case.language))
        return self.plain(case.language, "withdraw.ask", (row,), reference=case.reference)

    def is_it_free(self, case: Case) -> Screen:
        """The office's one question about a withdrawal."""
        rows = self._rows(case, case.language, "free:free", "free:pressed", "free:stay")
        return self.plain(case.language, "withdraw.question", rows, reference=case.reference)

    def may_it_go(self, case: Case, target: Agency, files: int) -> Screen:
        """What would go to another office, and the question whether it may."""
        rows = self._rows(case, case.language, "agree:yes", "agree:no")
        office = target.name.to(case.language)
        return self.plain(case.language, "transfer.ask", rows, reference=case.reference, office=office, files=files)

    def why(self, case: Case, what: str) -> Screen:
        """Wait for words, which nobody has to give."""
        rows = self._rows(case, case.language, f"forget:{what}")
        return self.plain(case.language, f"{what}.write", rows, reference=case.reference)

    def appealed(self, agency: Agency, case: Case, asked: Appeal) -> Screen:
        """What happens with a request for another look, and by when."""
        due = self._answers.day(last_day(agency, asked.due_at), case.language)
        key = "appeal.passed_on_late" if asked.late else "appeal.passed_on"
        return self.plain(case.language, key, (), reference=case.reference, date=due)

    def notices(self, agency: Agency, case: Case, notices: Sequence[Notice]) -> Screen:
        """What is new about a case: that there is news and how it stands; what staff wrote waits behind *Read*."""
        lines = []
        for each in notices:
            stage = each.params.get("stage")
            words = agency.statuses[stage].stage.to(case.language) if stage in agency.statuses else ""
            lines.append(
                self._words.say(
                    case.language,
                    f"notice.{each.template}",
                    reference=case.reference,
                    stage=words,
                    when=self._when(agency, each, case.language),
                    date=self._date(each, case.language),
                )
            )
        lines += self._unfiled(agency, case)
        templates = {each.template for each in notices}
        verbs = next((verbs for each, verbs in BUTTONS.items() if each in templates), ("status",))
        met = any(BUTTONS.get(each) == ("meetings",) for each in templates)
        verbs += ("meetings",) if met and "meetings" not in verbs else ()
        return Screen(Text("\n\n".join(lines)), self._rows(case, case.language, *verbs))

    def _when(self, agency: Agency, notice: Notice, language: str) -> str:
        """The time that a notice carries, on the office's clock."""
        starts_at = notice.params.get("starts_at")
        return self._answers.moment(moment(starts_at).astimezone(agency.zone), language) if starts_at else ""

    def _date(self, notice: Notice, language: str) -> str:
        due_on = notice.params.get("due_on")
        return self._answers.day(date.fromisoformat(due_on), language) if due_on else ""


def _title(agency: Agency, duty: Duty, language: str) -> str:
    title = next((each.title for each in agency.deadlines if each.name == duty.name), None)
    return title.to(language) if title else duty.name
