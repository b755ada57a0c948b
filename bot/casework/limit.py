"""What a profile says about the time to file, source by source; read by `agency`, checked by `soundness`."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pydantic import Field

from bot.casework.advice import Found, unknown
from bot.casework.parts import MOMENTS, Part, Text, When, Words
from bot.casework.questionnaire import asked, conditions

if TYPE_CHECKING:
    from bot.casework.agency import Agency


class Limit(Part):
    """One rule on the time to file, as one source states it: for which complaints, for acts from when to when."""

    days: int
    when: When = Field(default_factory=dict)
    acts_from: date | None = None
    acts_to: date | None = None
    source: Words
    checked_on: date
    verified: bool = True

    def covers(self, first: date, last: date) -> bool:
        """Say whether some day from the first to the last falls under this rule."""
        begun, over = self.acts_from or first, self.acts_to or last
        return first <= over and last >= begun

    def earliest(self, first: date) -> date:
        """Return the last day to file if it happened on the first day that it can have."""
        return max(first, self.acts_from or first) + timedelta(days=self.days)

    def latest(self, last: date) -> date:
        """Return the last day to file if it happened on the last day that it can have."""
        return min(last, self.acts_to or last) + timedelta(days=self.days)


class Unfiled(Part):
    """What an agency says again and again until a complaint counts as filed, and the moment from which it does."""

    until: str
    words: Text


def problems(agency: "Agency") -> Found:
    """Go through what a profile says about the time to file; called by `soundness`."""
    for number, limit in enumerate(agency.limits, 1):
        where = f"limit.{number}"
        yield from conditions(limit.when, asked(agency), f"{where}.when", {})
        if limit.days < 1:
            yield f"{where}.days", "this leaves no time at all. Write 1 or more."
        if limit.acts_from is not None and limit.acts_to is not None and limit.acts_from > limit.acts_to:
            yield f"{where}.acts_to", "this is before `acts_from`. Correct one of them."
    moments = (*MOMENTS, *agency.statuses)
    if agency.unfiled is not None and agency.unfiled.until not in moments:
        yield "unfiled.until", unknown(agency.unfiled.until, moments, "moment")
