"""Until when a complaint can be filed, in words; pure, used by the review, the receipt, the status and papers."""

from datetime import date
from typing import Final

from bot.answer_words import AnswerWords
from bot.casework.agency import Agency
from bot.casework.filing_time import Filing
from bot.words import Words

STAFF: Final = "limit.staff"
RESIDENT: Final = "limit.resident"


class LimitWords:
    """Says what rules that contradict each other mean for one person."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._answers = AnswerWords(words)

    def said(self, limits: Filing | None, on: date, language: str, to: str = RESIDENT) -> list[str]:
        """What to warn of and what to show, for whoever would file on this day; nothing where there is no limit."""
        if limits is None:
            return []
        fields: dict[str, object] = {"days": limits.days}
        for name in ("earliest", "latest", "counted_from"):
            day = getattr(limits, name)
            fields[name] = self._answers.day(day, language) if day else ""
        state: str = limits.stands(on)
        if state == "open" and limits.earliest == limits.latest:
            state = "open_one"
        if not limits.sure:
            state = f"unsure_{'unknown' if state == 'between' else state.removesuffix('_one')}"
        told = [self._words.say(language, f"{to}_{state}", **fields)]
        if limits.counted_from is not None and not limits.exact:
            told.append(self._words.say(language, "limit.about", **fields))
        return told

    def until_filed(self, agency: Agency, language: str) -> list[str]:
        """What the agency says again and again until a complaint counts as filed."""
        return [agency.unfiled.words.to(language)] if agency.unfiled else []
