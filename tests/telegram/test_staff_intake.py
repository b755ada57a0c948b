"""A complaint that staff write down in their chat: the interview alone, until /intake leaves it or it is sent."""

from bot.desk import roster, staff_intake
from bot.words import Words
from storage.cases import Case
from storage.models import cases as case_rows
from storage.models import drafts
from tests.chat import Person
from tests.house import House
from tests.telegram.talk import chat_of, files, idle
from tests.telegram.test_requests import member_of, now
from tests.telegram.test_rights import presses, stored, writes

WORDS = Words.load()
HEAD = "You write this down for somebody"


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
    await rosa.sees("You are writing a complaint down")
    await rosa.taps("Listo")
    await rosa.sees(HEAD)
    await rosa.taps("Enviar ya")
    receipt = await rosa.sees("Tenemos su queja")
    case = await only_case(home)
    for each in (case.reference, "Nos llegó el", "Qué sigue", "612-673-5500", "Room 239"):
        assert each in receipt
    assert (case.chat, case.came_by, case.language) == (None, "phone", "es")
    await rosa.taps("Ya tiene esto")
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
