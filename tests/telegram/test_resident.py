"""Every command of a complainant in every phase: it answers, leaves the interview where it is, and loses nothing."""

from collections.abc import Awaitable, Callable

import pytest

from bot.casework.interview import Edit, Incoming, Picked, Pressed, Said
from bot.casework.workdays import next_open
from bot.desk import correspondence, intake
from bot.telegram.words import Words
from storage import cases, drafts
from storage.chats import Chat
from tests.chat import Person
from tests.house import House
from tests.stored import NOTHING, stored
from tests.telegram.talk import STORY, chat_of, files, hears, idle
from tests.telegram.test_rights import writes

WORDS = Words.load()
OPENING: list[Incoming] = [Picked("en"), Pressed("done")]
TOLD: list[Incoming] = [*OPENING, Said(STORY, "1"), Pressed("done")]
SKIPPED: list[Incoming] = [Pressed("skip"), Picked("no_name"), *[Pressed("skip")] * 7]

HELP = "You can write to me at any time"
ERASE = "This erases what you have told me so far, and your files"
NO_DRAFT = "There is no unfinished complaint to erase"
WAITS = "You have a complaint that you have not sent yet"
NOTICE = "The full notice (version"
UNKNOWN = "I do not know that command"
LANGUAGE = "Which language do you want?"
FIRST = "Which language do you prefer?"


async def at(home: House, *came: Incoming) -> Person:
    """Somebody who has got so far in the interview."""
    person = await home.resident()
    await hears(home, person, *came)
    return person


async def cancelled(home: House) -> Person:
    person = await home.resident()
    draft = await intake.draft_of(home.app.desk, chat_of(person))
    assert draft is not None
    async with home.app.desk.database.write() as session:
        await drafts.erase(session, draft.agency, draft)
    return person


async def filed(home: House, *then: Incoming) -> Person:
    done = await files(home)
    await hears(home, done.person, *then)
    return done.person


async def closed(home: House) -> Person:
    person = await filed(home, *[Pressed("skip")] * 3)
    (case,) = await correspondence.of_chat(home.app.desk, chat_of(person))
    changes = {"status": "closed", "closed_at": home.now(), "disposition": "no_merit"}
    async with home.app.desk.database.write() as session:
        await cases.record(session, case.agency, case, changes=changes, now=home.now())
    return person


Phase = Callable[[House], Awaitable[Person]]
PHASES: dict[str, tuple[Phase, dict[str, str]]] = {
    "nothing is begun": (
        cancelled,
        {
            "/status": "You have no complaint with us",
            "/pause": "Send /start when you want",
            "/cancel": NO_DRAFT,
            "/withdraw": NO_DRAFT,
            "/nonsense": "Send /start when you want",
            "/start": FIRST,
        },
    ),
    "the language is asked": (
        at,
        {
            "/status": "You have no complaint with us",
            "/pause": "You can stop here",
            "/cancel": ERASE,
            "/withdraw": ERASE,
            "/nonsense": FIRST,
            "/start": FIRST,
        },
    ),
    "the notice is shown": (
        lambda home: at(home, Picked("en")),
        {"/status": WAITS, "/pause": "You can stop here", "/cancel": ERASE, "/withdraw": ERASE,
         "/nonsense": "Before you start", "/start": "Welcome back"},
    ),
    "the story is open": (
        lambda home: at(home, *OPENING, Said(STORY, "1")),
        {"/status": WAITS, "/pause": "You can stop here", "/cancel": ERASE, "/withdraw": ERASE,
         "/nonsense": "Tell us what happened", "/start": "Welcome back"},
    ),
    "a question is open": (
        lambda home: at(home, *TOLD, Pressed("skip")),
        {"/status": WAITS, "/pause": "You can stop here", "/cancel": ERASE, "/withdraw": ERASE,
         "/nonsense": "What should happen with your name?", "/start": "Welcome back"},
    ),
    "an answer is being changed": (
        lambda home: at(home, *TOLD, *SKIPPED, Edit("hope")),
        {"/status": WAITS, "/pause": "You can stop here", "/cancel": ERASE, "/withdraw": ERASE,
         "/nonsense": "What would you like to come of this?", "/start": "Welcome back"},
    ),
    "the review is shown": (
        lambda home: at(home, *TOLD, *SKIPPED),
        {"/status": WAITS, "/pause": "You can stop here", "/cancel": ERASE, "/withdraw": ERASE,
         "/nonsense": "Here is what you told me", "/start": "Welcome back"},
    ),
    "statistics are asked": (
        filed,
        {"/status": "A person at the office will", "/pause": "Three last questions", "/cancel": NO_DRAFT,
         "/withdraw": "You can ask to take back complaint", "/nonsense": "Three last questions", "/start": FIRST},
    ),
    "the complaint is filed": (
        lambda home: filed(home, *[Pressed("skip")] * 3),
        {"/status": "A person at the office will", "/pause": "Send /status", "/cancel": NO_DRAFT,
         "/withdraw": "You can ask to take back complaint", "/nonsense": "Send /status", "/start": FIRST},
    ),
    "the case is closed": (
        closed,
        {"/status": "Outcome: No violation was found", "/pause": "Send /status", "/cancel": NO_DRAFT,
         "/withdraw": NO_DRAFT, "/nonsense": "Send /status", "/start": FIRST},
    ),
}  # fmt: skip
EVERYWHERE = {"/help": HELP, "/privacy": NOTICE, "/language": LANGUAGE, "/language klingon": LANGUAGE}


