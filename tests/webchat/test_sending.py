"""What the bot says arrives: texts with marks and buttons, files, albums, and that it is writing."""

import pytest

from bot.webchat.server import WebChat
from tests.webchat.conftest import Tab
from tests.webchat.scripted import PNG, ScriptedBot, keys


async def test_a_text_with_marks_and_buttons(tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
    marks = [{"type": "bold", "offset": 0, "length": 2}]
    markup = keys([("Yes", "y"), ("No", "n")])
    sent = await bot.call("sendMessage", chat_id=chat_id, text="Hi 😀", entities=marks, reply_markup=markup)
    assert sent["reply_markup"] == markup
    entry = (await tab.news())["entries"][-1]
    assert (entry["message_id"], entry["author"], entry["text"]) == (sent["message_id"], "bot", "Hi 😀")
    assert entry["entities"] == marks
    assert entry["buttons"] == [[{"text": "Yes", "data": "y"}, {"text": "No", "data": "n"}]]


async def test_message_numbers_of_both_sides_count_up_together(tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
    sent = await bot.call("sendMessage", chat_id=chat_id, text="two")
    answered = await tab.post("say", text="three")
    assert [sent["message_id"], answered["message_id"]] == [2, 3]


async def test_a_photo_and_a_document(tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
    await bot.upload("sendPhoto", "photo/a.png", PNG, chat_id=chat_id, caption="Look", protect_content=True)
    await bot.upload("sendDocument", "document/receipt.pdf", b"%PDF-1.7 x", chat_id=chat_id)
    photo, document = (await tab.news())["entries"][-2:]
    assert (photo["text"], photo["file"]["kind"], photo["protected"]) == ("Look", "photo", True)
    assert (document["file"]["name"], document["file"]["mime"]) == ("receipt.pdf", "application/pdf")
    async with tab.session.get(tab.base + document["file"]["url"]) as answer:
        assert await answer.read() == b"%PDF-1.7 x"


async def test_a_file_may_be_sent_again_by_its_id_also_to_another_chat(
    webchat: WebChat, tab: Tab, bot: ScriptedBot, chat_id: int
) -> None:
    await tab.sends("a.png", PNG)
    file_id = (await bot.call("getUpdates"))[-1]["message"]["photo"][-1]["file_id"]
    await webchat.deliver(-5, {"message": {"text": "hello"}})
    copied = await bot.call("sendPhoto", chat_id=-5, photo=file_id)
    assert copied["photo"][-1]["file_id"] != file_id


async def test_an_album(tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
    await tab.sends("a.png", PNG)
    file_id = (await bot.call("getUpdates"))[-1]["message"]["photo"][-1]["file_id"]
    media = [{"type": "photo", "media": file_id, "caption": "One"}, {"type": "photo", "media": file_id}]
    album = await bot.call("sendMediaGroup", chat_id=chat_id, media=media)
    assert len({message["media_group_id"] for message in album}) == 1
    assert [entry["text"] for entry in (await tab.news())["entries"][-2:]] == ["One", ""]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"photo": "no-such-file"}, "wrong file_id or the file is temporarily unavailable"),
        ({"photo": "https://example.org/a.png"}, "failed to get HTTP URL content"),
    ],
)
async def test_a_file_that_cannot_be_sent(bot: ScriptedBot, chat_id: int, fields: dict[str, str], why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        await bot.call("sendPhoto", chat_id=chat_id, **fields)


async def test_a_photo_that_is_no_picture_is_refused(webchat: WebChat, bot: ScriptedBot, chat_id: int) -> None:
    with pytest.raises(KeyError):
        await bot.upload("sendPhoto", "photo/a.png", b"<svg/>", chat_id=chat_id)
    assert len(await webchat.shown(chat_id)) == 1


async def test_an_unknown_chat(bot: ScriptedBot) -> None:
    with pytest.raises(AssertionError, match="chat not found"):
        await bot.call("sendChatAction", chat_id=7, action="typing")


async def test_the_page_sees_that_the_bot_is_writing_until_it_has_written(
    tab: Tab, bot: ScriptedBot, chat_id: int
) -> None:
    await bot.call("sendChatAction", chat_id=chat_id, action="typing")
    news = await tab.news(after=1, wait=10, typing="0")
    assert news["typing"]
    await bot.call("sendMessage", chat_id=chat_id, text="Hi")
    assert not (await tab.news(after=1))["typing"]
