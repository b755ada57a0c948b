"""The menu that a chat app shows: every command that there is, in the reader's language, staff's for staff alone."""

import aiohttp
import pytest

from bot.telegram import menu
from bot.telegram.menu import RESIDENT, STAFF
from bot.telegram.resident_commands import ResidentCommands
from bot.telegram.staff import Staff
from bot.telegram.whereabouts import Whereabouts
from bot.webchat.faults import broken
from bot.words import LANGUAGES, Words
from tests.chat import Person
from tests.house import House
from tests.telegram.conftest import Wire

WORDS = Words.load()


async def shown(person: Person, language: str) -> dict[str, str]:
    """The menu on a person's page, as the page asks for it."""
    assert isinstance(person._http, aiohttp.ClientSession)
    async with person._http.get(f"/chat/{person.seat}/commands", params={"language": language}) as answer:
        return {each["command"]: each["description"] for each in (await answer.json())["commands"]}


def described(command: str) -> str:
    """A command that means something else to staff has words of its own for them."""
    return own if WORDS.has(own := f"command.staff_{command}") else f"command.{command}"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_residents_and_staff_see_their_own_menu(home: House, language: str) -> None:
    investigator, resident = await home.staff("investigator"), await home.resident()
    assert await shown(resident, language) == {each: WORDS.say(language, f"command.{each}") for each in RESIDENT}
    assert await shown(investigator, language) == {each: WORDS.say("en", described(each)) for each in STAFF}


def test_every_command_that_is_understood_is_on_a_menu_and_the_other_way_round(home: House) -> None:
    desk = home.app.desk
    assert set(ResidentCommands(desk, Whereabouts(desk, WORDS)).named) == set(RESIDENT)
    assert set(Staff(desk, WORDS)._commands) == {*STAFF, "start"}


async def test_a_door_that_refuses_the_menu_stops_nothing(wire: Wire) -> None:
    wire.webchat.faults.next("setMyCommands", broken(), times=2)
    channel, chat = wire.channel(), await wire.chat()
    await menu.publish(channel, WORDS)
    await menu.publish_for_staff(channel, WORDS, chat, "en")
    assert wire.counted("setMyCommands") == [None, None]
