"""From the reader's labels to an agency's own allegations: suggestions for staff, called by the desk when it files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from bot.casework.agency import Agency

NEARLY: Final = 8
"""So many characters between two quotations are quoted with them: “want to kill myself”, not “want” and “kill”."""


class EvidenceLike(Protocol):
    """Which characters of the narrative a label rests on."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class LabelLike(Protocol):
    """One thing the reader sees in a narrative, and how sure it is."""

    @property
    def group(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def evidence(self) -> Sequence[EvidenceLike]: ...


class FactLike(Protocol):
    """One thing that the reader found in a narrative, and where."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class ReadingLike(Protocol):
    """What the reader says, by shape: the rules know no reader."""

    @property
    def language(self) -> str: ...
    @property
    def labels(self) -> Sequence[LabelLike]: ...
    @property
    def facts(self) -> Sequence[object]: ...
    @property
    def out_of_scope(self) -> bool: ...
    @property
    def by(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Allegation:
    """One suggested allegation: the labels behind it, the best score, the words it rests on, and why."""

    code: str
    labels: tuple[str, ...]
    score: float
    spans: tuple[tuple[int, int], ...]
    because: str


def propose(agency: Agency, reading: ReadingLike) -> tuple[Allegation, ...]:
    """Return the agency's allegations that the labels point to, the surest first; ignored labels give none."""
    behind: dict[str, list[LabelLike]] = {}
    for label in reading.labels:
        code = agency.allegation_for(label.label)
        if code is not None:
            behind.setdefault(code, []).append(label)
    proposed = (_merged(code, labels) for code, labels in behind.items())
    return tuple(sorted(proposed, key=lambda each: (-each.score, each.code)))


def _merged(code: str, labels: Sequence[LabelLike]) -> Allegation:
    surest = sorted(labels, key=lambda each: (-each.score, each.label))
    spans = {(words.start, words.end) for label in labels for words in label.evidence}
    return Allegation(
        code=code,
        labels=tuple(dict.fromkeys(each.label for each in surest)),
        score=surest[0].score,
        spans=joined(spans),
        because="said: " + ", ".join(f"{each.label} {each.score:.2f}" for each in surest),
    )


def joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the same words in the order of the text, those that overlap or nearly meet made one quotation."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1] + NEARLY:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
