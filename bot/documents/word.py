"""The papers that somebody finishes by hand, as Word files; called through `bot.documents`, in a thread."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from bot.documents import word_report
from bot.documents.render import shown
from bot.documents.sheet import Sheet, fill

_WRITERS: Final[Mapping[str, Callable[[Sheet, Mapping[str, Any]], None]]] = {"investigation_report": word_report.write}


def editable() -> tuple[str, ...]:
    """The names of the templates that there is a Word file of."""
    return tuple(_WRITERS)


def word(template: str, data: Mapping[str, object], language: str, *, made_at: datetime) -> bytes:
    """The same paper as `pdf` makes, with the same data, to be edited. Raises LookupError where there is none."""
    write, filled = _WRITERS[template], shown(data)
    sheet = Sheet(template, language)
    title = fill(sheet.words["title"], filled)
    office: Any = filled.get("office") or {}
    for line in ("name", "address", "phone", "web"):
        if office.get(line):
            sheet.say(str(office[line]), bold=line == "name")
    if filled.get("sample"):
        sheet.say(sheet.shared["sample"])
    sheet.heading(title, 0)
    write(sheet, filled)
    return sheet.data(title, made_at)
