"""A seam for tests: what the Bot API side shall do wrong next. Off unless a test asks; nothing else writes to it."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong answer. With `status` None the connection is cut instead.

    `done` decides when: False, before the call has had any effect; True, after it (a lost reply).
    """

    status: int | None = None
    description: str = ""
    parameters: dict[str, int] = field(default_factory=dict)
    done: bool = False


def too_many(retry_after: int) -> Fault:
    """Telegram's 429."""
    return Fault(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def blocked() -> Fault:
    """The person has blocked the bot."""
    return Fault(403, "Forbidden: bot was blocked by the user")


def cut(*, done: bool = False) -> Fault:
    """The connection breaks before (or, with `done`, after) the call has had its effect."""
    return Fault(None, done=done)


def broken() -> Fault:
    """The server has a bad day."""
    return Fault(502, "Bad Gateway")


class Faults:
    """`faults.next("sendMessage", too_many(3), times=2)`; `"*"` stands for every method but getUpdates."""

    def __init__(self) -> None:
        self._queued: dict[str, deque[Fault]] = defaultdict(deque)
        self.on_call: Callable[[str, int | None], None] | None = None
        """Told of every authorized call, refused or not: method and chat id."""

    def next(self, method: str, fault: Fault, *, times: int = 1) -> None:
        self._queued[method].extend([fault] * times)

    def clear(self) -> None:
        self._queued.clear()
        self.on_call = None

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Called once for every call by `botapi`."""
        if self.on_call:
            self.on_call(method, chat_id)
        for name in (method, "*") if method != "getUpdates" else (method,):
            if self._queued.get(name):
                return self._queued[name].popleft()
        return None
