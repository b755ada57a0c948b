"""The spaCy pipelines behind `Reader`: words, phrases, scope, classifier and facts, one small component each.

`build` is called once per language. A component leaves what it found on the `Doc`: `doc.spans["phrases"]` (where
patterns fit), `doc.spans["evidence"]` (what the labels rest on), both labelled `group.label`, `doc.cats` (how likely
each label is), and plain data in `doc.user_data` under `redress`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from nlp import evidence, facts, scope, tags, words
from nlp.classifier import Classifier
from nlp.encoder import Heard
from nlp.language import LANGUAGES
from nlp.phrases import Match, PhraseBook
from nlp.reading import Fact
from nlp.weighing import SCOPE

SAFETY = frozenset({"safety"})
_LONGEST = 1_000_000
_SURE = 0.97
_MOST_EVIDENCE = 8
_ENDLESS = re.compile(r"\S{65}")
_PIECES = re.compile(r"\S{1,32}|(?P<gap>\s+)")


@dataclass(slots=True)
class Notes:
    """What the components hand to one another about one text."""

    languages: tuple[str, ...] = LANGUAGES
    """Whose phrases are looked for; those of danger always in both."""
    cut: str = LANGUAGES[0]
    """As a text of which language the encoder has cut it."""
    heard: Heard | None = None
    """What the encoder said of it; None where it was not asked."""
    groups: frozenset[str] | None = None
    words: words.Words | None = None
    matches: list[Match] = field(default_factory=list)
    standing: tuple[str, ...] = ()
    """The labels that the reading will have, as `group.label`."""
    denied: frozenset[str] = frozenset()
    """Labels that phrases name and the words around them take back."""
    facts: tuple[Fact, ...] = ()
    out_of_scope: bool = False
    """By the phrases alone, until the classifier has decided."""


@cache
def books() -> Mapping[str, PhraseBook]:
    """The phrase books of both languages; read once, then only read from."""
    return {language: PhraseBook.load(language) for language in LANGUAGES}


@cache
def _speller(language: str) -> words.Speller:
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    book = books()[language]
    return words.Speller(book.known | books()[other].known, {**books()[other].rewrites, **book.rewrites})


def notes(doc: Doc) -> Notes:
    """The notes of this text, begun when first asked for."""
    found: Notes = doc.user_data.setdefault("redress", Notes())
    return found


def build(language: str, classifier: Classifier | None = None) -> Language:
    """A blank pipeline of one language with our components; without a classifier it reads by phrase patterns alone."""
    nlp = spacy.blank(language)
    nlp.max_length = _LONGEST
    nlp.tokenizer = Tokens(nlp.tokenizer, nlp.vocab)
    for name in ("redress_words", "redress_phrases", "redress_scope", "redress_facts"):
        nlp.add_pipe(name)
    if classifier is not None:
        nlp.add_pipe("redress_classifier").use(classifier)  # type: ignore[attr-defined]
    return nlp


class Tokens:
    """spaCy's tokenizer, which takes the square of the time over signs without a space: long runs of them in pieces."""

    def __init__(self, tokenizer: Callable[[str], Doc], vocab: Vocab) -> None:
        self._tokenizer = tokenizer
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        if not _ENDLESS.search(text):
            return self._tokenizer(text)
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _PIECES.finditer(text):
            if piece["gap"] is None:
                new = [token.text for token in self._tokenizer(piece[0])]
            else:
                own = bool(words) and piece[0].startswith(" ")
                if own:
                    spaces[-1] = True  # a first space belongs to the word before it
                new = [piece[0][own:]] if piece[0][own:] else []
            words += new
            spaces += [False] * len(new)
        return Doc(self._vocab, words=words, spaces=spaces)


class WordsPart:
    """First: the plain words of the text, slips mended with the phrase book of the pipeline's language."""

    def __init__(self, language: str) -> None:
        self._speller = _speller(language)

    def __call__(self, doc: Doc) -> Doc:
        notes(doc).words = words.of(doc, self._speller)
        return doc


