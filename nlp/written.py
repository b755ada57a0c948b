"""A text as the words that stand in it, each with its place and its plain form: `known` and `names` ask."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from nlp import lexicon

_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_LETTER = rf"(?:[^\W\d_][\u0300-\u036f{_INVISIBLE}]*)"
_WORD = re.compile(rf"{_LETTER}+(?:['\u2019](?!s\b|S\b){_LETTER}+)*")
_ENDS = re.compile(r"[.!?\n\"\u201c\u201d\u00bf\u00a1]")
_DROPPED = re.compile(rf"[{_INVISIBLE}'\u2019]")
_SHORT = lexicon.words("names", "shortened")
_LOUD = 0.6
_ACRONYM = 5


_ENDLESS = re.compile(r"(\]|\)|\\[wds])([*+])")
_MOST = 40


def bounded(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """The pattern with an end to every repetition: no text, however strange, makes it slow."""
    return re.compile(_ENDLESS.sub(lambda hit: f"{hit[1]}{{{'01'[hit[2] == '+']},{_MOST}}}", pattern), flags)


@dataclass(frozen=True, slots=True)
class Word:
    """One run of letters. `opens`: begins a sentence. `capital`: written so, where the text is not all capitals."""

    start: int
    end: int
    text: str
    plain: str
    opens: bool
    capital: bool
    loud: bool

    @property
    def initial(self) -> bool:
        """A single capital letter, as in "J. Tremont"."""
        return len(self.text) == 1 and self.text.isupper()

    @property
    def short_form(self) -> bool:
        """Looks like DMV or SUV rather than like a name."""
        return self.text.isupper() and 1 < len(self.text) <= _ACRONYM and not self.loud


def plain(text: str) -> str:
    """Lower case, without accents, apostrophes and signs that nobody sees."""
    if text.isascii():
        return text.lower().replace("'", "")
    decomposed = unicodedata.normalize("NFKD", _DROPPED.sub("", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> list[Word]:
    """The words in order; in a text that is mostly capitals, capitals say nothing."""
    hits = list(_WORD.finditer(text))
    long = [hit for hit in hits if hit.end() - hit.start() > 1]
    loud = len(long) > 1 and sum(hit[0].isupper() for hit in long) > _LOUD * len(long)
    found: list[Word] = []
    for hit in hits:
        before = text[found[-1].end : hit.start()] if found else ""
        shouted = loud and hit[0].isupper()
        found.append(
            Word(
                start=hit.start(),
                end=hit.end(),
                text=hit[0],
                plain=plain(hit[0]),
                opens=not found or (_ENDS.search(before) is not None and not _shortened(found[-1], before)),
                capital=hit[0][0].isupper() and not shouted,
                loud=shouted,
            )
        )
    return found


def _shortened(word: Word, after: str) -> bool:
    """The stop belongs to a shortened word ("Sgt.", "J."), not to the sentence."""
    return after == ". " and (word.initial or word.plain in _SHORT)
