"""The register's screens fit a telephone in both languages, whatever is in them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.desk import register, requests
from bot.desk.requests import Asking
from bot.telegram.register_screens import RegisterScreens, answered
from bot.words import Words
from tests.desk.hartford import STORY, at_hartford
from tests.desk.office import HOME, Office
from tests.telegram.clerk import office_in

SCREENS = RegisterScreens(Words.load())


@pytest.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as opened:
        yield at_hartford(opened)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_every_state_has_its_words_and_long_registers_have_pages(office: Office, language: str) -> None:
    ana, case = await office.hires(), await office.files(STORY)
    for item, kind in office.desk.agencies[HOME].evidence_kinds.items():
        asking = Asking("Please.", date(2026, 9, 28), kind.body, item=item)
        asked = await requests.ask(office.desk, await office.row(), ana, case.id, asking)
        if item == "police_report":
            await requests.withdraw(office.desk, await office.row(), ana, case.id, asked.id)
        if item == "court_papers":
            came = (asked.id, date(2026, 9, 14), "No.")
            await requests.answer(office.desk, await office.row(), ana, case.id, *came, refused=True)
    extra = Asking("Again.", date(2026, 9, 28), "dispatch", item="dispatch_audio")
    await requests.ask(office.desk, await office.row(), ana, case.id, extra)
    at = await register.look(office.desk, ana, case.id)
    screen = SCREENS.register(replace(ana, language=language), at)
    text = screen.text.render()[0]
    for each in {"en": ("taken back", "refused on", "to come by"), "es": ("retiró", "negaron", "para el")}[language]:
        assert each in text
    labels = [button.text for row in screen.rows for button in row]
    assert {"en": "More", "es": "Más"}[language] in " ".join(labels)
    assert all(len(each) <= 60 for each in labels)
    assert sum(answered(each) for each in at.entries) == 1


async def test_an_item_that_the_profile_no_longer_has_stands_by_its_code(office: Office) -> None:
    ana, case = await office.hires(), await office.files(STORY)
    asking = Asking("Please.", date(2026, 9, 28), "dispatch", item="dispatch_audio")
    await requests.ask(office.desk, await office.row(), ana, case.id, asking)
    at = await register.look(office.desk, ana, case.id)
    at = replace(at, agency=at.agency.model_copy(update={"evidence_kinds": {}}))
    assert "dispatch_audio" in SCREENS.register(ana, at).text.render()[0]
