"""The log of who was contacted: the ways there are, and that nothing is logged before it was; for `desk.contacts`."""

from datetime import date
from typing import Final

from bot.casework.errors import Refused

WAYS: Final = ("phone", "letter", "email", "in_person")


def check(way: str, on: date, today: date) -> None:
    """Raise Refused for a way there is not, and for a day that has not come."""
    if way not in WAYS:
        raise Refused("no_such_way")
    if on > today:
        raise Refused("contact_in_future")
