"""The reader the desk calls: `read` for a narrative, `safety` for every arriving message. It never raises on text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from threading import Lock

from spacy.language import Language
from spacy.tokens import Doc

from nlp import language as languages
from nlp.pipeline import LANGUAGES, SAFETY, Notes, build, notes
from nlp.reading import GROUPS, Evidence, Label, Reading

BY = "patterns"
_LONGEST = 200_000
_SURROGATES = re.compile("[\ud800-\udfff]")


class Reader:
    """Reads narratives in English and Spanish. Safe to share between threads; holds nothing of what it has read."""

    def __init__(self, pipelines: dict[str, Language]) -> None:
        self._pipelines = pipelines
        self._locks = {name: Lock() for name in pipelines}

    @classmethod
    def load(cls) -> Reader:
        """Build the pipelines; takes well under two seconds once spaCy is imported."""
        return cls({name: build(name) for name in LANGUAGES})

    def read(self, text: str, language: str | None = None) -> Reading:
        """Labels and facts of one narrative.

        `language` is the language of the conversation where it is known; otherwise it is detected. Of a text in any
        other language only the safety labels are read. Words after the first 200,000 characters are not read.
        """
        text = _readable(text)
        shares = languages.shares(text)
        spoken = language if language in LANGUAGES else languages.detect(text)
        if spoken in LANGUAGES:
            also = tuple(other for other in LANGUAGES if other == spoken or shares[other] >= languages.MIXED)
            return self._reading(text, spoken, Notes(languages=also))
        return self._reading(text, "other", Notes(groups=SAFETY))

    def safety(self, text: str) -> tuple[Label, ...]:
        """The safety labels alone, by the patterns of both languages: quick enough for every arriving message."""
        return self._reading(_readable(text), "other", Notes(groups=SAFETY)).labels

    def read_many(self, texts: Iterable[tuple[str, str | None]]) -> Iterator[Reading]:
        """Readings of (text, language or None) in the order given, one at a time, in constant memory."""
        return (self.read(text, language) for text, language in texts)

    def _reading(self, text: str, spoken: str, note: Notes) -> Reading:
        name = spoken if spoken in LANGUAGES else LANGUAGES[0]
        nlp = self._pipelines[name]
        # The zone gives back what this text added to the vocabulary: memory stays flat and no word of a narrative
        # outlives its reading. A zone belongs to one text at a time, hence the lock.
        with self._locks[name], nlp.memory_zone():
            doc = nlp.make_doc(text)
            doc.user_data["redress"] = note
            doc = nlp(doc)
            return Reading(spoken, _labels(doc), notes(doc).facts, notes(doc).out_of_scope, BY)


def _readable(text: str) -> str:
    """The same text, character for character, without what spaCy cannot take."""
    return _SURROGATES.sub("\ufffd", text[:_LONGEST])


def _labels(doc: Doc) -> tuple[Label, ...]:
    evidence: dict[str, list[Evidence]] = {name: [] for name in doc.cats}
    for span in doc.spans["evidence"]:
        evidence[span.label_].append(Evidence(span.start_char, span.end_char))
    found = [_label(name, score, tuple(evidence[name])) for name, score in doc.cats.items()]
    return tuple(sorted(found, key=lambda label: (GROUPS.index(label.group), -label.score, label.label)))


def _label(name: str, score: float, evidence: tuple[Evidence, ...]) -> Label:
    group, label = name.split(".")
    return Label(group, label, round(score, 3), evidence)