class PhrasesPart:
    """Second: where the phrases of the chosen languages fit."""

    def __call__(self, doc: Doc) -> Doc:
        note = notes(doc)
        assert note.words is not None
        for language, book in books().items():
            # Words of danger are looked for in both: one cry in a long text of the other language is one.
            groups = note.groups if language in note.languages else SAFETY
            note.matches.extend(book.find(note.words, groups))
        return doc


class ScopePart:
    """Third: the matches that count become spans and categories."""

    def __call__(self, doc: Doc) -> Doc:
        note = notes(doc)
        assert note.words is not None
        judged = scope.judge(note.words, note.matches)
        kept = scope.consistent(judged)
        note.out_of_scope = scope.out_of_scope(judged, kept)
        note.denied = judged.denied
        tokens = note.words.tokens
        spans = {(f"{m.phrase.group}.{m.phrase.label}", tokens[m.start], tokens[m.end - 1] + 1): m for m in kept}
        doc.spans["phrases"] = [Span(doc, start, end, label=label) for label, start, end in sorted(spans)]
        doc.spans["evidence"] = _first_of_each(doc.spans["phrases"])
        for (label, _, _), match in sorted(spans.items(), key=lambda item: item[0]):
            before = doc.cats.get(label)
            score = match.phrase.score
            doc.cats[label] = score if before is None else min(_SURE, max(before, score) + 0.04)
        note.standing = tuple(doc.cats)
        return doc


class FactsPart:
    """Fourth: facts to ask about, by the shape of what is written."""

    def __call__(self, doc: Doc) -> Doc:
        note = notes(doc)
        if note.groups is None:
            note.facts = facts.find(doc.text)
        return doc


class ClassifierPart:
    """Last: how likely each label is, by encoder, grams and phrases together; what it rests on; facts."""

    def __init__(self) -> None:
        self._classifier: Classifier | None = None

    def use(self, classifier: Classifier) -> None:
        """Read with this one from now on."""
        self._classifier = classifier

    def __call__(self, doc: Doc) -> Doc:
        note, classifier = notes(doc), self._classifier
        if note.heard is None or classifier is None:
            return doc
        doc.cats = classifier.chances(doc.text, note.heard, fitting(doc), note.cut)
        standing, note.out_of_scope = classifier.weighing.decide(doc.cats)
        # A phrase of danger that fits is enough: a warning too many harms less than one too few.
        found = {*standing, *(name for name in note.standing if name.startswith("safety."))}
        note.standing = tuple(name for name in doc.cats if name in found)
        doc.spans["evidence"] = _rests_on(doc, note, classifier)
        written = tags.confirmed(doc.text, note.heard, note.facts)
        note.facts = facts.joined(tags.facts(doc.text, note.heard), written)
        return doc


def fitting(doc: Doc) -> dict[str, int]:
    """What the phrases say of each label: 1 where one fits, -1 where all that fit are taken back, else nothing.

    The scope counts among the labels: 1 where the words are about nothing that a served agency takes. Asked after the
    phrases and before the classifier.
    """
    note = notes(doc)
    said = dict.fromkeys(note.denied, -1) | {span.label_: 1 for span in doc.spans["phrases"]}
    return said | ({SCOPE: 1} if note.out_of_scope else {})


def _first_of_each(spans: Iterable[Span]) -> list[Span]:
    """The first spans of each label: more than that nobody reads, and a text may say one thing a thousand times."""
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span.label_, []).append(span)
    return [span for each in found.values() for span in each[:_MOST_EVIDENCE]]


def _rests_on(doc: Doc, note: Notes, classifier: Classifier) -> list[Span]:
    """For each label where its phrases fit, and what the encoder went by where that is somewhere else."""
    assert note.heard is not None
    found: list[Span] = []
    for name in note.standing:
        told = [span for span in doc.spans["evidence"] if span.label_ == name]
        for start, end in evidence.stretches(doc.text, note.heard.pieces, classifier.given(note.heard, name)):
            span = doc.char_span(start, end, label=name, alignment_mode="expand")
            if span is not None and all(each.end <= span.start or span.end <= each.start for each in told):
                told.append(span)
        found += told
    return found


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


@Language.factory("redress_classifier")
def _classifier(nlp: Language, name: str) -> ClassifierPart:
    return ClassifierPart()
