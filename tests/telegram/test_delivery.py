"""One lane per chat: who goes first, what waits, and what each failure of the wire turns into."""

import asyncio
from time import monotonic

import pytest
from aiogram.types import CallbackQuery, Update

from bot.casework.errors import TryLater, Undeliverable
from bot.telegram.delivery import RETRY_SECONDS, Attachment, Button
from bot.webchat.faults import Fault, blocked, broken, cut, too_many
from storage.chats import Chat
from tests.telegram.conftest import DOOR, Wire, says, until

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


async def test_live_replies_pass_the_notices_that_wait(wire: Wire) -> None:
    channel, chat = wire.channel(), await wire.chat()
    async with wire.database.write():  # the door cannot answer the first message yet
        first = asyncio.create_task(channel.send(chat, says("a notice"), live=False))
        await until(lambda: len(wire.counted()) == 1)
        rest = [
            asyncio.create_task(channel.send(chat, says(text), live=live))
            for text, live in (("notice behind", False), ("reply", True), ("second reply", True))
        ]
        for _ in range(5):  # until all of them stand in the lane
            await asyncio.sleep(0)
    await asyncio.gather(first, *rest)
    assert await wire.texts(chat) == ["a notice", "reply", "second reply", "notice behind"]


async def test_one_message_at_a_time_in_one_chat_and_other_chats_do_not_wait(wire: Wire) -> None:
    channel, busy, free = wire.channel(), await wire.chat(1), await wire.chat(2)
    async with wire.database.write():
        sends = [asyncio.create_task(channel.send(busy, says(str(n)), live=True)) for n in range(3)]
        sends.append(asyncio.create_task(channel.send(free, says("free"), live=True)))
        await until(lambda: 2 in wire.counted())
        assert sorted(wire.counted()) == [1, 2]
    await asyncio.gather(*sends)
    assert await wire.texts(busy) == ["0", "1", "2"]


async def test_a_chat_has_a_pace_after_a_short_burst(wire: Wire) -> None:
    channel, chat = wire.channel(per_second=25.0), await wire.chat()
    started = monotonic()
    for number in range(6):
        await channel.send(chat, says(str(number)), live=True)
    assert monotonic() - started >= 3 / 25.0
    assert len(await wire.texts(chat)) == 6


async def test_retry_after_is_obeyed_to_the_second_and_for_this_chat_alone(wire: Wire) -> None:
    channel, chat, other = wire.channel(), await wire.chat(1), await wire.chat(2)
    wire.webchat.faults.next("sendMessage", too_many(344))
    with pytest.raises(TryLater) as refused:
        await channel.send(chat, says("now"), live=True)
    assert refused.value.after == 344.0
    before = len(wire.calls)
    with pytest.raises(TryLater) as again:
        await channel.send(chat, says("still now"), live=True)
    assert 340.0 < again.value.after <= 344.0
    with pytest.raises(TryLater):
        await channel.erase(chat, 1)
    assert len(wire.calls) == before, "nothing may be called in that chat before the time is over"
    await channel.send(other, says("elsewhere"), live=True)
    assert await wire.texts(other) == ["elsewhere"]


async def test_a_pause_ends(wire: Wire) -> None:
    channel, chat = wire.channel(), await wire.chat()
    wire.webchat.faults.next("sendMessage", too_many(1))
    with pytest.raises(TryLater):
        await channel.send(chat, says("now"), live=True)
    with pytest.raises(TryLater) as rest:
        await channel.send(chat, says("too early"), live=True)
    await asyncio.sleep(rest.value.after)
    await channel.send(chat, says("in time"), live=True)
    assert await wire.texts(chat) == ["in time"]


@pytest.mark.parametrize("fault", [cut(), broken(), Fault(500, "Internal Server Error"), Fault(409, "Conflict: x")])
async def test_a_fault_of_the_wire_is_tried_later(wire: Wire, fault: Fault) -> None:
    channel, chat = wire.channel(), await wire.chat()
    wire.webchat.faults.next("sendMessage", fault)
    with pytest.raises(TryLater) as refused:
        await channel.send(chat, says("hi"), live=True)
    assert refused.value.after == RETRY_SECONDS
    await channel.send(chat, says("hi"), live=True)  # unlike a pause, a fault may be over at once
    assert await wire.texts(chat) == ["hi"]


async def test_a_blocked_bot_and_a_chat_that_is_gone_are_for_good(wire: Wire) -> None:
    channel, chat = wire.channel(), await wire.chat()
    wire.webchat.faults.next("sendMessage", blocked())
    with pytest.raises(Undeliverable) as refused:
        await channel.send(chat, says("hi"), live=True)
    assert refused.value.because == "blocked"
    with pytest.raises(Undeliverable) as gone:
        await channel.send(Chat(DOOR, "404404"), says("hi"), live=True)
    assert gone.value.because == "not_found"


