"""When an office may stop starting new cases, and until when; called by `desk.pausing`.

A pause keeps nothing out and stops no clock: complaints are taken and wait in line, and people are told so.
"""

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

from bot.casework import ahead
from bot.casework.errors import Refused, Unreadable

LONGEST: Final = timedelta(days=366)
REFUSALS: Final = ("pause_how", "pause_day", "pause_past", "pause_long", "pause_why", "pause_none")
"""Every key of the locale table [refused] that can be asked for here and by `desk.pausing`."""
_SAID: Final = re.compile(r"(?P<day>[^:]+):(?P<why>.*)", re.DOTALL)


class Wish(NamedTuple):
    """The last day of a pause, and why there is one."""

    until_on: date
    because: str


def wish(text: str, today: date) -> Wish:
    """Read "December 15: two of us are ill", or raise Refused."""
    said = _SAID.fullmatch(text.strip())
    if said is None:
        raise Refused("pause_how")
    try:
        until_on = ahead.read(said["day"], today)
    except Unreadable:
        raise Refused("pause_day") from None
    return checked(until_on, said["why"], today)


def checked(until_on: date, because: str, today: date) -> Wish:
    """Return the pause if there can be one: it has an end that is near enough, and a reason."""
    if until_on < today:
        raise Refused("pause_past")
    if until_on - today > LONGEST:
        raise Refused("pause_long")
    if not any(map(str.isalnum, because)):
        raise Refused("pause_why")
    return Wish(until_on, because.strip())
