"""Teach the network: Spanish beside English first, then labels and facts from all examples together."""

from __future__ import annotations

import copy
import math
import random
import time
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from nlp.training.batches import TEXTS, Batch, Cut, batches, beginning, in_turn, together
from nlp.training.network import Encoder, Network

Say = Callable[[str], None]

BESIDE_RATE = 3e-4
RATE = 1.5e-4
HEAD_RATE = 2e-3
FACTS_WEIGH = 0.15
_WARM = 0.06
_KEPT = 0.998
_LONGEST_STEP = 1.0


def beside(
    encoder: Encoder, teacher: Encoder, pairs: Sequence[tuple[Cut, Cut]], rounds: int, seed: int, say: Say
) -> None:
    """Move what the encoder makes of each Spanish text to what the teacher makes of the same in English."""
    dice = random.Random(seed)  # noqa: S311 - a draw that can be repeated is wanted
    where = {
        id(ours): aim
        for ours, aim in zip([one for one, _ in pairs], means(teacher, [other for _, other in pairs]), strict=True)
    }
    optimizer = torch.optim.AdamW(encoder.parameters(), lr=BESIDE_RATE, weight_decay=0.0, fused=True)
    steps = rounds * math.ceil(len(pairs) / TEXTS)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    encoder.train()
    progress = Progress(say, "beside English", steps)
    for _ in range(rounds):
        order = sorted((ours for ours, _ in pairs), key=lambda each: len(each.ids) + dice.random() * 10)
        groups = [order[at : at + TEXTS] for at in range(0, len(order), TEXTS)]
        dice.shuffle(groups)
        for group in groups:
            batch = together([beginning(each) for each in group])
            mean = _mean(encoder(batch.ids, batch.languages, batch.there), batch.there)
            aim = torch.stack([where[id(each)] for each in group])
            loss = 1.0 - nn.functional.cosine_similarity(mean, aim).mean() + (mean - aim).square().sum(1).mean() * 0.05
            _step(loss, optimizer, encoder)
            schedule.step()
            progress.step(loss)


def teach(
    network: Network, draw: Callable[[int], Sequence[Cut]], rounds: int, seed: int, say: Say, *, rate: float = 1.0
) -> Network:
    """Fit labels and facts; `draw` gives the examples of a round. Returns the running mean of the weights."""
    dice = random.Random(seed)  # noqa: S311 - a draw that can be repeated is wanted
    kept = copy.deepcopy(network).eval()
    optimizer = torch.optim.AdamW(_groups(network), lr=RATE, fused=True)
    planned = [list(batches(draw(number), dice)) for number in range(rounds)]
    steps = sum(map(len, planned))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate * _rate(step, steps))
    progress = Progress(say, "labels and facts", steps)
    network.train()
    for number, group in enumerate(group for part in planned for group in part):
        loss = loss_of(network, together(group))
        _step(loss, optimizer, network)
        schedule.step()
        progress.step(loss)
        _keep(kept, network, min(_KEPT, (1 + number) / (10 + number)))
    return kept


def loss_of(network: Network, batch: Batch) -> Tensor:
    """How far from the labels that somebody gave, and from the marked facts."""
    logits, tags = heard(network, batch)
    apart = nn.functional.binary_cross_entropy_with_logits(logits, batch.aims, batch.weights, reduction="sum")
    found = nn.functional.cross_entropy(tags.flatten(0, 1), batch.tags.flatten(), reduction="sum")
    return (apart + FACTS_WEIGH * found) / len(batch.aims)


def heard(network: Network, batch: Batch) -> tuple[Tensor, Tensor]:
    """(texts, labels), a label where one window of the text says so, the scope where all do; the tags of each row."""
    given, tags = network(batch.ids, batch.languages, batch.there, batch.shapes)
    rows = given.sum(2) + network.bias
    if len(rows) == len(batch.aims):
        return rows, tags
    text = batch.texts[:, None].expand_as(rows)
    empty = rows.new_zeros(batch.aims.shape)
    one = empty.scatter_reduce(0, text, rows, "amax", include_self=False)
    every = empty.scatter_reduce(0, text, rows, "amin", include_self=False)
    return torch.cat([one[:, :-1], every[:, -1:]], dim=1), tags


class Progress:
    """Says every so often how far it is and how long it will take."""

    def __init__(self, say: Say, what: str, steps: int) -> None:
        self._say, self._what, self._steps = say, what, steps
        self._began = self._said = time.monotonic()
        self._done, self._loss = 0, 0.0

    def step(self, loss: Tensor) -> None:
        """One step is done."""
        self._done += 1
        self._loss += (loss.item() - self._loss) * max(0.01, 1 / self._done)
        now = time.monotonic()
        if now - self._said < 20 and self._done < self._steps:
            return
        self._said = now
        left = (now - self._began) / self._done * (self._steps - self._done)
        self._say(f"{self._what}: {self._done} of {self._steps}, loss {self._loss:.3f}, {left / 60:.0f} min to go")


def _step(loss: Tensor, optimizer: torch.optim.Optimizer, network: nn.Module) -> None:
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(network.parameters(), _LONGEST_STEP)
    optimizer.step()


def _groups(network: Network) -> list[dict[str, object]]:
    encoder = dict(network.encoder.named_parameters())
    table = [encoder.pop("word.weight")]
    others = [weight for name, weight in network.named_parameters() if not name.startswith("encoder.")]
    return [
        {"params": table, "lr": RATE, "weight_decay": 0.0},
        {"params": list(encoder.values()), "lr": RATE, "weight_decay": 0.01},
        {"params": others, "lr": HEAD_RATE, "weight_decay": 0.0},
    ]


@torch.no_grad()
def _keep(kept: nn.Module, network: nn.Module, share: float) -> None:
    torch._foreach_lerp_(list(kept.parameters()), list(network.parameters()), 1.0 - share)


def _rate(step: int, steps: int) -> float:
    warm = max(1, int(steps * _WARM))
    return (step + 1) / warm if step < warm else 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


@torch.no_grad()
def means(encoder: Encoder, cuts: Sequence[Cut]) -> Tensor:
    """(texts, width): the mean of what the encoder makes of the pieces with which each text begins."""
    encoder.eval()
    return in_turn(cuts, lambda batch: _mean(encoder(batch.ids, batch.languages, batch.there), batch.there))


def _mean(words: Tensor, there: Tensor) -> Tensor:
    share = there.to(words.dtype)[:, :, None]
    return (words * share).sum(1) / share.sum(1)
