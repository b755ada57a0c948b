"""What a button carries: an opaque name and a verb; written by screens and cards, read by the worker.

Buttons live for ever and can be forged, so nothing in here is trusted: who pressed, for what and in which state is
checked at every press.
"""

from dataclasses import dataclass
from typing import Final

from bot.casework.errors import Stale

LIMIT_BYTES: Final = 64
DRAFT, CASE, STAFF, CHAT = "r", "c", "s", "m"
_SCOPES: Final = frozenset({DRAFT, CASE, STAFF, CHAT})


@dataclass(frozen=True, slots=True)
class Press:
    """One button: `scope` says whose it is, `subject` the id of a draft or case, `revision` the draft's at drawing."""

    scope: str
    verb: str
    subject: str = ""
    arg: str = ""
    revision: int = 0

    def pack(self) -> str:
        """The callback data; ValueError when it would not fit, which is a fault of a profile or of the program."""
        data = f"{self.scope}:{self.verb}:{self.subject}:{self.revision or ''}:{self.arg}"
        if len(data.encode()) > LIMIT_BYTES:
            raise ValueError(f"callback data of {self.verb} is longer than {LIMIT_BYTES} bytes")
        return data


def read(data: str) -> Press:
    """The press behind callback data. Raises Stale for anything that this program did not write."""
    parts = data.split(":", 4)
    if len(parts) != 5 or parts[0] not in _SCOPES or not parts[1]:
        raise Stale
    scope, verb, subject, revision, arg = parts
    if revision and not (revision.isascii() and revision.isdigit() and len(revision) < 10):
        raise Stale
    return Press(scope, verb, subject, arg, int(revision or 0))
