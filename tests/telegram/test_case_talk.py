"""The conversation after filing over the wire: words, files, news and taking back, in the chat that filed."""

from bot.desk import correspondence
from storage.chats import Chat
from tests.house import House
from tests.stored import stored
from tests.telegram.talk import chat_of, files
from tests.telegram.test_rights import writes


async def test_taking_back_is_asked_of_a_person_and_changes_no_status(home: House) -> None:
    supervisor, person = await home.staff("supervisor"), (await files(home)).person
    await writes(home, person, "/withdraw")
    await person.taps("Ask to take it back")
    await person.sees("A person will write to you here")
    await supervisor.sees("asks to withdraw")
    (case,) = await correspondence.of_chat(home.app.desk, chat_of(person))
    assert (case.status, case.flags, case.closed_at) == ("received", ("withdrawal_asked",), None)


async def test_what_is_said_after_filing_goes_to_the_open_case(home: House) -> None:
    investigator, person = await home.staff("investigator"), (await files(home)).person
    number = await person.says("One more thing: he took my phone.")
    await person.sees("I have added that to")
    await person.edits(number, "One more thing: he took my phone and my keys.")
    await person.sees("I have added your new words")
    await person.sends(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "arm.jpg", "My arm")
    await person.sees("I have added the file")
    await investigator.sees("The complainant wrote")
    kept = (await stored(home.app.desk, chat_of(person)))["messages"]
    assert [each for each in ("took my phone.", "and my keys", "My arm") if each not in kept] == []


async def test_another_chat_knows_nothing_of_it(home: House) -> None:
    known = (await files(home)).person
    stranger = await home.resident()
    assert "You have sent us nothing from this chat" in (await writes(home, stranger, "/status"))[0]
    elsewhere = Chat("telegram", str(known.chat_id))  # the same number at another door is another person
    assert await correspondence.of_chat(home.app.desk, elsewhere) == []
