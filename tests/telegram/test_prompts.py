"""Notes, messages and status changes over the wire: words go where they were asked for, once, or nowhere."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from bot.casework.errors import Refused, Stale
from bot.desk import asking, caseload, requests, roster
from bot.desk.caseload import Move
from bot.desk.requests import Asking
from bot.telegram.prompts import ASKED_AGAIN
from bot.words import Words
from storage import views
from storage.cases import Case
from storage.models import evidence, messages
from tests.chat import Person
from tests.desk.office import Office
from tests.desk.test_incidents import happened_in_march, with_a_day
from tests.house import House
from tests.telegram.clerk import Clerk, office_in
from tests.telegram.made import AGENCY, id_of
from tests.telegram.talk import Filed, chat_of, drawn, files, idle, opens
from tests.telegram.test_rights import presses, writes

WORDS = Words.load()


@pytest_asyncio.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as office:
        yield office


async def test_a_note_and_a_message_are_written_once_each(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home)
    await opens(investigator, filed)
    await investigator.taps("Note")
    await investigator.sees("Only staff see it")
    await investigator.says("Ask for the body camera.")
    await investigator.sees("The note on .* is saved")
    await investigator.says("Thank you, bot!")
    await investigator.sees("was not waiting for words just now")
    await investigator.taps("Message")
    await investigator.sees("Write the message")
    await investigator.says("May we call you tomorrow?")
    await investigator.sees("is on its way")
    await investigator.says("I hope they answer.")
    await investigator.sees("was not waiting for words just now")
    await filed.person.sees("The office wrote to you")
    await filed.person.taps("Read")
    assert "May we call you tomorrow?" in await filed.person.sees("From the office")
    await filed.person.says("Yes, after five.")
    await filed.person.sees("I have added that")
    await investigator.sees("The complainant wrote about")
    await investigator.taps(f"Open {filed.reference}")
    await investigator.sees("Suggested allegations")
    await investigator.taps("Messages (1")
    talk = await investigator.sees("Messages and notes of")
    assert talk.index("Ask for the body camera.") < talk.index("May we call you") < talk.index("Yes, after five.")
    said = "\n".join(filed.person.shown())
    assert "body camera" not in said
    assert "hope they answer" not in said


async def test_words_never_go_to_a_case_that_the_member_has_left(home: House) -> None:
    investigator = await home.staff("investigator")
    one, other = await files(home), await files(home)
    await opens(investigator, one)
    await investigator.taps("Message")
    await investigator.sees("Write the message")
    await opens(investigator, other)
    await investigator.says("This was meant for the other case.")
    await investigator.sees("was not waiting for words just now")
    await idle(home, one.person, other.person)
    assert not any("The office wrote" in each for person in (one.person, other.person) for each in person.shown())


async def test_no_note_belongs_to_a_status_and_never_sends_an_empty_message(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home)
    await opens(investigator, filed)
    await investigator.taps("Status")
    await investigator.sees("What do you do")
    await investigator.taps("Start the review")
    await investigator.sees("Write a note")
    old = next(data for number, data in drawn(investigator, "No note"))
    await opens(investigator, filed)
    await investigator.taps("Message")
    await investigator.sees("Write the message")
    await investigator.presses(1, old)
    await investigator.sees("from an earlier message")
    await investigator.taps("Cancel")
    await investigator.sees("Never mind")
    assert (await filed.case(home)).status == "received"
    await idle(home, filed.person)
    assert not any("The office wrote" in each for each in filed.person.shown())


async def test_a_status_with_an_outcome_asks_for_it_and_closes_the_case(home: House) -> None:
    supervisor = await home.staff("supervisor")
    filed = await files(home)
    for action in ("Start the review", "Review is done"):
        await opens(supervisor, filed)
        await supervisor.taps("Status")
        await supervisor.sees("What do you do")
        await supervisor.taps(action)
        await supervisor.sees("Write a note")
        await supervisor.taps("No note")
        await supervisor.sees("has moved on")
    await opens(supervisor, filed)
    await supervisor.taps("Status")
    await supervisor.sees("What do you do")
    await supervisor.taps("Dismiss")
    await supervisor.sees("What is the outcome")
    await supervisor.taps("What is described breaks no rule")
    await supervisor.sees("Write a note")
    await supervisor.says("We are sorry that we cannot help here.")
    await supervisor.sees("has moved on")
    case = await filed.case(home)
    assert (case.status, case.disposition, case.closed_at is None) == ("dismissed", "no_violation", False)
    await filed.person.sees("The office will not go on with this complaint")
    await filed.person.says("/status")
    assert "What is described breaks no rule" in await filed.person.sees("Outcome")


async def chooses(person: Person, filed: Filed, action: str) -> None:
    """Open the card and choose an action; what comes next depends on it."""
    await opens(person, filed)
    await person.taps("Status")
    await person.sees("What do you do")
    await person.taps(action)


async def moves(home: House, person: Person, filed: Filed, *actions: str) -> None:
    """A colleague moves the case on, somewhere else."""
    case = await filed.case(home)
    (member,) = await roster.of_chat(home.app.desk, chat_of(person))
    for action in actions:
        await caseload.act(home.app.desk, None, member, case.id, Move(action))  # type: ignore[arg-type]


async def test_words_that_come_before_the_outcome_ask_for_it_again(home: House) -> None:
    supervisor = await home.staff("supervisor")
    filed = await files(home)
    await moves(home, supervisor, filed, "start")
    await chooses(supervisor, filed, "Close")
    await supervisor.sees("What is the outcome")
    await supervisor.says("We are sorry.")
    await supervisor.sees("choose an outcome first")
    await supervisor.taps("Already in another case")
    await supervisor.sees("Write a note")
    await supervisor.says("We are sorry.")
    await supervisor.sees("has moved on")
    assert (await filed.case(home)).disposition == "duplicate"


async def test_a_case_that_moved_meanwhile_does_not_take_what_was_decided_before(home: House) -> None:
    one, other = await home.staff("supervisor", "Ana"), await home.staff("supervisor", "Ben")
    filed = await files(home)
    await moves(home, other, filed, "start")
    await chooses(one, filed, "Close")
    await one.sees("What is the outcome")
    await one.taps("Already in another case")
    await one.sees("Write a note")
    await moves(home, other, filed, "reviewed", "investigate")
    await one.says("This is the same as before.")
    await one.sees("cannot be done from where the case is now")
    case = await filed.case(home)
    assert (case.status, case.disposition, case.closed_at) == ("investigation", None, None)
    await one.says("Hello?")
    await one.sees("was not waiting for words just now")


async def test_no_note_goes_with_the_action_it_was_drawn_for(home: House) -> None:
    supervisor = await home.staff("supervisor")
    filed = await files(home)
    await chooses(supervisor, filed, "Start the review")
    await supervisor.sees("Write a note")
    old = next(data for _, data in drawn(supervisor, "No note"))
    await supervisor.taps("No note")
    await supervisor.sees("has moved on")
    await chooses(supervisor, filed, "Review is done")
    await supervisor.sees("Write a note")
    assert await presses(home, supervisor, old) == ["That button is from an earlier message. Nothing has changed."]
    assert (await filed.case(home)).status == "review"


async def test_an_outcome_of_before_is_stale_for_an_action_without_one(home: House) -> None:
    supervisor = await home.staff("supervisor")
    filed = await files(home)
    await moves(home, supervisor, filed, "start")
    await chooses(supervisor, filed, "Close")
    await supervisor.sees("What is the outcome")
    old = next(data for _, data in drawn(supervisor, "Already in another case"))
    await chooses(supervisor, filed, "Review is done")
    await supervisor.sees("Write a note")
    assert await presses(home, supervisor, old) == ["That button is from an earlier message. Nothing has changed."]
    await supervisor.says("We go on.")
    await supervisor.sees("has moved on")
    assert (await filed.case(home)).status == "routing"


async def test_words_for_a_case_that_is_gone_are_asked_for_no_longer(home: House) -> None:
    investigator = await home.staff("investigator")
    (member,) = await roster.of_chat(home.app.desk, chat_of(investigator))
    await asking.ask(home.app.desk, None, member, {"verb": "note", "case": id_of("x")})
    assert await writes(home, investigator, "A note.", "Another.") == [
        "I cannot find that.",
        WORDS.say("en", "staff.nothing_asked"),
    ]


async def test_words_never_follow_a_member_to_a_case_of_another_office(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    investigator, filed = await home.staff("investigator"), await files(home)
    desk = home.app.desk
    abroad = AGENCY.model_copy(update={"id": "elsewhere", "short": "ELSE"})
    monkeypatch.setitem(desk.agencies, "elsewhere", abroad)  # type: ignore[arg-type]
    second, token = await roster.invite(desk, roster.CONSOLE, "elsewhere", role="investigator", name="Test")
    await writes(home, investigator, f"/start {token}")
    await roster.confirm(desk, roster.CONSOLE, "elsewhere", second.id)
    there = await files(home, link="elsewhere")
    await opens(investigator, filed)
    await investigator.taps("Message")
    await investigator.sees("Write the message")
    await presses(home, investigator, f"s:open:{(await there.case(home)).id}::")
    assert await writes(home, investigator, "This was meant for the other case.") == [
        WORDS.say("en", "staff.nothing_asked")
    ]


async def test_a_picture_is_no_answer_where_words_were_asked_for(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home)
    await opens(investigator, filed)
    await investigator.taps("Note")
    await investigator.sees("Only staff see it")
    await investigator.sends(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "desk.jpg", "My desk")
    await investigator.sees("only take words")
    await investigator.says("Ask for the body camera.")
    await investigator.sees("The note on .* is saved")


# What is refused, and what is asked again


@pytest.mark.parametrize("because", sorted(ASKED_AGAIN))
def test_a_refusal_that_asks_for_other_words_has_them(because: str) -> None:
    assert WORDS.has(f"refused.{because}")


async def test_a_number_that_is_the_case_itself_is_asked_for_again(office: Office) -> None:
    ana, case, other = Clerk(office, await office.hires()), await office.files(), await office.files(chat="101")
    await ana.presses(f"s:related_add:{case.id}::")
    with pytest.raises(Refused, match="related_itself"):
        await ana.says(case.reference)
    assert other.reference in await ana.says(other.reference)


async def test_a_day_that_cannot_be_read_or_has_not_come_is_asked_for_again(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    body = next(iter(office.desk.agencies[case.agency].bodies))
    wanted = Asking("The report?", date(2026, 9, 20), body)
    asked = await requests.ask(office.desk, await office.row(), ana.member, case.id, wanted)
    await ana.presses(f"s:ask_got:{case.id}::{asked.id}")
    for text, because in (("some day", "day_unreadable"), ("tomorrow", "day_future")):
        with pytest.raises(Refused, match=because):
            await ana.says(text)
    assert WORDS.say("en", "asks.write_answer", reference=case.reference) in await ana.says("yesterday")
    await ana.says("There is no report.")
    assert WORDS.say("en", "staff.nothing_asked") in await ana.says("Hello?")


async def test_words_while_an_office_is_chosen_ask_for_a_tap(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.presses(f"s:ask_body:{case.id}::")
    assert WORDS.say("en", "ask.tap") in await ana.says("The city clerk")


# What is looked at, and what is waited for


@pytest.mark.parametrize("verb", ["note", "message", "actions", "act", "ask_them", "ask_body", "bring", "witness",
                                  "related_add"])  # fmt: skip
async def test_a_press_that_asks_for_words_is_no_look_at_the_case(office: Office, verb: str) -> None:
    """Acts on many cases want each of them opened."""
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.presses(f"s:{verb}:{case.id}::{'start' if verb == 'act' else ''}")
    async with office.desk.database.read() as session:
        assert await views.up_to_date(session, case.agency, ana.member.id, [case.id]) == {}


async def test_words_a_day_later_go_nowhere_and_that_is_said(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.presses(f"s:note:{case.id}::")
    before = await office.stored(messages)
    office.clock.passes(days=7)
    assert WORDS.say("en", "staff.lapsed") in await ana.says("See you at the party!")
    assert WORDS.say("en", "staff.nothing_asked") in await ana.says("Hello?")
    assert await office.stored(messages) == before
    await ana.presses(f"s:note:{case.id}::")
    office.clock.passes(hours=23)
    assert WORDS.say("en", "staff.done_note", reference=case.reference) in await ana.says("Ask for the body camera.")


async def test_answers_to_a_form_lapse_with_it(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.presses(f"s:person_new:{case.id}::")
    await ana.taps("Witness")
    office.clock.passes(hours=24)
    assert WORDS.say("en", "staff.lapsed") in await ana.says("Leo Park")


async def test_a_file_a_day_later_goes_to_no_case(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.presses(f"s:bring:{case.id}::")
    assert case.reference in await ana.brings("today.pdf")
    office.clock.passes(days=1)
    assert await ana.brings("tomorrow.pdf") == WORDS.say("en", "asks.file_where")
    assert len(await office.stored(evidence)) == 1


# A step that asks on which day it was taken

ASKS_DAY = WORDS.say("en", "staff.which_day", reference="OPCR", action="x").partition("(")[0].strip()


async def asked_for_a_day(office: Office) -> tuple[Clerk, Case]:
    office = with_a_day(office)
    ana, case = Clerk(office, await office.hires()), await office.files()
    case = await happened_in_march(office, case)
    assert ASKS_DAY in await ana.presses(f"s:act:{case.id}::start")
    return ana, case


async def test_a_day_is_given_with_a_tap_and_the_timeline_says_it(office: Office) -> None:
    ana, case = await asked_for_a_day(office)
    assert "Write a note" in await ana.taps("Yesterday")
    await ana.taps("No note")
    assert (await ana.office.now(case)).moments["review"].date() == date(2026, 9, 14)  # the end of the 13th, in UTC
    assert "It happened on September 13, 2026" in await ana.opens(case, "history")


async def test_a_day_is_written_and_one_that_is_none_is_asked_again(office: Office) -> None:
    ana, case = await asked_for_a_day(office)
    for text, because in (("tomorrow", "day_not_yet"), ("some day", "day_unreadable")):
        with pytest.raises(Refused, match=because):
            await ana.says(text)
    assert "Write a note" in await ana.says("September 10")
    await ana.says("We have begun.")
    assert (await office.now(case)).status == "review"


@pytest.mark.parametrize("yes", ["tap", "yes"])
async def test_a_day_before_the_incident_is_asked_twice_and_then_taken(office: Office, yes: str) -> None:
    ana, case = await asked_for_a_day(office)
    asked = await ana.says("March 1")
    assert "March 1, 2026 is before the day of the incident, March 3, 2026. Is that right?" in asked
    said = await ana.taps("Yes, that is right") if yes == "tap" else await ana.says("yes")
    assert "Write a note" in said
    await ana.taps("No note")
    assert (await ana.office.now(case)).moments["review"].date() == date(2026, 3, 2)


async def test_another_day_takes_the_place_of_the_doubted_one(office: Office) -> None:
    ana, case = await asked_for_a_day(office)
    await ana.says("March 1")
    old = next(data for label, data in ana.buttons() if label.startswith("Yes"))
    assert ASKS_DAY in await ana.taps("No, another day")
    with pytest.raises(Stale):
        await ana.presses(old)
    assert "Write a note" in await ana.says("March 4")
    with pytest.raises(Stale):
        await ana.presses(old)
    await ana.taps("No note")
    assert (await ana.office.now(case)).moments["review"].date() == date(2026, 3, 5)


async def test_a_day_for_a_step_without_one_is_a_stale_button(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.presses(f"s:act:{case.id}::start")
    for data in (f"s:act_day:{case.id}::2026-09-14", f"s:act_day:{case.id}::soon", f"s:act_sure:{case.id}::2026-09-14"):
        with pytest.raises(Stale):
            await ana.presses(data)
