"""Tell English from Spanish from anything else: the reader and the intake ask. Small, pure, good on six words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from nlp import lexicon

LANGUAGES: Final = ("en", "es")
"""What is read."""

MIXED = 0.12
"""From this share of words in the other language on, a text is read in both."""

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_READ = 4000
_TOO_FEW, _FEW = 4, 6
_HARDLY, _NEVER = 0.05, 0.01

_EN = lexicon.words("language", "english")
_ES = lexicon.words("language", "spanish")
_BOTH = frozenset(["no", "me", "a", "he", "as", "son"])
_CONTENT = {"en": lexicon.words("content", "english"), "es": lexicon.words("content", "spanish")}


def shares(text: str) -> dict[str, float]:
    """Which share of the words is English ("en"), Spanish ("es"); a word of both counts for neither."""
    words = _words(text)
    count = max(1, len(words))
    en = sum(1 for word in words if word in _EN and word not in _BOTH)
    es = sum(1 for word in words if word in _ES_PLAIN and word not in _BOTH)
    return {"en": en / count, "es": es / count}


def detect(text: str) -> str:
    """ "en", "es" or "other" (any language this package does not read; also a text without words)."""
    words = _words(text)
    if not words or _ours(text[:_READ]) < (_HARDLY if len(words) > _FEW else _NEVER):
        return "other"
    found = {language: share + _told_of(words, language) for language, share in shares(text).items()}
    return "es" if found["es"] > found["en"] else "en"


@cache
def _identifier() -> LanguageIdentifier:
    """What tells ninety-seven languages apart: half a second once, then a fifth of a millisecond for a text."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _ours(text: str) -> float:
    """How likely it is that a text is English, Spanish or both at once."""
    chances = dict(_identifier().rank(text))
    return float(sum(chances[language] for language in LANGUAGES))


def _told_of(words: list[str], language: str) -> float:
    """The share of words that are no grammar: they tell languages apart where a text has little else."""
    return sum(1 for word in words if word in _CONTENT[language]) / max(1, len(words))


def told_in(text: str, language: str | None) -> tuple[str, tuple[str, ...], str]:
    """In which language a text is told, whose phrases are looked for in it, and as which language it is cut.

    `language` is that of the conversation where it is known. The first is "other" for a language that is not read.
    """
    detected = detect(text)
    if detected == "other" and (language not in LANGUAGES or _can_be_told(text)):
        return "other", LANGUAGES, LANGUAGES[0]
    spoken = language if language in LANGUAGES else detected
    shared = shares(text)
    also = tuple(other for other in LANGUAGES if other == spoken or shared[other] >= MIXED)
    return spoken, also, max(also, key=lambda other: (shared[other], other == spoken))


def _can_be_told(text: str) -> bool:
    """Whether anybody could tell the language: of a few words in our letters, names perhaps, nobody can."""
    words = _words(text)
    return len(words) > _TOO_FEW or any(char.isalpha() and not _latin(char) for char in text)


def _words(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text[:_READ])]


def _plain(word: str) -> str:
    lowered = word.lower().replace("\u2019", "'")
    return "".join(char for char in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(char))


def _latin(char: str) -> bool:
    return ord(char) < 0x250


_ES_PLAIN = frozenset(map(_plain, _ES))
