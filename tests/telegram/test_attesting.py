"""Who comes by an invitation to an office that asks is asked, once; over the wire."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.casework.errors import Refused
from bot.desk import roster
from bot.opening import texts
from tests.chat import Person
from tests.house import House, copied, house
from tests.telegram.talk import chat_of, idle


@pytest_asyncio.fixture
async def asking(tmp_path: Path, empty_house: Path) -> AsyncIterator[House]:
    """A house whose only profile, at the usual name, is Hartford's."""
    folder = tmp_path / "agencies"
    folder.mkdir()
    found = texts(None)
    (folder / "shared.toml").write_text(found["shared.toml"], "utf-8")
    (folder / "minneapolis_opcr.toml").write_text(found["hartford_oig.toml"], "utf-8")
    async with house(copied(empty_house, tmp_path / "data"), agency_dir=folder) as opened:
        yield opened
    shutil.rmtree(folder)


async def confirms(home: House, member_id: str) -> str:
    """What an operator who lets somebody in is told."""
    try:
        await roster.confirm(home.app.desk, roster.CONSOLE, home.app.desk.default.id, member_id)
    except Refused as refused:
        return refused.because
    return "in"


async def test_a_yes_is_kept_and_then_a_person_lets_them_in(asking: House) -> None:
    person, member = await asking.invited("investigator", "Ana")
    said = await person.sees("I never worked for the Hartford police")
    assert "Is this true?" in said
    assert await confirms(asking, member.id) == "not_attested"
    await person.says("hello")
    await person.sees("I never worked for the Hartford police")
    await person.taps("Yes, that is true")
    await person.sees("I have noted that with today's date")
    assert await confirms(asking, member.id) == "in"
    await person.sees("You are in")


async def test_a_no_is_said_plainly_and_lets_nobody_in(asking: House) -> None:
    boss, _ = await attested(asking, "supervisor", "Sol")
    person, member = await asking.invited("investigator", "Leo")
    await person.sees("Is this true?")
    await person.taps("No, that is not so")
    await person.sees("nobody will let you in")
    assert await confirms(asking, member.id) == "attested_no"
    await boss.says("/team")
    said = await boss.sees("Who works here|The team|Leo")
    assert "that it is not so: cannot be let in" in said
    assert not any("Leo" in each for each in boss.buttons())
    assert await roster.of_chat(asking.app.desk, chat_of(person)) == []


async def attested(home: House, role: str, name: str) -> tuple[Person, str]:
    """A colleague who has attested and was let in."""
    person, member = await home.invited(role, name)
    await person.taps("Yes, that is true")
    await person.sees("I have noted that")
    assert await confirms(home, member.id) == "in"
    await person.sees("You are in")
    await idle(home, person)
    return person, member.id
