"""Where the names that a case's record holds stand in a text, however they are written: `redact` asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from nlp import lexicon
from nlp.written import Word, plain

_PARTS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<![\w.,$-])\d{3,8}(?![\w-]|[.,]\d)")
_SHORTEST = 3
_SHORTEST_MISSPELT = 4
_TWO_SLIPS = 9
Found = tuple[int, int, str]


def find(text: str, words: list[Word], names: Iterable[str]) -> Iterator[Found]:
    """Spans with why: the whole name, a part of it, its initials, a misspelling of a part."""
    split = list(filter(None, (_PARTS.findall(plain(name)) for name in names)))
    yield from _whole(words, split)
    parts = {part for name in split for part in name if len(part) >= _SHORTEST and part not in _particles()}
    near = _Near(parts)
    for at, word in enumerate(words):
        if word.plain in parts or word.plain.removesuffix("s") in parts:
            if not _innocent(words, at):
                yield word.start, word.end, "known_part"
        elif near.of(word):
            yield word.start, word.end, "misspelt"
    yield from _initials(text, split)


def numbers(text: str, known: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Spans of the numbers that what is known holds ("Officer Kestrel, badge 2214"), where they stand alone."""
    wanted = {hit[0] for each in known for hit in _NUMBER.finditer(each)}
    return (hit.span() for hit in _NUMBER.finditer(text) if hit[0] in wanted)


def _whole(words: list[Word], names: list[list[str]]) -> Iterator[Found]:
    """The parts of a name one after the other, also run together ("luisortega")."""
    at_word: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        at_word.setdefault(word.plain, []).append(at)
    for parts in names:
        pieces = [parts, ["".join(parts)], [*parts[:-1], parts[-1] + "s"]]
        for wanted in pieces:
            for at in at_word.get(wanted[0], []):
                if [word.plain for word in words[at : at + len(wanted)]] == wanted:
                    yield words[at].start, words[at + len(wanted) - 1].end, "known"


def _initials(text: str, names: list[list[str]]) -> Iterator[Found]:
    for parts in names:
        letters = [part[0] for part in parts if part not in _particles()]
        if len(letters) > 1:
            dotted = r"\.[ ]?".join(re.escape(letter.upper()) for letter in letters)
            for hit in re.finditer(rf"(?<![\w.]){dotted}(?!\w)\.?", text):
                yield hit.start(), hit.end(), "initials"


def _innocent(words: list[Word], at: int) -> bool:
    """A part that is an everyday word too ("will", "park") counts where a capital inside a sentence says name."""
    word = words[at]
    if word.plain not in _everyday():
        return False
    after = words[at + 1].plain if at + 1 < len(words) else ""
    return not (word.capital and (not word.opens or after not in _everyday()))


class _Near:
    """Words one slip away from a part of a name; two in a long one."""

    def __init__(self, parts: set[str]) -> None:
        self._parts = [part for part in parts if len(part) >= _SHORTEST_MISSPELT]
        self._seen: dict[str, bool] = {}

    def of(self, word: Word) -> bool:
        """Whether the word is one. An everyday word is not, a short one only with its capital and first letter."""
        if len(word.plain) < _SHORTEST_MISSPELT or word.plain in _everyday():
            return False
        if len(word.plain) == _SHORTEST_MISSPELT and not (word.capital or word.loud):
            return False
        if word.plain not in self._seen:
            self._seen[word.plain] = any(_close(word.plain, part) for part in self._parts)
        return self._seen[word.plain]


def _close(word: str, part: str) -> bool:
    allowed = 2 if len(part) >= _TWO_SLIPS else 1
    if abs(len(word) - len(part)) > allowed or len(set(word) ^ set(part)) > 2 * allowed:
        return False
    if len(part) == _SHORTEST_MISSPELT and word[0] != part[0]:
        return False
    return distance(word, part) <= allowed


def distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


@cache
def _particles() -> frozenset[str]:
    return lexicon.words("names", "particles")


@cache
def _everyday() -> frozenset[str]:
    """What is an everyday word in either language, however it came to be somebody's name."""
    return (
        lexicon.words("names", "everyday") | lexicon.words("language", "english") | lexicon.words("language", "spanish")
    )
