"""What a complainant sees after filing: receipt, status, news; pure, used by `case_talk` and `notices`."""

from collections.abc import Sequence
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.casework.agency import Agency
from bot.casework.deadlines import Duty
from bot.desk.correspondence import Standing
from bot.telegram.answer_words import AnswerWords
from bot.telegram.callbacks import CASE, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import pieces
from bot.telegram.screens import Screens
from bot.telegram.words import Words
from storage.cases import Case, Message
from storage.outbox import Notice

STYLES: Final = {"withdraw_yes": "danger"}
TO_BE_READ: Final = frozenset({"message_waiting", "news_with_note"})


class CaseScreens(Screens):
    """Renders a filed case for the person who filed it."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self._answers = AnswerWords(words)

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
        return Screen(Text(*lines), ((self._button(case, "status", language),),))

    def _duty(self, agency: Agency, duty: Duty, language: str) -> str:
        title = next((each.title for each in agency.deadlines if each.name == duty.name), None)
        words = title.to(language) if title else duty.name
        return self._words.say(language, "receipt.by", what=words, date=self._answers.day(duty.due_on, language))

    def _button(self, case: Case, verb: str, language: str) -> Button:
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
        filed = self._answers.day(case.received_at.astimezone(agency.zone).date(), language)
        lines += ["\n", say(language, "status.filed", date=filed)]
        if case.closed_at is None:
            steps = [self._duty(agency, each, language) for each in standing.duties if each.met_at is None]
            lines += ["\n", "\n".join(steps)] if steps else []
        rows = []
        if standing.unread:
            lines += ["\n\n", say(language, "status.unread", count=standing.unread)]
            rows.append((self._button(case, "read", language),))
        return Screen(Text(*lines), tuple(rows))

    def news(self, case: Case, messages: Sequence[Message], language: str) -> list[Screen]:
        """What staff wrote; each message on its own, for they are read one by one."""
        if not messages:
            return [self.plain(language, "news.none")]
        head = self._words.say(language, "news.from_office", reference=case.reference)
        texts = [f"{head}\n\n{each.text}" for each in messages]
        foot = self._words.say(language, "news.answer")
        return [Screen(Text(each)) for text in texts for each in pieces(text)] + [Screen(Text(foot))]

    def withdraw(self, case: Case) -> Screen:
        """Explain what asking to withdraw means, and ask."""
        row = (self._button(case, "withdraw_yes", case.language), self._button(case, "status", case.language))
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
            Text("\n\n".join(lines)), ((self._button(case, "read" if waiting else "status", case.language),),)
        )
