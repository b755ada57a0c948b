"""What both sides share: one transaction per change, nothing readable on the disk, nothing left after an erasure."""

import asyncio
from pathlib import Path

import pytest

from bot.webchat import messages
from bot.webchat.parameters import Refusal, Upload
from bot.webchat.rooms import Rooms
from bot.webchat.server import WebChat
from storage import conversation_ends, conversations
from storage.database import Database
from storage.files import Files
from tests.webchat.conftest import NOW, Clock, Tab
from tests.webchat.scripted import PNG, ScriptedBot

CANARY = "canary-7f3a-he-pushed-me"


def readable(folder: Path, words: bytes) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [path.name for path in files if words in path.read_bytes()]


async def test_nothing_that_was_said_is_readable_on_the_disk(
    tab: Tab, bot: ScriptedBot, chat_id: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await tab.post("say", text=CANARY)
    await tab.sends(f"{CANARY}.png", PNG + CANARY.encode(), caption=CANARY)
    await bot.call("sendMessage", chat_id=chat_id, text=CANARY)
    await tab.post("tap", message_id=2, data=CANARY)
    assert readable(tmp_path, CANARY.encode()) == []
    assert CANARY not in caplog.text


async def test_an_erased_conversation_leaves_nothing(
    tab: Tab, bot: ScriptedBot, chat_id: int, database: Database, files: Files
) -> None:
    await tab.sends("a.png", PNG)
    waiting = asyncio.create_task(tab.news(after=9, wait=20))
    async with database.write() as session:
        for path in await conversation_ends.drop(session, chat_id):
            await files.delete(path)
    assert await files.paths() == []
    assert await bot.call("getUpdates") == []
    assert await tab.tries("say", text="x") == (401, {"error": "gone"})
    with pytest.raises(AssertionError, match="chat not found"):
        await bot.call("sendMessage", chat_id=chat_id, text="Hi")
    assert await asyncio.wait_for(waiting, 15) == {"error": "gone"}


async def cleared(database: Database, chat_id: int) -> None:
    async with database.write() as session:
        await conversation_ends.clear(session, chat_id, NOW, heard=1)


async def test_a_request_that_was_under_way_while_the_chat_was_cleared_finds_the_new_key(
    tab: Tab, bot: ScriptedBot, chat_id: int, database: Database, files: Files, clock: Clock
) -> None:
    rooms = Rooms(database, files, clock=clock)
    async with database.read() as session:
        before = await conversations.load(session, chat_id)
    assert before is not None
    await cleared(database, chat_id)
    entry, _ = await rooms.person_says(before, messages.said("still here"))
    await rooms.person_taps(before, entry.message_id, "d")
    await rooms.person_edits(before, entry.message_id, "here")
    shown = (await tab.news())["entries"]
    assert [each["text"] for each in shown] == ["", "here"]
    assert [set(each) - {"update_id"} for each in await bot.call("getUpdates", offset=2)] == [
        {"message"},
        {"callback_query"},
        {"edited_message"},
    ]
    with pytest.raises(Refusal):
        await rooms.person_edits(before, 1, "of a message that is gone")


async def test_a_file_that_was_under_way_while_the_chat_was_cleared_is_asked_for_again(
    chat_id: int, database: Database, files: Files, clock: Clock
) -> None:
    rooms = Rooms(database, files, clock=clock)
    async with database.read() as session:
        before = await conversations.load(session, chat_id)
    assert before is not None
    file = await rooms.keep(before, Upload("a.png", "image/png", PNG))
    await cleared(database, chat_id)
    with pytest.raises(Refusal) as refused:
        await rooms.person_says(before, messages.sent_file(file, ""))
    assert refused.value.status == 503, "which the page takes for a passing trouble"


async def test_a_request_that_was_under_way_while_the_chat_was_dropped_is_refused(
    chat_id: int, database: Database, files: Files, clock: Clock
) -> None:
    rooms = Rooms(database, files, clock=clock)
    async with database.write() as session:
        before = await conversations.load(session, chat_id)
        await conversation_ends.drop(session, chat_id)
    assert before is not None
    with pytest.raises(Refusal) as refused:
        await rooms.person_says(before, messages.said("anybody?"))
    assert refused.value.status == 401


async def test_a_raw_update_is_filled_in_and_queued(webchat: WebChat, bot: ScriptedBot, chat_id: int) -> None:
    sticker = {"file_id": "x", "file_unique_id": "x", "type": "regular", "width": 1, "height": 1}
    update_id = await webchat.deliver(chat_id, {"message": {"sticker": sticker}})
    update = (await bot.call("getUpdates"))[-1]
    assert update["update_id"] == update_id
    assert update["message"]["message_id"] == 2
    assert update["message"]["from"]["id"] == chat_id
    await webchat.deliver(chat_id, {"my_chat_member": {"chat": {"id": chat_id}}})
    assert set((await bot.call("getUpdates"))[-1]) == {"update_id", "my_chat_member"}


async def test_somebody_who_types_stops_after_a_while(database: Database, files: Files, clock: Clock) -> None:
    rooms = Rooms(database, files, clock=clock)
    assert not rooms.typing(7)
    rooms.starts_typing(7)
    assert rooms.typing(7)


async def test_fifty_taps_at_once_are_fifty_updates_in_order(tab: Tab, bot: ScriptedBot) -> None:
    await asyncio.gather(*(tab.post("tap", message_id=1, data=f"d{number}") for number in range(50)))
    updates = await bot.call("getUpdates", limit=100)
    assert len(updates) == 51
    assert [update["update_id"] for update in updates] == list(range(1, 52))
