"""Write the taught network as a small file that onnxruntime reads: whole numbers of eight bits for its weights."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from nlp.encoder import NETWORK, PIECES
from nlp.training.network import Network

_STEPS = 127.0


class _Table(nn.Module):
    """The table of pieces in eight bits, each row with a scale of its own."""

    def __init__(self, exact: Tensor) -> None:
        super().__init__()
        scale = exact.abs().amax(1, keepdim=True).clamp(min=1e-8) / _STEPS
        self.register_buffer("scale", scale)
        self.register_buffer("rounded", (exact / scale).round().to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        return self.rounded[ids].float() * self.scale[ids]  # type: ignore[index]


class _Shipped(nn.Module):
    """As `Network`, for texts of one length, and with the sums made."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.network.encoder.word = _Table(network.encoder.word.weight.detach())  # type: ignore[assignment]

    def forward(self, ids: Tensor, languages: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        given, tags = self.network(ids, languages, torch.ones_like(ids), shapes)
        return given.sum(2) + self.network.bias, given, tags


def ship(network: Network, english: Sequence[str], spanish: Sequence[str], folder: Path) -> None:
    """Write network and pieces into `folder`. The network is used up: its table is rounded."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(PIECES["en"]).write_text("\n".join(english) + "\n", encoding="utf-8")
    folder.joinpath(PIECES["es"]).write_text("\n".join(spanish) + "\n", encoding="utf-8")
    exact = folder / "exact.onnx"
    example = torch.ones(2, 8, dtype=torch.long), torch.zeros(2, dtype=torch.long), torch.zeros(2, 8, dtype=torch.long)
    both = {0: "texts", 1: "pieces"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Shipped(network).eval(),
            example,
            str(exact),
            dynamo=False,
            opset_version=17,
            input_names=["ids", "languages", "shapes"],
            output_names=["logits", "given", "tags"],
            dynamic_axes={
                "ids": both,
                "languages": {0: "texts"},
                "shapes": both,
                "logits": {0: "texts"},
                "given": {0: "texts", 2: "pieces"},
                "tags": both,
            },
        )
    heard = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        # Unsigned weights do not overflow on processors without VNNI.
        quantize_dynamic(
            exact, folder / NETWORK, op_types_to_quantize=["MatMul"], weight_type=QuantType.QUInt8, per_channel=True
        )
    finally:
        logging.disable(heard)
    exact.unlink()
