"""Clocks over the wire: a reminder is answered right under it, with a reason, and what is refused says one sentence."""

from datetime import timedelta

from bot.casework.workdays import day_at, next_open
from bot.desk import holds, ownership, roster
from tests.chat import Person
from tests.house import House
from tests.telegram.talk import Filed, chat_of, files, idle, opens
from tests.telegram.test_rights import presses

REMINDED = "Reminder, .*The first review is done"


async def reminded(home: House) -> tuple[Person, Filed]:
    """An investigator who has a case and is reminded of its review, a week before it is due."""
    investigator = await home.staff("investigator")
    filed = await files(home)
    case = await filed.case(home)
    (member,) = await roster.of_chat(home.app.desk, chat_of(investigator))
    await ownership.claim(home.app.desk, None, member, case.id)  # type: ignore[arg-type]
    await opened(home, investigator, days=25)
    await investigator.sees(REMINDED)
    return investigator, filed


async def opened(home: House, person: Person, days: int) -> None:
    """So many days pass, and then as many hours as it takes until the office is open and the person is back."""
    later = next_open(home.app.desk.default, home.now() + timedelta(days=days)) + timedelta(minutes=1)
    home.passes(seconds=(later - home.now()).total_seconds())
    await person.returns()


async def test_a_reminder_is_put_off_with_a_reason_that_stands_on_the_card(home: House) -> None:
    investigator, filed = await reminded(home)
    await investigator.taps("Later")
    await investigator.sees("When do you want to be reminded")
    case = await filed.case(home)
    assert await presses(home, investigator, f"s:later:{case.id}::review.40") == [
        "A reminder can wait a week at most. Please choose an earlier day."
    ]
    await presses(home, investigator, f"s:later:{case.id}::review.1")
    await investigator.sees("Why does it have to wait")
    await investigator.says("The witness is away.")
    await investigator.sees("I will remind you on")
    assert "The witness is away." in await investigator.sees("Reminder put off until")
    assert "Reminder put off until" in await opens(investigator, filed)


async def test_more_days_are_asked_for_and_granted_with_a_tap(home: House) -> None:
    supervisor = await home.staff("supervisor", queues=())
    investigator, filed = await reminded(home)
    await investigator.taps("More days")
    await investigator.sees("How many more days")
    await investigator.taps("14 days")
    await investigator.sees("14 days more. Why")
    await investigator.says("The records are late.")
    await investigator.sees("A supervisor has been asked")
    await supervisor.returns()
    asked = await supervisor.sees("asks for more days")
    assert "records" not in asked
    await supervisor.taps("Give more days")
    await supervisor.sees("Done. The date of")
    await investigator.sees("you have the extra days")
    await supervisor.taps("Do not give them")
    await supervisor.sees("A colleague was faster")
    assert "moved" in await shown_clocks(investigator, filed)


async def test_a_hold_needs_an_end_and_a_reason_and_is_in_sight_until_it_is_over(home: House) -> None:
    investigator, filed = await reminded(home)
    await opens(investigator, filed)
    await investigator.taps("Clocks")
    await investigator.sees("Clocks of")
    await investigator.taps("Put on hold")
    await investigator.sees("Until when should the clocks")
    await investigator.says("The court has the file.")
    await investigator.sees("A hold needs an end")
    assert (await filed.case(home)).held_until is None
    case = await filed.case(home)
    day = day_at(home.app.desk.default, home.now() + timedelta(days=7))
    await presses(home, investigator, f"s:hold:{case.id}::{day}")
    await investigator.says("The court has the file.")
    await investigator.sees("is on hold. It stays on your list")
    assert "The court has the file." in await investigator.sees("On hold until")
    assert "On hold until" in await opens(investigator, filed)
    await opened(home, investigator, days=8)
    await holds.round(home.app.desk)
    home.app._wake()
    await investigator.sees("The hold on .* is over")
    await idle(home, investigator)


async def test_done_that_only_a_move_can_do_leads_to_the_moves(home: House) -> None:
    investigator, filed = await reminded(home)
    await investigator.taps("Done")
    await investigator.sees("This is done when the case moves on")
    await investigator.sees("What do you do with")
    case = await filed.case(home)
    assert await presses(home, investigator, f"s:met:{case.id}::number") == [
        "That is done already. Nothing has changed."
    ]
    assert "from an earlier message" in (await presses(home, investigator, f"s:later:{case.id}::review.x"))[0]


async def shown_clocks(person: Person, filed: Filed) -> str:
    await opens(person, filed)
    await person.taps("Clocks")
    return await person.sees("Clocks of")
