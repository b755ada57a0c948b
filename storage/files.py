"""Where sealed files lie: a local folder or an object store, for evidence and the web chat."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from storage.vault import DataKey, Place, decrypt, encrypt

SAFE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")
PAGE = 500


class Files:
    """Sealed files by path; a path is made of ids, never of a name that somebody chose."""

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    @classmethod
    def open(cls, where: str | Path) -> "Files":
        """Open a folder (made if there is none) or an object store address such as s3://bucket/prefix."""
        if "://" in str(where):
            return cls(from_url(str(where)))
        folder = Path(where)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(LocalStore(folder), folder)

    async def put(self, path: str, data: bytes) -> None:
        """Keep `data` under `path`; when this returns, it has reached the disk."""
        await obstore.put_async(self._store, _checked(path), data)
        if self._folder is not None:
            await asyncio.to_thread(_sync, self._folder, self._folder / path)

    async def get(self, path: str) -> bytes:
        """Give back what `put` kept; raises FileNotFoundError."""
        found = await obstore.get_async(self._store, _checked(path))
        return bytes(await found.bytes_async())

    async def delete(self, path: str) -> None:
        """Delete a file; one that is gone already is no error, so that a killed deletion can be repeated."""
        with suppress(FileNotFoundError):
            await obstore.delete_async(self._store, _checked(path))

    async def put_sealed(self, path: str, key: DataKey, place: Place, data: bytes) -> None:
        """Seal `data` with a record's key and keep it."""
        await self.put(path, await asyncio.to_thread(encrypt, key.secret, place, data))

    async def get_sealed(self, path: str, key: DataKey, place: Place) -> bytes:
        """Open what `put_sealed` kept; raises Unsealable when it was altered, swapped or cut short."""
        return await asyncio.to_thread(decrypt, key.secret, place, await self.get(path))

    async def paths(self) -> list[str]:
        """Every path there is."""
        return [one["path"] for page in obstore.list(self._store) for one in page]

    async def older(self, folder: str, before: datetime) -> AsyncIterator[list[str]]:
        """The paths under a folder that were put there before a moment, page by page."""
        async for page in obstore.list(self._store, prefix=_checked(folder), chunk_size=PAGE):
            yield [one["path"] for one in page if one["last_modified"] < before]


def _checked(path: str) -> str:
    if not SAFE.fullmatch(path):
        raise ValueError("a path is made of ids and slashes")
    return path


def _sync(top: Path, file: Path) -> None:
    # The file, then every folder up to the top: a folder that was made for it is itself an entry in one.
    folders = [folder for folder in file.parents if folder == top or top in folder.parents]
    for each in (file, *folders):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
