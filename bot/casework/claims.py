"""What a profile claims and nobody has seen written down, wherever it stands; called by `redress check --facts`.

A claim is any piece that says `verified`: nothing names the kinds, so a new one cannot be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import BaseModel

from bot.casework.agency import Agency
from bot.casework.profile import TABLE_OF

_ABOUT: Final = {"verified", "source", "checked_on"}
_NAMES: Final = ("name", "id", "code")


@dataclass(frozen=True, slots=True)
class Claim:
    """One of them: where it stands, as the file writes it, and what it says."""

    where: str
    says: str
    source: str | None
    checked_on: date | None


def unverified(agency: Agency) -> Iterator[Claim]:
    """Find every claim of a profile that is not verified, in the order of the profile."""
    for field in type(agency).model_fields:
        yield from _within(getattr(agency, field), TABLE_OF.get(field, field))


def _within(value: object, where: str) -> Iterator[Claim]:
    if isinstance(value, BaseModel):
        if getattr(value, "verified", True) is False:
            yield Claim(where, _says(value), getattr(value, "source", None), getattr(value, "checked_on", None))
        for field in type(value).model_fields:
            yield from _within(getattr(value, field), f"{where}.{field}")
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _within(each, f"{where}.{name}")
    elif isinstance(value, tuple):
        for number, each in enumerate(value, 1):
            yield from _within(each, f"{where}.{_name(each) or number}")


def _name(value: object) -> str | None:
    found = (getattr(value, field, None) for field in _NAMES)
    return next((each for each in found if isinstance(each, str)), None)


def _says(claim: BaseModel) -> str:
    """Return the fact in words where there are words, else the numbers and codes that it sets."""
    fact = getattr(claim, "fact", None)
    if isinstance(fact, str):
        return fact
    set_here = ((name, getattr(claim, name)) for name in type(claim).model_fields if name not in {*_ABOUT, *_NAMES})
    written = [(name, value) for name, value in set_here if isinstance(value, str | int | date)]
    return ", ".join(f"{name} = {value}" for name, value in written if value and value is not True)
