"""What people made of the reader's suggestions: counted, and as labels to learn from.

Called by `bot.desk.overrides` and `bot.desk.training_export`. The reader's own vocabulary is handed in: the rules know
no reader.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from bot.casework.agency import Agency
from bot.casework.outcome import CONFIRMED

SUGGESTED, REJECTED = "suggested", "rejected"
BANDS: Final = (0.85, 0.6)
"""From which score on a suggestion is very likely, and likely, as the card says it; the rest is possible."""


class DecidedLike(Protocol):
    """An allegation as it is stored, by shape; it has no labels where a person added it."""

    @property
    def code(self) -> str: ...
    @property
    def labels(self) -> Sequence[str]: ...
    @property
    def score(self) -> float: ...
    @property
    def state(self) -> str: ...


@dataclass(slots=True)
class Count:
    """How many suggestions people confirmed, rejected or left, and how often they added what nobody had suggested."""

    confirmed: int = 0
    rejected: int = 0
    undecided: int = 0
    added: int = 0

    @property
    def suggested(self) -> int:
        """All that the reader suggested, decided or not."""
        return self.confirmed + self.rejected + self.undecided

    @property
    def changed(self) -> float | None:
        """Which part of what was decided was rejected; None where nothing was decided."""
        decided = self.confirmed + self.rejected
        return self.rejected / decided if decided else None

    def note(self, state: str) -> None:
        """Count one suggestion by what became of it."""
        if state == SUGGESTED:
            self.undecided += 1
        elif state == REJECTED:
            self.rejected += 1
        else:
            self.confirmed += 1


@dataclass
class Overrides:
    """Adds up the allegations of many cases, one after the other, so that none has to be kept.

    `labels` counts by (label, language of the case), under the agency's code where no one label stands for what was
    added. `bands` counts each suggestion once, by its score; of several labels at once each counts in `labels`.
    """

    labels: dict[tuple[str, str], Count] = field(default_factory=dict)
    bands: tuple[Count, ...] = field(default_factory=lambda: tuple(Count() for _ in (*BANDS, 0.0)))

    def add(self, agency: Agency, language: str, each: DecidedLike) -> None:
        """Count one allegation of a case; one that was added and then rejected never was the reader's: nothing."""
        for label in each.labels:
            self._of(label, language).note(each.state)
        if each.labels:
            self.bands[_band(each.score)].note(each.state)
        elif each.state in CONFIRMED:
            self._of(only_label(agency, each.code) or each.code, language).added += 1

    def _of(self, label: str, language: str) -> Count:
        return self.labels.setdefault((label, language), Count())


def only_label(agency: Agency, code: str) -> str | None:
    """Return the label that an allegation of this agency means; None where several do, or none."""
    labels = agency.allegations[code].labels if code in agency.allegations else ()
    return labels[0] if len(labels) == 1 else None


def learnt(
    agency: Agency, allegations: Iterable[DecidedLike], read: Collection[str], groups: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return the labels that people confirmed in one case, by group; empty where there are none, or one waits.

    `read` are all labels the reader saw, `groups` says of each label in which group it is. Whoever learns takes a group
    for complete: a label that is not in it was not alleged. So a group is left out where nobody decided about any label
    of it, and where its labels cannot all be known.
    """
    decided = list(allegations)
    if any(each.state == SUGGESTED for each in decided):
        return {}
    said = {label for each in decided if each.state in CONFIRMED for label in _meant(agency, each)}
    asked = {label for each in decided for label in each.labels} | said
    unsure = {groups.get(label) for label in _unknown(agency, decided, read, groups)}
    whole = {groups[label] for label in asked & groups.keys()} - unsure
    found = {
        group: sorted(label for label in said if groups.get(label) == group)
        for group in dict.fromkeys(groups.values())
        if group in whole
    }
    return found if any(found.values()) else {}


def _meant(agency: Agency, each: DecidedLike) -> tuple[str, ...]:
    label = only_label(agency, each.code)
    return tuple(each.labels) or ((label,) if label else ())


def _unknown(
    agency: Agency, decided: Iterable[DecidedLike], read: Iterable[str], groups: Iterable[str]
) -> Iterator[str]:
    """Labels that may be alleged or not: nobody was asked about one the office ignores, or which of several it is."""
    yield from (label for label in read if agency.allegation_for(label) is None)
    for each in decided:
        if each.state in CONFIRMED and not _meant(agency, each):
            kind = agency.allegations.get(each.code)
            yield from kind.labels if kind else groups


def _band(score: float) -> int:
    return next((number for number, least in enumerate(BANDS) if score >= least), len(BANDS))
