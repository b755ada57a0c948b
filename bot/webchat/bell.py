"""Wakes those who wait for something new; both sides of the door ring it after a commit and listen before they look.

A ring that nobody heard harms nobody: whoever waits looks again after LOOK_AGAIN seconds, so that a second process on
the same database is noticed too.
"""

import asyncio
from collections.abc import Hashable
from contextlib import suppress

LOOK_AGAIN = 5.0
UPDATES = "updates"


class Bell:
    """Events by name; each is used once and then forgotten."""

    def __init__(self) -> None:
        self._events: dict[Hashable, asyncio.Event] = {}
        self.closed = False

    def listen(self, name: Hashable) -> asyncio.Event:
        """Take this before looking, so that a ring between the look and the wait is heard."""
        event = self._events.setdefault(name, asyncio.Event())
        if self.closed:
            event.set()
        return event

    def ring(self, name: Hashable) -> None:
        event = self._events.pop(name, None)
        if event:
            event.set()

    def close(self) -> None:
        """Wake everybody, for good."""
        self.closed = True
        for name in list(self._events):
            self.ring(name)


async def heard(event: asyncio.Event, seconds: float) -> None:
    """Wait for the ring, at most so long, and never so long that another process's news would be missed."""
    with suppress(TimeoutError):
        async with asyncio.timeout(max(0.0, min(seconds, LOOK_AGAIN))):
            await event.wait()
