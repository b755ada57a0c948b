"""Examples cut into pieces and put together into batches of about the same length, long ones in windows."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from tokenizers import Tokenizer
from torch import Tensor

from nlp.encoder import ENDS, TAGS, WINDOW, shape, starts_of
from nlp.reading import Fact
from nlp.training.examples import Example

TEXTS = 16
_MOST_PIECES = 2_560
_NO_TAG = -100


@dataclass(frozen=True, slots=True)
class Cut:
    """One example as numbers: pieces, how each is written and its tag (-100 where facts were not marked)."""

    example: Example
    ids: list[int]
    shapes: list[int]
    tags: list[int]


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of several texts, a row for each window, filled up to the longest of them.

    `texts` says of each row which text it is part of; `aims` and `weights` have a row for each text.
    """

    texts: Tensor
    ids: Tensor
    languages: Tensor
    there: Tensor
    shapes: Tensor
    tags: Tensor
    aims: Tensor
    weights: Tensor


def cut(examples: Sequence[Example], tokenizers: dict[str, Tokenizer]) -> list[Cut]:
    """Every example in pieces, whole."""
    found = []
    for each in examples:
        encoded = tokenizers[each.language].encode(each.text, add_special_tokens=False)
        shapes = [shape(each.text[start:end]) for start, end in encoded.offsets]
        found.append(Cut(each, encoded.ids, shapes, tags(encoded.offsets, each.facts)))
    return found


def tags(offsets: Sequence[tuple[int, int]], facts: Sequence[Fact] | None) -> list[int]:
    """The tag of each piece: the first of a fact, one further on, or none."""
    if facts is None:
        return [_NO_TAG] * len(offsets)
    found = [TAGS.index("")] * len(offsets)
    for fact in facts:
        inside = [
            at for at, (start, end) in enumerate(offsets) if start < end and start < fact.end and end > fact.start
        ]
        for place, at in enumerate(inside):
            found[at] = TAGS.index(f"{'further' if place else 'first'} {fact.kind}")
    return found


def windows(each: Cut) -> list[Cut]:
    """The parts of a text that are heard one by one, as the encoder hears them."""
    return [_part(each, start) for start in starts_of(len(each.ids))]


def beginning(each: Cut) -> Cut:
    """The first window alone."""
    return _part(each, 0)


def batches(cuts: Sequence[Cut], dice: random.Random) -> Iterator[list[Cut]]:
    """All of them once, in a random order, those that go `together` about equally long."""
    order = list(cuts)
    dice.shuffle(order)
    for at in range(0, len(order), TEXTS * 50):
        part = sorted(order[at : at + TEXTS * 50], key=lambda each: len(each.ids))
        groups = list(_groups(part))
        dice.shuffle(groups)
        yield from groups


def in_turn(cuts: Sequence[Cut], hear: Callable[[Batch], Tensor]) -> Tensor:
    """What `hear` says of the beginning of each text, in the order given; asked of equally long ones together."""
    order = sorted(range(len(cuts)), key=lambda at: len(cuts[at].ids))
    groups = [order[at : at + TEXTS] for at in range(0, len(order), TEXTS)]
    said = [hear(together([beginning(cuts[at]) for at in group])) for group in groups]
    return torch.cat(said)[torch.tensor(order).argsort()]


def _groups(part: Sequence[Cut]) -> Iterator[list[Cut]]:
    group: list[Cut] = []
    rows = 0
    for each in part:
        more = len(starts_of(len(each.ids)))
        if group and (len(group) == TEXTS or min(WINDOW, len(each.ids)) * (rows + more) > _MOST_PIECES):
            yield group
            group, rows = [], 0
        group.append(each)
        rows += more
    if group:
        yield group


def together(group: Sequence[Cut]) -> Batch:
    """One batch of these texts."""
    parts = [(at, part) for at, each in enumerate(group) for part in windows(each)]
    length = max(len(part.ids) for _, part in parts)

    def filled(rows: Sequence[Sequence[int]], ends: tuple[int, int], empty: int) -> Tensor:
        return torch.tensor([[ends[0], *row, ends[1], *[empty] * (length - len(row))] for row in rows])

    return Batch(
        texts=torch.tensor([at for at, _ in parts]),
        ids=filled([part.ids for _, part in parts], ENDS, 0),
        languages=torch.tensor([int(part.example.language == "es") for _, part in parts]),
        there=filled([[1] * len(part.ids) for _, part in parts], (1, 1), 0),
        shapes=filled([part.shapes for _, part in parts], (0, 0), 0),
        tags=filled([part.tags for _, part in parts], (_NO_TAG, _NO_TAG), _NO_TAG),
        aims=torch.tensor([each.example.aims.tolist() for each in group]),
        weights=torch.tensor([each.example.weights.tolist() for each in group]),
    )


def _part(each: Cut, start: int) -> Cut:
    here = slice(start, start + WINDOW)
    return replace(each, ids=each.ids[here], shapes=each.shapes[here], tags=each.tags[here])
