"""Who may be let in where a profile keeps somebody out: they say so themselves first; called by `desk.roster`."""

from datetime import date
from typing import TYPE_CHECKING, Final

from bot.casework.errors import Refused
from bot.casework.parts import Part, Text, Words

if TYPE_CHECKING:
    from bot.casework.agency import Agency

YES, NO, DEMO = "yes", "no", "demo"
ANSWERS: Final = (YES, NO)


class Attestation(Part):
    """What everybody says about themselves before they are let in, and where it is written that they have to."""

    words: Text
    source: Words
    checked_on: date
    verified: bool = True


def wanted(agency: "Agency", attested: str | None) -> bool:
    """Say whether somebody is still to be asked."""
    return agency.attestation is not None and attested is None


def must_be_given(agency: "Agency", attested: str | None) -> None:
    """Raise Refused for somebody who may not be let in: they did not say it, or said no."""
    if agency.attestation is not None and attested not in {YES, DEMO}:
        raise Refused("attested_no" if attested == NO else "not_attested")
