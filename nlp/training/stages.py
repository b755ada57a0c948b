"""What takes long is kept when it is made, so that a stopped training goes on from there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import torch

from nlp.training.fit import Say
from nlp.training.network import Network

Made = TypeVar("Made")


class Stages:
    """What takes long, kept when it is made, so that a stopped training of the same plan and examples goes on there."""

    def __init__(self, folder: Path | None, digest: str, say: Say) -> None:
        self._folder = folder
        self._digest = digest
        self._say = say

    def network(self, name: str, empty: Network, make: Callable[[], Network]) -> Network:
        """Made, or read into `empty`."""

        def read(path: Path) -> Network:
            empty.load_state_dict(torch.load(path, weights_only=True))
            return empty.eval()

        def write(made: Network, path: Path) -> None:
            torch.save(made.state_dict(), path)

        return self._once(f"{name}-{self._digest[:12]}.pt", make, write, read)

    def words(self, name: str, make: Callable[[], list[str]]) -> list[str]:
        """A list of words: which of two equally frequent pieces is taken differs from run to run."""

        def write(words: list[str], path: Path) -> None:
            path.write_text("\n".join(words) + "\n", encoding="utf-8")

        return self._once(f"{name}-{self._digest[:12]}.txt", make, write, lambda path: path.read_text("utf-8").split())

    def _once(
        self, name: str, make: Callable[[], Made], write: Callable[[Made, Path], None], read: Callable[[Path], Made]
    ) -> Made:
        if self._folder is None:
            return make()
        path = self._folder / name
        if path.exists():
            self._say(f"taking {name} as it was kept")
            return read(path)
        made = make()
        self._folder.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{name}.new")
        write(made, half)
        half.rename(path)
        return made
