"""The spaCy pipelines behind `Reader`: words, phrases, scope and facts, one small component each.

`build` is called once per language. A component leaves what it found on the `Doc`: `doc.spans["evidence"]` (spans
labelled `group.label`), `doc.spans["safety"]`, `doc.cats`, and plain data in `doc.user_data` under `redress`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp import facts, scope, words
from nlp.phrases import Match, PhraseBook
from nlp.reading import Fact

LANGUAGES = ("en", "es")
SAFETY = frozenset({"safety"})
_LONGEST = 1_000_000
_SURE = 0.97


@dataclass(slots=True)
class Notes:
    """What the components hand to one another about one text."""

    languages: tuple[str, ...] = LANGUAGES
    groups: frozenset[str] | None = None
    words: words.Words | None = None
    matches: list[Match] = field(default_factory=list)
    facts: tuple[Fact, ...] = ()
    out_of_scope: bool = False


@cache
def books() -> Mapping[str, PhraseBook]:
    """The phrase books of both languages; read once, then only read from."""
    return {language: PhraseBook.load(language) for language in LANGUAGES}


def notes(doc: Doc) -> Notes:
    """The notes of this text, begun when first asked for."""
    found: Notes = doc.user_data.setdefault("redress", Notes())
    return found


def build(language: str) -> Language:
    """A blank pipeline of one language with our components."""
    nlp = spacy.blank(language)
    nlp.max_length = _LONGEST
    for name in ("redress_words", "redress_phrases", "redress_scope", "redress_facts"):
        nlp.add_pipe(name)
    return nlp


class WordsPart:
    """First: the plain words of the text, slips mended with the phrase book of the pipeline's language."""

    def __init__(self, language: str) -> None:
        other = LANGUAGES[1 - LANGUAGES.index(language)]
        book = books()[language]
        known = book.known | books()[other].known
        self._speller = words.Speller(known, {**books()[other].rewrites, **book.rewrites})

    def __call__(self, doc: Doc) -> Doc:
        notes(doc).words = words.of(doc, self._speller)
        return doc


class PhrasesPart:
    """Second: where the phrases of the chosen languages fit."""

    def __call__(self, doc: Doc) -> Doc:
        note = notes(doc)
        assert note.words is not None
        for language in note.languages:
            note.matches.extend(books()[language].find(note.words, note.groups))
        return doc


class ScopePart:
    """Third: the matches that count become spans and categories."""

    def __call__(self, doc: Doc) -> Doc:
        note = notes(doc)
        assert note.words is not None
        judged = scope.judge(note.words, note.matches)
        kept = scope.consistent(judged)
        note.out_of_scope = scope.out_of_scope(judged, kept)
        tokens = note.words.tokens
        spans = {(f"{m.phrase.group}.{m.phrase.label}", tokens[m.start], tokens[m.end - 1] + 1): m for m in kept}
        doc.spans["evidence"] = [Span(doc, start, end, label=label) for label, start, end in sorted(spans)]
        for (label, _, _), match in sorted(spans.items(), key=lambda item: item[0]):
            before = doc.cats.get(label)
            score = match.phrase.score
            doc.cats[label] = score if before is None else min(_SURE, max(before, score) + 0.04)
        return doc


class FactsPart:
    """Last: facts to ask about, found in the text itself."""

    def __call__(self, doc: Doc) -> Doc:
        note = notes(doc)
        if note.groups is None:
            note.facts = facts.find(doc.text)
        return doc


@Language.factory("redress_words")
def _words(nlp: Language, name: str) -> WordsPart:
    return WordsPart(str(nlp.lang))


@Language.factory("redress_phrases")
def _phrases(nlp: Language, name: str) -> PhrasesPart:
    return PhrasesPart()


@Language.factory("redress_scope")
def _scope(nlp: Language, name: str) -> ScopePart:
    return ScopePart()


@Language.factory("redress_facts")
def _facts(nlp: Language, name: str) -> FactsPart:
    return FactsPart()
