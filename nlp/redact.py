"""Propose what to black out before a text leaves the office, and black out what a person has confirmed.

The desk asks when it makes a packet for a review panel. `propose` misses some (README.md: how many), so a person
reads every text. `burn` leaves no trace of what it takes out, not even its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlp import identifiers, names, written
from nlp import known as record

KINDS = ("name", "badge", "phone", "email", "address", "plate", "birth", "id", "web")
TYPED = "words"  # the kind of what a person has typed in
BECAUSE = {
    "known": "a name or badge number of this case's record",
    "known_part": "part of a name of this case's record",
    "initials": "the initials of a name of this case's record",
    "misspelt": "nearly a name of this case's record",
    "title": "stands after a rank or title",
    "kin": "stands after a word for family or friends",
    "introduced": "is introduced as a name",
    "listed": "stands in a row with a name",
    "lexicon": "is a frequent name",
    "capitals": "has a capital and is no everyday word",
    "again": "was found as a name elsewhere in this text",
    "shape": "is written like one",
    "cue": "stands after a word that announces one",
}
_MARKED = (*KINDS, TYPED)
_SAID = {
    "en": ("name", "badge", "phone", "e-mail", "address", "plate", "birth date", "number", "link", "words"),
    "es": (
        "nombre",
        "placa",
        "teléfono",
        "correo",
        "dirección",
        "tablilla",
        "nacimiento",
        "número",
        "enlace",
        "palabras",
    ),
}
MARKS = {language: dict(zip(_MARKED, words, strict=True)) for language, words in _SAID.items()}
_SURE = tuple(BECAUSE)
_BURNT = re.compile("█(?:" + "|".join(word for words in MARKS.values() for word in words.values()) + ")█")


@dataclass(frozen=True, slots=True)
class Redaction:
    """Characters `start` to `end` (excluded) should perhaps go: what they are, and why it seems so (of BECAUSE)."""

    start: int
    end: int
    kind: str
    because: str


def propose(text: str, language: str, known: Iterable[str] = ()) -> tuple[Redaction, ...]:
    """What to take out, in the order of the text, without overlaps. `known`: names and badge numbers of the record."""
    found = sorted(_found(text, language, known), key=lambda it: (it.start, -it.end, _SURE.index(it.because)))
    marks = _marks_in(text)
    merged: list[Redaction] = []
    for each in found:
        if any(start < each.end and each.start < end for start, end in marks):
            continue
        if merged and _one(text, merged[-1], each):
            merged[-1] = _together(merged[-1], each)
        else:
            merged.append(each)
    return tuple(merged)


def burn(text: str, redactions: Iterable[Redaction], mark: str = "█", language: str = "en") -> str:
    """The text with each span replaced by the word for its kind between two marks, alike for all of that kind."""
    words = MARKS.get(language, MARKS["en"])
    pieces: list[str] = []
    at = 0
    for each in _united(sorted(redactions, key=lambda each: (each.start, each.end))):
        if not 0 <= each.start < each.end <= len(text):
            raise ValueError("a span lies outside the text: it was proposed for another one")
        pieces += [text[at : each.start], f"{mark}{words[each.kind]}{mark}"]
        at = each.end
    return "".join([*pieces, text[at:]])


def _found(text: str, language: str, known: Iterable[str]) -> Iterator[Redaction]:
    words, known = written.words(text), tuple(known)
    for start, end in record.numbers(text, known):
        yield Redaction(start, end, "badge", "known")
    for start, end, why in record.find(text, words, known):
        yield Redaction(start, end, "name", why)
    for start, end, why in names.find(text, words, language):
        yield Redaction(start, end, "name", why)
    for start, end, kind, why in identifiers.find(text):
        yield Redaction(start, end, kind, why)


def _one(text: str, one: Redaction, other: Redaction) -> bool:
    """They overlap, or are two parts of one name: burnt apart, their number would tell something."""
    if other.start < one.end:
        return True
    between = text[one.end : other.start]
    return one.kind == other.kind == "name" and between.strip(" .-") == "" and len(between) <= 2


def _together(one: Redaction, other: Redaction) -> Redaction:
    """One span over both; the longer says what it is, of two names the surer says why."""
    longer = one if one.end - one.start >= other.end - other.start else other
    why = longer.because
    if one.kind == other.kind == "name":
        why = min(one.because, other.because, key=_SURE.index)
    return Redaction(one.start, max(one.end, other.end), longer.kind, why)


def _united(redactions: Iterable[Redaction]) -> Iterator[Redaction]:
    """Spans that a person has drawn may overlap; what any of them covers goes."""
    held: Redaction | None = None
    for each in redactions:
        if held is not None and each.start < held.end:
            held = Redaction(held.start, max(held.end, each.end), held.kind, held.because)
            continue
        if held is not None:
            yield held
        held = each
    if held is not None:
        yield held


def unmarked(text: str) -> str:
    """The text without what `burn` put into it."""
    return _BURNT.sub(" ", text)


def _marks_in(text: str) -> list[tuple[int, int]]:
    """Where a text has been burnt already."""
    return [hit.span() for hit in _BURNT.finditer(text)]
