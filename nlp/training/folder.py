"""The folder that a training writes: signed with the digests of its parts, and put in the place of the one before."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from nlp import corpus
from nlp.classifier import MANIFEST, PARTS


def may_replace(folder: Path) -> None:
    """Raise ValueError where there is a folder that holds something else than a model."""
    if folder.exists() and not folder.joinpath(MANIFEST).exists() and any(folder.iterdir()):
        raise ValueError(f"{folder} holds something else than a model; name a folder that does not exist yet")


def put(new: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one, which stays where it is if that fails. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix=f"{folder.name}.", dir=folder.parent) as beside:
        old = Path(beside) / "old"
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise


def beside(folder: Path) -> Path:
    """A new, empty folder on the same disk, to write into."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))


def sign(folder: Path, about: Mapping[str, Any] | None = None) -> None:
    """Write what the model is made of, and `about`: what it was taught on, or what was written before."""
    about = json.loads(folder.joinpath(MANIFEST).read_text("utf-8")) if about is None else about
    manifest = {
        **about,
        "files": {part: sha256(folder.joinpath(part).read_bytes()).hexdigest() for part in PARTS},
        "lines_drawn_on": {path.name: sha256(path.read_bytes()).hexdigest() for path in corpus.development()},
    }
    folder.joinpath(MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
