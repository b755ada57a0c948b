"""What is to be blacked out of a paper, and what a person has said to each place; pure, for `desk.packets`.

Nothing goes black because the program thinks so: every proposal is settled by a person, and words that the program has
not seen are found by typing them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from bot.casework.errors import Refused

WAITING, OUT, STAYS = "waiting", "out", "stays"
TYPED: Final = "words"
"""The kind of what a person has typed in, and why it is there."""
BESIDE: Final = 90
_GAP: Final = r"\s+"
REFUSALS: Final = ("packet_unreviewed", "packet_words_missing")
"""Every key of the locale table [refused] that is raised here."""


class ProposalLike(Protocol):
    """What `nlp.redact` proposes, by shape."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def because(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of the paper: what it is called there, and its words as they stand in the record."""

    part: str
    label: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` of passage number `passage`; `state` is what a person said to it."""

    passage: int
    start: int
    end: int
    kind: str
    because: str
    state: str = WAITING


def proposed(passage: int, found: Iterable[ProposalLike]) -> tuple[Mark, ...]:
    """Return the marks for one passage, none of them settled."""
    return tuple(Mark(passage, each.start, each.end, each.kind, each.because) for each in found)


def waiting(marks: Sequence[Mark], kind: str | None = None) -> tuple[int, ...]:
    """Return the numbers of the marks that nobody has settled, all or of one kind."""
    return tuple(at for at, each in enumerate(marks) if each.state == WAITING and kind in (None, each.kind))


def counted(marks: Sequence[Mark]) -> dict[str, Counter[str]]:
    """Return for each kind how many marks of it are in each state."""
    kinds = sorted({each.kind for each in marks})
    return {kind: Counter(each.state for each in marks if each.kind == kind) for kind in kinds}


def reopened(marks: Sequence[Mark], kind: str) -> tuple[Mark, ...]:
    """Return the marks with all of a kind waiting again."""
    return settled(marks, (at for at, each in enumerate(marks) if each.kind == kind), WAITING)


def settled(marks: Sequence[Mark], numbers: Iterable[int], state: str) -> tuple[Mark, ...]:
    """Return the marks with these settled so."""
    chosen = set(numbers)
    return tuple(replace(each, state=state) if at in chosen else each for at, each in enumerate(marks))


def typed(passages: Sequence[Passage], marks: Sequence[Mark], words: str) -> tuple[Mark, ...]:
    """Return the marks with one more wherever these words stand, whatever case and accents. Raises Refused for nowhere.

    What waited inside such a place is settled with it.
    """
    found = [
        Mark(number, start, end, TYPED, TYPED, OUT)
        for number, passage in enumerate(passages)
        for start, end in _places(passage.text, words)
    ]
    if not found:
        raise Refused("packet_words_missing")
    inside = [at for at in waiting(marks) if any(_within(marks[at], each) for each in found)]
    there = {(each.passage, each.start, each.end) for each in marks if each.kind == TYPED}
    new = (each for each in found if (each.passage, each.start, each.end) not in there)
    again = [at for at, each in enumerate(marks) if each.kind == TYPED and _any_same(each, found)]
    return (*settled(marks, [*inside, *again], OUT), *new)


def out(marks: Sequence[Mark], passage: int) -> tuple[Mark, ...]:
    """Return what goes black in a passage. Raises Refused as long as anything waits for a person."""
    left = waiting(marks)
    if left:
        raise Refused("packet_unreviewed", count=len(left))
    return tuple(each for each in marks if each.passage == passage and each.state == OUT)


def around(passages: Sequence[Passage], mark: Mark) -> tuple[str, str, str]:
    """Return what stands before a mark, what it covers, and what stands after it; the outer ones cut."""
    text = passages[mark.passage].text
    before, after = text[max(0, mark.start - BESIDE) : mark.start], text[mark.end : mark.end + BESIDE]
    cut_before, cut_after = "…" if mark.start > BESIDE else "", "…" if len(text) - mark.end > BESIDE else ""
    return cut_before + before, text[mark.start : mark.end], after + cut_after


def pack(passages: Sequence[Passage], marks: Sequence[Mark]) -> tuple[Any, Any]:
    """Turn both into JSON."""
    texts = [[each.part, each.label, each.text] for each in passages]
    return texts, [[each.passage, each.start, each.end, each.kind, each.because, each.state] for each in marks]


def unpack(passages: Any, marks: Any) -> tuple[tuple[Passage, ...], tuple[Mark, ...]]:
    """Turn JSON made by `pack` into both."""
    return tuple(Passage(*each) for each in passages), tuple(Mark(*each) for each in marks)


def _within(one: Mark, other: Mark) -> bool:
    return one.passage == other.passage and other.start <= one.start and one.end <= other.end


def _any_same(one: Mark, others: Iterable[Mark]) -> bool:
    return any((one.passage, one.start, one.end) == (each.passage, each.start, each.end) for each in others)


def _places(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand in a text, not inside longer ones; compared without case, accents and line breaks."""
    pieces = [re.escape(_plain(each)[0]) for each in words.split()]
    if not any(pieces):
        return []
    plain, at = _plain(text)
    wanted = re.compile(rf"(?<!\w){_GAP.join(filter(None, pieces))}(?!\w)")
    return [(at[hit.start()], at[hit.end() - 1] + 1) for hit in wanted.finditer(plain)]


def _plain(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters which one of the original it is of."""
    letters, at = [], []
    for number, character in enumerate(text):
        for each in unicodedata.normalize("NFKD", character).casefold():
            if not unicodedata.combining(each):
                letters.append(each)
                at.append(number)
    return "".join(letters), at
