"""Requests over the wire: asked, read behind a tap, answered in the chat; files come to the case they answer."""

from datetime import date
from typing import Any

from bot.casework.interview import Picked, Pressed, Said
from bot.desk import caseload, correspondence, requests, roster
from bot.desk.caseload import Move
from bot.words import Words
from storage import cases, evidence
from storage.cases import Case
from storage.models import evidence as evidence_rows
from storage.models import requests as rows
from storage.roster import Member
from tests.chat import Person
from tests.house import House
from tests.telegram.talk import brings, chat_of, files, hears, idle, opens
from tests.telegram.test_rights import presses, stored, writes

WORDS = Words.load()
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"


async def member_of(home: House, person: Person) -> Member:
    (member,) = await roster.of_chat(home.app.desk, chat_of(person))
    return member


async def board(home: House, person: Person, case: Case) -> requests.Board:
    return await requests.board(home.app.desk, None, await member_of(home, person), case.id)


def number_of(person: Person, words: str) -> int:
    """The number of the newest message of the bot that says this."""
    found = [each for each in person.entries.values() if each["author"] == "bot" and words in (each["text"] or "")]
    return max(int(each["message_id"]) for each in found)


async def answers(home: House, person: Person, words: str, **message: Any) -> None:
    """A message as an app sends it in reply to one of the bot's that says these words."""
    chat = {"id": person.chat_id, "type": "private"}
    original = {"message_id": number_of(person, words), "date": 0, "chat": chat}
    await brings(home, person, reply_to_message=original, **message)


async def test_the_complainant_is_asked_reads_behind_a_tap_and_answers(home: House) -> None:
    investigator, filed = await home.staff("investigator"), await files(home)
    await opens(investigator, filed)
    await investigator.taps("Requests")
    await investigator.sees("Nobody has been asked anything yet")
    await investigator.taps("Ask the complainant")
    await investigator.sees("write what you need")
    await investigator.says("Please send the paper from the hospital.")
    await investigator.sees("By when")
    await investigator.says("2020-01-01")
    assert "still to come" in await investigator.sees("That day is over")
    assert await stored(home, (rows,)) == [[]], "nothing was asked yet"
    await investigator.taps("In 14 days")
    await investigator.sees("The complainant is being told")

    said = await filed.person.sees("The office needs something from you")
    assert "hospital" not in said
    await filed.person.taps("Read")
    assert "paper from the hospital" in await filed.person.sees("From the office")
    await filed.person.sees("hopes to have this from you by")
    await filed.person.says("I have it at home.")
    await filed.person.sees("I have added that")

    case = await filed.case(home)
    await opens(investigator, filed)
    await investigator.taps("Requests")
    await investigator.sees("Something came: is it the answer")
    await investigator.taps("the complainant · something came")
    await investigator.sees("Please send the paper")
    await investigator.taps("It is answered")
    await investigator.sees("The request is answered")
    assert [each.state for each in (await board(home, investigator, case)).requests] == ["answered"]


async def test_another_office_is_asked_and_its_answer_is_a_file(home: House) -> None:
    investigator, filed = await home.staff("investigator"), await files(home)
    case = await filed.case(home)
    await opens(investigator, filed)
    for label, then in (("Requests", "Requests about"), ("Ask another office", "Who do you want to ask")):
        await investigator.taps(label)
        await investigator.sees(then)
    await investigator.taps("Internal Affairs")
    await investigator.sees("what you ask of this office: Internal Affairs")
    await investigator.says("The reports of that night.")
    await investigator.sees("What goes with it")
    await investigator.taps("the story")
    await investigator.taps("That is all")
    await investigator.sees("By when")
    await investigator.says("in 10 days")
    await investigator.sees("I will remind")
    (asked,) = (await board(home, investigator, case)).requests
    assert (asked.body, asked.shared, asked.asked) == ("internal_affairs", ("story",), "The reports of that night.")
    await idle(home, filed.person)
    assert not any("needs something" in each for each in filed.person.shown())

    await investigator.taps("Internal Affairs · waiting")
    assert "Shared with it: the story" in await investigator.sees(f"{filed.reference} · Asked of")
    await investigator.taps("An answer came")
    await investigator.sees("when did the answer come")
    await investigator.taps("Today")
    await investigator.sees("write what they answered")
    await investigator.sends(PHOTO, "report.jpg", "Their report")
    await investigator.sees("The answer is saved")
    (settled,) = (await board(home, investigator, case)).requests
    assert settled.answer is not None
    async with home.app.desk.database.read() as session:
        (file,) = await evidence.of_case(session, case.agency, case.id)
    assert (settled.state, settled.answer.words, settled.answer.files) == ("answered", "Their report", (file.id,))


