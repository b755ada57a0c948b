"""The taught encoder at work: a text in, what each of its pieces says for each label and each kind of fact out.

Loads what `python -m nlp.train` wrote, with onnxruntime and tokenizers; no torch. Knows nothing of spaCy, nor of what
the numbers are made into: that is `weighing` and `tags`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from nlp.grams import Numbers
from nlp.reading import FACT_KINDS

SHAPES: Final = 7
TAGS: Final = ("", *(f"{place} {kind}" for kind in FACT_KINDS for place in ("first", "further")))
"""What a piece can be: nothing, the first piece of a fact, or a further one."""

ENDS: Final = (101, 102)
"""What stands before and after every text: the places of [CLS] and [SEP] in the published list of pieces."""

NETWORK: Final = "network.onnx"
PIECES: Final = {"en": "pieces.txt", "es": "pieces_es.txt"}

WINDOW: Final = 254
_STRIDE = 190
_AT_ONCE = 4
_MOST_WINDOWS = 24


@dataclass(frozen=True, slots=True)
class Heard:
    """What the network says about one text.

    `pieces` are (start, end) characters; `logits` has a number for each label, the scope last, `given` (labels, pieces)
    what each piece gave to it where the label was heard best, `tags` (pieces, tags) how likely each tag is.
    """

    pieces: tuple[tuple[int, int], ...]
    logits: Numbers
    given: Numbers
    tags: Numbers


class Encoder:
    """A network and the pieces it knows. Safe to share between threads; keeps nothing of what it has read."""

    def __init__(self, folder: Path) -> None:
        """Load from the folder that training wrote. Raises OSError or an error of onnxruntime where it is not sound."""
        english, spanish = (
            folder.joinpath(PIECES[language]).read_text(encoding="utf-8").split() for language in ("en", "es")
        )
        self._tokenizers = {"en": tokenizer(english, ()), "es": tokenizer(english, spanish)}
        options = onnxruntime.SessionOptions()
        # One core for one reading: the others are needed by the people who write meanwhile.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Memory for the longest text ever read would otherwise be kept for ever.
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(str(folder / NETWORK), options, providers=["CPUExecutionProvider"])

    def hear(self, text: str, language: str) -> Heard:
        """Read one text, cut as its language ("en" or "es") is cut; a very long one in overlapping windows.

        A label is heard where one window says so; the last number, the scope's, where every window does, for a text is
        about nothing served only if all of it is. After 24 windows, some 3,500 words, nothing is heard.
        """
        encoded = self._tokenizers[language].encode(text, add_special_tokens=False)
        ids, offsets = encoded.ids, encoded.offsets
        starts = starts_of(len(ids))
        reach = starts[-1] + WINDOW
        ids, offsets = ids[:reach], offsets[:reach]
        shapes = [shape(text[start:end]) for start, end in offsets]
        logits: Numbers | None = None
        given = tags = np.zeros((0, 0), np.float32)
        middle = np.full(len(ids), -1.0)
        for part, (heard, gave, tagged) in zip(starts, self._windows(ids, shapes, starts, language), strict=True):
            length = gave.shape[1] - 2
            if logits is None:
                logits = np.array([*np.full(len(heard) - 1, -np.inf), np.inf], np.float32)
                given = np.zeros((len(heard), len(ids)), np.float32)
                tags = np.zeros((len(ids), tagged.shape[1]), np.float32)
            better = heard > logits
            better[-1] = heard[-1] < logits[-1]
            logits[better] = heard[better]
            given[better] = 0.0
            given[better, part : part + length] = gave[better, 1:-1]
            # Where two windows overlap, a piece is tagged by the one in whose middle it is.
            place = np.arange(length)
            depth = np.minimum(place, length - 1 - place).astype(float)
            nearer = depth > middle[part : part + length]
            middle[part : part + length][nearer] = depth[nearer]
            tags[part : part + length][nearer] = tagged[1:-1][nearer]
        assert logits is not None
        return Heard(tuple(offsets), logits, given, _likely(tags))

    def _windows(
        self, ids: Sequence[int], shapes: Sequence[int], starts: Sequence[int], language: str
    ) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
        first, last = ENDS
        for at in range(0, len(starts), _AT_ONCE):
            parts = starts[at : at + _AT_ONCE]
            heard, gave, tagged = self._session.run(
                ["logits", "given", "tags"],
                {
                    "ids": np.array([[first, *ids[part : part + WINDOW], last] for part in parts], np.int64),
                    "shapes": np.array([[0, *shapes[part : part + WINDOW], 0] for part in parts], np.int64),
                    "languages": np.full(len(parts), int(language == "es"), np.int64),
                },
            )
            yield from zip(heard, gave, tagged, strict=True)


def starts_of(pieces: int) -> list[int]:
    """Where the windows of so many pieces begin; all are equally long, the last may overlap more than the others."""
    found = [0]
    while found[-1] + WINDOW < pieces and len(found) < _MOST_WINDOWS:
        found.append(min(found[-1] + _STRIDE, pieces - WINDOW))
    return found


def tokenizer(english: Sequence[str], spanish: Sequence[str]) -> Tokenizer:
    """Cuts a text into pieces; with `spanish` those come first, and the English ones serve what they do not know.

    The number of a piece is its place in `english` followed by `spanish`.
    """
    numbers = {piece: number for number, piece in enumerate([*english, *spanish])}
    made = Tokenizer(models.WordPiece(numbers))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.add_special_tokens(["[MASK]"])
    return made


def shape(word: str) -> int:
    """How a piece is written, which the encoder itself cannot see: 0 is nothing, such as the beginning."""
    if not word:
        return 0
    if word.isdigit():
        return 1
    if not any(char.isalnum() for char in word):
        return 2
    if any(char.isdigit() for char in word):
        return 3
    if word.islower():
        return 4
    return 5 if len(word) == 1 or not word.isupper() else 6


def _likely(logits: Numbers) -> Numbers:
    if not logits.size:
        return logits
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    likely: Numbers = shifted / shifted.sum(axis=1, keepdims=True)
    return likely
