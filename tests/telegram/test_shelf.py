"""What a link opens: the same press once more, in full, for whoever may still press it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk import reading, roster
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.shelf import Shelf
from bot.telegram.staff import Staff
from tests.desk.office import HOME, STORY, Office
from tests.telegram.clerk import WORDS, office_in


@pytest.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as opened:
        yield opened


async def test_a_link_shows_the_story_once_under_the_number_of_the_case(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    shelf = Shelf(office.desk, WORDS)
    token = await reading.link(office.desk, await office.row(), ana, case.id, "read:")
    sheet = await shelf.open(token)
    assert sheet is not None
    assert (sheet.title, sheet.language, sheet.leaf) == (case.reference, "en", None)
    assert STORY in sheet.texts[0]
    assert await shelf.open(token) is None
    assert [verb for by, verb, _ in await office.acts() if by == f"member:{ana.id}"][-2:] == ["link", "read"]


@pytest.mark.parametrize("part", ["claim:", "nothing:", "appeal:", "file:made-up", "stated"])
async def test_a_link_does_nothing_and_opens_nothing_that_its_holder_may_not(office: Office, part: str) -> None:
    ana, case = await office.hires("custodian"), await office.files()
    token = await reading.link(office.desk, await office.row(), ana, case.id, part)
    assert await Shelf(office.desk, WORDS).open(token) is None
    assert (await office.now(case)).owner_id is None


async def test_whoever_has_left_reads_nothing(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    token = await reading.link(office.desk, await office.row(), ana, case.id, "read:")
    await roster.remove(office.desk, roster.CONSOLE, HOME, ana.id)
    assert await Shelf(office.desk, WORDS).open(token) is None


async def test_the_words_of_a_button_stand_on_the_page_under_their_number(office: Office) -> None:
    boss = await office.hires("supervisor")
    case = await office.answers_everything(lambda id: f"{id} Rosa")
    token = await reading.link(office.desk, await office.row(), boss, case.id, "people:")
    sheet = await Shelf(office.desk, WORDS).open(token)
    assert sheet is not None
    assert "[1] name Rosa" in sheet.texts[-1]
    screens = await Staff(office.desk, WORDS).shows(boss, Press(STAFF, "people", case.id))
    assert "name Rosa" in sheet.texts[0] == screens[0].text.render()[0]
