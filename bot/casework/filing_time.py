"""Until when a complaint can be filed, by rules that contradict each other; called by `desk` and `telegram`.

Where sources disagree, people are warned of the earliest day and shown the latest. Nobody is refused for being late.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal, TypedDict

from bot.casework import position
from bot.casework.agency import Agency
from bot.casework.conditions import holds
from bot.casework.incident import occurred
from bot.casework.keeper import Subject, keeper
from bot.casework.limit import Limit
from bot.casework.notices import COMPLAINANT, REMINDER_RANK, Planned, told
from bot.casework.turns import Answers
from bot.casework.workdays import day_at, end_of_day, opening, rolled

NEAR: Final = 14
"""So many days before a limit a draft that waits is reminded of it."""
BEFORE: Final = (30, 7)
"""The same for a complaint that was sent and is not filed yet."""
OVER: Final = -1
"""The day after the last one, counted in the same way."""
_BACK: Final = timedelta(days=-1)
State = Literal["unknown", "open", "between", "over"]


@dataclass(frozen=True, slots=True)
class Filing:
    """The last day by the strictest rule and by the most generous one, counted from `counted_from`.

    None, all three, where nobody knows when it happened; `days` is what the strictest rule gives. `exact`: one day.
    `sure`: somebody has seen one of the rules that may hold where it is written.
    """

    earliest: date | None
    latest: date | None
    counted_from: date | None
    days: int
    exact: bool
    strictest: str
    longest: str
    sure: bool = True

    def stands(self, on: date) -> State:
        """Say how a filing on this day would stand."""
        if self.earliest is None or self.latest is None:
            return "unknown"
        return "open" if on <= self.earliest else "between" if on <= self.latest else "over"


def filing(agency: Agency, answers: Answers) -> Filing | None:
    """Return the limits for these answers; None for an agency that has none, or none for this kind of complaint.

    A rule whose condition asks for something that nobody has answered may apply, so it counts.
    """
    known = position.facts(agency, answers)
    fitting = [each for each in agency.limits if _may_apply(each, known)]
    if not fitting:
        return None
    when = occurred(agency, answers)
    if when is None:
        strictest, longest = min(fitting, key=lambda each: each.days), max(fitting, key=lambda each: each.days)
        return Filing(None, None, None, strictest.days, exact=False, **_sources(strictest, longest, fitting))
    dated = [each for each in fitting if each.covers(when.first, when.last)] or [_always(each) for each in fitting]
    strictest = min(dated, key=lambda each: each.earliest(when.first))
    longest = max(dated, key=lambda each: each.latest(when.last))
    days = (strictest.earliest(when.first), longest.latest(when.last), when.first, strictest.days)
    return Filing(*days, exact=when.exact, **_sources(strictest, longest, dated))


def plan_draft(agency: Agency, draft: str, limits: Filing | None, now: datetime) -> tuple[Planned, ...]:
    """Return the reminders of a draft before its earliest limit and before its latest; none for one that has passed."""
    if limits is None or limits.earliest is None or limits.latest is None:
        return ()
    today = day_at(agency, now)
    planned: dict[date, Planned] = {}
    for limit in dict.fromkeys((limits.earliest, limits.latest)):
        on = rolled(agency, limit - timedelta(days=NEAR), _BACK)
        on = on if on > today else rolled(agency, today - _BACK)
        if on <= limit:
            template = "draft_limit" if limits.sure else "draft_reminder"  # which speaks of no limit
            key = f"{draft}:limit:{limit}"
            planned.setdefault(on, Planned(key, COMPLAINANT, template, {}, REMINDER_RANK, opening(agency, on)))
    return (*planned.values(),)


def scope(case_id: str) -> str:
    """Return how the keys of all reminders of a case's limits begin."""
    return f"{case_id}:limit:"


def plan_case(
    agency: Agency, case: Subject, limits: Filing | None, since: datetime, now: datetime
) -> tuple[Planned, ...]:
    """Return what is said of the limits of a complaint that was sent, `since` then, and is not filed yet.

    Before the earliest the complainant alone hears of it, for a duty of the office has that day. Once it has passed,
    both hear that another rule leaves time, and after the latest that nobody is refused.
    """
    if limits is None or limits.earliest is None or limits.latest is None:
        return ()
    complainant = {"": COMPLAINANT}
    both = complainant | {"_staff": keeper(agency, case)}
    return (
        *_told(
            agency, case, ("limit_near", limits.earliest, complainant), _mornings(agency, limits.earliest, since, now)
        ),
        *_told(
            agency,
            case,
            ("limit_last", limits.latest, both),
            _mornings(agency, limits.latest, max(since, end_of_day(agency, limits.earliest)), now),
        ),
        *_told(agency, case, ("limit_over", limits.latest, both), _morning_after(agency, limits.latest, since)),
    )


def _mornings(agency: Agency, limit: date, since: datetime, now: datetime) -> dict[int, datetime]:
    """Return when to speak of a limit that is ahead: of the times that have come only the last."""
    if day_at(agency, now) > limit:
        return {}
    found = {each: opening(agency, rolled(agency, limit - timedelta(days=each), _BACK)) for each in BEFORE}
    come = [each for each, at in found.items() if at <= now]
    return {each: at for each, at in found.items() if at > since and each not in come[:-1]}


def _morning_after(agency: Agency, limit: date, since: datetime) -> dict[int, datetime]:
    at = opening(agency, rolled(agency, limit - _BACK))
    return {OVER: at} if at > since else {}


def _told(
    agency: Agency, case: Subject, what: tuple[str, date, Mapping[str, str]], mornings: Mapping[int, datetime]
) -> Iterator[Planned]:
    template, limit, whom = what
    said = told(agency, reference=case.reference, due_on=limit.isoformat())
    for days, at in mornings.items():
        for who, to in whom.items():
            yield Planned(f"{scope(case.id)}{limit}:{days}{who}", to, template + who, said, REMINDER_RANK, at)


def counts(agency: Agency, moments: Mapping[str, datetime]) -> bool:
    """Say whether a complaint that was sent is still to be filed, so that the limits and the words still hold."""
    return agency.unfiled is not None and agency.unfiled.until not in moments


class _Sources(TypedDict):
    strictest: str
    longest: str
    sure: bool


def _sources(strictest: Limit, longest: Limit, among: Iterable[Limit]) -> _Sources:
    sure = any(each.verified for each in among)
    return _Sources(strictest=strictest.source, longest=longest.source, sure=sure)


def _always(limit: Limit) -> Limit:
    """A rule as if it held for acts of any day: some limit is better than none to warn of."""
    return limit.model_copy(update={"acts_from": None, "acts_to": None})


def _may_apply(limit: Limit, known: Mapping[str, object]) -> bool:
    return holds({name: wanted for name, wanted in limit.when.items() if name in known}, known)
