"""Conversations as files: reads a `.chat` file; `agencies/README.md` explains its lines, `chatplay` plays them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

COLLEAGUES: Final = frozenset({"investigator", "supervisor"})


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a conversation: who, what, and the words after the colon."""

    number: int
    who: str
    verb: str
    words: str


@dataclass(frozen=True, slots=True)
class Script:
    """One `.chat` file: what it shows, its header, its steps."""

    path: Path
    shows: str
    header: Mapping[str, str]
    lines: tuple[Line, ...]

    @property
    def told(self) -> list[str]:
        """The sentences that the file is about."""
        return [line.words for line in self.lines if line.verb in {"told", "the group sees"}]


def parse(path: Path) -> Script:
    """Read a file: `#` says what it shows, then `name: value` lines, an empty line, and one step a line."""
    shows: list[str] = []
    header: dict[str, str] = {}
    lines: list[Line] = []
    in_steps = False
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        text = raw.strip()
        if not text:
            in_steps = in_steps or bool(header)
        elif text.startswith("#"):
            shows += [] if in_steps else [text.lstrip("# ")]
        elif in_steps:
            lines.append(_line(number, text))
        else:
            name, _, value = text.partition(": ")
            header[name] = value
    return Script(path, " ".join(shows), header, tuple(lines))


def _line(number: int, text: str) -> Line:
    said, _, words = text.partition(": ")
    who, _, verb = said.partition(" ")
    return Line(number, who, verb, words) if who in {"resident", *COLLEAGUES} else Line(number, "", said, words)