async def test_a_lane_is_free_again_after_a_fault(wire: Wire) -> None:
    channel, chat = wire.channel(), await wire.chat()
    wire.webchat.faults.next("sendMessage", cut())
    results = await asyncio.gather(
        *(channel.send(chat, says(str(n)), live=bool(n % 2)) for n in range(4)), return_exceptions=True
    )
    assert sum(isinstance(each, TryLater) for each in results) == 1
    assert len(await wire.texts(chat)) == 3


async def test_a_message_is_replaced_by_an_edit(wire: Wire) -> None:
    channel, chat = wire.channel(), await wire.chat()
    rows = ((Button("Yes", "m:speak:::en"),),)
    number = await channel.send(chat, says("before", rows=rows), live=True)
    assert await channel.send(chat, says("after", edits=number), live=True) == number
    assert await channel.send(chat, says("after", edits=number), live=True) == number  # "not modified" is what we want
    (shown,) = await wire.shown(chat)
    assert (shown["text"], shown["buttons"], shown["edited"]) == ("after", [], True)


async def test_an_edit_of_a_message_that_is_gone_is_sent_anew(wire: Wire) -> None:
    channel, chat = wire.channel(), await wire.chat()
    number = await channel.send(chat, says("before"), live=True)
    await channel.erase(chat, number)
    await channel.erase(chat, number)  # already gone is fine
    anew = await channel.send(chat, says("after", edits=number), live=True)
    assert anew > number
    assert [each["text"] for each in await wire.shown(chat) if not each["deleted"]] == ["after"]


@pytest.mark.parametrize(
    ("name", "mime", "kind"), [("a.png", "image/png", "photo"), ("a.pdf", "application/pdf", "document")]
)
async def test_a_file_goes_out_protected_with_its_words(wire: Wire, name: str, mime: str, kind: str) -> None:
    channel, chat = wire.channel(), await wire.chat()
    data = PNG if kind == "photo" else b"%PDF-1.7 x"
    await channel.send(chat, says("Case 1", attachment=Attachment(data, name, mime), protected=True), live=True)
    (shown,) = await wire.shown(chat)
    assert (shown["text"], shown["file"]["kind"], shown["protected"]) == ("Case 1", kind, True)


async def test_a_file_is_fetched_whole_or_later(wire: Wire) -> None:
    channel, chat = wire.channel(), await wire.chat()
    await channel.send(chat, says("x", attachment=Attachment(b"%PDF-1.7 whole", "a.pdf", "application/pdf")), live=True)
    file_id = (await wire.shown(chat))[0]["file"]["url"].rsplit("/", 1)[1]
    wire.webchat.faults.next("download", cut(), times=2)  # the client itself tries a second time
    with pytest.raises(TryLater) as refused:
        await channel.fetch(file_id)
    token = wire.addresses.token.partition(":")[2]
    assert token not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
    assert await channel.fetch(file_id) == b"%PDF-1.7 whole"


async def test_a_file_that_the_wire_does_not_have_is_never_fetched(wire: Wire) -> None:
    channel = wire.channel()
    with pytest.raises(Undeliverable):
        await channel.fetch("x" * 20)
    with pytest.raises(Undeliverable):
        await channel.fetch("")


async def test_a_pressed_message_shows_what_was_chosen(wire: Wire) -> None:
    channel, chat = wire.channel(), await wire.chat()
    rows = ((Button("Yes", "y"), Button("No", "n")),)
    number = await channel.send(chat, says("Sure?", rows=rows), live=True)
    await channel.settle(chat, await pressed(wire, chat, number, "n"))
    (shown,) = await wire.shown(chat)
    assert (shown["text"], shown["buttons"]) == ("Sure?\n\n→ No", [])


async def test_settling_may_fail_without_harm(wire: Wire) -> None:
    channel, chat = wire.channel(), await wire.chat()
    number = await channel.send(chat, says("Sure?", rows=((Button("Yes", "y"),),)), live=True)
    query = await pressed(wire, chat, number, "forged")
    wire.webchat.faults.next("editMessageText", too_many(30))
    await channel.settle(chat, query)
    before = len(wire.calls)
    await channel.settle(chat, query)
    assert len(wire.calls) == before, "the pause counts for edits too"
    await channel.erase(await wire.chat(7), 99)
    await channel.settle(chat, await pressed(wire, chat, 424242, "y"))  # a message that is not there any more


async def pressed(wire: Wire, chat: Chat, number: int, data: str) -> CallbackQuery:
    """The tap on a button as the door tells it."""
    entry = next((each for each in await wire.shown(chat) if each["message_id"] == number), None)
    markup = (
        {
            "inline_keyboard": [
                [{"text": b["text"], "callback_data": b["data"]} for b in row] for row in entry["buttons"]
            ]
        }
        if entry
        else None
    )
    where = {"chat": {"id": int(chat.id), "type": "private"}, "message_id": number, "date": 1 if entry else 0}
    if entry:
        where |= {"text": entry["text"], "reply_markup": markup}
    person = {"id": int(chat.id), "is_bot": False, "first_name": "x"}
    query = {"id": "1", "from": person, "chat_instance": "1", "data": data, "message": where}
    update = Update.model_validate({"update_id": 1, "callback_query": query})
    assert update.callback_query is not None
    return update.callback_query
