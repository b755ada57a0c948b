"""The periods that reports are usually made for; called by `telegram.figures`."""

from datetime import date, timedelta
from typing import Final

_DAY: Final = timedelta(days=1)


def of(name: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of the last whole quarter, the last whole year, or this year so far."""
    if name == "current":
        return date(today.year, 1, 1), today
    if name == "year":
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    last = date(today.year, today.month - (today.month - 1) % 3, 1) - _DAY
    return date(last.year, last.month - 2, 1), last
