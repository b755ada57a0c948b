"""Fits texts and buttons to what Telegram takes and a phone shows; used by screens, cards and whoever sends."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from aiogram.utils.formatting import Text

from bot.telegram.delivery import Button, Screen

TEXT_LIMIT: Final = 4096
SHORT_LABEL: Final = 16


def fitted(screen: Screen) -> list[Screen]:
    """The screen itself, or the messages it takes: plain text, the buttons under the last, nothing left out."""
    *first, last = pieces(screen.text.render()[0])
    if not first or screen.attachment is not None:
        return [screen]
    before = [replace(screen, text=Text(each), rows=(), edits=None) for each in first]
    return [*before, replace(screen, text=Text(last), edits=None)]


def pieces(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """A text cut into messages that Telegram takes (UTF-16 units), at line ends and spaces where there are any."""
    found: list[str] = []
    while _units(text) > limit:
        cut = limit
        while _units(text[:cut]) > limit:
            cut -= max(1, (_units(text[:cut]) - limit) // 2)
        for mark in ("\n\n", "\n", " "):
            at = text.rfind(mark, cut // 2, cut)
            if at > 0:
                cut = at
                break
        found.append(text[:cut])
        text = text[cut:].lstrip("\n")
    return [*found, text] if text or not found else found


def rows_of(buttons: Sequence[Button], wide: int = SHORT_LABEL) -> tuple[tuple[Button, ...], ...]:
    """Two short buttons share a row; a long one has its own, so that nothing is cut off on a narrow phone."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        short = len(button.text) <= wide
        if short and rows and len(rows[-1]) == 1 and len(rows[-1][0].text) <= wide:
            rows[-1] = (rows[-1][0], button)
        else:
            rows.append((button,))
    return tuple(rows)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
