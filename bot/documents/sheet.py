"""A Word file in the making: headings, paragraphs, tables, in one language; written to by `word_report`.

It holds nothing that runs, links or loads: whatever somebody wrote becomes text and never a field.
"""

import io
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

_WORDS: Final = Path(__file__).parent / "words"
_REGIONS: Final = {"en": "en-US", "es": "es-US"}


@cache
def words_of(language: str) -> dict[str, dict[str, str]]:
    """The words of all papers in one language."""
    return tomllib.loads((_WORDS / f"{language}.toml").read_text("utf-8"))


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Put the values that are text into a sentence, as the templates do."""
    for name, value in values.items():
        if isinstance(value, str):
            text = text.replace(f"{{{name}}}", value)
    return text


class Sheet:
    """One file; `words` are the texts of its template."""

    def __init__(self, template: str, language: str) -> None:
        self.words = words_of(language)[template]
        self.shared = words_of(language)["shared"]
        self._file = Document()
        # The template of the library carries a picture of a page that is not this one.
        relations = self._file.part.package.rels
        for id in [id for id, each in relations.items() if each.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
            relations.pop(id)
        normal = self._file.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(11)
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), _REGIONS[language])
        normal.element.get_or_add_rPr().append(spoken)

    def heading(self, text: str, level: int) -> None:
        """A heading; 0 is the title."""
        self._file.add_heading(text, level)

    def say(self, text: str, *, bold: bool = False, bullet: bool = False) -> None:
        """One paragraph; lines of it stay lines."""
        self._file.add_paragraph(style="List Bullet" if bullet else None).add_run(text).bold = bold

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Names and what they are; what is empty is left out."""
        for name, value in rows:
            if value:
                paragraph = self._file.add_paragraph()
                paragraph.add_run(f"{name}: ").bold = True
                paragraph.add_run(value)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table whose head is repeated on every page."""
        table = self._file.add_table(rows=1, cols=len(head), style="Table Grid")
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            cell.paragraphs[0].add_run(text).bold = True
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text

    def data(self, title: str, made_at: datetime) -> bytes:
        """The finished file; it names no person as its author."""
        about, at = self._file.core_properties, made_at.astimezone(UTC).replace(tzinfo=None)
        about.title, about.author, about.comments, about.last_modified_by = title, "", "", ""
        about.created = about.modified = at
        out = io.BytesIO()
        self._file.save(out)
        return out.getvalue()