@pytest.mark.parametrize("phase", PHASES)
async def test_every_command_answers_and_leaves_things_as_they_are(home: House, phase: str) -> None:
    arrive, answers = PHASES[phase]
    person = await arrive(home)
    await idle(home, person)
    before = await stored(home.app.desk, chat_of(person))
    for command, said in {**EVERYWHERE, **{k: v for k, v in answers.items() if k != "/start"}}.items():
        told = await writes(home, person, command)
        assert any(said in each for each in told), (command, told)
        if command == "/nonsense":
            assert UNKNOWN in told[0]
    assert await stored(home.app.desk, chat_of(person)) == before
    told = await writes(home, person, "/start")
    assert answers["/start"] in "\n".join(told)
    if answers["/start"] == "Welcome back":
        assert await stored(home.app.desk, chat_of(person)) == before


@pytest.mark.parametrize("phase", ["the story is open", "the review is shown", "statistics are asked"])
async def test_a_new_language_is_for_the_whole_chat(home: House, phase: str) -> None:
    person = await PHASES[phase][0](home)
    before = await stored(home.app.desk, chat_of(person))
    await writes(home, person, "/language es")
    after = await stored(home.app.desk, chat_of(person))
    assert {name for name in before if before[name] != after[name]} <= {"case language"}
    draft = await intake.draft_of(home.app.desk, chat_of(person))
    assert draft is not None
    assert draft.language == "es"
    assert {each.language for each in await correspondence.of_chat(home.app.desk, chat_of(person))} <= {"es"}
    assert WORDS.say("es", "help.all", phone="", agency="")[:30] in (await writes(home, person, "/help"))[0]
    await writes(home, person, "/language EN")
    assert await stored(home.app.desk, chat_of(person)) == before


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


async def test_taking_back_is_asked_of_a_person_and_changes_no_status(home: House) -> None:
    supervisor, person = await home.staff("supervisor"), await filed(home)
    await writes(home, person, "/withdraw")
    await person.taps("Ask to take it back")
    await person.sees("A person will write to you here")
    await supervisor.sees("asks to withdraw")
    (case,) = await correspondence.of_chat(home.app.desk, chat_of(person))
    assert (case.status, case.flags, case.closed_at) == ("received", ("withdrawal_asked",), None)


async def test_what_is_said_after_filing_goes_to_the_open_case(home: House) -> None:
    investigator, person = await home.staff("investigator"), await filed(home)
    number = await person.says("One more thing: he took my phone.")
    await person.sees("I have added that to your complaint")
    await person.edits(number, "One more thing: he took my phone and my keys.")
    await person.sees("I have added your new words")
    await person.sends(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "arm.jpg", "My arm")
    await person.sees("I have added the file")
    await investigator.sees("The complainant wrote")
    kept = (await stored(home.app.desk, chat_of(person)))["messages"]
    assert [each for each in ("took my phone.", "and my keys", "My arm") if each not in kept] == []


async def test_another_chat_knows_nothing_of_it(home: House) -> None:
    known = await filed(home)
    stranger = await home.resident()
    assert "You have no complaint with us" in (await writes(home, stranger, "/status"))[0]
    elsewhere = Chat("telegram", str(known.chat_id))  # the same number at another door is another person
    assert await correspondence.of_chat(home.app.desk, elsewhere) == []
