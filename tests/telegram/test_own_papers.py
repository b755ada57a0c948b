"""A complainant takes a copy and asks if it is still as filed, with a tap or a command, of their own complaint only."""

import io

from pypdf import PdfReader

from bot.casework.interview import Picked, Pressed, Said
from bot.desk.filing import Filed
from storage import cases
from tests.chat import Person
from tests.house import House
from tests.telegram.talk import STORY, files, hears


async def handed(person: Person) -> str:
    """The text of the last PDF that came."""
    came = max((each for each in person.entries.values() if each.get("file")), key=lambda each: each["seq"])
    reader = PdfReader(io.BytesIO(await person.fetches(came["file"]["url"])))
    return "\n".join(page.extract_text() for page in reader.pages)


async def test_a_copy_comes_at_once_and_is_verified(home: House) -> None:
    filed = await files(home)
    rosa, case = filed.person, await filed.case(home)
    await rosa.taps("Copy of my complaint")
    await rosa.sees(f"{filed.reference}, as you filed it")
    first = await handed(rosa)
    assert STORY in first
    await rosa.says("/verify")
    told = await rosa.sees("is exactly as you filed it")
    assert "Nothing has been added since then." in told
    assert told.split("Fingerprint: ")[1].split("\n")[0].replace(" ", "") in first.replace(" ", "").replace("\n", "")
    await rosa.says("My sister saw it too.")
    await rosa.sees("I have added that")
    await rosa.says("/verify")
    assert "Messages from you: 1" in await rosa.sees("is exactly as you filed it")
    await rosa.says("/status")
    await rosa.sees(filed.reference)
    assert "Copy of my complaint" in rosa.buttons()
    async with home.app.desk.database.write() as session:
        held = await cases.hold(session, case.agency, case.id)
        assert held is not None
        await cases.record(session, case.agency, held, changes={"answers": []}, now=home.now())
    await rosa.says("/verify")
    assert "is not as you filed it" in await rosa.sees(f"Something in {filed.reference}")


async def test_of_several_complaints_each_has_its_copy_and_of_none_there_is_none(home: House) -> None:
    stranger = await home.resident()
    await stranger.says("/copy")
    await stranger.sees("Nothing was sent from this chat yet")
    await stranger.says("/verify")
    await stranger.sees("Nothing was sent from this chat yet")
    filed = await files(home)
    rosa, first = filed.person, filed.reference
    await rosa.says("/start")
    await rosa.hears()
    told = Said("Another day, another officer.", "9", home.now())
    outcome = await hears(home, rosa, Picked("en"), Pressed("done"), told, Pressed("done"), Pressed("send_now"))
    assert isinstance(outcome, Filed)
    await rosa.says("/copy")
    await rosa.sees("A copy of which one?")
    assert rosa.buttons() == [outcome.case.reference, first]
    await rosa.taps(first)
    await rosa.sees(f"{first}, as you filed it")
    assert STORY in await handed(rosa)
    await stranger.presses(max(stranger.entries), f"c:copy:{outcome.case.id}::")
    await stranger.sees("I cannot find that")
    assert not [each for each in stranger.entries.values() if each.get("file")]
