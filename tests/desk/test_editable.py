"""A report that was made can be had as a Word file with the same words; a copy cannot."""

import io

import pytest
from docx import Document

from bot.casework.errors import Refused, Stale
from bot.desk import documents, editable
from tests.desk.hartford import STORY, at_hartford
from tests.desk.office import Office, on_one


@on_one
async def test_the_word_file_holds_what_the_paper_was_filled_with(office: Office) -> None:
    office = at_hartford(office)
    ana, case = await office.hires(), await office.files(STORY)
    made = await documents.make(office.desk, await office.row(), ana, case.id, "investigation_report", "es")
    word = await editable.word(office.desk, ana, case.id, made.document.id)
    said = "\n".join(each.text for each in Document(io.BytesIO(word.data)).paragraphs)
    assert STORY in said
    assert f"Informe de la investigación {case.reference}" in said
    assert "[Todavía no está escrito.]" in said


@on_one
async def test_other_papers_have_none(office: Office) -> None:
    office = at_hartford(office)
    ana, case = await office.hires(), await office.files(STORY)
    agency = office.desk.agencies[case.agency]
    assert editable.there_is(agency, "investigation_report")
    assert not editable.there_is(agency, "copy")
    assert not editable.there_is(agency, "nothing")
    made = await documents.make(office.desk, await office.row(), ana, case.id, "acknowledgement", "en")
    with pytest.raises(Refused, match="no_such_document"):
        await editable.word(office.desk, ana, case.id, made.document.id)
    with pytest.raises(Stale):
        await editable.word(office.desk, ana, case.id, "no-such-paper")
