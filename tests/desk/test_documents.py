"""Papers are made of the case as it is, kept sealed, opened again byte for byte; foreign ones are refused."""

import io

import pytest
from pypdf import PdfReader

from bot.casework.errors import Refused, Stale
from bot.casework.parts import TEMPLATES
from bot.desk import documents
from bot.desk.papers import BUILDERS
from bot.documents import templates
from tests.desk.office import STORY, Office, on_one


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_every_template_has_its_builder_and_its_name_in_profiles() -> None:
    assert set(BUILDERS) == set(TEMPLATES)
    assert set(TEMPLATES) <= set(templates())


async def test_a_paper_is_made_kept_sealed_and_opened_again(office: Office) -> None:
    case, ana = await office.files(), await office.hires()
    made = await documents.make(office.desk, await office.row("901"), ana, case.id, "copy", "es")
    assert STORY in text_of(made.data)
    assert f"Su queja {case.reference}" in text_of(made.data)
    again = await documents.open_document(office.desk, ana, case.id, made.document.id)
    assert (again.data, again.document) == (made.data, made.document)
    assert STORY.encode() not in await office.desk.files.get(made.document.path)
    shelf = await documents.shelf(office.desk, ana, case.id)
    assert [each.id for each in shelf.made] == [made.document.id]
    assert "copy" in [each.id for each in shelf.kinds]


@on_one
async def test_a_kind_that_there_is_not_is_refused_and_nothing_is_kept(office: Office) -> None:
    case, ana = await office.files(), await office.hires()
    with pytest.raises(Refused, match="no_such_document"):
        await documents.make(office.desk, await office.row("901"), ana, case.id, "../copy", "en")
    assert not (await documents.shelf(office.desk, ana, case.id)).made


@on_one
async def test_a_paper_of_another_case_is_not_there(office: Office) -> None:
    one, other, ana = await office.files(), await office.files(chat="200"), await office.hires()
    made = await documents.make(office.desk, await office.row("901"), ana, one.id, "copy", "en")
    with pytest.raises(Stale):
        await documents.open_document(office.desk, ana, other.id, made.document.id)
