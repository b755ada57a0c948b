"""Nobody is faster than the wire allows: a few at once, then one after the other; the clock is the test's own."""

import asyncio

import pytest

from bot.telegram.pace import Pace


class Time:
    """Time that passes only while somebody rests."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at

    async def rest(self, seconds: float) -> None:
        self.at += seconds


@pytest.mark.parametrize(
    ("per_second", "burst", "left_at"),
    [(1, 3, [0, 0, 0, 1, 2, 3]), (25, 1, [0, 0.04, 0.08, 0.12, 0.16, 0.20])],
)
async def test_a_few_go_ahead_and_the_others_one_by_one(per_second: float, burst: float, left_at: list[float]) -> None:
    time = Time()
    pace = Pace(per_second, burst, clock=time, rest=time.rest)
    left = []
    for _ in left_at:
        await pace.turn()
        left.append(round(time.at - 1_000, 2))
    assert left == left_at


async def test_whoever_was_quiet_may_go_ahead_again() -> None:
    time = Time()
    pace = Pace(1, 3, clock=time, rest=time.rest)
    for _ in range(5):
        await pace.turn()
    time.at += 60
    quiet_until = time.at
    for _ in range(3):
        await pace.turn()
    assert time.at == quiet_until


async def test_five_thousand_messages_take_as_long_as_the_wire_wants() -> None:
    time = Time()
    pace = Pace(25, 1, clock=time, rest=time.rest)
    left = []
    for _ in range(5_000):
        await pace.turn()
        left.append(time.at)
    assert max(sum(1 for each in left[n : n + 40] if each < left[n] + 1) for n in range(4_960)) <= 26
    assert round(time.at - 1_000) == 200


async def test_whoever_asks_first_goes_first() -> None:
    pace = Pace(200, 1)
    order: list[int] = []

    async def go(number: int) -> None:
        await pace.turn()
        order.append(number)

    await asyncio.gather(*(go(number) for number in range(8)))
    assert order == list(range(8))
