"""Edits and deletions: in place, marked, refused as Telegram refuses them, and erased for good."""

from typing import Any

import pytest

from bot.webchat.server import WebChat
from storage.files import Files
from tests.webchat.conftest import Clock, Tab
from tests.webchat.scripted import PNG, ScriptedBot, keys

Call = dict[str, Any]


async def question(bot: ScriptedBot, chat_id: int) -> Call:
    sent = await bot.call("sendMessage", chat_id=chat_id, text="Hurt?", reply_markup=keys([("Yes", "y")]))
    return {"chat_id": chat_id, "message_id": sent["message_id"]}


async def test_a_new_text_is_marked_and_takes_the_buttons_away(tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
    where = await question(bot, chat_id)
    edited = await bot.call("editMessageText", **where, text="Hurt? Yes.")
    assert "edit_date" in edited
    entry = (await tab.news())["entries"][-1]
    assert (entry["text"], entry["buttons"], entry["edited"]) == ("Hurt? Yes.", [], True)


async def test_new_buttons_alone_do_not_mark_the_message(tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
    where = await question(bot, chat_id)
    await bot.call("editMessageReplyMarkup", **where, reply_markup=keys([("No", "n")]))
    entry = (await tab.news())["entries"][-1]
    assert (entry["buttons"][0][0]["data"], entry["edited"]) == ("n", False)


async def test_a_page_that_waits_gets_the_change(tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
    where = await question(bot, chat_id)
    seen = (await tab.news())["next"]
    await bot.call("editMessageText", **where, text="Hurt? No.")
    changed = await tab.news(after=seen, wait=10)
    assert [entry["text"] for entry in changed["entries"]] == ["Hurt? No."]


async def test_a_caption_is_edited_with_its_own_method(tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
    sent = await bot.upload("sendPhoto", "photo/a.png", PNG, chat_id=chat_id, caption="One")
    where = {"chat_id": chat_id, "message_id": sent["message_id"]}
    assert (await bot.call("editMessageCaption", **where, caption="Two"))["caption"] == "Two"
    with pytest.raises(AssertionError, match="no text in the message"):
        await bot.call("editMessageText", **where, text="Three")
    with pytest.raises(AssertionError, match="no caption in the message"):
        await bot.call("editMessageCaption", **await question(bot, chat_id), caption="Two")


@pytest.mark.parametrize(
    ("message_id", "why"), [(99, "message to edit not found"), (1, "message can't be edited"), (2, "is not modified")]
)
async def test_an_edit_that_is_refused(bot: ScriptedBot, chat_id: int, message_id: int, why: str) -> None:
    await question(bot, chat_id)
    same = {"text": "Hurt?", "reply_markup": keys([("Yes", "y")])}
    with pytest.raises(AssertionError, match=why):
        await bot.call("editMessageText", chat_id=chat_id, message_id=message_id, **same)


async def test_a_deleted_message_is_gone_from_the_page_and_the_disk(
    tab: Tab, bot: ScriptedBot, chat_id: int, files: Files
) -> None:
    sent = await bot.upload("sendPhoto", "photo/a.png", PNG, chat_id=chat_id, caption="Look")
    assert len(await files.paths()) == 1
    await bot.call("deleteMessage", chat_id=chat_id, message_id=sent["message_id"])
    entry = (await tab.news())["entries"][-1]
    assert (entry["deleted"], entry["text"], entry["file"]) == (True, "", None)
    assert await files.paths() == []
    with pytest.raises(AssertionError, match="message to delete not found"):
        await bot.call("deleteMessage", chat_id=chat_id, message_id=sent["message_id"])


async def test_many_are_deleted_and_the_missing_are_passed_over(
    webchat: WebChat, bot: ScriptedBot, chat_id: int
) -> None:
    await question(bot, chat_id)
    assert await bot.call("deleteMessages", chat_id=chat_id, message_ids=[1, 2, 99]) is True
    assert [entry["deleted"] for entry in await webchat.shown(chat_id)] == [True, True]
    with pytest.raises(AssertionError, match="1-100 message identifiers"):
        await bot.call("deleteMessages", chat_id=chat_id, message_ids=[])


async def test_after_two_days_nothing_is_deleted(bot: ScriptedBot, chat_id: int, clock: Clock) -> None:
    where = await question(bot, chat_id)
    clock.passes(hours=49)
    with pytest.raises(AssertionError, match="can't be deleted"):
        await bot.call("deleteMessage", **where)
