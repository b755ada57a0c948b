"""Where a complainant is: before, while and after they tell it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.telegram.exchange import Heard, Reply
from bot.telegram.whereabouts import Whereabouts
from storage.chats import Chat
from tests.desk.office import ABROAD, DOOR, HOME, Office
from tests.telegram.clerk import WORDS, office_in


@pytest_asyncio.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as office:
        yield office


async def hearing(office: Office, chat: str = "100") -> tuple[Whereabouts, Heard]:
    return Whereabouts(office.desk, WORDS), Heard(await office.row(chat), Chat(DOOR, chat), "es-MX")


def said(reply: Reply | None) -> str:
    assert reply is not None
    return "\n".join(each.text.render()[0] for each in reply.screens)


async def test_somebody_new_is_spoken_to_as_their_phone_is_set(office: Office) -> None:
    where, heard = await hearing(office)
    assert await where.language_of(heard) == "es"
    assert (await where.agency(heard)).id == HOME
    assert await where.complaint(heard) is None
    assert said(await where.again(heard)) == WORDS.say("es", "help.how_to_start")


async def test_who_tells_something_is_in_its_language_and_at_its_question(office: Office) -> None:
    await office.begins(agency=ABROAD, language="en")
    where, heard = await hearing(office)
    assert await where.language_of(heard) == "en"
    assert (await where.agency(heard)).id == ABROAD
    assert await where.complaint(heard) == await office.draft()
    assert "Tell us what happened" in said(await where.again(heard))


@pytest.mark.parametrize("agency", [HOME, ABROAD])
async def test_who_has_filed_is_with_the_newest_case(office: Office, agency: str) -> None:
    await office.files(chat="105", agency=agency)
    draft = await office.draft("105")
    where, heard = await hearing(office, "105")
    assert draft.purpose == "statistics"
    assert await where.complaint(heard) is None, "the questions after a complaint are none"
    assert await where.language_of(heard) == "en"
    assert (await where.agency(heard)).id == agency


async def test_nobody_leaves_what_was_never_practised(office: Office) -> None:
    await office.begins()
    where, heard = await hearing(office)
    assert await where.left(heard) is None
    assert await where.complaint(heard) is not None
