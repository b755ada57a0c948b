"""How the papers speak: days, times and answers in one language, in one office's zone; used by every builder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from bot.answer_words import AnswerWords
from bot.casework.agency import Agency
from bot.casework.interview import Answer
from bot.casework.workdays import day_at
from bot.words import Words

_WHOLE = 20_000
_ELSEWHERE = {"language", "notice", "story", "facts"}


@cache
def _answer_words() -> AnswerWords:
    return AnswerWords(Words.load())


@dataclass(frozen=True, slots=True)
class Wording:
    """One reader's language at one office."""

    agency: Agency
    language: str

    def day(self, on: date | datetime) -> str:
        """A day as people write it; of an instant, the day it was at the office."""
        on = day_at(self.agency, on) if isinstance(on, datetime) else on
        return _answer_words().day(on, self.language)

    def answers(self, answers: Mapping[str, Answer], *, without: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
        """The answered questions with their short names, in the order of the interview; whole, nothing shortened."""
        asked = [self.agency.question(id) for id in self.agency.interview if id in answers and id not in without]
        return [
            (each.name.to(self.language), _answer_words().shown(each, answers[each.id], self.language, _WHOLE))
            for each in asked
            if answers[each.id].state == "given" and each.kind not in _ELSEWHERE
        ]

    def office(self) -> dict[str, str]:
        """The letterhead."""
        of = self.agency
        return {"name": of.name.to(self.language), "address": of.address, "phone": of.phone, "web": of.web}
