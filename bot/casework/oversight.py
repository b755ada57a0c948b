"""What a profile says about a panel, a public look-up, many complaints about one officer or one incident."""

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from bot.casework.advice import Found
from bot.casework.parts import Part, Words

if TYPE_CHECKING:
    from bot.casework.agency import Agency

PACKET: Final = "panel_packet"
"""The template of the paper that is blacked out before it goes to a panel."""
_CALENDAR_DAYS = re.compile(r"[1-9][0-9]{0,2} days?")


class Panel(Part):
    """People outside the office who read a case and recommend something: how many of them there are."""

    members: int
    source: Words
    checked_on: date
    verified: bool = True


class PublicStatus(Part):
    """Anybody may ask by its number where a case stands; only where a law says so."""

    source: Words
    checked_on: date
    verified: bool = True


class EarlyIntervention(Part):
    """From how many complaints about one officer within which time on a supervisor hears of it."""

    cases: int
    within: str
    source: Words
    checked_on: date
    verified: bool = True


class Surge(EarlyIntervention):
    """From how many complaints about one incident, filed within which time, on they are proposed as one cluster."""


def problems(agency: "Agency") -> Found:
    """A panel has members, a surge is more than one complaint, an action waits only for a panel that there is."""
    if agency.panel is not None and agency.panel.members < 1:
        yield "panel.members", "nobody sits on this panel. Write how many people do."
    rule = agency.surge
    if rule is not None and rule.cases < 2:
        yield "surge.cases", "every single complaint would be a surge. Write 2 or more."
    if rule is not None and not _CALENDAR_DAYS.fullmatch(rule.within):
        yield "surge.within", f'"{rule.within}" is not a time here. Write it as in "7 days".'
    for status in agency.statuses.values() if agency.panel is None else ():
        for id, action in status.actions.items():
            if action.panel:
                yield f"workflow.{status.id}.{id}.panel", "there is no panel. Define [panel], or remove this."
    for status in agency.statuses.values():
        for id, action in status.actions.items():
            wrong = [each for each in action.outcomes if each not in agency.dispositions]
            if wrong or (action.outcomes and not action.disposition):
                said = f'there is no disposition "{wrong[0]}".' if wrong else "this action asks for no disposition."
                yield f"workflow.{status.id}.{id}.outcomes", f"{said} Correct or remove it."
