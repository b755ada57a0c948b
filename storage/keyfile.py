"""The key file that `storage.vault` works with: master keys by version, owner-readable only, never overwritten."""

import base64
import binascii
import json
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from storage.errors import KeyFileCorrupt, KeyFileExists, KeyFileExposed, KeyFileMissing

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Master keys by version, and the key of the blind index, which stays the same for life."""

    path: Path
    current: int
    keys: dict[int, bytes]
    index: bytes

    def __repr__(self) -> str:
        return f"KeyFile({str(self.path)!r}, current={self.current})"

    @classmethod
    def create(cls, path: Path | str) -> "KeyFile":
        """Make a new key file with one version; refuses where one lies already."""
        made = cls(Path(path), 1, {1: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))
        made.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_new(made.path, made._text())
        except FileExistsError:
            raise KeyFileExists(path=path) from None
        return made

    @classmethod
    def load(cls, path: Path | str) -> "KeyFile":
        """Read a key file; refuses one that is missing, damaged, or readable by others."""
        path = Path(path)
        try:
            mode = path.stat().st_mode & 0o777
            if mode & 0o077:
                raise KeyFileExposed(path=path, mode=f"{mode:04o}")
            return _parsed(path, path.read_bytes())
        except FileNotFoundError:
            raise KeyFileMissing(path=path) from None
        except IsADirectoryError:
            raise KeyFileCorrupt(path=path) from None

    def reread(self) -> "KeyFile":
        """The same file as it is now."""
        return KeyFile.load(self.path)

    def add_version(self) -> "KeyFile":
        """Add a master key and make it the current one; the older ones stay until nothing is wrapped with them."""
        version = max(self.keys) + 1
        grown = replace(self, current=version, keys={**self.keys, version: secrets.token_bytes(KEY_BYTES)})
        beside = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        _write_new(beside, grown._text())
        beside.replace(self.path)  # a reader sees the old file or the new one, never half of one
        _sync_folder(self.path.parent)
        return grown

    def _text(self) -> str:
        keys = {str(version): _encoded(key) for version, key in self.keys.items()}
        return json.dumps({"current": self.current, "keys": keys, "index": _encoded(self.index)}, indent=2) + "\n"


def _write_new(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _parsed(path: Path, text: bytes) -> KeyFile:
    try:
        content = json.loads(text)
        keys = {int(version): _decoded(key) for version, key in content["keys"].items()}
        current = int(content["current"])
        if current not in keys:
            raise KeyError(current)
        return KeyFile(path, current, keys, _decoded(content["index"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyFileCorrupt(path=path) from None


def _encoded(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _decoded(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise binascii.Error("a key has 32 bytes")
    return key
