"""An investigator and a supervisor at work over the wire: lists, the card, all that opens from it, and what stops."""

import re

import pytest
from sqlalchemy import select

from bot.desk import queues, roster
from bot.telegram.staff import Staff
from bot.words import Words
from storage import cases
from storage.models import openings
from tests.chat import Person
from tests.house import House
from tests.telegram.talk import brings, drawn, files, idle, opens
from tests.telegram.test_rights import presses
from tests.telegram.test_rights import stored as rows

WORDS = Words.load()
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(40)
STORY = "They threw me on the ground and kicked me. He said I would regret it."


async def erased(home: House, person: Person) -> list[str]:
    """What the bot has shown somebody and taken away again is not there any more."""
    await idle(home, person)
    return person.shown()


@pytest.mark.parametrize("kind", ["commands", "presses", "asked"])
async def test_no_two_parts_answer_to_the_same(home: House, kind: str) -> None:
    staff = Staff(home.app.desk, WORDS)
    answers = [name for room in (staff, *staff.rooms) for name in getattr(room, kind)]
    assert len(set(answers)) == len(answers)


async def test_the_card_and_everything_that_opens_from_it(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home, STORY)
    await investigator.sees(f"New case {filed.reference}")
    await investigator.taps(f"Open {filed.reference}")
    card = await investigator.sees("Suggested allegations")
    assert "Excessive force" in card
    assert "kicked" in card
    assert "nobody has it" in card
    await investigator.taps("Read the story")
    assert STORY in await investigator.sees("in the complainant's own words")
    await investigator.taps("Files (0)")
    assert "has no files" in await investigator.sees("files")
    await investigator.taps("Messages (0")
    assert "Nothing yet." in await investigator.sees("Messages and notes")
    shown = [each for each in investigator.entries.values() if each["author"] == "bot"]
    opened = [each for each in shown if "own words" in each["text"] or "Suggested" in each["text"]]
    assert opened
    assert all(each["protected"] for each in opened)


async def test_allegations_are_confirmed_rejected_and_added(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home, STORY)
    await opens(investigator, filed)
    await investigator.taps("Allegations")
    first = await investigator.sees("Allegations of")
    assert "? Excessive force" in first
    await investigator.taps("Excessive force")
    await investigator.sees("✓ Excessive force")
    await investigator.taps("No")
    await investigator.sees("✗ Excessive force")
    await investigator.taps("Add another")
    await investigator.sees("Which allegation do you add")
    await investigator.taps("Theft")
    await investigator.sees(r"\+ Theft")
    case = await filed.case(home)
    async with home.app.desk.database.read() as session:
        rows = {row.code: row for row in await cases.allegations(session, case.agency, case.id)}
    assert (rows["EF"].state, rows["TH"].state) == ("rejected", "added")
    assert (rows["TH"].by or "").startswith("member:")
    assert sum("Allegations of" in each for each in investigator.shown()) <= 2, (
        "decisions change the message they are on"
    )


async def test_claiming_turns_the_others_message_into_taken_and_a_second_claim_is_refused(home: House) -> None:
    one = await home.staff("investigator", "Ana")
    other = await home.staff("investigator", "Ben")
    filed = await files(home)
    await one.sees("New case")
    await other.sees("New case")
    await other.taps(f"Open {filed.reference}")
    await other.sees("Suggested allegations")
    await one.taps(f"Open {filed.reference}")
    await one.sees("Suggested allegations")
    await one.taps("Claim")
    await one.sees("is yours")
    await other.taps("Claim")
    await other.sees("A colleague was faster")
    await other.sees(f"{filed.reference} is taken", after=0)
    assert not any(each.startswith("New case") for each in other.shown())
    await one.says("/mine")
    await one.sees("Your cases")
    assert any(filed.reference in each for each in one.buttons())
    await one.says("/queue")
    await one.sees("Nothing is waiting")


async def test_taking_a_case_twice_is_taking_it_once(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home)
    await opens(investigator, filed)
    number, data = next(drawn(investigator, "Claim"))
    await investigator.presses(number, data)
    await investigator.presses(number, data)
    await idle(home, investigator)
    assert sum("is yours" in each for each in investigator.shown()) == 2, "a second tap is answered like the first"
    case = await filed.case(home)
    async with home.app.desk.database.read() as session:
        events = await cases.events(session, case.agency, case.id)
    assert [each.verb for each in events].count("claimed") == 1


async def test_a_status_of_an_old_card_is_refused_and_changes_nothing(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home)
    await opens(investigator, filed)
    await investigator.taps("Status")
    await investigator.sees("What do you do")
    old = next(data for _, data in drawn(investigator, "Start the review"))
    await investigator.taps("Start the review")
    await investigator.sees("Write a note")
    await investigator.taps("No note")
    await investigator.sees("has moved on")
    await idle(home, investigator)
    before = await rows(home)
    assert await presses(home, investigator, old) == ["That button is from an earlier message. Nothing has changed."]
    assert await rows(home) == before


async def test_a_supervisor_assigns_a_case_and_the_owner_is_told(home: House) -> None:
    supervisor, investigator = await home.staff("supervisor"), await home.staff("investigator", "Ana Ruiz")
    filed = await files(home)
    await opens(supervisor, filed)
    await supervisor.taps("Assign")
    await supervisor.sees("Who takes")
    await supervisor.taps("Ana Ruiz")
    await supervisor.sees("is assigned")
    await investigator.sees("is now yours")
    case = await filed.case(home)
    assert case.owner_id is not None


