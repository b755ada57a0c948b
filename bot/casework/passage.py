"""What staff write for the report on a case before it is made; read by `agency`, asked for by `telegram.report`."""

from typing import TYPE_CHECKING, Final

from bot.casework.advice import Found, misnamed
from bot.casework.errors import Refused
from bot.casework.parts import Part, Text

if TYPE_CHECKING:
    from bot.casework.agency import Agency

LONGEST: Final = 40_000


class PassageKind(Part):
    """One passage: its heading in the report, and what staff are asked for."""

    id: str
    name: Text
    ask: Text
    opens: bool = False  # stands before the evidence, not after the findings


def joined(before: str, more: str) -> str:
    """Return the passage with one more paragraph. Raises Refused for one that would never end."""
    whole = f"{before}\n\n{more}" if before else more
    if len(whole) > LONGEST:
        raise Refused("passage_long", most=LONGEST)
    return whole


def problems(agency: "Agency") -> Found:
    """A passage can be named inside a button."""
    yield from misnamed("passage", agency.passages)
