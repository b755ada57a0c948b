"""/hide over the wire: our messages of two days go, older ones and the person's own stay, nothing told is touched."""

import pytest

from bot.desk import correspondence, intake
from bot.telegram import delivery
from storage.chats import Chat
from tests.chat import Person
from tests.house import House
from tests.telegram.conftest import DOOR, Wire
from tests.telegram.talk import STORY, chat_of, idle, tells

ASKED = "Did this happen to you"


async def told(home: House, person: Person) -> object:
    draft = await intake.draft_of(home.app.desk, chat_of(person))
    assert draft is not None
    return draft.answers, draft.revision


async def test_ours_go_and_what_was_told_stays(home: House) -> None:
    person = await tells(home)
    before = await told(home, person)
    await person.says("/hide")
    assert "My messages of the last two days are out" in await person.hears()
    await idle(home, person)
    assert len(person.shown()) == 1
    own = [each["text"] for each in person.entries.values() if each["author"] == "person" and not each["deleted"]]
    assert own == ["/start", STORY, "/hide"]
    assert await told(home, person) == before
    await person.says("/start")
    assert ASKED in await person.hears()


async def test_what_is_too_old_stays_and_hinders_nothing(home: House) -> None:
    person = await tells(home)
    await idle(home, person)
    old = person.shown()
    home.passes(hours=49)
    await person.returns()
    await person.says("/status")
    await idle(home, person)
    await person.says("/hide")
    assert "Older ones" in await person.hears()
    await idle(home, person)
    assert person.shown()[:-1] == old
    assert await intake.draft_of(home.app.desk, chat_of(person)) is not None


async def test_notices_go_too_and_the_complaint_does_not(home: House) -> None:
    person = await tells(home)
    await person.taps("Send now")
    await person.sees("We have your complaint")
    await idle(home, person)
    (case,) = await correspondence.of_chat(home.app.desk, chat_of(person))
    await person.says("/hide")
    await person.sees("What you sent stays with the office")
    await idle(home, person)
    assert not [each for each in person.shown() if case.reference in each]
    assert await correspondence.of_chat(home.app.desk, chat_of(person)) == [case]
    await person.says("/status")
    assert case.reference in await person.hears()


async def test_in_spanish(home: House) -> None:
    person = await home.resident()
    await person.taps("Español")
    await person.hears()
    await person.says("/hide")
    assert "Ya quité de esta página mis mensajes" in await person.hears()


async def test_more_than_a_call_takes_and_some_that_are_gone(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "MANY", 2)
    channel, chat = wire.channel(), await wire.chat()
    sent = [await channel.send(chat, delivery.Screen(delivery.Text(f"{number}")), live=True) for number in range(5)]
    wire.clock.passes(hours=47)
    later = await channel.send(chat, delivery.Screen(delivery.Text("late")), live=True)
    wire.clock.passes(hours=2)
    await channel.take_out(chat, [*sent, 999, later])
    left = [
        each["text"]
        for each in await wire.webchat.shown(int(chat.id))
        if each["author"] == "bot" and not each["deleted"]
    ]
    assert left == ["0", "1", "2", "3", "4"], "what is older than two days no chat gives back"


async def test_a_chat_that_is_gone_stops_nothing(wire: Wire) -> None:
    await wire.channel().take_out(Chat(DOOR, "987654"), [1, 2])
