"""The conversation before filing over the wire: it can be left, erased and taken up again, and what was said counts."""

from bot.casework.interview import Incoming, Picked, Pressed, Said
from bot.casework.workdays import next_open
from tests.house import House
from tests.stored import NOTHING, stored
from tests.telegram.talk import STORY, at, chat_of, idle
from tests.telegram.test_rights import writes

OPENING: list[Incoming] = [Picked("en"), Pressed("done")]


async def test_cancelling_erases_it_all_and_going_on_erases_nothing(home: House) -> None:
    person = await at(home, *OPENING, Said(STORY, "1"))
    await person.sends(b"%PDF-1.7 x", "ticket.pdf")
    await person.hears()
    await writes(home, person, "/cancel")
    await person.taps("Go on")
    await person.hears()
    assert (await stored(home.app.desk, chat_of(person)))["draft"] != NOTHING
    await writes(home, person, "/cancel")
    await person.taps("Yes, erase everything")
    await person.sees("It is erased")
    await idle(home)
    left = await stored(home.app.desk, chat_of(person))
    assert set(left.values()) == {NOTHING}
    assert "He kicked" not in str(left)
    await person.says("I want to begin again after all, for he did it again.")
    assert "Which language" in await person.hears()
    assert "begin again" in str(await stored(home.app.desk, chat_of(person))), "words before Start are kept too"


async def test_a_pause_may_bring_reminders_that_name_nothing(home: House) -> None:
    person = await at(home, *OPENING, Said(STORY, "1"))
    await writes(home, person, "/pause")
    await person.taps("Yes, remind me")
    await person.sees("I will remind you")
    await idle(home)
    home.passes(days=7.5)
    home.passes(seconds=(next_open(home.app.desk.default, home.now()) - home.now()).total_seconds() + 60)
    await person.returns()
    reminder = await person.sees("You have something unfinished here")
    assert not any(word in reminder.casefold() for word in ("complaint", "police", "kick", "officer"))
    await person.says("And then he laughed.")
    await person.sees("Got it")
    assert "And then he laughed." in (await stored(home.app.desk, chat_of(person)))["story"]
