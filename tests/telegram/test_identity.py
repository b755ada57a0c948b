"""A kept name over the wire: asked with a reason, decided by who keeps the names, read by the one it was opened for."""

from bot.casework.interview import Picked, Pressed, Said
from bot.desk import correspondence, filing
from bot.words import Words
from storage.cases import Case
from storage.models import unlocks
from tests.house import House
from tests.telegram.made import AGENCY
from tests.telegram.talk import chat_of, hears, idle
from tests.telegram.test_rights import presses, stored

WORDS = Words.load()
NAME = "Rosa Quispe"


async def kept(home: House) -> Case:
    """Somebody who asks that the investigators do not see their name."""
    person = await home.resident()
    told = (Picked("en"), Pressed("done"), Said("He kicked me.", "1", home.now()), Pressed("done"))
    name = (Pressed("skip"), Picked("keep_from_investigators"), Said(NAME, "2", home.now()), Pressed("send_now"))
    outcome = await hears(home, person, *told, *name)
    assert isinstance(outcome, filing.Filed)
    return (await correspondence.of_chat(home.app.desk, chat_of(person)))[0]


async def test_a_name_is_asked_for_opened_and_read_until_its_time_is_over(home: House) -> None:
    investigator, custodian = await home.staff("investigator"), await home.staff("custodian")
    case = await kept(home)
    await investigator.says(f"/case {case.reference}")
    await investigator.sees("Suggested allegations")
    await investigator.taps("Requests")
    await investigator.sees("Requests about")
    await investigator.taps("The name")
    await investigator.sees("asked us to keep the name")
    await investigator.taps("Ask for the name")
    await investigator.sees("why do you need the name")
    await investigator.says("I must call them today.")
    await investigator.sees("is with the person who keeps the names")

    told = await custodian.sees("a colleague asks for a name")
    assert "call them" not in told
    assert custodian.buttons() == ["Read why"]
    await custodian.taps("Read why")
    assert "I must call them today." in await custodian.sees("Test investigator")
    await custodian.taps("Open it")
    await custodian.sees("why are you opening it")
    await custodian.says("The call cannot wait.")
    await custodian.sees("is open for your colleague")

    await investigator.sees("the name you asked for is open")
    await investigator.taps("See")
    await investigator.sees("The call cannot wait.")
    await investigator.taps("Read the name")
    assert NAME in await investigator.sees("open for you until")
    read = f"s:read_name:{case.id}::"
    assert await presses(home, custodian, read) == [WORDS.say("en", "refused.not_yours")]
    home.passes(hours=25)
    await investigator.returns()
    assert WORDS.say("en", "refused.name_closed_again") in await presses(home, investigator, read)
    assert not any(NAME in each for each in custodian.shown())


async def test_who_keeps_no_names_finds_nothing_to_open(home: House) -> None:
    supervisor, custodian = await home.staff("supervisor"), await home.staff("custodian")
    case = await kept(home)
    await idle(home, supervisor, custodian)
    before = await stored(home, (unlocks,))
    tried = [f"s:{verb}:{case.id}::{'x' * 20}" for verb in ("why_name", "open_name", "refuse_name")]
    assert await presses(home, supervisor, *tried) == [WORDS.say("en", "refused.not_yours")] * 3
    assert await presses(home, custodian, *tried) == [WORDS.say("en", "refused.name_decided")] * 3
    assert await stored(home, (unlocks,)) == before


def test_what_the_complainant_is_promised_is_what_happens() -> None:
    hint = AGENCY.questions["name_choice"].hint
    assert hint is not None
    assert "Both must write down a reason" in hint.en
    assert "Los dos tienen que escribir por qué" in hint.es
    assert 1 <= AGENCY.asking.name_hours <= 72, "a short time"
