"""The network that is taught: a small BERT encoder, a reading of its words for each label, and a tag for each word.

The logit of a label is a sum over the words of the text, so what each word gave to it can be shown as evidence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from nlp.encoder import SHAPES


@dataclass(frozen=True, slots=True)
class Size:
    """The shape of the encoder; the defaults are those of all-MiniLM-L6-v2."""

    words: int = 30522
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    places: int = 512


class _Rounded(torch.autograd.Function):
    """A linear map whose products are rounded to bfloat16: on processors that have it, twice as fast."""

    @staticmethod
    def forward(ctx: Any, given: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        rounded, weights = given.bfloat16().flatten(0, -2), weight.bfloat16()
        ctx.save_for_backward(rounded, weights)
        return (nn.functional.linear(rounded, weights).float() + bias).unflatten(0, given.shape[:-1])

    @staticmethod
    def backward(ctx: Any, *slopes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        rounded, weights = ctx.saved_tensors
        slope = slopes[0].flatten(0, -2)
        steep = slope.bfloat16()
        return (
            (steep @ weights).float().unflatten(0, slopes[0].shape[:-1]),
            (steep.T @ rounded).float(),
            slope.sum(0),
        )


class Linear(nn.Linear):
    """A linear map; exact when it reads, rounded (`_Rounded`) when it learns."""

    def forward(self, input: Tensor) -> Tensor:
        """As `nn.Linear`."""
        return _Rounded.apply(input, self.weight, self.bias) if self.training else super().forward(input)


class Dropout(nn.Module):
    """Leaves out the same places of the width for every word of a text; drawing one for each word takes too long."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, words: Tensor) -> Tensor:
        """`words` is (texts, words, width)."""
        if not self.training or not self.share:
            return words
        kept = torch.rand(words.shape[0], 1, words.shape[2]) >= self.share
        return words * (kept / (1.0 - self.share))


class Layer(nn.Module):
    """One layer of BERT: every word looks at every other, then thinks by itself."""

    def __init__(self, size: Size, dropout: float) -> None:
        super().__init__()
        self.heads = size.heads
        self.query = Linear(size.width, size.width)
        self.key = Linear(size.width, size.width)
        self.value = Linear(size.width, size.width)
        self.out = Linear(size.width, size.width)
        self.after_attention = nn.LayerNorm(size.width, eps=1e-12)
        self.inner = Linear(size.width, size.inner)
        self.outer = Linear(size.inner, size.width)
        self.after_thought = nn.LayerNorm(size.width, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, words: Tensor, hidden: Tensor) -> Tensor:
        """`words` is (texts, words, width); `hidden` is added to the attention: minus infinity where nothing stands."""
        seen = self._split(self.query(words)) @ self._split(self.key(words)).transpose(2, 3)
        weights = torch.softmax(seen / math.sqrt(words.shape[2] // self.heads) + hidden, dim=3)
        mixed = (weights @ self._split(self.value(words))).transpose(1, 2).flatten(2)
        words = self.after_attention(words + self.dropout(self.out(mixed)))
        thought = self.outer(nn.functional.gelu(self.inner(words)))
        return self.after_thought(words + self.dropout(thought))

    def _split(self, words: Tensor) -> Tensor:
        return words.unflatten(2, (self.heads, words.shape[2] // self.heads)).transpose(1, 2)


class Encoder(nn.Module):
    """BERT without its pooler. A text's language stands where BERT had its two segments."""

    def __init__(self, size: Size, dropout: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(size.words, size.width)
        self.place = nn.Embedding(size.places, size.width)
        self.language = nn.Embedding(2, size.width)
        self.norm = nn.LayerNorm(size.width, eps=1e-12)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(size, dropout) for _ in range(size.layers))

    def forward(self, ids: Tensor, languages: Tensor, there: Tensor) -> Tensor:
        """(texts, words, width) from piece ids (texts, words), languages (texts,) and which words are there."""
        places = torch.arange(ids.shape[1], device=ids.device)
        words = self.word(ids) + self.place(places)[None] + self.language(languages)[:, None]
        words = self.dropout(self.norm(words))
        hidden = (1.0 - there.to(words.dtype))[:, None, None, :] * -1e9
        for layer in self.layers:
            words = layer(words, hidden)
        return words


class Network(nn.Module):
    """The encoder, one attentive reading for each label, and a tag for each piece."""

    def __init__(self, size: Size, labels: int, tags: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(size, dropout)
        self.dropout = Dropout(dropout)
        self.look = nn.Parameter(torch.zeros(labels, size.width))
        self.weigh = nn.Parameter(torch.randn(labels, size.width) * 0.02)
        self.bias = nn.Parameter(torch.full((labels,), -3.0))
        self.shape = nn.Embedding(SHAPES, 32)
        self.tag = nn.Sequential(nn.Linear(size.width + 32, 128), nn.GELU(), nn.Linear(128, tags))

    def forward(self, ids: Tensor, languages: Tensor, there: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        """What each piece gives to each label (texts, labels, pieces), whose sum with `bias` is the logit; its tags."""
        words = self.dropout(self.encoder(ids, languages, there))
        given = self.given(words, there)
        tags = self.tag(torch.cat([words, self.shape(shapes)], dim=2))
        return given, tags

    def given(self, words: Tensor, there: Tensor) -> Tensor:
        """The share of the attention of each label times what the piece says for it."""
        hidden = (1.0 - there.to(words.dtype))[:, None, :] * -1e9
        looked = torch.softmax(self.look @ words.transpose(1, 2) + hidden, dim=2)
        return looked * (self.weigh @ words.transpose(1, 2))


def from_bert(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The published weights under the names of `Encoder`."""
    names = {
        "embeddings.word_embeddings.weight": "word.weight",
        "embeddings.position_embeddings.weight": "place.weight",
        "embeddings.token_type_embeddings.weight": "language.weight",
        "embeddings.LayerNorm.weight": "norm.weight",
        "embeddings.LayerNorm.bias": "norm.bias",
    }
    parts = {
        "attention.self.query": "query",
        "attention.self.key": "key",
        "attention.self.value": "value",
        "attention.output.dense": "out",
        "attention.output.LayerNorm": "after_attention",
        "intermediate.dense": "inner",
        "output.dense": "outer",
        "output.LayerNorm": "after_thought",
    }
    found: dict[str, Tensor] = {}
    for name, tensor in weights.items():
        if name in names:
            found[names[name]] = tensor
        elif name.startswith("encoder.layer."):
            _, _, number, rest = name.split(".", 3)
            part, _, kind = rest.rpartition(".")
            found[f"layers.{number}.{parts[part]}.{kind}"] = tensor
    # English is what the published weights know as their first segment; both languages begin from it.
    found["language.weight"] = found["language.weight"][[0, 0]].clone()
    return found
