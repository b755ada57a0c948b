"""Practice over the wire: a banner on every screen, a real draft that stays untouched, and nothing left at the end."""

from storage import models
from tests.house import House
from tests.telegram.talk import begins, story, tells


async def test_in_the_middle_of_a_real_complaint(home: House) -> None:
    person = await tells(home, "They took my phone.")
    await person.says("/practice")
    assert (await person.hears()).startswith("PRACTICE.")
    await person.taps("Español")
    assert "PRÁCTICA." in await person.hears()
    await person.taps("Ya lo leí")
    await person.hears()
    await person.says("Esto es solo un ensayo.")
    assert "PRÁCTICA." in await person.hears()
    await person.taps("Listo")
    await person.hears()
    await person.taps("Enviar ya")
    assert "se borró todo" in await person.sees("La práctica terminó")
    await person.refreshes()
    assert not any("ensayo" in (each["text"] or "") for each in person.entries.values())
    assert await story(home, person) == ["They took my phone."], "the real one is where it was"
    async with home.app.desk.database.read() as session:
        assert (await session.execute(models.cases.select())).all() == []


async def test_it_can_be_left_at_any_time(home: House) -> None:
    person = await begins(home)
    await person.says("/practice")
    await person.hears()
    await person.taps("Stop practicing")
    await person.sees("Practice is over")
    await person.sees("what happened")
    for command in ("/practice", "/cancel"):
        await person.says(command)
    await person.sees("Practice is over")
