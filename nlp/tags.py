"""From how likely each piece is part of a fact to the facts themselves: whole words, the likeliest reading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, groupby

import numpy as np

from nlp import lexicon
from nlp.encoder import TAGS, Heard
from nlp.grams import Numbers
from nlp.reading import FACT_KINDS, Fact

_WORD = re.compile(r"[\w'\u2019#-]+|\d:|:\d", re.UNICODE)
_EDGES = " \t\n,.;:!?()\"'\u201c\u201d\u2018\u2019¿¡-"
# A run of pieces that are rather part of a fact than not is one where at least one of them surely is.
_PART = 0.5
_SURE = 0.9
_HEARD = 0.1
_BETWEEN = 0.2
_LONG_WORD, _LOOSE, _FAR = 40, 80, 8
_GOES_ON = re.compile(r" (?=[A-ZÁÉÍÓÚÑ0-9])[\w'\u2019.-]{0,40}\w")
_FIRST, _FURTHER = ([TAGS.index(f"{place} {kind}") for kind in FACT_KINDS] for place in ("first", "further"))
_LEADS_ON = lexicon.words("facts", "leads_on")
_NO_FACT = _LEADS_ON | lexicon.words("facts", "alone_no_fact")
_SMALL = f"(?:{'|'.join(sorted(_LEADS_ON))})"
_LOOSE_END = re.compile(rf"(?:(?<! ) {{1,3}}(?:{_SMALL}|and|y))+$")
_TO_NEXT_WORD = re.compile(rf"(?: {_SMALL})* (?!(?:{_SMALL}|and|y)\b)[\w:'\u2019-]{{0,40}}\w")
_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")


def facts(text: str, heard: Heard) -> tuple[Fact, ...]:
    """The facts that the tags tell, in the order of the text; a piece of a word takes the whole word with it."""
    found: list[Fact] = []
    capitals_tell = _capitals_tell(text)
    for kind, start, end in _runs(heard):
        start, end = _whole(text, start, end)
        if kind == "place" and capitals_tell:
            end = _named(text, end)
        if found and start < found[-1].end:
            continue
        end = _ended(text, start, end)
        if _tells(kind, text[start:end]):
            found.append(Fact(kind, start, end, text[start:end]))
    return tuple(found)


def confirmed(text: str, heard: Heard, written: Sequence[Fact]) -> list[Fact]:
    """Those of what is written like a fact of which a trace was heard, and every rank that stands before a name.

    What stands where the encoder no longer listens is taken as it is written.
    """
    chances = _kinds(heard)
    starts, ends = (np.array([span[side] for span in heard.pieces], int) for side in (0, 1))

    def trace(fact: Fact) -> float:
        inside = slice(int(np.searchsorted(ends, fact.start, "right")), int(np.searchsorted(starts, fact.end)))
        return float(chances[inside, FACT_KINDS.index(fact.kind)].max(initial=0.0))

    capitals_tell = _capitals_tell(text)
    named = (capitals_tell and fact.kind == "officer" and fact.text.split()[-1][0].isupper() for fact in written)
    reach = heard.pieces[-1][1] if heard.pieces else 0
    return [
        fact for fact, name in zip(written, named, strict=True) if name or fact.start >= reach or trace(fact) >= _HEARD
    ]


def _tells(kind: str, words: str) -> bool:
    """Whether these words could answer the question for such a fact: a car without a number tells nobody which."""
    if kind in ("badge", "vehicle"):
        return any(sign.isdigit() for sign in words)
    said = [word for word in _WORD.findall(_CLOCK.sub("", words)) if word.lower() not in _NO_FACT]
    return any(len(word) > 1 or word.isdigit() for word in said)


def _capitals_tell(text: str) -> bool:
    """Whether a capital says anything here; where everything is in capitals none does. Asked once for a text."""
    return text != text.upper()


def _kinds(heard: Heard) -> Numbers:
    """(pieces, kinds): how likely each piece is part of a fact of each kind."""
    kinds: Numbers = heard.tags[:, _FIRST] + heard.tags[:, _FURTHER]
    return kinds


def _runs(heard: Heard) -> Sequence[tuple[str, int, int]]:
    """Pieces that follow one another and are of one kind: people put a sign or a word between two facts of a kind."""
    chances = _kinds(heard)
    kinds = [int(row.argmax()) if row.max() >= _PART else None for row in chances]
    for at in range(1, len(kinds) - 1):
        before = kinds[at - 1]
        if kinds[at] is None and before is not None and before == kinds[at + 1] and chances[at, before] >= _BETWEEN:
            kinds[at] = before
    # What stands far apart is not one fact, whatever lies between.
    far = (at > 0 and start - heard.pieces[at - 1][1] > _FAR for at, (start, _) in enumerate(heard.pieces))
    runs: list[tuple[str, int, int]] = []
    at = 0
    for (kind, _), together in groupby(zip(kinds, accumulate(far), strict=True)):
        count = len(list(together))
        if kind is not None and chances[at : at + count, kind].max() >= _SURE:
            runs.append((FACT_KINDS[kind], heard.pieces[at][0], heard.pieces[at + count - 1][1]))
        at += count
    return runs


def _ended(text: str, start: int, end: int) -> int:
    """Where a fact ends that was heard up to "in the" or "a las": after the next word, or before what leads to none."""
    loose = _LOOSE_END.search(text, max(start, end - _LOOSE), end)
    if loose is None:
        return end
    more = None if loose[0].endswith((" and", " y")) else _TO_NEXT_WORD.match(text, end)
    return more.end() if more else loose.start()


def _named(text: str, end: int) -> int:
    """The end of a place: capitals and numbers that follow belong to its name."""
    while more := _GOES_ON.match(text, end):
        end = more.end()
    return end


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = start - _LONG_WORD, end + _LONG_WORD
    while start > max(0, first) and _WORD.fullmatch(text[start - 1 : start + 1]):
        start -= 1
    while end < min(len(text), last) and _WORD.fullmatch(text[end - 1 : end + 1]):
        end += 1
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end
