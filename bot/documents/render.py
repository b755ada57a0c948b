"""Fills a Typst template and gives back a PDF/UA-1; called through `bot.documents`, in a thread, for it computes."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import typst

_HERE: Final = Path(__file__).parent
_TEMPLATES: Final = _HERE / "templates"
FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
"""What no paper can show: controls, lone surrogates, what turns the reading direction, what is no character."""

LAST_RESORT: Final = b"LastResort"
"""The font of the boxes, by its name: it is in a file only where no other font has a sign."""


def templates() -> tuple[str, ...]:
    """The names of all templates."""
    return tuple(sorted(each.stem for each in _TEMPLATES.glob("*.typ")))


def pdf(template: str, data: Mapping[str, object], language: str, *, made_at: datetime) -> bytes:
    """Render `template` with `data` (what JSON can hold) in `language`, "en" or "es".

    The same four arguments give the same bytes. Strings may hold anything: nothing in them is read as markup, and what
    a paper cannot show is left out. One with a sign that no font of ours has says so. Raises LookupError for a
    template that there is not.
    """
    if template not in templates():
        raise LookupError(template)
    filled = {**shown(data), "language": language}
    rendered = _compiled(template, filled, made_at)
    return _compiled(template, {**filled, "boxes": True}, made_at) if LAST_RESORT in rendered else rendered


def _compiled(template: str, filled: Mapping[str, object], made_at: datetime) -> bytes:
    rendered = typst.compile(
        _TEMPLATES / f"{template}.typ",
        root=_HERE,
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(filled, default=str)},
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
    )
    assert isinstance(rendered, bytes)  # with no output named, the file is handed back
    return rendered


@cache
def _fonts() -> Path:
    # DejaVu for what Typst's own fonts lack, and a last resort that has a sign for every character there is. Found
    # without importing matplotlib, which takes a second.
    found = find_spec("matplotlib")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"


def shown(value: object) -> dict[str, object]:
    """The data of a paper without what no paper can show."""
    cleaned = _clean(value)
    assert isinstance(cleaned, dict)
    return cleaned


def _clean(value: object) -> object:
    if isinstance(value, str):
        return FORBIDDEN.sub("", value)
    if isinstance(value, Mapping):
        return {str(key): _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value
