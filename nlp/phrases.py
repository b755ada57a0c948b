"""The small phrase language of `patterns/*.jsonl` and its compiled form, which the pipeline runs over `Words`.

A phrase is words with single spaces between them. One place in it may be

    word          that word                      a|b|c     one of these (a_b for two words)
    word*         any word that begins so        word?     the word or nothing
    @name         any phrase of the set `name`   _         any one word
    ..  ...  .... a gap of at most 2, 4, 8 words, which no negation and no sentence end may be part of
    !a|b          (first) the word before is none of these        -a|b     the next word is none of these
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from nlp import lexicon
from nlp.words import Words, unaccented

NEGATIONS = lexicon.words("phrases", "negations")
_WHOLE = re.compile(r"[a-z]{4,}(?![a-z*])")
_GAPS = {"..": 2, "...": 4, "....": 8}
_COMMON = lexicon.words("phrases", "common_english")
_COMMON_ES = lexicon.words("phrases", "common_spanish")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase: what it says, how it is found and under which circumstances it counts."""

    group: str
    label: str
    pattern: str
    score: float
    scope: frozenset[str]
    anchors: frozenset[str]
    written: str

    @property
    def regex(self) -> re.Pattern[str]:
        """Compiled when a text first has one of its anchors: all of them at once would take most of a start."""
        return _compiled(self.pattern)


@dataclass(frozen=True, slots=True)
class Match:
    """One place where a phrase fits: words `start` to `end`, end excluded."""

    phrase: Phrase
    start: int
    end: int


class PhraseBook:
    """All phrases of one language."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.sets = {r["set"]: [unaccented(phrase) for phrase in r["phrases"]] for r in rows if "set" in r}
        self.rewrites: dict[str, str] = {k: v for r in rows for k, v in r.get("rewrite", {}).items()}
        self.phrases = [self._phrase(row, text) for row in rows if "label" in row for text in row["phrases"]]
        self._by_anchor: dict[str, list[int]] = defaultdict(list)
        for index, phrase in enumerate(self.phrases):
            for anchor in phrase.anchors:
                self._by_anchor[anchor].append(index)
        self.known = {w for r in rows for p in r.get("phrases", ()) for w in _WHOLE.findall(unaccented(p))}

    @classmethod
    def load(cls, language: str) -> PhraseBook:
        """Read `patterns/<language>.jsonl` of this package."""
        source = files("nlp").joinpath("patterns", f"{language}.jsonl").read_text(encoding="utf-8")
        return cls([json.loads(line) for line in source.splitlines() if line.strip()])

    def find(self, words: Words, groups: frozenset[str] | None = None) -> Iterator[Match]:
        """Every place where a phrase fits, before negation and other scope; `groups` narrows the search."""
        possible = {i for anchor in words.present & self._by_anchor.keys() for i in self._by_anchor[anchor]}
        for index in sorted(possible):
            phrase = self.phrases[index]
            if groups is None or phrase.group in groups:
                for hit in phrase.regex.finditer(words.text):
                    start, end = bisect_left(words.starts, hit.start()), bisect_left(words.starts, hit.end())
                    yield Match(phrase, start, end)

    def _phrase(self, row: Mapping[str, Any], text: str) -> Phrase:
        group, label = row["label"].split(".")
        places = unaccented(text).split()
        pattern = "(?<= )" + "".join(self._place(place) for place in places)
        scope = frozenset(row.get("scope", ()))
        return Phrase(group, label, pattern, row.get("score", 0.85), scope, self._anchors(places), text)

    def _place(self, place: str) -> str:
        if place in _GAPS:
            barred = "|".join(sorted(NEGATIONS))
            return rf"(?:(?!(?:{barred}) )[^ .]+ ){{0,{_GAPS[place]}}}?"
        if place == "_":
            return "(?:, )?[^ .,]+ "
        if place[0] == "!" and len(place) > 1:
            return "".join(f"(?<! {word} )" for word in place[1:].split("|"))
        if place[0] == "-" and len(place) > 1:
            return f"(?!(?:{'|'.join(map(_word, place[1:].split('|')))}) )"
        body = place.removesuffix("?")
        optional = "?" if place.endswith("?") else ""
        choices = "|".join(self._choice(choice) for choice in body.split("|"))
        return f"(?:(?:, )?(?:{choices})){optional}"

    def _choice(self, choice: str) -> str:
        if choice.startswith("@"):
            return "|".join("".join(map(self._place, phrase.split())) for phrase in self.sets[choice[1:]])
        return " (?:, )?".join(map(_word, choice.split("_"))) + " "

    def _anchors(self, places: list[str]) -> frozenset[str]:
        """The words one of which must be in the text: those of the place with the fewest, rarest words."""
        best: frozenset[str] | None = None
        for place in places:
            if place in _GAPS or place[0] in "!-_" or place.endswith("?"):
                continue
            words = self._literal(place)
            if best is None or _rank(words) < _rank(best):
                best = words
        if best is None:
            raise ValueError(f"a phrase needs at least one word: {places}")
        return best

    def _literal(self, place: str) -> frozenset[str]:
        words: set[str] = set()
        for choice in place.split("|"):
            if choice.startswith("@"):
                for phrase in self.sets[choice[1:]]:
                    words |= self._anchors(phrase.split())
            else:
                words.add(choice.split("_")[0])
        return frozenset(words)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _rank(words: frozenset[str]) -> tuple[bool, int]:
    return bool(words & (_COMMON | _COMMON_ES | NEGATIONS)), len(words)


def _word(choice: str) -> str:
    return re.escape(choice.removesuffix("*")) + "[^ .]*" if choice.endswith("*") else re.escape(choice)
