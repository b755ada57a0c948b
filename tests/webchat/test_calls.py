"""The methods that neither poll nor send nor edit."""

import pytest

from bot.webchat.calls import Calls
from bot.webchat.protocol import METHODS
from bot.webchat.rooms import Rooms
from bot.webchat.server import WebChat
from storage.database import Database
from storage.files import Files
from tests.webchat.conftest import Clock, Tab
from tests.webchat.scripted import ScriptedBot


def test_every_method_of_the_protocol_is_served(database: Database, files: Files, clock: Clock) -> None:
    assert set(Calls(Rooms(database, files, clock=clock)).methods) == set(METHODS)


async def test_who_am_i(bot: ScriptedBot) -> None:
    assert (await bot.call("getMe"))["is_bot"]


async def test_an_answer_to_a_tap_is_shown_once(tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
    await tab.post("tap", message_id=1, data="y")
    query = (await bot.call("getUpdates"))[-1]["callback_query"]
    assert await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Thank you.") is True
    assert (await tab.news(after=1, wait=10))["notice"] == "Thank you."
    assert (await tab.news(after=1))["notice"] is None


@pytest.mark.parametrize("query_id", ["nonsense", "123-abc", ""])
async def test_an_answer_to_no_tap_is_refused(bot: ScriptedBot, query_id: str) -> None:
    with pytest.raises(AssertionError, match="query ID is invalid"):
        await bot.call("answerCallbackQuery", callback_query_id=query_id)


async def test_a_file_over_twenty_megabytes_is_not_handed_out(tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
    status, _ = await tab.sends("film.bin", bytes(20 * 1024 * 1024 + 1))
    assert status == 200
    document = (await bot.call("getUpdates"))[-1]["message"]["document"]
    assert document["file_size"] == 20 * 1024 * 1024 + 1
    with pytest.raises(AssertionError, match="Bad Request: file is too big"):
        await bot.call("getFile", file_id=document["file_id"])


async def test_the_menu_is_the_nearest_one(tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
    async def menu(language: str) -> list[str]:
        async with tab.session.get(tab.url(f"commands?language={language}")) as answer:
            return [command["description"] for command in (await answer.json())["commands"]]

    assert await menu("en") == []
    await bot.call("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await bot.call("setMyCommands", commands=[{"command": "help", "description": "Ayuda"}], language_code="es")
    assert (await menu("en"), await menu("es")) == (["Help"], ["Ayuda"])
    own = {"type": "chat", "chat_id": chat_id}
    await bot.call("setMyCommands", commands=[{"command": "mine", "description": "My cases"}], scope=own)
    assert await menu("es") == ["My cases"]
    await bot.call("deleteMyCommands", scope=own)
    assert await menu("es") == ["Ayuda"]


async def test_a_group_is_left_for_good_and_a_private_chat_never(
    webchat: WebChat, bot: ScriptedBot, chat_id: int
) -> None:
    await webchat.deliver(-100, {"message": {"text": "Hi all"}})
    await bot.call("sendMessage", chat_id=-100, text="Please write to me in private.")
    assert await bot.call("leaveChat", chat_id=-100) is True
    with pytest.raises(AssertionError, match="not a member of the group"):
        await bot.call("sendMessage", chat_id=-100, text="Hi")
    assert [entry["text"] for entry in await webchat.shown(-100)] == ["Please write to me in private."]
    with pytest.raises(AssertionError, match="private chats"):
        await bot.call("leaveChat", chat_id=chat_id)


@pytest.mark.parametrize("method", ["logOut", "close", "setMyDescription"])
async def test_what_means_nothing_here_is_answered_yes(bot: ScriptedBot, method: str) -> None:
    assert await bot.call(method) is True
