"""What a complainant sends that is no command: people, places, what only a phone can send."""

from bot.casework.interview import Incoming, Picked, Pressed
from tests.house import House
from tests.stored import stored
from tests.telegram.talk import at, brings, chat_of, idle
from tests.telegram.test_resident_commands import OPENING, SKIPPED, TOLD

WHO_SAW_IT: list[Incoming] = [*TOLD, *SKIPPED[:2], *[Pressed("skip")] * 4, Picked("witness"), Pressed("done")]
CARD = {"phone_number": "+16125550188", "first_name": "Rosa", "last_name": "Vega"}


async def test_a_contact_that_is_sent_for_a_witness_is_the_answer(home: House) -> None:
    person = await at(home, *WHO_SAW_IT)
    await brings(home, person, contact=CARD)
    await person.sees("What would you like to come of this?")
    assert (await stored(home.app.desk, chat_of(person)))["witnesses"] == "Rosa Vega, +16125550188"


async def test_somebody_elses_contact_is_no_answer_to_anything_else(home: House) -> None:
    person = await at(home, *TOLD)
    before = await stored(home.app.desk, chat_of(person))
    await brings(home, person, contact=CARD)
    await person.sees("somebody else's contact")
    assert await stored(home.app.desk, chat_of(person)) == before


async def test_a_place_on_the_map_that_moves_on_asks_for_nothing(home: House) -> None:
    person = await at(home, *OPENING)
    place = {"latitude": 44.9778, "longitude": -93.265}
    await brings(home, person, location=place)
    await person.sees("Got it")
    before, said = await stored(home.app.desk, chat_of(person)), len(person.shown())
    sender = {"id": person.chat_id, "is_bot": False, "first_name": "x"}
    moved = {"message_id": 9, "date": 1, "edit_date": 2, "chat": {"id": person.chat_id, "type": "private"}}
    moved |= {"from": sender, "location": {**place, "latitude": 44.98}}
    await home.app.webchat.deliver(person.chat_id, {"edited_message": moved})  # type: ignore[union-attr]
    await idle(home, person)
    assert len(person.shown()) == said
    assert await stored(home.app.desk, chat_of(person)) == before
