"""After the filing over the wire: to take a complaint back, to ask for another look, to say how it was."""

from datetime import timedelta

import pytest

from bot.desk import caseload, roster
from bot.desk.caseload import Move
from storage.cases import Case
from storage.roster import Member
from tests.chat import Person
from tests.house import House
from tests.telegram.talk import Filed, chat_of, files, opens


async def member_of(home: House, person: Person) -> Member:
    (member,) = await roster.of_chat(home.app.desk, chat_of(person))
    return member


async def moves(home: House, person: Person, case: Case, *moves: Move) -> None:
    for each in moves:
        await caseload.act(home.app.desk, None, await member_of(home, person), case.id, each)


@pytest.fixture
async def both(home: House) -> tuple[Person, Filed]:
    """A supervisor, and somebody who has filed."""
    return await home.staff("supervisor", "Sam Boss"), await files(home)


async def test_taken_back_freely(home: House, both: tuple[Person, Filed]) -> None:
    boss, filed = both
    resident = filed.person
    await moves(home, boss, await filed.case(home), Move("start"))
    await resident.says("/withdraw")
    await resident.hears()
    await resident.taps("Ask to take it back")
    await resident.sees("I have told the office")
    await boss.sees("asks to withdraw")
    await boss.taps("See the request")
    await boss.sees("Nobody has asked yet")
    await boss.taps("Ask if it is their own wish")
    await boss.sees("is on its way")
    await resident.sees("has a question")
    await resident.taps("See the question")
    await resident.sees("is it your own wish")
    await resident.taps("It is my own wish")
    await resident.sees("A person decides")
    await boss.sees("has answered about withdrawing")
    await boss.taps("See the request")
    await boss.sees("it is their own wish")
    await boss.taps("End it as withdrawn")
    await boss.sees("has ended as withdrawn")
    await resident.sees("There is news")
    case = await filed.case(home)
    assert (case.disposition, case.flags) == ("withdrawn", ())


async def test_another_look_and_how_it_was(home: House, both: tuple[Person, Filed]) -> None:
    boss, filed = both
    resident = filed.person
    await moves(home, boss, await filed.case(home), Move("start"), Move("close", "no_merit"))
    await resident.says("/status")
    assert "another look until" in await resident.sees("Outcome")
    await resident.taps("Ask for another look")
    await resident.sees("in your own words")
    await resident.says("You never called the woman who filmed it.")
    await resident.sees("A supervisor has your request")
    await boss.sees("asks for another look")
    await opens(boss, filed)
    await boss.taps("Asks for another look")
    await boss.sees("An answer is due by")
    await boss.taps("Read why")
    await boss.sees("never called the woman")
    await boss.taps("It stays closed")
    await boss.sees("stays closed. The complainant reads")
    await boss.says("She was called on March 3.")
    await boss.sees("Your words are on their way")
    await resident.sees("The office wrote to you")
    later = (home.now() + timedelta(days=9)).replace(hour=18)  # in office hours, and not on a Sunday
    home.passes((later + timedelta(days=max(0, later.weekday() - 4)) - home.now()) / timedelta(days=1))
    for person in (resident, boss):
        await person.returns()
    await resident.sees("how was it to deal with this office")
    await resident.taps("So-so")
    await resident.sees("add a few words")
    await resident.taps("No, that is all")
    await resident.sees("That is all")
    await boss.says("/opinions")
    assert "So-so: 1" in await boss.sees("How it was")


async def test_late_clocks_replies_after_the_end_and_nobody_s_case(home: House, both: tuple[Person, Filed]) -> None:
    boss, filed = both
    resident = filed.person
    home.passes(days=5)
    for person in (resident, boss):
        await person.returns()
    await resident.says("/status")
    assert "The office is late" in await resident.sees("What the office has promised")
    await resident.taps("Ask a supervisor")
    await resident.sees("I have told a supervisor")
    await boss.sees("the complainant asks for you")
    await moves(home, boss, await filed.case(home), Move("start"), Move("close", "no_merit"))
    await resident.says("I found the receipt.")
    await resident.sees("The work on it is finished, but the office is told")
    await boss.sees("The complainant wrote about")
    stranger = await home.resident()
    await stranger.says("/status")
    await stranger.sees("You have sent us nothing from this chat")
