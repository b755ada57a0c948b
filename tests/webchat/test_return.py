"""The way back to a paused complaint: from another browser, once, and as long as there is something to come back to."""

import re

from bot.desk import intake
from storage.chats import Chat
from storage.models import conversations
from tests.chat import Person
from tests.house import House

LINK = re.compile(r"(http://\S+)/return#(\S+)")


async def paused(home: House) -> tuple[Person, str]:
    """Somebody who has told something and sent /pause; and the word of their link."""
    resident = await home.resident()
    await resident.taps("English")
    await resident.hears()
    await resident.taps("I have read this")
    await resident.hears()
    await resident.says("He pushed me against the car.")
    await resident.hears()
    return resident, await asks(resident, home)


async def asks(resident: Person, home: House) -> str:
    await resident.says("/pause")
    said = LINK.search(await resident.sees(r"whoever has it can read[\s\S]+You can stop here"))
    assert said is not None
    assert said[1] == home.base
    return said[2]


async def comes_back(home: House, word: str) -> tuple[Person, int]:
    """A browser that was never here opens a link; the status says whether it did."""
    other = await home.stack.enter_async_context(Person(home.base))
    return other, await other.tries("return", {"word": word})


async def test_a_link_opens_the_conversation_in_another_browser(home: House) -> None:
    resident, word = await paused(home)
    await resident.tries("leave", {})
    other, status = await comes_back(home, word)
    assert status == 200
    await other.opens()
    assert other.chat_id == resident.chat_id
    await other.says("And he called me names.")
    await other.sees("Got it")
    draft = await intake.draft_of(home.app.desk, Chat("webchat", str(resident.chat_id)))
    assert draft is not None
    assert "against the car" in str(draft.answers)


async def test_it_works_once_and_lets_the_browser_before_go(home: House) -> None:
    resident, word = await paused(home)
    _, status = await comes_back(home, word)
    assert status == 200
    assert await resident.tries("say", {"text": "still me?"}) == 401
    _, status = await comes_back(home, word)
    assert status == 404


async def test_only_the_newest_link_works(home: House) -> None:
    resident, word = await paused(home)
    newer = await asks(resident, home)
    assert (await comes_back(home, word))[1] == 404
    assert (await comes_back(home, newer))[1] == 200


async def test_a_guess_a_cut_and_an_empty_word_open_nothing(home: House) -> None:
    _, word = await paused(home)
    for guess in ("", word[:-1], word[:20], "x" * 42, "\ud800"):
        assert (await comes_back(home, guess))[1] in (400, 404), guess
    assert (await comes_back(home, word))[1] == 200, "and none of them used it up"


async def test_after_sending_there_is_nothing_to_come_back_to(home: House) -> None:
    resident, word = await paused(home)
    await resident.taps("Done")
    await resident.hears()
    await resident.taps("Send now")
    await resident.sees("only for statistics")
    assert (await comes_back(home, word))[1] == 404
    assert await resident.tries("here", {}) == 200, "the browser that has it keeps it"


async def test_a_cancelled_draft_takes_its_link_along_and_the_next_draft_has_none(home: House) -> None:
    resident, word = await paused(home)
    await resident.says("/cancel")
    await resident.taps("Yes, erase everything")
    await resident.sees("It is erased")
    assert (await comes_back(home, word))[1] == 404
    await resident.says("/start")
    await resident.sees("Which language")
    assert (await comes_back(home, word))[1] == 404


async def test_only_a_digest_of_it_is_kept_beside_the_conversation(home: House) -> None:
    _, word = await paused(home)
    async with home.app.desk.database.read() as session:
        (row,) = await session.execute(conversations.select())
    assert row.return_digest is not None
    assert word not in str(row)
