"""What staff may do with a case where it stands; called by the desk for its buttons and again when one is pressed."""

from dataclasses import dataclass
from typing import Final

from bot.casework.agency import Action, Agency
from bot.casework.errors import Refused

REFUSALS: Final = ("closed", "no_such_action", "not_your_role")
"""Every key of the locale table [refused] that can be asked for here."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The status a case has now, the action that led there, and why in plain words for the timeline."""

    status: str
    action: Action
    because: str


def take(agency: Agency, status: str, action: str, role: str) -> Taken:
    """Return where the action leads, or raise Refused."""
    now = agency.statuses.get(status)
    if now is not None and now.terminal:
        raise Refused("closed")
    wanted = now.actions.get(action) if now is not None else None
    if wanted is None:
        raise Refused("no_such_action")
    if role not in wanted.by:
        raise Refused("not_your_role")
    return Taken(wanted.to, wanted, f"{role}: {wanted.label.en} ({status} -> {wanted.to})")


def available(agency: Agency, status: str, role: str) -> tuple[Action, ...]:
    """Return the actions that this role may take from here, in the order of the profile."""
    now = agency.statuses.get(status)
    return tuple(action for action in now.actions.values() if role in action.by) if now is not None else ()


def outcomes(agency: Agency, action: Action) -> tuple[str, ...]:
    """Return the dispositions that fit an action, in the order of the profile; none where it asks for none."""
    fit = action.outcomes or agency.dispositions
    return tuple(each for each in agency.dispositions if action.disposition and each in fit)
