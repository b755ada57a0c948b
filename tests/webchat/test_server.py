"""The door as a whole: it starts, it answers kindly when something breaks, and it logs no content."""

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.webchat.server import Addresses, WebChat
from storage.database import Database
from storage.files import Files
from tests.webchat.conftest import Clock, Tab
from tests.webchat.scripted import PNG, ScriptedBot


async def test_the_token_is_new_at_every_start(webchat: WebChat, addresses: Addresses) -> None:
    await webchat.stop()
    again = await webchat.start()
    assert again.token != addresses.token
    assert again.token.startswith("1:")


async def test_a_chosen_port_is_used(database: Database, files: Files, clock: Clock, webchat: WebChat) -> None:
    port = int((await webchat.start()).page.rpartition(":")[2])
    await webchat.stop()
    second = WebChat(database, files, clock=clock, host="localhost", port=port)
    try:
        assert (await second.start()).page.endswith(f":{port}")
    finally:
        await second.stop()


async def test_an_unknown_chat_shows_nothing(webchat: WebChat) -> None:
    assert await webchat.shown(7) == []


async def test_a_broken_database_is_a_calm_error_and_a_log_without_content(
    tab: Tab, bot: ScriptedBot, chat_id: int, database: Database, files: Files
) -> None:
    await tab.sends("a.png", PNG)
    (path,) = await files.paths()
    file = (await tab.news())["entries"][-1]["file"]
    await files.put(path, b"not sealed by us")
    with capture_logs() as logs:
        async with tab.session.get(tab.base + file["url"]) as answer:
            assert (answer.status, await answer.json()) == (500, {"error": "failed"})
        with pytest.raises(AssertionError, match="Internal Server Error"):
            await bot.call("sendPhoto", chat_id=chat_id, photo=file["url"].rpartition("/")[2])
    assert [entry["fault"] for entry in logs] == ["Unsealable", "Unsealable"]
    assert [set(entry) for entry in logs] == [{"event", "side", "fault", "log_level"}] * 2


async def test_the_bots_side_is_not_on_the_pages_port(addresses: Addresses) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{addresses.page}/bot{addresses.token}/getMe") as answer:
            assert answer.status == 404
        async with session.get(f"{addresses.api}/") as answer:
            assert answer.status == 404
