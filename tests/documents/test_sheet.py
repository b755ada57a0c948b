"""A sheet knows its language, keeps lines as lines, repeats the heads of tables and fills only text."""

import io
import zipfile
from datetime import UTC, datetime

from docx import Document

from bot.documents.sheet import Sheet, fill, words_of

MADE_AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def test_only_text_is_filled_in() -> None:
    assert fill("{a} {b} {c}", {"a": "{b}", "b": "two", "c": 3}) == "two two {c}"
    assert words_of("es")["investigation_report"]["findings"] != words_of("en")["investigation_report"]["findings"]


def test_a_sheet_says_what_it_was_told() -> None:
    sheet = Sheet("investigation_report", "es")
    sheet.heading("Título", 1)
    sheet.say("una línea\notra", bold=True)
    sheet.facts([("Nombre", "Ana"), ("Vacío", "")])
    sheet.table(("A", "B"), [("1", "2\n3")])
    data = sheet.data("T", MADE_AT)
    assert not [each for each in zipfile.ZipFile(io.BytesIO(data)).namelist() if "thumbnail" in each]
    file = Document(io.BytesIO(data))
    assert [each.text for each in file.paragraphs] == ["Título", "una línea\notra", "Nombre: Ana"]
    (table,) = file.tables
    assert [cell.text for row in table.rows for cell in row.cells] == ["A", "B", "1", "2\n3"]
    assert "tblHeader" in table.rows[0]._tr.xml
    assert 'w:val="es-US"' in file.styles["Normal"].element.xml
    assert file.core_properties.created == MADE_AT
