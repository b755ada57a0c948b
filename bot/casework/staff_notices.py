"""What staff are told of each other's questions about a case, and of the end of a hold; called by the desk.

An extension is asked of the supervisors, a case is offered to a colleague: both by a notice with two buttons, and the
answer comes back by another. Why somebody asks waits behind the card.
"""

from datetime import datetime
from typing import Final

from bot.casework.agency import Agency
from bot.casework.keeper import SUPERVISOR, Subject, keeper
from bot.casework.notices import NEWS_RANK, Planned, told

TEMPLATES: Final = (
    *("extension_asked", "extension_granted", "extension_refused"),
    *("handover_asked", "handover_granted", "handover_refused", "hold_over"),
)
"""Every key of the locale table [notice] that is planned here."""


def extension_asked(agency: Agency, about: Subject, ask: str, said: dict[str, str], now: datetime) -> Planned:
    """Return the question to the supervisors; `said` names the duty and its date."""
    return _planned(agency, about, "extension_asked", SUPERVISOR, ask, now, said)


def handover_asked(agency: Agency, about: Subject, ask: str, to: str, now: datetime) -> Planned:
    """Return the question to a colleague."""
    return _planned(agency, about, "handover_asked", f"member:{to}", ask, now)


def answered(agency: Agency, about: Subject, ask: str, template: str, to: str, now: datetime) -> Planned:
    """Return the answer to whoever has asked."""
    return _planned(agency, about, template, f"member:{to}", ask, now)


def hold_over(agency: Agency, about: Subject, ends_at: datetime, now: datetime) -> Planned:
    """Return the news that the clocks of a case run again."""
    return _planned(agency, about, "hold_over", keeper(agency, about), ends_at.isoformat(), now)


def _planned(
    agency: Agency, about: Subject, template: str, to: str, once: str, now: datetime, said: dict[str, str] | None = None
) -> Planned:
    params = told(agency, reference=about.reference, **(said or {}))
    asks = {"ask": once} if template.endswith("_asked") else {}  # the program's own name for it, for the buttons
    return Planned(f"{about.id}:{template}:{once}", to, template, params | asks, NEWS_RANK, now)
