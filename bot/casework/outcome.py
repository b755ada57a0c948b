"""Which findings a case still owes, and whether one may be made; called by `desk.findings`.

(`finding.py` is about what the reader found in a story; here a finding is what came of an allegation.)
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, Protocol

from bot.casework.agency import Action, Agency
from bot.casework.errors import Refused

CONFIRMED: Final = frozenset({"confirmed", "added"})
NO_ACTION, RECOMMENDED, TAKEN = "none", "recommended", "taken"
ACTIONS: Final = (NO_ACTION, RECOMMENDED, TAKEN)
UNGRADED: Final = ""
"""The severity of a finding where the agency grades nothing."""


def grade(agency: Agency, severity: str, language: str) -> str:
    """Return how grave it is in words; nothing where the agency grades nothing, a code it no longer has as it is."""
    kind = agency.severities.get(severity)
    return kind.name.to(language) if kind else severity if agency.severities else ""


class AllegationLike(Protocol):
    """An allegation as it is stored, by shape."""

    @property
    def id(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def state(self) -> str: ...


class Named(Protocol):
    """A respondent as it is stored, by shape."""

    @property
    def id(self) -> str: ...


Pair = tuple[str, str | None]
"""An allegation and a respondent, by id; None while nobody is named."""


def owed(allegations: Iterable[AllegationLike], respondents: Sequence[Named], made: Collection[Pair]) -> list[Pair]:
    """Return each confirmed allegation and respondent that has no finding yet, in order."""
    people: list[str | None] = [each.id for each in respondents] or [None]
    pairs = [(each.id, person) for each in allegations if each.state in CONFIRMED for person in people]
    return [pair for pair in pairs if pair not in made]


def must_be_made(
    agency: Agency, action: Action, allegations: Iterable[AllegationLike], missing: Sequence[Pair], language: str
) -> None:
    """Raise Refused, which names the allegations, when this action has to wait for findings that are missing."""
    if not action.findings or not missing:
        return
    wanting = {allegation for allegation, _ in missing}
    names = [agency.allegations[each.code].name.to(language) for each in allegations if each.id in wanting]
    raise Refused("findings_missing", missing=", ".join(names), count=len(missing))


def check(agency: Agency, allegation: AllegationLike | None, codes: tuple[str, str, str]) -> None:
    """Raise Refused for what was rejected meanwhile, and for codes (severity, finding, action) nobody offers."""
    severity, finding, action = codes
    if allegation is None or allegation.state not in CONFIRMED:
        raise Refused("not_confirmed")
    graded = severity in agency.severities or (severity == UNGRADED and not agency.severities)
    if not graded or finding not in agency.findings or action not in ACTIONS:
        raise Refused("no_such_finding")
