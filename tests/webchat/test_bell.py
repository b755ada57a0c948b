"""Waiting for news without missing any."""

import asyncio

from bot.webchat.bell import Bell, heard


async def test_a_ring_between_look_and_wait_is_heard() -> None:
    bell = Bell()
    event = bell.listen(7)
    bell.ring(7)
    await asyncio.wait_for(heard(event, 60), 1)
    assert event.is_set()


async def test_a_ring_for_another_is_not_heard() -> None:
    bell = Bell()
    event = bell.listen(7)
    bell.ring(8)
    await heard(event, 0)
    assert not event.is_set()


async def test_closing_wakes_everybody_and_whoever_comes_later() -> None:
    bell = Bell()
    early = bell.listen(7)
    bell.close()
    assert early.is_set()
    assert bell.listen(8).is_set()
