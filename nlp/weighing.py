"""From what encoder, grams and phrase patterns say to how sure the reader is: a calibrated chance for each label.

The numbers are learnt on narratives that neither encoder nor grams had seen (`nlp.training.calibration`); they lie
beside the model.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

FILE = "weighing.json"
SCOPE = "scope.not_a_complaint"
OVERRULES = 0.8
"""From this chance on a label stands although the text seems to be about nothing served."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How one label is weighed.

    The log odds are the sum of `bias`, `logit` times what the encoder heard, `gram` times what the grams say, `pattern`
    where a phrase fits, `denied` where phrases fit and are taken back, and `spanish` in Spanish. The label stands from
    the chance `threshold` on.
    """

    bias: float
    logit: float
    gram: float
    pattern: float
    denied: float
    spanish: float
    threshold: float

    def chance(self, logit: float, gram: float, fits: int, language: str) -> float:
        """How likely the label is, 0 to 1; `fits` is 1 where a phrase fits, -1 where all that fit are taken back."""
        said = self.bias + self.logit * logit + self.gram * gram + self.spanish * (language == "es")
        said += self.pattern if fits > 0 else self.denied if fits < 0 else 0.0
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, said))))


class Weighing:
    """The weights of every label in the order of the encoder's numbers."""

    def __init__(self, labels: Mapping[str, Weights]) -> None:
        self.labels = dict(labels)

    @classmethod
    def load(cls, folder: Path) -> Weighing:
        """Read what training wrote. Raises OSError or ValueError where it is missing or not sound."""
        try:
            read = json.loads(folder.joinpath(FILE).read_text(encoding="utf-8"))
            labels = {name: Weights(**{key: float(of) for key, of in each.items()}) for name, each in read.items()}
        except (AttributeError, TypeError, ValueError) as fault:
            raise ValueError(f"{FILE} does not hold what the reader needs") from fault
        if not all(map(math.isfinite, (value for each in labels.values() for value in astuple(each)))):
            raise ValueError(f"{FILE} holds what is no number")
        return cls(labels)

    def save(self, folder: Path) -> None:
        """Write it beside the model."""
        written = {
            name: {key: round(value, 4) for key, value in asdict(each).items()} for name, each in self.labels.items()
        }
        folder.joinpath(FILE).write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")

    def chances(
        self, logits: Collection[float], grams: Collection[float], fitting: Mapping[str, int], language: str
    ) -> dict[str, float]:
        """How likely each label is; `fitting` is what the phrases say of it, as `Weights.chance` takes it."""
        return {
            name: weights.chance(logit, gram, fitting.get(name, 0), language)
            for (name, weights), logit, gram in zip(self.labels.items(), logits, grams, strict=True)
        }

    def decide(self, chances: Mapping[str, float]) -> tuple[tuple[str, ...], bool]:
        """The labels that stand, and whether nothing in the text is for a served agency.

        Where the text is likely out of scope only safety labels and very likely others stand.
        """
        outside = chances[SCOPE] >= self.labels[SCOPE].threshold
        standing = [
            name
            for name, chance in chances.items()
            if name != SCOPE
            and chance >= (self.labels[name].threshold if name.startswith("safety.") or not outside else OVERRULES)
        ]
        told = any(not name.startswith("safety.") for name in standing)
        return tuple(standing), outside and not told
