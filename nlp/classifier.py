"""The trained part of the reader: encoder and grams, how their numbers are weighed, and where the lines are drawn.

Loaded from the folder that `python -m nlp.train` writes; the pipeline asks it about one text at a time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from nlp import vocabulary
from nlp.encoder import NETWORK, PIECES, TAGS, Encoder, Heard
from nlp.grams import FILE as GRAMS
from nlp.grams import Grams, Numbers
from nlp.language import LANGUAGES
from nlp.weighing import FILE, SCOPE, Weighing

MANIFEST: Final = "manifest.json"
PARTS: Final = (NETWORK, *PIECES.values(), GRAMS, FILE)


class ModelUnreadable(Exception):
    """The trained model is missing or damaged; the message says which file and what to do."""


class Classifier:
    """What was learnt. Safe to share between threads; keeps nothing of what it has read."""

    def __init__(self, encoder: Encoder, grams: Grams, weighing: Weighing, name: str) -> None:
        self._encoder = encoder
        self._grams = grams
        self.weighing = weighing
        self._places = {label: at for at, label in enumerate(weighing.labels)}
        self.name = name
        """Tells one trained model from another, as `named` does."""

    @classmethod
    def load(cls, folder: Path | None = None) -> Classifier:
        """Load and check every file against the manifest. Raises ModelUnreadable."""
        folder = folder or shipped()
        try:
            digests = _signed(folder)
            for part in PARTS:
                if sha256(folder.joinpath(part).read_bytes()).hexdigest() != digests[part]:
                    raise ModelUnreadable(_advice(folder, f"{part} is damaged"))
            made = cls(Encoder(folder), Grams.load(folder), Weighing.load(folder), named(digests))
            made.check()
            return made
        except ModelUnreadable:
            raise
        except OSError as fault:
            missing = isinstance(fault, FileNotFoundError)
            why = "is missing" if missing else f"cannot be read ({type(fault).__name__})"
            raise ModelUnreadable(_advice(folder, f"{Path(fault.filename or folder).name} {why}")) from None
        except ValueError as fault:  # ours say what does not fit
            raise ModelUnreadable(_advice(folder, str(fault))) from None
        except Exception as fault:  # onnxruntime has errors of its own; none may stop the bot
            raise ModelUnreadable(_advice(folder, f"it cannot be read ({type(fault).__name__})")) from fault

    def check(self) -> None:
        """Raise ValueError unless network, grams, labels and tags belong together and to this version's vocabulary."""
        heard, _ = (self._encoder.hear("no \u2603", language) for language in LANGUAGES)
        if tuple(self.weighing.labels) != (*vocabulary.full_names(), SCOPE):
            raise ValueError("the labels are not those of this version")
        if len(heard.logits) != len(self.weighing.labels) or heard.tags.shape[1] != len(TAGS):
            raise ValueError("network and labels do not belong together")
        if len(self._grams.say("a")) != len(self.weighing.labels):
            raise ValueError("grams and labels do not belong together")

    def hear(self, text: str, language: str) -> Heard:
        """What the encoder says about a text of this language ("en" or "es")."""
        return self._encoder.hear(text, language)

    def chances(self, text: str, heard: Heard, fitting: Mapping[str, int], language: str) -> dict[str, float]:
        """How likely each label is; `fitting` is what the phrases say of it (`pipeline.fitting`)."""
        return self.weighing.chances(heard.logits.tolist(), self._grams.say(text).tolist(), fitting, language)

    def given(self, heard: Heard, label: str) -> Numbers:
        """What each piece gave to one label."""
        given: Numbers = heard.given[self._places[label]]
        return given


def named(digests: Mapping[str, str]) -> str:
    """The name of a model of these parts: the first letters of the digest of their digests."""
    return sha256("".join(digests[part] for part in PARTS).encode()).hexdigest()[:12]


def shipped() -> Path:
    """The folder of the model that belongs to this version."""
    return Path(str(files("nlp"))) / "model"


def _signed(folder: Path) -> dict[str, str]:
    """The digest of each part. Raises OSError, or ValueError where the manifest is none."""
    try:
        digests = json.loads(folder.joinpath(MANIFEST).read_text(encoding="utf-8"))["files"]
        return {part: str(digests[part]) for part in PARTS}
    except (KeyError, TypeError, ValueError, RecursionError):
        raise ValueError(f"{MANIFEST} does not name its parts") from None


def _advice(folder: Path, fault: str) -> str:
    anew = "or train it anew (python -m nlp.train)"
    restore = "Restore nlp/model from the release (git checkout -- nlp/model)"
    way = restore if folder == shipped() else f"Look at {folder}"
    return f"the reader's model cannot be used: {fault}. {way}, {anew}."
