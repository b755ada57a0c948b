"""The fields of a form that ask for a day, one still to come or one that was lately; for whoever makes forms."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.casework import ahead, dates, task
from bot.casework.errors import Unreadable
from bot.casework.workdays import day_at
from bot.desk.bench import Bench
from bot.telegram.forms import Choices, Field, Values
from bot.words import Words
from storage.roster import Member

LATELY: Final = (("today", 0), ("yesterday", -1))
Named = Sequence[tuple[str, int]]
"""Days that one tap gives: the word behind `soon.` and how many days from today that is."""


class Days:
    """Makes these fields; a day is what it is in the agency's zone, by the clock of the desk."""

    def __init__(self, clock: Callable[[], datetime], words: Words) -> None:
        self._clock = clock
        self._words = words

    def due(self, named: Named) -> Field:
        """Until when something has to be done."""
        return Field("due_on", self._among(named), self._to_come)

    def lately(self) -> Field:
        """When something was."""
        return Field("on", self._among(LATELY), self._over)

    def _among(self, named: Named) -> Choices:
        def choices(at: Bench, values: Values, member: Member) -> list[tuple[str, str]]:
            today = day_at(at.agency, self._clock())
            return [
                ((today + timedelta(days=days)).isoformat(), self._words.say(member.language, f"soon.{name}"))
                for name, days in named
            ]

        return choices

    def _to_come(self, text: str, at: Bench, values: Values, member: Member) -> str:
        now = self._clock()
        on = _meant(text, member, day_at(at.agency, now))
        task.check_due(at.agency, on, now)
        return on.isoformat()

    def _over(self, text: str, at: Bench, values: Values, member: Member) -> str:
        return _was(text, member, day_at(at.agency, self._clock()))


def _meant(text: str, member: Member, today: date) -> date:
    """The day to come, or one like "yesterday", so that it can be said that it is over."""
    try:
        return ahead.read(text, today)
    except Unreadable as unread:
        try:
            return date.fromisoformat(_was(text, member, today))
        except Unreadable:
            raise unread from None


def _was(text: str, member: Member, today: date) -> str:
    try:
        on = dates.read(text, member.language, today)["on"]
    except Unreadable as fault:
        raise Unreadable("date_future" if fault.sentence == "date_future" else "due_on") from None
    if on is None:
        raise Unreadable("due_on")
    return on
