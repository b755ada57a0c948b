"""A complaint that staff write down in their chat: the interview alone, until /intake leaves it or it is sent."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.desk import roster, staff_intake
from bot.words import Words
from storage.cases import Case
from storage.models import cases as case_rows
from storage.models import drafts
from tests.chat import Person
from tests.desk.office import Office
from tests.house import House
from tests.telegram.clerk import Clerk, office_in
from tests.telegram.talk import chat_of, files, idle
from tests.telegram.test_requests import member_of, now
from tests.telegram.test_rights import presses, stored, writes

WORDS = Words.load()
HEAD = "You are writing this down for somebody else"


@pytest_asyncio.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as office:
        yield office


async def begins(home: House, person: Person, way: str = "Telephone", language: str = "Español") -> None:
    await person.says("/intake")
    await person.sees("How did it come")
    await person.taps(way)
    await person.sees("Which language does the person speak")
    await person.taps(language)
    await person.sees(HEAD)


async def only_case(home: House) -> Case:
    (row,) = (await stored(home, (case_rows,)))[0]  # type: ignore[misc]
    return await now(home, Case(**{**dict.fromkeys(Case.__slots__), "agency": row[2], "id": row[1]}))


async def test_a_call_is_written_down_and_its_receipt_can_be_read_out(home: House) -> None:
    rosa = await home.staff("intake")
    await begins(home, rosa)
    await rosa.taps("Ya lo leí")
    await rosa.sees(f"(?s){HEAD}.*Cuéntenos qué pasó")
    await rosa.says("Me tiraron al suelo.")
    await rosa.sees(f"(?s){HEAD}.*Recibido")
    await rosa.says("/queue")
    await rosa.sees("You are writing down a complaint")
    await rosa.taps("Listo")
    await rosa.sees(HEAD)
    await rosa.taps("Enviar ya")
    receipt = await rosa.sees("Tenemos su queja")
    case = await only_case(home)
    for each in (case.reference, "Nos llegó el", "Qué sigue", "612-673-5500", "Room 239"):
        assert each in receipt
    assert (case.chat, case.came_by, case.language) == (None, "phone", "es")
    await rosa.taps("Ya se lo di")
    await rosa.sees("it is noted that the complainant was told")
    assert "notified" in (await now(home, case)).moments
    await rosa.says("/queue")
    await rosa.sees("Waiting for somebody")


async def test_staff_leave_go_on_and_erase(home: House) -> None:
    rosa, filed = await home.staff("intake"), await files(home)
    await idle(home, rosa)
    await begins(home, rosa, language="English")
    await rosa.taps("I have read this")
    await rosa.sees("Tell us what happened")
    case = await filed.case(home)
    assert await presses(home, rosa, f"s:read:{case.id}::") == [WORDS.say("en", "entry.first")]
    assert await writes(home, rosa, "/intake") == [WORDS.say("en", "entry.left")]
    await rosa.says(f"/case {filed.reference}")
    await rosa.sees("Suggested allegations")
    await rosa.says("/intake")
    await rosa.sees(f"(?s){HEAD}.*Tell us what happened")
    await rosa.says("/cancel")
    await rosa.sees("Erase everything")
    await rosa.taps("Yes, erase everything")
    await rosa.sees("It is erased")
    assert not any(row[2] == "entered" for row in (await stored(home, (drafts,)))[0])  # type: ignore[attr-defined]
    await rosa.says("/mine")
    await rosa.sees("Your cases")


async def test_a_letter_has_a_day_and_not_one_to_come(home: House) -> None:
    rosa = await home.staff("supervisor")
    await rosa.says("/intake")
    await rosa.sees("How did it come")
    await rosa.taps("Letter")
    await rosa.sees("When did it reach the office")
    await rosa.says("tomorrow")
    await rosa.sees("That day has not come yet")
    await rosa.says("yesterday")
    await rosa.sees("Which language does the person speak")
    await rosa.taps("English")
    await rosa.sees(f"{HEAD} · Letter")
    member = await member_of(home, rosa)
    draft = await staff_intake.draft_of(home.app.desk, member)
    assert draft is not None
    assert draft.notes["entered"]["way"] == "letter"


async def test_who_may_not_write_down_cannot_find_it_and_who_left_finds_nothing(home: House) -> None:
    custodian, rosa = await home.staff("custodian"), await home.staff("intake")
    tried = ["s:enter_by:::phone", "s:enter_in:::en", "s:enter_today:::"]
    told = await writes(home, custodian, "/intake") + await presses(home, custodian, *tried)
    assert told == [WORDS.say("en", "refused.not_yours")] * 2 + [WORDS.say("en", "refused.stale")] * 2
    await begins(home, rosa)
    await rosa.taps("Ya lo leí")
    await rosa.sees("Cuéntenos")
    member = await member_of(home, rosa)
    await roster.remove(home.app.desk, roster.CONSOLE, member.agency, member.id)
    told = await writes(home, rosa, "Something else.")
    assert not any(HEAD in each for each in told)
    assert await roster.of_chat(home.app.desk, chat_of(rosa)) == []


async def writes_down(rosa: Clerk) -> str:
    """A call that is written down and sent; returns what is shown then."""
    await rosa.says("/intake")
    for label in ("Telephone", "English", "I have read this"):
        await rosa.taps(label)
    await rosa.says("They threw me on the ground.")
    await rosa.taps("Done")
    return await rosa.taps("Send now")


async def test_the_one_before_can_still_be_noted_as_told_while_the_next_is_written_down(office: Office) -> None:
    rosa = Clerk(office, await office.hires("intake"))
    assert "We have your complaint" in await writes_down(rosa)
    told = next(data for _, data in rosa.buttons() if ":told:" in data)
    await rosa.says("/intake")
    await rosa.taps("Telephone")
    assert HEAD in await rosa.taps("English")
    assert "it is noted that the complainant was told" in await rosa.presses(told)
    (row,) = await office.stored(case_rows)
    assert "notified" in row.moments
    assert WORDS.say("en", "entry.first") in await rosa.presses("s:queue:::"), "the next one is still written down"


async def test_words_a_day_later_are_not_taken_for_the_complaint_which_is_kept(office: Office) -> None:
    rosa = Clerk(office, await office.hires("intake"))
    await rosa.says("/intake")
    for label in ("Telephone", "English", "I have read this"):
        await rosa.taps(label)
    office.clock.passes(hours=23)
    await rosa.says("They threw me on the ground.")
    office.clock.passes(hours=23)
    assert HEAD in await rosa.says("And kicked me."), "a day counts from the last words"
    before = await office.stored(drafts)
    office.clock.passes(days=7)
    assert await rosa.says("See you at the party!") == WORDS.say("en", "entry.lapsed")
    assert await office.stored(drafts) == before
    assert HEAD in await rosa.says("/intake")
    assert HEAD in await rosa.says("Nobody helped me.")
