"""`/pause` over the wire: what the supervisor switches, what people are told at the start and on the receipt."""

from tests.house import House
from tests.telegram.clerk import WORDS
from tests.telegram.talk import STORY, idle


async def test_people_are_told_at_the_start_and_on_the_receipt_while_it_lasts(home: House) -> None:
    boss = await home.staff("supervisor")
    await boss.says("/pause")
    assert "The office is at work" in await boss.hears()
    await boss.says("/pause in 9 days: two of us are ill")
    assert "From now until" in await boss.hears()
    person = await home.resident()
    await idle(home, person)
    (first, *_) = person.shown()
    assert "The office is not starting on new cases until" in first
    assert "La oficina no va a empezar casos nuevos hasta el" in first
    await person.taps("English")
    await person.hears()
    await person.taps("I have read this")
    await person.hears()
    await person.says(STORY)
    await person.hears()
    await person.taps("Done")
    await person.hears()
    await person.taps("Send now")
    receipt = await person.sees("We have your complaint")
    assert "waits in line" in receipt
    assert "A person takes the case: by" in receipt
    assert "the office may be late" in receipt
    assert "You can still send yours" not in receipt
    await person.says("/status")
    status = await person.sees("Yours is kept and waits in line")
    until = first.split("starting on new cases until ")[1].split(".")[0]
    assert f"not starting on new cases until {until}." in status
    await boss.says("/figures")
    await boss.sees("The office is not starting on new cases until")
    await boss.says("/pause end")
    await boss.sees("The pause is over")
    await person.says("/status")
    assert "starting on new cases" not in await person.hears()
    other = await home.resident()
    await idle(home, other)
    assert not [each for each in other.shown() if "not starting" in each]


async def test_what_cannot_be_a_pause_is_said(home: House) -> None:
    boss, ana = await home.staff("supervisor"), await home.staff("investigator")
    await boss.says("/pause tomorrow")
    assert "a colon, and why" in await boss.hears()
    await ana.says("/pause tomorrow: why not")
    assert "not starting" not in await ana.hears()


def test_both_languages_name_the_day() -> None:
    assert all("date" in WORDS.fields(each, "pausing.told") for each in ("en", "es"))
