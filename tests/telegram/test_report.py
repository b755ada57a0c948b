"""A report in the chat: what is missing, passages written paragraph by paragraph, the PDF and the Word file."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from bot.casework.errors import NotYours, Stale
from bot.desk import passages
from bot.telegram.staff import Staff
from tests.desk.hartford import STORY, at_hartford
from tests.desk.office import HOME, Office
from tests.telegram.clerk import WORDS, Clerk, office_in


@pytest.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as opened:
        yield at_hartford(opened)


async def test_passages_are_written_and_what_is_missing_shrinks(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files(STORY)
    await ana.opens(case)
    said = await ana.taps("Report")
    assert "This is missing" in said
    assert "No allegation is confirmed." in said
    assert "Summary: not written yet" in said
    assert "Nothing is written yet." in await ana.taps("Summary")
    assert "In a few sentences" in await ana.taps("Write it")
    said = await ana.says("A stop on Park Street.")
    assert "Kept, as version 1." in said
    assert "Summary: written (version 1)" in said
    await ana.taps("Summary")
    await ana.taps("Add a paragraph")
    await ana.says("It ended with a push.")
    said = await ana.taps("Summary")
    assert "A stop on Park Street.\n\nIt ended with a push." in said
    assert "Wrote a part of the report." in await ana.opens(case, "history")


async def test_the_report_is_made_under_papers_as_a_pdf_and_as_a_word_file(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files(STORY)
    await ana.opens(case, "report")
    await ana.taps("Papers")
    await ana.taps("Make a paper")
    await ana.taps("Report of investigation")
    await ana.taps("Make it")
    await ana.taps("Word file")
    (screen,) = ana.screens
    assert screen.attachment is not None
    assert screen.attachment.name.startswith(case.reference)
    assert screen.attachment.name.endswith(".docx")
    words = [each.text for each in Document(io.BytesIO(screen.attachment.data)).paragraphs]
    assert STORY in words
    await ana.opens(case, "bring")
    assert f"The file is with {case.reference}." in await ana.brings("finished.docx")


async def test_intake_reads_and_does_not_write(office: Office) -> None:
    ida, case = Clerk(office, await office.hires("intake")), await office.files(STORY)
    await ida.opens(case, "report")
    await ida.taps("Summary")
    with pytest.raises(NotYours):
        await ida.taps("Write it")


async def test_a_forged_button_does_nothing(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files(STORY)
    for verb in ("passage", "passage_new", "passage_more"):
        with pytest.raises(Stale):
            await ana.presses(f"s:{verb}:{case.id}::poem")


async def test_where_an_office_reads_off_the_chat_a_passage_does_not_stand_in_it(office: Office) -> None:
    web = {HOME: office.desk.agencies[HOME].model_copy(update={"staff_reading": "web"})}
    office = replace(office, desk=replace(office.desk, agencies=web))
    ana, case = Clerk(office, await office.hires()), await office.files(STORY)
    ana.staff = Staff(office.desk, WORDS, (), "https://example.org")
    await passages.write(office.desk, await office.row(), ana.member, case.id, "summary", "Zarzaword on Park Street.")
    for verb, arg in (("report", ""), ("passage", "summary"), ("register", "")):
        said = await ana.presses(f"s:{verb}:{case.id}::{arg}")
        assert "Zarzaword" not in said
        assert said
    await ana.presses(f"s:passage_new:{case.id}::summary")
    assert "Zarzamore" not in await ana.says("Zarzamore.")
