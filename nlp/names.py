"""Names of people that nobody told us beforehand: by titles, kin, introductions, capitals and frequent names.

`redact` asks. A find is a proposal to a person, so a doubtful one is better made than left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from nlp import lexicon
from nlp.cues import CONTRACTED, CUES, DEED, LISTED, PLACES
from nlp.written import Word, plain

Found = tuple[int, int, str]
_GIVEN, _SURNAMES = lexicon.words("names", "given"), lexicon.words("names", "surnames")
_NOBODY, _PARTICLES = lexicon.words("names", "nobody"), lexicon.words("names", "particles")
_FREQUENT = _GIVEN | _SURNAMES
_FUNCTION = (
    lexicon.words("language", "english")
    | lexicon.words("language", "spanish")
    | lexicon.words("officers", "not_a_name")
) - _FREQUENT
_NO_SURNAME = _FUNCTION | _NOBODY
_NO_NICKNAME = (_NO_SURNAME | _FREQUENT) - {"big", "little", "young", "old"}

_VERBS, _NEAR, _AT = (lexicon.words("names", part) for part in ("verbs", "before", "at_a_place"))


def find(text: str, words: list[Word], language: str) -> Iterator[Found]:
    """Spans with why; they may overlap."""
    page = _Page(text, words, language)
    found = [*page.cued(), *page.frequent(), *page.capitals()]
    found += page.listed(found)
    yield from found
    yield from page.again(found)


class _Page:
    """One text while names are looked for in it. A place in it is the number of a word."""

    def __init__(self, text: str, words: list[Word], language: str) -> None:
        self._text, self._words = text, words
        self._at = {word.start: at for at, word in enumerate(words)}
        self._innocent = innocent(language)
        self._certain = _FREQUENT - _NOBODY - self._innocent
        self._barred = self._places()

    def cued(self) -> Iterator[Found]:
        """After a title, a kin word or an introduction."""
        for why, quiet, pattern in CUES:
            for hit in pattern.finditer(self._text):
                at = self._at.get(hit.end())
                if at is not None and (end := self._read(at, quiet)) > at:
                    yield self._span(at, end, why)

    def frequent(self) -> Iterator[Found]:
        """Frequent names, with their capital; without one only where people are told of ("me and marcus")."""
        for at, word in enumerate(self._words):
            if word.plain in _FREQUENT and self._stands_for_a_name(at):
                yield self._span(self._left(at), self._extended(at + 1), "lexicon")

    def capitals(self) -> Iterator[Found]:
        """A capital inside a sentence, or at its beginning before another or a verb, on a word that nobody knows."""
        for at, word in enumerate(self._words):
            if not self._unknown(at) or len(word.text) < 3:
                continue
            after = self._words[at + 1] if at + 1 < len(self._words) else None
            if not word.opens and (at == 0 or self._words[at - 1].plain not in _AT):
                yield self._span(self._left(at), self._extended(at + 1), "capitals")
            elif (
                word.opens and after and (after.plain in _VERBS or DEED.fullmatch(after.plain) or self._goes_on(at + 1))
            ):
                yield self._span(at, self._extended(at + 1), "capitals")

    def listed(self, found: list[Found]) -> list[Found]:
        """What stands in one row with a name: "Chris, Aaliyah and jaylen"."""
        more: list[Found] = []
        ends = [end for _, end, _ in found]
        seen = set(ends)
        while ends:
            hit = LISTED.match(self._text, ends.pop())
            at = self._at.get(hit.end()) if hit else None
            if at is None or self._words[at].end in seen:
                continue
            word = self._words[at]
            nickname = self._is_nickname(at)
            if (
                nickname
                or self._unknown(at)
                or (word.plain in _FREQUENT and (word.capital or word.plain not in self._innocent))
            ):
                span = self._span(at, at + 2 if nickname else self._extended(at + 1), "listed")
                more.append(span)
                ends.append(span[1])
                seen |= {span[1], word.end}
        return more

    def again(self, found: list[Found]) -> Iterator[Found]:
        """Every other place where a word found as a name stands."""
        spans = sorted({(start, end) for start, end, _ in found})
        told: set[str] = set()
        for start, end in spans:
            for word in self._inside(start, end):
                if len(word.plain) > 2 and word.plain not in _PARTICLES and word.plain not in _FUNCTION:
                    told.add(word.plain)
        for at, word in enumerate(self._words):
            if word.plain in told and (word.plain not in everyday() or (word.capital and not word.opens)):
                first = at
                while (
                    first
                    and self._words[first - 1].plain in _PARTICLES
                    and self._words[first - 1].capital
                    and self._beside(first - 1)
                ):
                    first -= 1
                yield self._span(first, at + 1, "again")

    def _is_nickname(self, at: int) -> bool:
        """Two everyday words with capitals: "Big Tone"."""
        pair = self._words[at : at + 2]
        fits = all(word.capital and word.plain not in _NO_NICKNAME for word in pair)
        return fits and len(pair) > 1 and self._beside(at) and not self._unknown(at)

    def _inside(self, start: int, end: int) -> Iterator[Word]:
        at = self._at.get(start)
        while at is not None and at < len(self._words) and self._words[at].start < end:
            yield self._words[at]
            at += 1

    def _read(self, at: int, quiet: bool) -> int:
        """The word after the name that begins at a place after a cue; the place itself if none does."""
        word = self._words[at]
        if word.plain in _PARTICLES and len(word.text) > 1 and at + 1 < len(self._words) and self._beside(at):
            return self._past(at, quiet and word.plain in ("el", "la"))
        if word.initial and word.text not in "IYAO" and self._beside(at) and at + 1 < len(self._words):
            return self._past(at, quiet)
        if word.capital:
            return at if word.plain in _FUNCTION or self._is_nobody(at) else self._extended(at + 1)
        if not quiet and not (word.loud or word.plain in _FREQUENT):
            return at
        unfit = word.plain in everyday() or word.plain in _NOBODY or DEED.fullmatch(word.plain) or len(word.plain) < 3
        if unfit and not (word.plain in _FREQUENT and word.plain not in self._innocent):
            return at
        return self._extended(at + 1)

    def _past(self, at: int, quiet: bool) -> int:
        """The same, where the word at the place can only begin a name that goes on."""
        end = self._read(at + 1, quiet)
        return end if end > at + 1 else at

    def _is_nobody(self, at: int) -> bool:
        plain_word = self._words[at].plain
        return (plain_word in _NOBODY and plain_word not in _FREQUENT) or (
            self._words[at].short_form and plain_word not in _FREQUENT
        )

    def _extended(self, at: int) -> int:
        """As far as the name goes on: capitals, particles, initials; small letters only in frequent names."""
        last = at
        while at < len(self._words) and at - last < 3 and self._beside(at - 1):
            word = self._words[at]
            if word.plain in _PARTICLES or word.initial:
                at += 1
                if word.initial or word.plain in ("jr", "sr", "ii", "iii", "hijo"):
                    last = at
                continue
            surname = word.capital and len(word.text) > 2 and not word.short_form and word.plain not in _NO_SURNAME
            if not (surname or self._goes_on(at)):
                break
            at += 1
            last = at
        return last

    def _goes_on(self, at: int) -> bool:
        """The word can be the next part of a name."""
        if at >= len(self._words) or not self._beside(at - 1):
            return False
        word = self._words[at]
        if word.capital:
            return (word.plain in _FREQUENT or self._unknown(at)) and not (word.plain in _NOBODY and at in self._barred)
        if word.plain in _FREQUENT:
            return word.plain not in self._innocent and word.plain not in everyday()
        return (
            word.loud
            and len(word.text) > 3
            and word.plain not in everyday() | _NOBODY
            and not DEED.fullmatch(word.plain)
        )

    def _beside(self, at: int) -> bool:
        """Nothing but a space, a stop after a short form or a hyphen stands between this word and the next."""
        if at + 1 >= len(self._words):
            return False
        between = self._text[self._words[at].end : self._words[at + 1].start]
        return between in (" ", "  ", "-", "\t") or (between in (". ", ".") and (len(self._words[at].text) < 3))

    def _left(self, at: int) -> int:
        """Where the name begins that holds this word: initials and unknown capitals before it belong to it."""
        while at and self._beside(at - 1) and not self._words[at].opens:
            before = self._words[at - 1]
            if not ((before.initial and before.text not in "IYAO") or self._unknown(at - 1)):
                break
            at -= 1
        return at

    def _unknown(self, at: int) -> bool:
        word = self._words[at]
        return (
            word.capital
            and len(word.text) > 1
            and not word.short_form
            and not CONTRACTED.search(word.text)
            and at not in self._barred
            and word.plain not in everyday()
            and word.plain not in _NOBODY
            and word.plain.removesuffix("s") not in everyday()
        )

    def _stands_for_a_name(self, at: int) -> bool:
        """A frequent name stands for a person here, not for a place or an everyday word."""
        word = self._words[at]
        doubtful = word.plain in self._innocent or word.plain in _NOBODY or word.plain in everyday()
        if word.capital or word.loud:
            inside = not word.opens and word.plain not in _NOBODY
            return at not in self._barred and (
                not doubtful or (word.capital and (inside or self._surely(at - 1) or self._surely(at + 1)))
            )
        near = at > 0 and self._words[at - 1].plain in _NEAR
        told = at + 1 < len(self._words) and self._words[at + 1].plain in _VERBS
        return not doubtful and word.plain in _GIVEN and (near or told)

    def _surely(self, at: int) -> bool:
        """A frequent name that is nothing else."""
        if not 0 <= at < len(self._words):
            return False
        word = self._words[at]
        return word.capital and word.plain in self._certain

    def _span(self, at: int, end: int, why: str) -> Found:
        return self._words[at].start, self._words[end - 1].end, why

    def _places(self) -> set[int]:
        """The words that stand in the name of a place."""
        spans = [hit.span() for pattern in PLACES for hit in pattern.finditer(self._text)]
        barred: set[int] = set()
        for start, end in spans:
            for word in range(start, end):
                if word in self._at:
                    barred.add(self._at[word])
        return barred


def innocent(language: str) -> frozenset[str]:
    """Names that are words of this language too."""
    both = lexicon.words("names", "innocent_english"), lexicon.words("names", "innocent_spanish")
    return {"en": both[0], "es": both[1]}.get(language, both[0] | both[1])


@cache
def everyday() -> frozenset[str]:
    """Words that are no names: those of the reader's phrases, and the commonest ones beside them."""
    found = set(_FUNCTION | lexicon.words("names", "everyday") | lexicon.words("names", "kin"))
    for language in ("en", "es"):
        text = files("nlp").joinpath("patterns", f"{language}.jsonl").read_text(encoding="utf-8")
        for row in map(json.loads, filter(None, text.splitlines())):
            found.update(
                re.findall(r"[a-z]{2,}", plain(json.dumps(row.get("phrases", row.get("rewrite")), ensure_ascii=False)))
            )
    return frozenset(found - (_FREQUENT - lexicon.words("names", "everyday")))