async def test_a_long_queue_comes_in_pages_without_gaps_or_repeats(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    investigator = await home.staff("investigator")
    filed = [await files(home) for _ in range(3)]
    desk = home.app.desk
    async with desk.database.write() as session:
        for number, each in enumerate(filed):
            case = await each.case(home)
            at = desk.clock().replace(microsecond=123457 + number % 2)
            await cases.record(session, case.agency, case, changes={"next_at": at}, now=desk.clock())
    monkeypatch.setattr(queues, "PAGE", 2)
    await investigator.says("/queue")
    await investigator.sees("Waiting for somebody")
    first = investigator.buttons()
    await investigator.taps("More")
    await idle(home, investigator)
    second = investigator.buttons()
    assert (first[2:], second[1:]) == (["More", "Filter"], ["Filter"])
    shown = {re.search(r"OPCR-\S+", each)[0] for each in [*first[:2], second[0]]}  # type: ignore[index]
    assert shown == {each.reference for each in filed}


async def test_what_was_opened_is_deleted_after_fifteen_minutes(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home, STORY)
    await opens(investigator, filed)
    await investigator.taps("Read the story")
    await investigator.sees("own words")
    await idle(home, investigator)
    home.passes(minutes=14)
    assert await home.app.courier.sweep() == 0
    home.passes(minutes=2)
    assert await home.app.courier.sweep() == 2
    await investigator.returns()
    shown = "\n".join(await erased(home, investigator))
    assert "kicked" not in shown
    assert f"New case {filed.reference}" in shown, "a notice says nothing that would have to go"
    async with home.app.desk.database.read() as session:
        assert (await session.execute(select(openings))).all() == []


async def test_a_message_that_had_to_be_sent_anew_is_deleted_too(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home, STORY)
    await opens(investigator, filed)
    await investigator.taps("Allegations")
    await investigator.sees("Allegations of")
    number, data = next(drawn(investigator, "✓ Excessive force"))
    channel = home.app.channels["webchat"]
    await channel.bot.delete_message(investigator.chat_id, number)
    await investigator.presses(number, data)
    await investigator.sees("✓ Excessive force")
    await idle(home, investigator)
    home.passes(minutes=16)
    assert await home.app.courier.sweep() >= 1
    await investigator.returns()
    assert not any("kicked" in each for each in await erased(home, investigator))


async def test_a_removed_member_is_refused_at_the_next_press_and_the_next_word(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home, STORY)
    await opens(investigator, filed)
    case = await filed.case(home)
    (gone,) = [each for each in await roster.every(home.app.desk, case.agency) if each.role == "investigator"]
    await roster.remove(home.app.desk, roster.CONSOLE, case.agency, gone.id)
    await investigator.taps("Read the story")
    await investigator.sees("from an earlier message")
    await investigator.says(f"/case {filed.reference}")
    await investigator.sees("I do not know that command")
    assert not any("own words" in each for each in investigator.shown())


async def test_an_invitation_works_once_and_opens_nothing_before_somebody_confirms(home: House) -> None:
    supervisor = await home.staff("supervisor")
    filed = await files(home)
    person, _ = await home.invited("investigator", "New One")
    await person.says(f"/case {filed.reference}")
    await person.sees("I do not know that command")
    await supervisor.says("/team")
    team = await supervisor.sees("The team")
    assert "New One, Investigator: waits to be confirmed" in team
    await supervisor.taps("Confirm New One")
    await supervisor.sees("New One is in")
    await person.sees("You are in")
    await opens(person, filed)
    await supervisor.presses(*next(drawn(supervisor, "Confirm New One")))
    await supervisor.sees("I cannot find that")


async def test_a_file_opens_protected_and_what_is_not_there_says_why(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home)
    await filed.person.sends(JPEG, "arm.jpg")
    await filed.person.sees("I have added the file")
    big = {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1, "file_size": 25 * 1024**2}
    await brings(home, filed.person, video=big)
    await filed.person.sees("too big for me")
    await investigator.sees("added a file")
    while len(await home.app.desk.files.paths()) < 2:  # the page's own, and the case's
        await investigator.refreshes(wait=0.2)
    await opens(investigator, filed)
    await investigator.taps("Files (2)")
    await investigator.sees("Files of")
    await investigator.taps("1. Photo")
    await idle(home, investigator)
    photo = max((each for each in investigator.entries.values() if each["file"]), key=lambda each: each["seq"])
    assert photo["protected"]
    assert await investigator.fetches(photo["file"]["url"]) == JPEG
    await investigator.taps("2. Video (too big")
    await investigator.sees("too big to be sent here")


async def test_staff_speak_their_own_language(home: House) -> None:
    investigator = await home.staff("investigator")
    for command, seen in (
        ("/help", "Your role: Investigator"),
        ("/language", WORDS.say("es", "staff.language_set")),
        ("/help", "Su función|Su rol|/queue"),
        ("/duty", WORDS.say("es", "staff.on_duty")),
        ("/language en", "English from now on"),
        ("/nonsense", "There is no such command"),
        ("/case", "Write the number too"),
        ("/mine", "You have no open cases"),
    ):
        await investigator.says(command)
        await investigator.sees(seen.split(".")[0])


async def test_staff_edits_and_files_change_nothing(home: House) -> None:
    investigator = await home.staff("investigator")
    number = await investigator.says("hello")
    await investigator.sees("was not waiting for words just")
    await investigator.edits(number, "hello again")
    await investigator.sees("A change to an old message changes nothing")
    await investigator.sends(JPEG, "arm.jpg")
    await investigator.sees("do not know which case that file belongs to")
    assert "hello again" not in "\n".join(investigator.shown())
