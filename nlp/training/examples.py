"""What is learnt from: every source made into examples of one shape, and which fifth of them is held back.

Sources: the narratives of this project in both languages and their renderings; and, where a folder is given, the
complaints in a clerk's words there: some labelled for this project, the others with their city's labels, which are
right where given and miss most, so that what they leave out counts little.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np

from nlp import corpus
from nlp.corpus import Row
from nlp.grams import Numbers
from nlp.reading import Fact
from nlp.redact import unmarked
from nlp.vocabulary import full_names
from nlp.weighing import SCOPE

LABELS: Final = (*full_names(), SCOPE)
"""Every output of the classifier in order; the last is the scope."""

MASK: Final = "[MASK]"
BY_CLERKS: Final = ("clerk", "city")
"""The sources whose texts are in a clerk's words."""
_LEFT_OUT = 0.25
_CITY = {
    "PHYSICAL ABUSE": ("excessive_force", 0.95),
    "VERBAL ABUSE": ("discourtesy", 0.8),
    "UNPROFESSIONAL CONDUCT": ("discourtesy", 0.7),
    "HARASSMENT": ("harassment", 0.6),
    "LACK OF SERVICE": ("neglect_of_duty", 0.85),
    "DOMESTIC": ("domestic", 0.9),
    "FALSIFICATION": ("dishonesty", 0.9),
    "SEXUAL CRIME/MISCONDUCT": ("sexual_misconduct", 0.95),
    "CRIMINAL ALLEGATION": ("criminal_conduct", 0.6),
    "CIVIL RIGHTS COMPLAINT": ("biased_policing", 0.7),
}


@dataclass(frozen=True, slots=True)
class Example:
    """One text to learn from. `aims` and `weights` have one number for each of `LABELS`; weight 0 is not counted.

    `about` is shared by a narrative and its rendering, so that both are held back or neither is.
    """

    about: str
    source: str
    language: str
    text: str
    aims: Numbers
    weights: Numbers
    facts: tuple[Fact, ...] | None


def held_back(about: str) -> bool:
    """Whether this narrative is in the fifth that is held back, by its name: the same on every machine."""
    return int(sha256(about.encode()).hexdigest(), 16) % 5 == 0


def ours(rows: Sequence[Row]) -> Iterator[Example]:
    """The narratives of this project, each followed by its rendering."""
    for row in rows:
        aims, weights = aims_of(row)
        yield Example(row.id, "told", row.language, row.text, aims, weights, row.facts)
        if row.rendering is not None:
            told = row.rendering
            yield Example(row.id, "rendered", told.language, told.text, aims, weights, told.facts)


def own(rows: Sequence[Row]) -> Iterator[Example]:
    """An agency's confirmed cases, without the marks of what was blacked out: no text that is read has any."""
    for row in rows:
        aims, weights = aims_of(row)
        yield Example(row.id, "own", row.language, unmarked(row.text), aims, weights, None)


def clerks(folder: Path) -> Iterator[Example]:
    """The complaints in a clerk's words that were labelled for this project."""
    for row in corpus.clerks(folder):
        aims, weights = aims_of(row)
        yield Example(row.id, "clerk", "en", row.text, aims, weights, None)


def city(folder: Path, patterns: Callable[[str], frozenset[str]]) -> Iterator[Example]:
    """The other complaints: the city's labels, and what the phrase patterns find in each text.

    What neither says counts a quarter: it may well be alleged.
    """
    known = {row.text for row in corpus.clerks(folder)}
    for _, line in corpus.lines(folder / corpus.CLERKS):
        read = json.loads(line)
        if read["text"] in known:
            continue
        aims = np.zeros(len(LABELS), np.float32)
        weights = np.array([_LEFT_OUT if name.startswith("conduct.") else 0.0 for name in LABELS], np.float32)
        given = [_CITY[label] for label in read["city_labels"] if label in _CITY]
        given += [(name.removeprefix("conduct."), 0.85) for name in sorted(patterns(read["text"]))]
        for label, sure in given:
            at = LABELS.index(f"conduct.{label}")
            aims[at], weights[at] = max(aims[at], sure), 1.0
        yield Example(read["id"], "city", "en", read["text"], aims, weights, None)


def masked(each: Example) -> Example:
    """The same without the labels' own names: three of four clerks' texts have them, people's texts do not."""
    text = each.text
    for pattern in corpus.own_names(each.language).values():
        text = pattern.sub(MASK, text)
    return replace(each, text=text, facts=None)


def with_masks(found: Sequence[Example]) -> list[Example]:
    """All of them, and each of a clerk's once more without the labels' own names, nothing in their place.

    For whoever counts words: to them the mask would be a word that tells of a complaint.
    """
    hidden = (masked(each) for each in found if each.source in BY_CLERKS)
    return [*found, *(replace(each, text=each.text.replace(MASK, " ")) for each in hidden)]


def parted(found: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """What four fifths are taught on, and what is held back for weighing: only what people or this project told."""
    learnt = [each for each in found if not held_back(each.about)]
    return learnt, [each for each in found if held_back(each.about) and each.source in ("told", "own", "clerk")]


def stacked(found: Sequence[Example]) -> tuple[Numbers, Numbers]:
    """Aims and weights of these examples, (examples, labels) each."""
    return np.stack([each.aims for each in found]), np.stack([each.weights for each in found])


def aims_of(row: Row) -> tuple[Numbers, Numbers]:
    """One number for each of `LABELS`, and which of them this source says anything about."""
    aims, weights = np.zeros(len(LABELS), np.float32), np.zeros(len(LABELS), np.float32)
    for at, name in enumerate(LABELS[:-1]):
        group, label = name.split(".")
        weights[at] = group in row.labels
        aims[at] = label in row.labels.get(group, ())
    aims[-1], weights[-1] = bool(row.not_a_complaint), row.not_a_complaint is not None
    return aims, weights
