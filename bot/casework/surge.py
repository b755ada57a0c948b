"""When many complaints come about one incident: which of them belong together, and who is told; for `desk.surge`.

Nobody's complaint is merged away: a cluster names cases, each keeps its number, its clocks and its complainant.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from bot.casework.agency import Agency
from bot.casework.keeper import SUPERVISOR
from bot.casework.notices import NEWS_RANK, Planned, told
from bot.casework.relation import lately

TEMPLATES: Final = ("cluster_proposed", "cluster_joins")
"""Every key of the locale table [notice] that is planned here."""
PROPOSE, JOIN = "propose", "join"
NAME_LIMIT: Final = 80


def near(agency: Agency, day: date, others: Mapping[str, date]) -> frozenset[str]:
    """Return the cases about the same incident that came in so near that the office's rule counts them."""
    rule = agency.surge
    return frozenset(id for id, on in others.items() if lately(rule, day, on)) if rule is not None else frozenset()


def is_surge(agency: Agency, others: int) -> bool:
    """Say whether a new case with so many others about its incident makes a cluster."""
    return agency.surge is not None and others + 1 >= agency.surge.cases


def news(agency: Agency, about: tuple[str, str], cluster: str, lead: str | None, count: int, now: datetime) -> Planned:
    """Return the notice that complaints may be about one incident, or that one more may; `about`: its id and number.

    A cluster is proposed to the supervisors, once; a later case is told to its lead, or else to them.
    """
    case, reference = about
    joins = count == 0
    key = f"{case}:cluster_joins:{cluster}" if joins else f"{cluster}:cluster_proposed"
    params = told(agency, reference=reference, **({} if joins else {"count": str(count)}))
    to = f"member:{lead}" if lead else SUPERVISOR
    return Planned(key, to, "cluster_joins" if joins else "cluster_proposed", params, NEWS_RANK, now)
