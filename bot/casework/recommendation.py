"""What a panel said, as a member of staff types it: first how many agreed, then its words; pure, for `desk.panel`."""

import re
from dataclasses import dataclass, field
from typing import Final

from bot.casework.errors import Refused

REFUSALS: Final = ("panel_unreadable", "panel_too_many", "panel_no_words")
"""Every key of the locale table [refused] that is raised here."""
_NUMBER: Final = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Said:
    """How many members agreed with the recommendation, differed, abstained; and what it is."""

    agreed: int
    differed: int
    abstained: int
    words: str = field(repr=False)


def read(text: str, members: int) -> Said:
    """Read "4 for, 1 against" on the first line and the words on the others. Raises Refused with what is missing."""
    first, _, words = text.strip().partition("\n")
    counts = [int(each) for each in _NUMBER.findall(first)]
    if not 2 <= len(counts) <= 3 or len(_NUMBER.sub("", first).strip(" ,;.-/")) > 60:
        raise Refused("panel_unreadable")
    agreed, differed, abstained = (*counts, 0)[:3]
    if not 0 < agreed + differed + abstained <= members:
        raise Refused("panel_too_many", members=members)
    if not words.strip():
        raise Refused("panel_no_words")
    return Said(agreed, differed, abstained, words.strip())
