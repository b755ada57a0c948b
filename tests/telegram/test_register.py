"""The register of evidence in the chat: proposed, asked for in the profile's words, refused, linked to files."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.casework.errors import Stale
from tests.desk.hartford import STORY, at_hartford
from tests.desk.office import HOME, Office
from tests.telegram.clerk import Clerk, office_in


@pytest.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as opened:
        yield at_hartford(opened)


async def test_what_is_proposed_is_asked_for_in_the_profile_s_words(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files(STORY)
    await ana.opens(case)
    said = await ana.taps("Evidence")
    assert "Ask for this now, it may be lost soon: Body-worn camera" in said
    assert "Nothing has been asked for yet." in said
    said = await ana.taps("Ask for it: Body-worn camera")
    assert "Body-worn camera. You ask: Hartford Police, records" in said
    assert "Please confirm in writing" in said
    assert "What goes with it?" in await ana.taps("Use these words")
    assert "By when?" in await ana.taps("That is all")
    assert ana.labels()[0] == "In 7 days", "a camera is not waited for as long as papers"
    assert "Noted." in await ana.taps("In 7 days")
    said = await ana.opens(case, "register")
    assert "Body-worn camera: asked of Hartford Police, records, to come by September 21, 2026." in said
    assert "Ask for it: Body-worn camera" not in ana.labels()
    assert "Body-worn camera · waiting" in ana.labels()


async def test_what_is_not_needed_is_not_proposed_any_more(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files(STORY)
    await ana.opens(case, "register")
    said = await ana.taps("Not needed: City camera")
    assert "I will not remind anybody" in said
    assert "City camera" not in "\n".join(ana.labels())
    assert "Decided that some evidence is not needed." in await ana.opens(case, "history")


async def test_a_refusal_is_written_down_with_its_day(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files(STORY)
    await ana.opens(case, "reg_kinds")
    await ana.taps("Internal-affairs report")
    await ana.says("Send us what you have on this.")
    await ana.taps("That is all")
    await ana.taps("In 14 days")
    await ana.opens(case, "register")
    assert "Send us what you have on this." in await ana.taps("Internal-affairs report")
    await ana.taps("They refused")
    assert "write what they said" in await ana.taps("Today")
    await ana.says("They say that there is none.")
    said = await ana.opens(case, "register")
    assert "refused on September 14, 2026" in said
    assert "Internal-affairs report · refused" in ana.labels()
    assert "(Hartford Police, Internal Affairs) refused" in await ana.opens(case, "history")


async def test_files_are_linked_with_a_tap(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files(STORY)
    await ana.opens(case, "reg_kinds")
    await ana.taps("Police report")
    await ana.taps("Use these words")
    await ana.taps("That is all")
    await ana.taps("In 14 days")
    await ana.opens(case, "register")
    await ana.taps("Police report")
    assert "Which files came" not in ana.labels(), "nothing came yet"
    await ana.taps("An answer came")
    await ana.taps("Today")
    await ana.brings("report.pdf")
    await ana.opens(case, "bring")
    await ana.brings("annex.pdf")
    await ana.opens(case, "register")
    await ana.taps("Police report")
    await ana.taps("Which files came")
    assert [each for each in ana.labels() if each.startswith("☑")] == ["☑ 1. Document"]
    await ana.taps("2. Document")
    assert len([each for each in ana.labels() if each.startswith("☑")]) == 2
    assert "Files: 1, 2." in await ana.opens(case, "register")


async def test_the_complainant_is_asked_for_photos_in_their_language(office: Office) -> None:
    ana = Clerk(office, await office.hires())
    case = await office.files("El agente me empujó al suelo y me pegó.", language="es")
    await ana.opens(case, "reg_kinds")
    assert "You ask: the complainant." in await ana.taps("Photos")
    await ana.taps("Use these words")
    assert "The complainant is being told" in await ana.taps("In 14 days")
    assert "¿Tiene fotos" in await ana.opens(case, "asks")


async def test_a_forged_button_does_nothing(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files(STORY)
    for verb, arg in (("reg_new", "horoscope"), ("reg_words", ""), ("reg_not", "horoscope"), ("reg_files", "nothing")):
        with pytest.raises(Stale):
            await ana.presses(f"s:{verb}:{case.id}::{arg}")
    for number in ("0", "9", "x", "²"):
        with pytest.raises(Stale):
            await ana.presses(f"s:reg_link:{case.id}::nothing.{number}")


async def test_an_office_without_a_register_has_no_button(migrated_file: Path, tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    async with office_in(tmp_path / "second", migrated_file) as plain:
        clerk, case = Clerk(plain, await plain.hires()), await plain.files()
        assert not plain.desk.agencies[HOME].evidence_kinds
        await clerk.opens(case)
        assert "Evidence" not in clerk.labels()
        assert "Report" not in clerk.labels()
