"""Thousands of notices due at one moment leave the most urgent first, in one go, each once."""

from random import Random
from time import monotonic

import pytest

from bot.telegram.pace import Pace
from storage.models import notices
from tests.desk.office import HOME, Office, on_one
from tests.telegram.test_pace import Time


async def leave(office: Office, count: int) -> list[tuple[int, float]]:
    """So many notices of every rank for eight people, each a message of its own; their ranks as they left, and when."""
    people = [await office.hires(name=f"Investigator {number}") for number in range(8)]
    await office.delivers()
    chance, now = Random(7), office.clock()
    rows = [
        {"agency": HOME, "to": f"member:{chance.choice(people).id}", "template": "new_case", "key": f"k{number}",
         "params": {"reference": f"OPCR-2026-{number:05}-0"}, "rank": chance.randint(0, 4), "due_at": now}
        for number in range(count)
    ]  # fmt: skip
    async with office.desk.database.write() as session:
        await session.execute(notices.insert(), rows)
    time, left = Time(), []
    pace = Pace(25, 1, clock=time, rest=time.rest)

    async def send(parcel: object) -> int:
        await pace.turn()
        left.append((parcel.notices[0].rank, time.at))  # type: ignore[attr-defined]
        return await office.post.send(parcel)  # type: ignore[arg-type]

    courier = office.courier
    courier._send = send
    while await courier.round():
        pass
    return left


@on_one
async def test_what_is_due_at_one_moment_leaves_in_order_of_rank(office: Office) -> None:
    left = await leave(office, 300)
    assert len(left) == 300
    assert [rank for rank, _ in left] == sorted(rank for rank, _ in left)


@pytest.mark.long
@pytest.mark.timeout(900)
@on_one
async def test_five_thousand_leave_in_order_within_what_the_wire_allows(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    began = monotonic()
    left = await leave(office, 5_000)
    assert [rank for rank, _ in left] == sorted(rank for rank, _ in left)
    seconds = left[-1][1] - left[0][1]
    assert 199 < seconds < 201
    with capsys.disabled():
        print(
            f"\n5,000 notices: {seconds:.0f} s on the wire at 25 a second, {monotonic() - began:.0f} s of our own work"
        )
