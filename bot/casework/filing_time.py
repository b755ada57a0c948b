"""Until when a complaint can be filed, by rules that contradict each other; called by `desk` and `telegram`.

Where sources disagree, people are warned of the earliest day and shown the latest. Nobody is refused for being late.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from bot.casework import position
from bot.casework.agency import Agency
from bot.casework.conditions import holds
from bot.casework.incident import occurred
from bot.casework.limit import Limit
from bot.casework.notices import COMPLAINANT, REMINDER_RANK, Planned, told
from bot.casework.turns import Answers
from bot.casework.workdays import day_at, opening, rolled

NEAR: Final = 14
"""So many days before the earliest limit a draft that waits is reminded of it."""
BEFORE: Final = (30, 7)
"""The same for a complaint that was sent and is not filed yet."""
_BACK: Final = timedelta(days=-1)
State = Literal["unknown", "open", "between", "over"]


@dataclass(frozen=True, slots=True)
class Filing:
    """The last day by the strictest rule and by the most generous one, counted from `counted_from`.

    None, all three, where nobody knows when it happened; `days` is what the strictest rule gives. `exact`: one day.
    """

    earliest: date | None
    latest: date | None
    counted_from: date | None
    days: int
    exact: bool
    strictest: str
    longest: str

    def stands(self, on: date) -> State:
        """Say how a filing on this day would stand."""
        if self.earliest is None or self.latest is None:
            return "unknown"
        return "open" if on <= self.earliest else "between" if on <= self.latest else "over"


def filing(agency: Agency, answers: Answers) -> Filing | None:
    """Return the limits for these answers; None for an agency that has none.

    A rule whose condition asks for something that nobody has answered may apply, so it counts.
    """
    known = position.facts(agency, answers)
    fitting = [each for each in agency.limits if _may_apply(each, known)] or [*agency.limits]
    if not fitting:
        return None
    when = occurred(agency, answers)
    if when is None:
        strictest, longest = min(fitting, key=lambda each: each.days), max(fitting, key=lambda each: each.days)
        return Filing(None, None, None, strictest.days, exact=False, strictest=strictest.source, longest=longest.source)
    dated = [each for each in fitting if each.covers(when.first, when.last)] or [_always(each) for each in fitting]
    strictest = min(dated, key=lambda each: each.earliest(when.first))
    longest = max(dated, key=lambda each: each.latest(when.last))
    days = (strictest.earliest(when.first), longest.latest(when.last), when.first, strictest.days)
    return Filing(*days, exact=when.exact, strictest=strictest.source, longest=longest.source)


def plan_draft(agency: Agency, draft: str, limits: Filing | None, now: datetime) -> tuple[Planned, ...]:
    """Return the one reminder of a draft whose earliest limit comes near; none once it has passed."""
    if limits is None or limits.earliest is None:
        return ()
    today = day_at(agency, now)
    on = rolled(agency, limits.earliest - timedelta(days=NEAR), _BACK)
    on = on if on > today else rolled(agency, today - _BACK)
    if on > limits.earliest:
        return ()
    key = f"{draft}:limit:{limits.earliest}"
    return (Planned(key, COMPLAINANT, "draft_limit", {}, REMINDER_RANK, opening(agency, on)),)


def scope(case_id: str) -> str:
    """Return how the keys of all reminders of a case's limits begin."""
    return f"{case_id}:limit:"


def plan_case(
    agency: Agency, case: tuple[str, str], limits: Filing | None, received_at: datetime
) -> tuple[Planned, ...]:
    """Return the reminders of a complaint, `(id, reference)`, that was sent and is not filed yet."""
    if limits is None or limits.earliest is None:
        return ()
    id, reference = case
    said = told(agency, reference=reference)
    mornings = {before: rolled(agency, limits.earliest - timedelta(days=before), _BACK) for before in BEFORE}
    return tuple(
        Planned(f"{scope(id)}{limits.earliest}:{before}", COMPLAINANT, "limit_near", said, REMINDER_RANK, at)
        for before, on in mornings.items()
        if (at := opening(agency, on)) > received_at
    )


def counts(agency: Agency, moments: Mapping[str, datetime]) -> bool:
    """Say whether a complaint that was sent is still to be filed, so that the limits and the words still hold."""
    return agency.unfiled is not None and agency.unfiled.until not in moments


def _always(limit: Limit) -> Limit:
    """A rule as if it held for acts of any day: some limit is better than none to warn of."""
    return limit.model_copy(update={"acts_from": None, "acts_to": None})


def _may_apply(limit: Limit, known: Mapping[str, object]) -> bool:
    return holds({name: wanted for name, wanted in limit.when.items() if name in known}, known)
