"""getUpdates: in order, until confirmed, across a restart, one poll at a time."""

import asyncio

import pytest

from bot.webchat.server import WebChat
from storage.database import Database
from storage.files import Files
from tests.webchat.conftest import Clock, Tab
from tests.webchat.scripted import ScriptedBot


def texts(updates: list[dict[str, dict[str, str]]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_an_update_stays_until_a_higher_offset_confirms_it(tab: Tab, bot: ScriptedBot) -> None:
    await tab.post("say", text="one")
    first = await bot.call("getUpdates")
    assert texts(first) == ["/start minneapolis_opcr", "one"]
    assert await bot.call("getUpdates") == first
    assert texts(await bot.call("getUpdates", offset=first[0]["update_id"] + 1)) == ["one"]
    assert texts(await bot.call("getUpdates")) == ["one"]


async def test_numbers_are_never_used_again(tab: Tab, bot: ScriptedBot) -> None:
    last = (await bot.call("getUpdates"))[-1]["update_id"]
    assert await bot.call("getUpdates", offset=last + 1) == []
    await tab.post("say", text="one")
    assert (await bot.call("getUpdates"))[0]["update_id"] == last + 1


async def test_a_limit_is_kept(tab: Tab, bot: ScriptedBot) -> None:
    await tab.post("say", text="one")
    assert len(await bot.call("getUpdates", limit=1)) == 1


async def test_a_long_poll_ends_with_the_news(tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
    poll = asyncio.create_task(bot.call("getUpdates", offset=2, timeout=30))
    await tab.post("say", text="news")
    assert texts(await asyncio.wait_for(poll, 10)) == ["news"]


async def test_a_long_poll_ends_when_the_server_stops(webchat: WebChat, bot: ScriptedBot, chat_id: int) -> None:
    asked = asyncio.Event()
    webchat.faults.on_call = lambda method, _: asked.set() if method == "getUpdates" else None
    poll = asyncio.create_task(bot.call("getUpdates", offset=2, timeout=50))
    await asked.wait()
    await asyncio.wait_for(webchat.stop(), 10)
    assert await poll == []


async def test_a_newer_poll_ends_the_older_one(webchat: WebChat, bot: ScriptedBot, chat_id: int) -> None:
    asked = asyncio.Event()
    webchat.faults.on_call = lambda method, _: asked.set() if method == "getUpdates" else None
    older = asyncio.create_task(bot.call("getUpdates", offset=2, timeout=50))
    await asked.wait()
    assert await bot.call("getUpdates", offset=2) == []
    with pytest.raises(AssertionError, match="terminated by other getUpdates"):
        await asyncio.wait_for(older, 10)


async def test_updates_survive_a_restart(
    database: Database, files: Files, clock: Clock, webchat: WebChat, tab: Tab, bot: ScriptedBot
) -> None:
    await tab.post("say", text="before the restart")
    await webchat.stop()
    again = WebChat(database, files, clock=clock)
    second = ScriptedBot(await again.start())
    try:
        assert texts(await second.call("getUpdates"))[-1] == "before the restart"
    finally:
        await second.stop()
        await again.stop()


async def test_what_the_bot_did_not_ask_for_is_not_queued(tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
    await bot.call("getUpdates", offset=2, allowed_updates=["callback_query"])
    await tab.post("say", text="unheard")
    await tab.post("tap", message_id=1, data="heard")
    assert [set(update) - {"update_id"} for update in await bot.call("getUpdates")] == [{"callback_query"}]


async def test_pending_updates_are_counted_and_dropped(tab: Tab, bot: ScriptedBot) -> None:
    assert (await bot.call("getWebhookInfo"))["pending_update_count"] == 1
    assert await bot.call("deleteWebhook", drop_pending_updates=True) is True
    assert await bot.call("getUpdates") == []


async def test_a_negative_offset_is_refused(bot: ScriptedBot) -> None:
    with pytest.raises(AssertionError, match="negative offset"):
        await bot.call("getUpdates", offset=-1)
