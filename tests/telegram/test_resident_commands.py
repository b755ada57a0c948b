"""Every command of a complainant in every phase: it answers, leaves the interview where it is, and loses nothing."""

from collections.abc import Awaitable, Callable

import pytest

from bot.casework.interview import Edit, Incoming, Picked, Pressed, Said
from bot.desk import correspondence, intake
from bot.words import Words
from storage import cases, drafts
from tests.chat import Person
from tests.house import House
from tests.stored import stored
from tests.telegram.talk import STORY, at, chat_of, files, hears, idle
from tests.telegram.test_rights import writes

WORDS = Words.load()
OPENING: list[Incoming] = [Picked("en"), Pressed("done")]
TOLD: list[Incoming] = [*OPENING, Said(STORY, "1"), Pressed("done")]
SKIPPED: list[Incoming] = [Pressed("skip"), Picked("no_name"), *[Pressed("skip")] * 7]

HELP = "You can write to me at any time"
ERASE = "This erases what you have told me so far, and your files"
NO_DRAFT = "There is nothing unfinished to erase"
WAITS = "You have something here that you have not sent yet"
NOTICE = "The full notice (version"
UNKNOWN = "I do not know that command"
LANGUAGE = "Which language do you want?"
FIRST = "Which language do you prefer?"


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
            "/status": "You have sent us nothing from this chat",
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
            "/status": "You have sent us nothing from this chat",
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
         "/withdraw": "You can ask to take back", "/nonsense": "Three last questions", "/start": FIRST},
    ),
    "the complaint is filed": (
        lambda home: filed(home, *[Pressed("skip")] * 3),
        {"/status": "A person at the office will", "/pause": "Send /status", "/cancel": NO_DRAFT,
         "/withdraw": "You can ask to take back", "/nonsense": "Send /status", "/start": FIRST},
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
    assert WORDS.say("es", "help.all", person="")[:30] in (await writes(home, person, "/help"))[0]
    await writes(home, person, "/language EN")
    assert await stored(home.app.desk, chat_of(person)) == before


@pytest.mark.parametrize(
    "phase",
    ["nothing is begun", "the story is open", "a question is open", "statistics are asked", "the case is closed"],
)
async def test_words_that_begin_with_a_slash_are_kept(home: House, phase: str) -> None:
    person = await PHASES[phase][0](home)
    told = await writes(home, person, "/they hit me", "/abc\nis what he called me")
    kept = str(await stored(home.app.desk, chat_of(person)))
    assert "/they hit me" in kept
    assert "is what he called me" in kept
    assert not any(UNKNOWN in each for each in told)


async def test_while_a_complaint_is_told_even_the_words_of_staff_commands_are_kept(home: House) -> None:
    person = await PHASES["the story is open"][0](home)
    assert "Got it" in (await writes(home, person, "/team of three held me down"))[0]
    assert "/team of three held me down" in (await stored(home.app.desk, chat_of(person)))["story"]


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_stranger_with_a_number_is_told_where_anybody_may_look_it_up(home: House, language: str) -> None:
    person = await home.resident()
    await writes(home, person, f"/language {language}")
    for command, told in (("/status OPCR-2026-00001-7", True), ("/status", False)):
        said = "\n".join(await writes(home, person, command))
        assert WORDS.say(language, "status.nothing") in said
        assert (f"{home.app.addresses.page}/status" in said) is told
