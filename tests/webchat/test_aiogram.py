"""A real aiogram bot on the other end: what it sends is taken, and what it gets it can read."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
)
from aiogram.utils.formatting import Bold, Text

from bot.webchat.faults import blocked, too_many
from bot.webchat.server import Addresses, WebChat
from tests.webchat.conftest import Tab
from tests.webchat.scripted import PNG

BUTTONS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="y")]])


@pytest_asyncio.fixture
async def aiogram(addresses: Addresses) -> AsyncIterator[Bot]:
    bot = Bot(addresses.token, session=AiohttpSession(api=TelegramAPIServer.from_base(addresses.api)))
    yield bot
    await bot.session.close()


@pytest_asyncio.fixture
async def chat(aiogram: Bot, tab: Tab) -> int:
    return (await aiogram.get_updates())[-1].message.chat.id


async def test_a_conversation(aiogram: Bot, tab: Tab, chat: int) -> None:
    assert (await aiogram.get_me()).is_bot
    await aiogram.set_my_commands([BotCommand(command="help", description="Help")])
    await aiogram.send_chat_action(chat, "typing")
    asked = await aiogram.send_message(
        chat,
        **Text(Bold("Hurt"), "? 😀").as_kwargs(replace_parse_mode=False),
        reply_markup=BUTTONS,
        protect_content=True,
    )
    await tab.post("tap", message_id=asked.message_id, data="y")
    query = (await aiogram.get_updates(offset=2, timeout=5))[-1].callback_query
    assert (query.data, query.message.text, query.from_user.id) == ("y", "Hurt? 😀", chat)
    assert await query.as_(aiogram).answer("Thank you.")
    edited = await aiogram.edit_message_text("Hurt? Yes.", chat_id=chat, message_id=asked.message_id)
    assert edited.text == "Hurt? Yes."
    assert await aiogram.delete_message(chat, asked.message_id)
    assert (await tab.news())["entries"][-1]["deleted"]


async def test_files_both_ways(aiogram: Bot, tab: Tab, chat: int) -> None:
    await tab.sends("scène.png", PNG, caption="Look")
    message = (await aiogram.get_updates(offset=2))[-1].message
    assert message.caption == "Look"
    content = await aiogram.download(message.photo[-1])
    assert content.read() == PNG
    photo = BufferedInputFile(PNG, "a.png")
    sent = await aiogram.send_photo(chat, photo, caption="Back", reply_markup=BUTTONS)
    assert sent.photo[-1].file_size == len(PNG)
    receipt = await aiogram.send_document(chat, BufferedInputFile(b"%PDF-1.7 x", "recibo ñ.pdf"))
    assert receipt.document.file_name == "recibo ñ.pdf"
    album = await aiogram.send_media_group(chat, [InputMediaPhoto(media=photo), InputMediaPhoto(media=photo)])
    assert len({each.media_group_id for each in album}) == 1


async def test_refusals_are_the_exceptions_that_a_bot_knows(
    aiogram: Bot, webchat: WebChat, tab: Tab, chat: int
) -> None:
    webchat.faults.next("sendMessage", too_many(9))
    with pytest.raises(TelegramRetryAfter) as later:
        await aiogram.send_message(chat, "Hi")
    assert later.value.retry_after == 9
    webchat.faults.next("sendMessage", blocked())
    with pytest.raises(TelegramForbiddenError):
        await aiogram.send_message(chat, "Hi")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await aiogram.send_message(7, "Hi")
    await tab.sends("film.bin", bytes(20 * 1024 * 1024 + 1))
    document = (await aiogram.get_updates(offset=2))[-1].message.document
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await aiogram.get_file(document.file_id)


async def test_every_kind_of_update_can_be_read(aiogram: Bot, tab: Tab, chat: int) -> None:
    sent = await tab.post("say", text="/help me")
    await tab.post("edit", message_id=sent["message_id"], text="help")
    await tab.post("tap", message_id=99, data="stale")
    ogg = b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead"
    for name, data in {"a.mp4": b"\0\0\0\x18ftypmp42", "a.mp3": b"ID3\x03", "a.ogg": ogg, "a.txt": b"note"}.items():
        await tab.sends(name, data)
    updates = await aiogram.get_updates(offset=2)
    kinds = [update.event_type for update in updates]
    assert kinds == ["message", "edited_message", "callback_query", "message", "message", "message", "message"]
    assert [update.message.content_type.value for update in updates[3:]] == ["video", "audio", "voice", "document"]
