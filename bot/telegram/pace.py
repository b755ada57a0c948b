"""How fast messages may leave: so many a second, a few at once; used by `delivery`, for each chat and for all."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic


class Pace:
    """Lets callers through one by one, none faster than `per_second` once `burst` of them have gone ahead."""

    def __init__(
        self,
        per_second: float,
        burst: float,
        *,
        clock: Callable[[], float] = monotonic,
        rest: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._per_second, self._burst = per_second, burst
        self._clock, self._rest = clock, rest
        self._free_at = 0.0  # when as many have gone as may go

    async def turn(self) -> None:
        """Wait for one's turn; whoever asks first goes first."""
        now = self._clock()
        goes_at = max(self._free_at, now - (self._burst - 1) / self._per_second)
        self._free_at = goes_at + 1 / self._per_second
        if goes_at > now:
            await self._rest(goes_at - now)
