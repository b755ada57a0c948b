"""Contacts are written down once they were made."""

from datetime import date

import pytest

from bot.casework import contact
from bot.casework.errors import Refused

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("way", contact.WAYS)
def test_a_contact_of_today_or_before(way: str) -> None:
    contact.check(way, TODAY, TODAY)
    contact.check(way, date(2020, 1, 1), TODAY)


@pytest.mark.parametrize(
    ("way", "on", "because"),
    [("pigeon", TODAY, "no_such_way"), ("phone", date(2026, 11, 25), "contact_in_future")],
)
def test_refusals(way: str, on: date, because: str) -> None:
    with pytest.raises(Refused, match=because):
        contact.check(way, on, TODAY)
