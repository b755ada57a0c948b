"""A case goes to another office over the wire: asked, agreed, offered, taken; the complainant is told each step."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import agencies as built_in
from bot.desk import roster
from tests.chat import Person
from tests.house import House, copied, house
from tests.telegram.talk import files, opens

HOME = "minneapolis_opcr"
ABROAD = "elsewhere"


def profiles(folder: Path) -> Path:
    """The built-in profile and a tiny second office made of it, which reads off the chat."""
    folder.mkdir()
    for each in Path(built_in.__path__[0]).glob("*.toml"):
        shutil.copy(each, folder)
    text = (
        (folder / f"{HOME}.toml").read_text("utf-8").replace('short = "OPCR"', 'short = "ELSE"\nstaff_reading = "web"')
    )
    text = text.replace("Office of Police Conduct Review, Minneapolis", "Office Elsewhere")
    (folder / f"{ABROAD}.toml").write_text(text, "utf-8")
    return folder


@pytest.fixture
async def two(tmp_path: Path, empty_house: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A deployment of two offices."""
    monkeypatch.setenv("REDRESS_AGENCIES", f"{HOME},{ABROAD}")
    async with house(copied(empty_house, tmp_path / "data"), agency_dir=profiles(tmp_path / "profiles")) as opened:
        yield opened


async def abroad(home: House) -> Person:
    """The supervisor of the other office."""
    desk = home.app.desk
    member, token = await roster.invite(desk, roster.CONSOLE, ABROAD, role="supervisor", name="Ola There")
    person = await home.stack.enter_async_context(Person(home.base, seat=f"ola-{member.id[:4].lower()}"))
    await person.opens(token)
    await person.sees("Your link worked")
    await roster.confirm(desk, roster.CONSOLE, ABROAD, member.id)
    await person.sees("You are in")
    return person


async def test_asked_agreed_taken_and_read_off_the_chat(two: House) -> None:
    boss, other, filed = await two.staff("supervisor", "Sam Boss"), await abroad(two), await files(two)
    resident = filed.person
    await opens(boss, filed)
    await boss.taps("Transfer")
    await boss.sees("Who should take it")
    await boss.taps("Office Elsewhere")
    await boss.sees("Write why")
    await boss.says("It happened in their town.")
    await boss.sees("is being asked")
    await resident.sees("has a question")
    await resident.taps("See the question")
    assert "Office Elsewhere" in await resident.sees("If you agree")
    await resident.taps("Yes, pass it on")
    await resident.sees("is being asked about")
    await other.sees("offers you a case")
    await other.taps("Look at the offer")
    assert "It happened in their town." not in await other.sees("The complainant has agreed")
    await other.taps("Read the story")
    await other.sees("not read in the chat")
    await other.taps("Take the case")
    assert "ELSE-" in await other.sees("It is your case now")
    assert "ELSE-" in await resident.sees("We have your complaint")
    await resident.sees("passed your complaint on")
    await boss.sees("There is news about moving")
    card = await other.sees("Suggested allegations")
    assert "kicked" not in card, "no word of the story stands in this chat"
    await other.taps("Read the story")
    link = await other.sees("It opens once")
    assert "kicked" not in link
    entry = max(other.entries.values(), key=lambda each: each["message_id"])
    address = next(each["url"] for each in entry["entities"] if each["type"] == "text_link")
    await reads_once(other, address.removeprefix(two.base))


async def reads_once(person: Person, address: str) -> None:
    """Looking at a link uses nothing up; the button on the page shows the story, once."""
    http = person._http
    assert http is not None
    for _ in range(2):
        async with http.get(address) as offer:
            text = await offer.text()
            assert (offer.status, "<form" in text, "kicked" in text) == (200, True, False)
    async with http.post(address) as shown:
        assert shown.headers["Cache-Control"] == "no-store"
        text = await shown.text()
        assert "kicked" in text
        assert "<script" not in text
    gone = []
    for place in (address, f"{address[:-4]}AAAA"):
        async with http.post(place) as again:
            gone.append((again.status, await again.text()))
    assert gone[0] == gone[1], "used and guessed look the same"
    assert "nothing to read here" in gone[0][1]


async def test_an_office_outside_gets_a_letter_and_nothing_else(home: House) -> None:
    boss, filed = await home.staff("supervisor", "Sam Boss"), await files(home)
    await opens(boss, filed)
    await boss.taps("Transfer")
    await boss.taps("An office that is not here")
    await boss.sees("Which office")
    await boss.says("Springfield Board, 1 Main Street")
    await boss.sees("Here is a letter to copy")
    letter = await boss.sees("To: Springfield Board")
    assert filed.reference in letter
    assert "kicked" not in letter
    await filed.person.sees("The office wrote to you")
    await filed.person.taps("Read")
    await filed.person.sees("You can write or go there yourself")
