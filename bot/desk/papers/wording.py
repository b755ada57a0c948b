"""How the papers speak: days, times and answers in one language, in one office's zone; used by every builder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from bot.answer_words import AnswerWords
from bot.casework.agency import Agency, DocumentKind, Question
from bot.casework.interview import Answer
from bot.casework.party import KEEPS_NAME
from bot.casework.workdays import day_at
from bot.words import Words
from storage.cases import Case

_WHOLE = 20_000
_ELSEWHERE = {"language", "notice", "story", "facts"}


@cache
def _words() -> Words:
    return Words.load()


@cache
def _answer_words() -> AnswerWords:
    return AnswerWords(_words())


@dataclass(frozen=True, slots=True)
class Chosen:
    """What staff chose for one paper before it was made: which of its optional paragraphs, and words of their own."""

    blocks: frozenset[str] = frozenset()
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Wording:
    """One reader's language at one office; the kind of the paper, what was chosen for it, and when it is made.

    `own`: the complainant takes it for themselves, so that nothing they asked to keep is kept from it.
    """

    agency: Agency
    language: str
    kind: DocumentKind | None = None
    chosen: Chosen = Chosen()
    today: datetime | None = None
    own: bool = False

    def say(self, key: str, **fields: object) -> str:
        """A sentence of the bot's own."""
        return _words().say(self.language, key, **fields)

    def day(self, on: date | datetime) -> str:
        """A day as people write it; of an instant, the day it was at the office."""
        on = day_at(self.agency, on) if isinstance(on, datetime) else on
        return _answer_words().day(on, self.language)

    def kept(self, case: Case) -> frozenset[str]:
        """The questions whose answers the complainant asked to keep from the investigators: for `answers(hidden=…)`."""
        if self.own or case.name_choice != KEEPS_NAME:
            return frozenset()
        return frozenset(id for id, each in self.agency.questions.items() if each.identity)

    def answers(
        self,
        answers: Mapping[str, Answer],
        *,
        without: frozenset[str] = frozenset(),
        hidden: frozenset[str] = frozenset(),
    ) -> list[tuple[str, str]]:
        """The answered questions with their short names, in the order of the interview; whole, nothing shortened."""
        asked = [self.agency.question(id) for id in self.agency.interview if id in answers and id not in without]
        return [
            (each.name.to(self.language), self._said(each, answers[each.id], hide=each.id in hidden))
            for each in asked
            if answers[each.id].state == "given" and each.kind not in _ELSEWHERE
        ]

    def _said(self, question: Question, answer: Answer, *, hide: bool) -> str:
        if hide:
            return _words().say(self.language, "staff.identity_kept")
        return _answer_words().shown(question, answer, self.language, _WHOLE)

    def office(self) -> dict[str, str]:
        """The letterhead."""
        of = self.agency
        return {"name": of.name.to(self.language), "address": of.address, "phone": of.phone, "web": of.web}
