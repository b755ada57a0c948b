"""Who looks after a case, as an address for notices; asked by every rule that plans what somebody is told about one."""

from dataclasses import dataclass
from typing import Final, Protocol

from bot.casework.agency import Agency

SUPERVISOR: Final = "supervisor"


class Kept(Protocol):
    """A case, or something that happened to one, as far as that says who looks after it."""

    @property
    def owner(self) -> str | None: ...
    @property
    def queue(self) -> str: ...
    @property
    def closed(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """The case that a notice is about."""

    id: str
    reference: str
    owner: str | None
    queue: str
    closed: bool = False


def keeper(agency: Agency, case: Kept) -> str:
    """Return who looks after a case: its owner, or else its queue; a closed one waits in no queue any more."""
    if case.owner is None and not case.closed:
        return of_queue(agency, case.queue)
    return person(case.owner)


def person(owner: str | None) -> str:
    """Return who sees to what cannot wait for whoever is on duty: the owner, or else the supervisors."""
    return f"member:{owner}" if owner else SUPERVISOR


def of_queue(agency: Agency, queue: str) -> str:
    """Return the address of a queue; one that an older profile had is the default one now."""
    return f"queue:{queue if queue in agency.queues else agency.default_queue}"
