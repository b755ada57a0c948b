"""The reader the desk calls: `read` for a narrative, `safety` for every arriving message. It never raises on text."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Lock

from spacy.tokens import Doc

from nlp.classifier import Classifier
from nlp.encoder import Heard
from nlp.language import LANGUAGES, detect, told_in
from nlp.pipeline import SAFETY, Notes, build, notes
from nlp.reading import GROUPS, PATTERNS, Evidence, Label, Reading
from nlp.weighing import SCOPE

_LONGEST = 200_000
_MESSAGES = "messages"
_SURROGATES = re.compile("[\ud800-\udfff]")


class Reader:
    """Reads narratives in English and Spanish. Safe to share between threads; holds nothing of what it has read."""

    def __init__(self, classifier: Classifier | None) -> None:
        self._classifier = classifier
        # Messages are looked at while long narratives are read: they have a pipeline of their own.
        self._pipelines = {name: build(name, classifier) for name in LANGUAGES} | {_MESSAGES: build(LANGUAGES[0])}
        self._locks = {name: Lock() for name in self._pipelines}
        detect("no")  # what tells languages apart is loaded now and not when somebody waits
        self.by = classifier.name if classifier else PATTERNS
        """What reads: the name of the trained model, or "patterns" where there is none."""

    @classmethod
    def load(cls, folder: Path | None = None) -> Reader:
        """Build the pipelines with the trained model of this version, or of a folder that training wrote.

        Takes well under two seconds once spaCy is imported. Raises ModelUnreadable.
        """
        return cls(Classifier.load(folder))

    @classmethod
    def without_model(cls) -> Reader:
        """For when no model can be read: safety labels and facts by phrase patterns, nothing else; readings say so."""
        return cls(None)

    def read(self, text: str, language: str | None = None) -> Reading:
        """Labels and facts of one narrative.

        `language` is the language of the conversation where it is known; otherwise it is detected. Of a text in any
        other language only the safety labels are read, by patterns; so also of a text without a word.

        What is read of a very long text: words of danger in its first 200,000 characters, facts in 50,000, grams in
        40,000, and with the encoder about 3,500 words.
        """
        text = _readable(text)
        spoken, also, cut = told_in(text, language)
        if spoken == "other":
            return self._reading(LANGUAGES[0], text, spoken, Notes(groups=SAFETY))
        return self._reading(spoken, text, spoken, Notes(also, cut, self._heard(text, cut)))

    def safety(self, text: str) -> tuple[Label, ...]:
        """The safety labels alone, by the patterns of both languages: quick enough for every arriving message.

        The model is not asked: a message is often an answer or half a sentence, and it has learnt whole stories.
        """
        return self._reading(_MESSAGES, _readable(text), "other", Notes(groups=SAFETY)).labels

    def _heard(self, text: str, cut: str) -> Heard | None:
        """What the encoder says, asked outside of any lock; a text without a letter or a number says nothing."""
        if self._classifier is None or not any(map(str.isalnum, text)):
            return None
        return self._classifier.hear(text, cut)

    def _reading(self, pipeline: str, text: str, spoken: str, note: Notes) -> Reading:
        nlp = self._pipelines[pipeline]
        # The zone gives back what this text added to the vocabulary: memory stays flat and no word of a narrative
        # outlives its reading. A zone belongs to one text at a time, hence the lock.
        with self._locks[pipeline], nlp.memory_zone():
            doc = nlp.make_doc(text)
            doc.user_data["redress"] = note
            doc = nlp(doc)
            if note.heard is None:
                # A text without a word is read by whoever reads: it has nothing to say.
                by = PATTERNS if spoken == "other" else self.by
                return Reading(spoken, _labels(doc, SAFETY), note.facts, False, by)
            chances = {name: round(chance, 3) for name, chance in doc.cats.items() if name != SCOPE}
            return Reading(spoken, _labels(doc, frozenset(GROUPS)), note.facts, note.out_of_scope, self.by, chances)


def _labels(doc: Doc, groups: frozenset[str]) -> tuple[Label, ...]:
    standing = [name for name in notes(doc).standing if name.split(".")[0] in groups]
    evidence: dict[str, list[Evidence]] = {name: [] for name in standing}
    for span in doc.spans["evidence"]:
        if span.label_ in evidence:
            evidence[span.label_].append(Evidence(span.start_char, span.end_char))
    found = [Label.named(name, doc.cats[name], tuple(evidence[name])) for name in standing]
    return tuple(sorted(found, key=lambda label: (GROUPS.index(label.group), -label.score, label.label)))


def _readable(text: str) -> str:
    """The same text, character for character, without what spaCy cannot take."""
    return _SURROGATES.sub("\ufffd", text[:_LONGEST])
