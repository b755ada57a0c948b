"""Where a case belongs and who should take it, each with its reason; called by the desk when it files and assigns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.casework.agency import Agency
from bot.casework.conditions import holds


@dataclass(frozen=True, slots=True)
class Placed:
    """The team that works on a case, the region it is from, and the unit of whom it is about, as far as known."""

    unit: str | None = None
    region: str | None = None
    respondent_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """What a case asks of whoever takes it."""

    queue: str
    language: str
    region: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A colleague who works on cases; `barred`: must not know of this one; `away`: absent today."""

    id: str
    open_cases: int
    queues: Sequence[str] = ()
    languages: Sequence[str] = ()
    regions: Sequence[str] = ()
    units: Sequence[str] = ()
    barred: bool = False
    away: bool = False


class Reason(NamedTuple):
    """Why somebody is suggested: a key of the locale table [assign], and what it speaks of (a code or a number)."""

    key: str
    about: str


REASONS = ("language", "unit", "region", "queue", "fewest", "load")
"""Every key of the locale table [assign] that a Reason can have."""


class Suggested(NamedTuple):
    """One candidate and why."""

    id: str
    because: tuple[Reason, ...]


def place(agency: Agency, known: Mapping[str, object]) -> Placed:
    """Return the first unit, region and respondents' unit of the profile whose condition holds."""
    fit = [each for each in agency.units.values() if each.when and holds(each.when, known)]
    region = (each.id for each in agency.regions.values() if each.when and holds(each.when, known))
    return Placed(
        unit=next((each.id for each in fit if not each.respondents), None),
        region=next(region, None),
        respondent_unit=next((each.id for each in fit if each.respondents), _unknown(agency)),
    )


def together(agency: Agency, units: Sequence[str]) -> list[str]:
    """Return the units of a colleague, with the one that stands for all that cases are about, if theirs is one."""
    of = [each for each in units if each != _unknown(agency)]
    about = any(agency.units[each].respondents for each in of if each in agency.units)
    unknown = _unknown(agency)
    return [*of, unknown] if about and unknown else of


def _unknown(agency: Agency) -> str | None:
    return next((each.id for each in agency.units.values() if each.unknown), None)


def placeable(agency: Agency) -> Mapping[str, tuple[str, ...]]:
    """Return where a case can be put by hand, by the part of `Placed`, in the order of the profile."""
    return {
        "unit": tuple(id for id, each in agency.units.items() if not each.respondents),
        "region": tuple(agency.regions),
        "respondent_unit": tuple(id for id, each in agency.units.items() if each.respondents),
    }


def suggest(needs: Needs, candidates: Iterable[Candidate]) -> tuple[Suggested, ...]:
    """Rank those who may and can take a case, the best first.

    Who speaks the complainant's language comes before who belongs to the unit, the region and the queue; among equals
    the one with the fewest open cases.
    """
    able = [each for each in candidates if not each.barred and not each.away]
    fewest = min((each.open_cases for each in able), default=0)
    ranked = sorted(able, key=lambda each: (*(not fits for _, fits in _fits(needs, each)), each.open_cases))
    return tuple(Suggested(each.id, (_load(each, fewest), *_because(needs, each))) for each in ranked)


def _fits(needs: Needs, candidate: Candidate) -> tuple[tuple[Reason, bool], ...]:
    return (
        (Reason("language", needs.language), needs.language in candidate.languages),
        (Reason("unit", needs.unit or ""), needs.unit in candidate.units),
        (Reason("region", needs.region or ""), needs.region in candidate.regions),
        (Reason("queue", needs.queue), needs.queue in candidate.queues),
    )


def _because(needs: Needs, candidate: Candidate) -> tuple[Reason, ...]:
    return tuple(reason for reason, fits in _fits(needs, candidate) if fits)


def _load(candidate: Candidate, fewest: int) -> Reason:
    key = "fewest" if candidate.open_cases == fewest else "load"
    return Reason(key, str(candidate.open_cases))
