"""Updates are stored before they are confirmed, whatever happens in between; what a group says is never stored."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
import structlog

from bot.telegram import receiver
from bot.telegram.receiver import Receiver, chat_of, pruned
from bot.webchat.faults import Fault, broken, cut, too_many
from storage import conversation_updates, inbox
from tests.telegram.conftest import DOOR, Wire

PRIVATE = {"id": 7, "type": "private"}
GROUP = {"id": -7, "type": "supergroup", "title": "Neighbours"}
SENDER = {"id": 9, "is_bot": False, "first_name": "Ana"}
CANARY = "the canary sings"
LEASE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiver, "PAUSE_AFTER_FAULT_SECONDS", 0.01)


@asynccontextmanager
async def polling(wire: Wire, **more: str) -> AsyncIterator[Receiver]:
    """A receiver at work; at the end it is cut off in the middle of whatever it does."""
    known = {"base": wire.addresses.api, "token": wire.addresses.token} | more
    one = Receiver(DOOR, database=wire.database, clock=wire.clock, **known)
    task = asyncio.create_task(one.run())
    try:
        yield one
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def stored(wire: Wire) -> list[dict[str, Any]]:
    """The payloads that lie in the inbox, in order."""
    found = []
    async with wire.database.write() as session:
        while rows := await inbox.claim(session, wire.clock(), LEASE, 100):
            found += rows
            for row in rows:
                await inbox.answered(session, row.id, wire.clock())
    return [json.loads(row.payload) for row in sorted(found, key=lambda row: row.update_id)]


async def count(wire: Wire) -> int:
    async with wire.database.read() as session:
        return (await inbox.counts(session))["all"]


async def pending(wire: Wire) -> int:
    """How many updates the door still holds because nobody has confirmed them."""
    async with wire.database.read() as session:
        return await conversation_updates.pending(session)


async def until(holds: Callable[[], Any]) -> None:
    for _ in range(1000):
        if await holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to that")


async def test_an_update_is_stored_and_confirmed_with_the_next_poll(wire: Wire) -> None:
    await wire.webchat.deliver(7, {"message": {"text": "one"}})
    async with polling(wire) as one:
        await asyncio.wait_for(one.ready.wait(), 10)
        await until(lambda: wire_is_empty(wire))
    assert one.arrived.is_set()
    assert [each["message"]["text"] for each in await stored(wire)] == ["one"]


async def wire_is_empty(wire: Wire) -> bool:
    return await pending(wire) == 0


async def test_nothing_is_confirmed_that_is_not_committed(wire: Wire) -> None:
    """Killed between the answer of the door and the commit: the door gives it out again."""
    await wire.webchat.deliver(7, {"message": {"text": "one"}})
    async with wire.database.write():  # the receiver gets the update and cannot store it
        async with polling(wire):
            await until(lambda: asyncio.sleep(0, ("getUpdates", None) in wire.calls))
            await asyncio.sleep(0.05)
        assert await count(wire) == 0
    assert await pending(wire) == 1
    async with polling(wire):
        await until(lambda: wire_is_empty(wire))
    assert await count(wire) == 1


async def test_a_poll_that_is_repeated_after_a_crash_makes_no_doubles(wire: Wire) -> None:
    for number in range(5):
        await wire.webchat.deliver(7, {"message": {"text": str(number)}})
    again = Receiver(
        DOOR, base=wire.addresses.api, token=wire.addresses.token, database=wire.database, clock=wire.clock
    )
    async with wire.database.read() as session:
        waiting = await conversation_updates.take_updates(session, 0, 100)
    await again._keep(waiting)  # stored; killed before the next poll could confirm
    assert await pending(wire) == 5
    await again._keep(waiting[2:])
    async with polling(wire):
        await until(lambda: wire_is_empty(wire))
    assert [each["message"]["text"] for each in await stored(wire)] == list("01234")


@pytest.mark.parametrize(
    "fault", [cut(), cut(done=True), broken(), Fault(500, "Internal Server Error"), too_many(0), Fault(409, "Conflict")]
)
async def test_the_poll_goes_on_whatever_the_door_does(wire: Wire, fault: Fault) -> None:
    wire.webchat.faults.next("getUpdates", fault, times=2)
    await wire.webchat.deliver(7, {"message": {"text": "one"}})
    async with polling(wire):
        await until(lambda: wire_is_empty(wire))
    assert await count(wire) == 1


async def test_the_pause_that_the_door_asks_for_is_kept(wire: Wire) -> None:
    await wire.webchat.deliver(7, {"message": {"text": "one"}})
    wire.webchat.faults.next("getUpdates", too_many(1))
    clock = asyncio.get_running_loop().time
    times: list[float] = []
    wire.webchat.faults.on_call = lambda method, _: times.append(clock())
    async with polling(wire):
        await until(lambda: asyncio.sleep(0, len(times) >= 2))
    assert times[1] - times[0] >= 1.0


async def test_a_database_that_is_away_for_a_moment_loses_nothing(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    await wire.webchat.deliver(7, {"message": {"text": "one"}})
    calls = 0
    put = inbox.put

    async def away(*given: Any) -> int:
        nonlocal calls
        calls += 1
        if calls < 3:
            raise OSError("disk full")
        return await put(*given)

    monkeypatch.setattr(inbox, "put", away)
    async with polling(wire):
        await until(lambda: wire_is_empty(wire))
    assert (calls, await count(wire)) == (3, 1)


async def test_neither_token_nor_words_are_ever_logged(wire: Wire) -> None:
    wire.webchat.faults.next("getUpdates", cut())
    wire.webchat.faults.next("getUpdates", broken())
    await wire.webchat.deliver(7, {"message": {"text": CANARY}})
    with structlog.testing.capture_logs() as lines:
        async with polling(wire):
            await until(lambda: wire_is_empty(wire))
        async with polling(wire, base="http://127.0.0.1:9"):
            await until(lambda: asyncio.sleep(0, faults_of(lines, "ClientConnectorError")))
        async with polling(wire, token="1:not-the-token"):
            await until(lambda: asyncio.sleep(0, faults_of(lines, "ClientResponseError")))
        async with polling(wire, base=wire.addresses.page):  # a server that is no Bot API at all
            await until(lambda: asyncio.sleep(0, len(lines) > 6))
    told = repr(lines)
    assert {each["event"] for each in lines} == {"received", "receiver_fault"}
    for secret in (wire.addresses.token, wire.addresses.token.partition(":")[2], "not-the-token", CANARY, "http"):
        assert secret not in told


def faults_of(lines: list[Any], kind: str) -> bool:
    return any(each.get("fault") == kind for each in lines)


async def test_what_is_said_in_a_group_is_not_stored(wire: Wire) -> None:
    said = {"text": CANARY, "chat": GROUP, "from": SENDER, "reply_to_message": {"text": CANARY, "chat": GROUP}}
    await wire.webchat.deliver(-7, {"message": said})
    await wire.webchat.deliver(-7, {"edited_message": {**said, "message_id": 1, "date": 1}})
    query = {"id": "1", "from": SENDER, "data": "r:done", "message": {**said, "message_id": 2, "date": 1}}
    await wire.webchat.deliver(-7, {"callback_query": query})
    async with polling(wire):
        await until(lambda: wire_is_empty(wire))
    kept = await stored(wire)
    assert [each["group"] for each in kept] == [
        {"kind": "message", "chat": -7},
        {"kind": "edited_message", "chat": -7},
        {"kind": "callback_query", "chat": -7},
    ]
    assert CANARY not in repr(kept)
    assert "Ana" not in repr(kept)


MESSAGE = {"message_id": 1, "text": "hi", "from": SENDER}


@pytest.mark.parametrize(
    ("update", "chat", "private"),
    [
        ({"message": {**MESSAGE, "chat": PRIVATE}}, "7", True),
        ({"edited_message": {**MESSAGE, "chat": PRIVATE}}, "7", True),
        ({"callback_query": {"from": SENDER, "message": {**MESSAGE, "chat": PRIVATE}}}, "7", True),
        ({"callback_query": {"from": SENDER, "inline_message_id": "x"}}, "9", True),
        ({"my_chat_member": {"chat": PRIVATE, "from": SENDER}}, "7", True),
        ({"my_chat_member": {"chat": GROUP, "from": SENDER}}, "-7", False),
        ({"message": {**MESSAGE, "chat": GROUP}}, "-7", False),
        ({"callback_query": {"from": SENDER, "message": {**MESSAGE, "chat": GROUP}}}, "-7", False),
        ({"channel_post": {"chat": {"id": -9, "type": "channel"}, "text": "hi"}}, "-9", False),
        ({"poll": {"id": "1"}}, None, True),
        ({"message": "broken"}, None, True),
        ({"message": {"chat": "broken", "from": {"id": "x"}}}, None, True),
        ({}, None, True),
    ],
)
def test_whose_update_it_is_and_whether_it_is_private(update: dict[str, Any], chat: str | None, private: bool) -> None:
    whole = {"update_id": 5, **update}
    assert chat_of(whole) == chat
    assert (pruned(whole) == whole) is private