async def test_a_file_answers_a_card_or_is_asked_for_or_goes_nowhere(home: House) -> None:
    investigator, filed, other = await home.staff("investigator"), await files(home), await files(home)
    case = await filed.case(home)
    await opens(investigator, filed)
    await opens(investigator, other)
    photo = {"document": {"file_id": "nobody-has-it", "file_unique_id": "x", "file_size": 5}}
    await answers(home, investigator, f"{filed.reference} · ", **photo)
    await investigator.sees(f"The file is with {filed.reference}")
    await investigator.sends(PHOTO, "late.jpg")
    await investigator.sees("I do not know which case that file belongs to")
    await opens(investigator, filed)
    await investigator.taps("Requests")
    await investigator.sees("Requests about")
    await investigator.taps("Add a file")
    await investigator.sees("send the photo")
    for name in ("one.jpg", "two.jpg"):
        await investigator.sends(PHOTO, name)
        await investigator.sees(f"The file is with {filed.reference}")
    await investigator.says("These are from the neighbor.")
    await investigator.sees("I am waiting for a file")
    async with home.app.desk.database.read() as session:
        found = await evidence.of_case(session, case.agency, case.id)
        by = [each.by for each in await cases.events(session, case.agency, case.id) if each.verb == "evidence"]
    assert len(found) == 3
    assert by == [f"member:{(await member_of(home, investigator)).id}"] * 3
    assert len((await stored(home, (evidence_rows,)))[0]) == 3  # type: ignore[arg-type]


async def test_a_reply_to_a_notice_goes_to_that_case_closed_or_not(home: House) -> None:
    """One person, two cases: the older one is closed, and what was asked about it was taken back."""
    supervisor, filed = await home.staff("supervisor"), await files(home)
    desk, member = home.app.desk, await member_of(home, supervisor)
    older = await filed.case(home)
    asking = requests.Asking("The paper, please.", date(2099, 1, 1))
    asked = await requests.ask(desk, None, member, older.id, asking)  # type: ignore[arg-type]
    await filed.person.sees("The office needs something from you")
    await requests.withdraw(desk, None, member, older.id, asked.id)  # type: ignore[arg-type]
    await filed.person.sees("does not need what it asked you for")
    for move in (Move("start"), Move("close", "duplicate")):
        await caseload.act(desk, None, member, older.id, move)  # type: ignore[arg-type]
    newer = await refiled(home, filed.person)
    await answers(home, filed.person, "The office needs something from you", text="Here it is.")
    await filed.person.sees(f"{older.reference}")
    await filed.person.sees("does not need that answer any more")
    async with desk.database.read() as session:
        said = {
            case.id: [
                each.text for each in await cases.messages(session, case.agency, case.id) if each.direction == "in"
            ]
            for case in (older, newer)
        }
    assert said == {older.id: ["Here it is."], newer.id: []}
    assert (await now(home, older)).status == "closed"
    assert [each.state for each in (await board(home, supervisor, older)).requests] == ["withdrawn"]


async def refiled(home: House, person: Person) -> Case:
    """The same person files a second complaint."""
    await writes(home, person, "/start")
    said = Said("They stopped me again.", "1", home.now())
    await hears(home, person, Picked("en"), Pressed("done"), said, Pressed("done"), Pressed("send_now"))
    await idle(home, person)
    return (await correspondence.of_chat(home.app.desk, chat_of(person)))[0]


async def now(home: House, case: Case) -> Case:
    """The case as it is stored now."""
    async with home.app.desk.database.read() as session:
        found = await cases.load(session, case.agency, case.id)
    assert found is not None
    return found


async def test_old_and_forged_buttons_of_a_request_change_nothing(home: House) -> None:
    investigator, filed = await home.staff("investigator"), await files(home)
    case = await filed.case(home)
    before = await stored(home)
    drawn_later = (
        ("share", "story"),
        ("shared", ""),
        ("due", "14"),
        ("due", "²"),
        ("ask_today", ""),
        ("body", "the moon"),
    )
    tried = [f"s:{verb}:{case.id}::{arg}" for verb, arg in drawn_later]
    stale = [WORDS.say("en", "refused.stale")] * len(tried)
    assert await presses(home, investigator, *tried) == stale
    unknown = [f"s:{verb}:{case.id}::{'x' * 20}" for verb in ("ask_one", "ask_ok", "ask_not", "ask_not_yet")]
    assert await presses(home, investigator, *unknown) == [WORDS.say("en", "refused.not_yours")] * len(unknown)
    assert await stored(home) == before
    assert await stored(home, (rows,)) == [[]]
