"""Which evidence of a case should be asked for at once, and who is told until somebody decides; called by the desk.

Some evidence is lost by waiting: a triage rule names what.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.casework.agency import Agency
from bot.casework.keeper import SUPERVISOR, Subject, keeper
from bot.casework.notices import REMINDER_RANK, URGENT_RANK, Planned, told
from bot.casework.workdays import day_at, opening, rolled

AGAIN_AFTER: Final = (1, 2)
"""So many days after evidence was proposed, who keeps the case is told once more; the last time a supervisor is."""


def proposed(agency: Agency, rules: Iterable[int]) -> tuple[str, ...]:
    """Return what the triage rules that applied say should be asked for at once."""
    found = (item for number in rules for item in agency.triage[number - 1].propose)
    return tuple(dict.fromkeys(found))


def scope(case_id: str) -> str:
    """Return how the keys of all notices about a case's proposals begin."""
    return f"{case_id}:register:"


def plan(agency: Agency, case: Subject, waiting: Mapping[str, datetime]) -> tuple[Planned, ...]:
    """Return what is said of the evidence that waits to be asked for; `waiting` says since when."""
    if not waiting:
        return ()
    since, said = min(waiting.values()), told(agency, reference=case.reference)
    first = Planned(f"{scope(case.id)}at once", keeper(agency, case), "evidence_waits", said, URGENT_RANK, since)
    later = []
    for days in AGAIN_AFTER:
        to = SUPERVISOR if days == AGAIN_AFTER[-1] else keeper(agency, case)
        at = opening(agency, rolled(agency, day_at(agency, since) + timedelta(days=days)))
        later.append(Planned(f"{scope(case.id)}{days}", to, "evidence_waits", said, REMINDER_RANK, at))
    return (first, *later)
