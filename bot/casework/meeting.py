"""What a profile says about meetings with the people of a case; read by `agency`, checked by `soundness`."""

from typing import TYPE_CHECKING, Final

from bot.casework.advice import Found, misnamed, unknown
from bot.casework.parts import Part, Text, is_rung

if TYPE_CHECKING:
    from bot.casework.agency import Agency

INVITED: Final = ("complainant", "affected", "witness", "respondent", "owner")
"""Whom a kind of meeting may invite by itself: the people of the case by their role, and the colleague who owns it."""
LONGEST_MINUTES: Final = 24 * 60


class MeetingKind(Part):
    """One kind of meeting: how long it takes, who is invited if nobody says otherwise, and when they are reminded."""

    id: str
    name: Text
    minutes: int = 60
    asks: tuple[str, ...] = ("complainant", "owner")
    remind: tuple[str, ...] = ("1 day before",)


def problems(agency: "Agency") -> Found:
    """A meeting has a length, invites people there are, and reminds nobody of what is over."""
    yield from misnamed("meeting", agency.meetings)
    for id, kind in agency.meetings.items():
        where = f"meeting.{id}"
        if not 1 <= kind.minutes <= LONGEST_MINUTES:
            yield f"{where}.minutes", f"a meeting takes some time and ends. Write 1 to {LONGEST_MINUTES} minutes."
        yield from ((f"{where}.asks", unknown(role, INVITED, "role")) for role in kind.asks if role not in INVITED)
        for rung in kind.remind:
            if not is_rung(rung) or rung.endswith("after"):
                yield f"{where}.remind", f'"{rung}" is not a step here. Write it as in "1 day before" or "when due".'
