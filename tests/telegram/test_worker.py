"""Stored updates become effects and replies: once, in order, one chat at a time, whatever comes and whatever fails."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from sqlalchemy import select

from bot.app import WEBCHAT
from bot.webchat.faults import cut, too_many
from storage.models import inbox as inbox_rows
from tests.chat import Person
from tests.house import House
from tests.telegram.talk import STORY, begins, brings, counts, idle, put_off, row, story

BROKEN = [
    {"text": 5},
    {"text": "hi", "from": "nobody"},
    {"photo": [{"file_id": None}]},
    {"text": "hi", "date": "yesterday"},
    {"chat": {"id": "x", "type": "private"}, "text": "hi"},
]


async def test_what_cannot_be_decoded_is_set_aside_and_the_next_one_is_served(home: House) -> None:
    person = await begins(home)
    for each in BROKEN:
        await brings(home, person, **each)
    await person.says("He kicked me.")
    assert "Got it" in await person.hears()
    await idle(home)
    assert (await counts(home))["quarantined"] == len(BROKEN)
    assert await story(home, person) == ["He kicked me."]


async def test_many_messages_of_two_people_keep_their_order(home: House) -> None:
    one, other = await begins(home), await begins(home)
    for number in range(12):
        await brings(home, one, text=f"one {number}")
        if number % 3 == 0:
            await brings(home, other, text=f"other {number}")
    await idle(home)
    assert await story(home, one) == [f"one {number}" for number in range(12)]
    assert await story(home, other) == [f"other {number}" for number in range(0, 12, 3)]


async def test_an_update_that_asks_for_nothing_is_ignored(home: House) -> None:
    person = await begins(home)
    assert home.app.webchat is not None
    member = {"user": {"id": 1, "is_bot": True, "first_name": "Redress"}, "status": "kicked", "until_date": 0}
    moved = {
        "chat": {"id": person.chat_id, "type": "private"},
        "from": {"id": person.chat_id, "is_bot": False, "first_name": "x"},
        "date": 1,
        "old_chat_member": member,
        "new_chat_member": member,
    }
    await home.app.webchat.deliver(person.chat_id, {"my_chat_member": moved})
    await brings(home, person, text="I am a bot", **{"from": {"id": person.chat_id, "is_bot": True, "first_name": "b"}})
    await idle(home, person)
    assert await outcomes(home) >= {"ignored"}
    assert await story(home, person) == []


async def test_a_reply_that_was_lost_is_made_up_for_with_the_present_screen_once(home: House) -> None:
    person = await begins(home)
    home.app.webchat.faults.next("sendMessage", cut())  # type: ignore[union-attr]
    await person.says(STORY)
    await put_off(home)
    assert await story(home, person) == [STORY], "the effect does not wait for the reply"
    home.passes(seconds=70)
    assert "Tell us what happened" in await person.sees("what happened", after=newest(person))
    await idle(home, person)
    home.passes(seconds=300)
    await idle(home, person)
    assert await story(home, person) == [STORY]
    assert sum("Tell us what happened" in each for each in person.shown()) == 2  # the question, and once more


async def test_while_a_chat_is_paused_nothing_is_sent_and_nothing_is_lost(home: House) -> None:
    person, other = await begins(home), await begins(home)
    home.app.webchat.faults.next("sendMessage", too_many(344))  # type: ignore[union-attr]
    calls: list[int | None] = []
    await person.says(STORY)
    await put_off(home)
    home.app.webchat.faults.on_call = lambda method, chat: calls.append(chat)  # type: ignore[union-attr]
    await person.says("And there is more.")
    await other.says("Another story.")
    assert "Got it" in await other.hears()
    assert person.chat_id not in calls
    assert (await counts(home))["waiting"] == 1, "the second message stands behind the first, kept"


async def test_a_fault_of_ours_is_tried_five_times_then_told_and_set_aside(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await begins(home)
    await idle(home)
    monkeypatch.delitem(home.app.desk.agencies, "minneapolis_opcr")  # type: ignore[arg-type]  # a profile that is gone
    await person.says(STORY)
    for attempt in range(1, 5):  # the fifth sets it aside
        await row(home, lambda each, n=attempt: each.attempts == n)
        home.passes(seconds=61)
    assert "Something went wrong on our side" in await person.sees("went wrong")
    assert (await counts(home))["quarantined"] == 1


async def outcomes(home: House) -> set[str]:
    async with home.app.desk.database.read() as session:
        return {each for each in (await session.execute(select(inbox_rows.c.outcome))).scalars() if each}


def newest(person: Person) -> int:
    return max(each["seq"] for each in person.entries.values())


async def test_a_chat_that_is_slow_holds_up_nobody_else(home: House) -> None:
    slow, quick = await begins(home), await begins(home)
    gate = asyncio.Event()

    async def call(make: Any, bot: Bot, method: Any) -> Any:
        if getattr(method, "chat_id", None) == slow.chat_id:
            await gate.wait()
        return await make(bot, method)

    home.app.channels[WEBCHAT].bot.session.middleware(call)
    await slow.says("He kicked me.")
    for words in ("She pushed me.", "Then she left."):
        await quick.says(words)
        assert "Got it" in await quick.hears()
    await slow.refreshes()
    assert not [each for each in slow.shown() if "Got it" in each]
    gate.set()
    assert "Got it" in await slow.hears()
