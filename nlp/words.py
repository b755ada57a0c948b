"""Turn spaCy tokens into plain words for the phrase patterns: lower case, no accents, common typos mended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

STOP = "."
"""The word that stands for the end of a sentence; no gap in a pattern reaches across it."""

_ENDS = frozenset(".!?;:…\n")
_LONG = re.compile(r"([a-z])\1{2,}")
_INSIDE = re.compile(r"[^a-z0-9']+")
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'", "´": "'", "ß": "s"})
_PLAIN = re.compile(r"[a-z0-9]+")
_LONGEST = 64
_SHORTEST_MENDED = 7
_SOUNDS = tuple(map(set, ("aeiou", "csz", "bv", "gj", "yil", "mn", "kcq")))


@dataclass(slots=True)
class Words:
    """The words of a text as one string with single spaces, and the token each word came from."""

    text: str
    tokens: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    present: set[str] = field(default_factory=set)


class Speller:
    """Mends a word that is one slip away from a word the patterns know; leaves every other word as it is."""

    def __init__(self, known: set[str], rewrites: Mapping[str, str]) -> None:
        self._rewrites = dict(rewrites)
        self._known = known
        self._near: dict[str, str] = {}
        for word in sorted(known):
            if len(word) >= _SHORTEST_MENDED and word.isalpha():
                for short in _one_letter_less(word):
                    self._near.setdefault(short, word)

    def mend(self, word: str) -> str:
        """The word as the patterns write it; may be several words ("gonna" is "going to")."""
        if word in self._rewrites:
            return self._rewrites[word]
        if word in self._known or len(word) < _SHORTEST_MENDED - 1 or not word.isalpha():
            return word
        found = self._near.get(word)
        if found is None and len(word) >= _SHORTEST_MENDED:
            found = next((self._near[s] for s in _one_letter_less(word) if s in self._near), None)
            found = found or next((s for s in _one_letter_less(word) if len(s) >= 7 and s in self._known), None)
        if (
            found is None
            or found[0] != word[0]
            or abs(len(found) - len(word)) > 1
            or _inflected(word, found)
            or not _one_slip(word, found)
        ):
            return word
        return found


def _one_letter_less(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(1, len(word))]


def _inflected(word: str, other: str) -> bool:
    """A difference in the ending alone is grammar ("arrested", "arrestee"), not a slip."""
    shared = min(len(word), len(other)) - 1
    return word[:shared] == other[:shared]


def _one_slip(word: str, other: str) -> bool:
    """One letter too many or too few, two letters swapped, or one written as it sounds ("offiser")."""
    if len(word) != len(other):
        return True
    differ = [i for i in range(len(word)) if word[i] != other[i]]
    if len(differ) == 2:
        first, second = differ
        return second == first + 1 and word[first] == other[second] and word[second] == other[first]
    return len(differ) == 1 and any({word[differ[0]], other[differ[0]]} <= sound for sound in _SOUNDS)


def unaccented(text: str) -> str:
    """The same text without accents; the patterns may be written with or without them."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def plain(word: str) -> str:
    """Lower case without accents; letters written three times or more count once ("nooo" is "no")."""
    if _PLAIN.fullmatch(word) is None:
        decomposed = unicodedata.normalize("NFKD", word.lower().translate(_QUOTES))
        word = _INSIDE.sub("", decomposed).strip("'")
    return _LONG.sub(r"\1", word)


def of(doc: Doc, speller: Speller) -> Words:
    """The words of a tokenised text. Commas stay as words, sentence ends become `STOP`, all other signs go."""
    found: list[str] = []
    tokens: list[int] = []
    for token in doc:
        text = token.text
        if text.isspace():
            pieces = [STOP] if "\n" in text else []
        elif not (text[0].isalnum() or text[0] in "'\u2019@" or len(text) > 2):
            pieces = [STOP] if text[0] in _ENDS else [","] if text[0] == "," else []
        else:
            pieces = _split(token.norm_, speller)
        found.extend(pieces)
        tokens.extend([token.i] * len(pieces))
    return _joined(found, tokens)


def _split(norm: str, speller: Speller) -> list[str]:
    # No word is longer; what is takes as much time and memory as the square of its length.
    norm = norm[:_LONGEST]
    word = plain(norm)
    if word.endswith("n't") and len(word) > 3:
        return [*speller.mend(word[:-3]).split(), "not"]
    ends = [STOP] if word and norm[-1] in ".!?" and len(norm) > 4 else []
    return [*speller.mend(word).split(), *ends]


def _joined(found: list[str], tokens: list[int]) -> Words:
    words = Words(text=" " + " ".join(found) + " ", tokens=tokens)
    at = 1
    for word in found:
        words.starts.append(at)
        at += len(word) + 1
    for word in set(found):
        words.present.add(word)
        words.present.update(word[:n] + "*" for n in range(2, len(word) + 1))
    return words
