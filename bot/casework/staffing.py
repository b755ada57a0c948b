"""Notices about who works on a case: a conflict, an owner who is silent or away, a fault; called by the desk.

They hold the reference and nothing else: who is meant, and why, is behind the button.
"""

from collections.abc import Iterable
from datetime import date, datetime

from bot.casework.agency import Agency
from bot.casework.keeper import SUPERVISOR
from bot.casework.notices import NEWS_RANK, URGENT_RANK, Planned, told

CONFLICT, UNDECIDED, RETURNED, ALARM = "conflict", "undecided", "returned", "alarm"


def conflict(agency: Agency, case: str, reference: str, member: str, now: datetime) -> Planned:
    """A colleague may be named in a case: the supervisors decide. Said once for each of them."""
    params = told(agency, reference=reference)
    return Planned(f"{case}:{CONFLICT}:{member}", SUPERVISOR, CONFLICT, params, URGENT_RANK, now)


def undecided(agency: Agency, case: str, reference: str, members: Iterable[str], now: datetime) -> list[Planned]:
    """No supervisor may decide about a conflict: these others hear that one is needed, once for each case."""
    params = told(agency, reference=reference)
    return [
        Planned(f"{case}:{UNDECIDED}:{each}", f"member:{each}", UNDECIDED, params, URGENT_RANK, now) for each in members
    ]


def returned(agency: Agency, case: str, reference: str, owner: str, revision: int, now: datetime) -> list[Planned]:
    """A case went back to its queue because its owner is silent or away: both they and the supervisors are told."""
    params = told(agency, reference=reference)
    return [
        Planned(f"{case}:{RETURNED}:{revision}:{to}", to, RETURNED, params, NEWS_RANK, now)
        for to in (f"member:{owner}", SUPERVISOR)
    ]


def alarm(agency: Agency, case: str, reference: str, on: date, now: datetime) -> Planned:
    """A case without anybody to look after it, or without a date: a fault that a supervisor hears of every day."""
    params = told(agency, reference=reference)
    return Planned(f"{case}:{ALARM}:{on}", SUPERVISOR, ALARM, params, URGENT_RANK, now)
