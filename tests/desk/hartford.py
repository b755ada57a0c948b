"""An office that works by Hartford's profile, for tests of what only that profile has."""

from dataclasses import replace
from functools import cache

from bot.casework.agency import Agency
from bot.opening import profiles
from bot.settings import Settings
from nlp import vocabulary
from tests.desk.office import HOME, Office

STORY = "An officer pushed me to the ground on Park Street and hit me. My arm is broken."


@cache
def hartford() -> Agency:
    """The built-in profile."""
    return profiles(Settings(agencies="hartford_oig"), vocabulary.names())["hartford_oig"]


def at_hartford(office: Office, *, asks_everybody: bool = False) -> Office:
    """The same office under that profile; it asks those whom it lets in only where a test is about that."""
    changes: dict[str, object] = {"id": HOME, **({} if asks_everybody else {"attestation": None})}
    return replace(office, desk=replace(office.desk, agencies={HOME: hartford().model_copy(update=changes)}))
