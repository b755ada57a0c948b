"""Files: sealed where they lie, at paths made of ids only."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from storage.errors import Unsealable
from storage.files import Files
from storage.vault import Place, Vault

PLACE = Place("north", "evidence", "file", "e1")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files.open(tmp_path / "files")


async def test_a_sealed_file_opens_and_shows_nothing_on_the_disk(files: Files, vault: Vault, tmp_path: Path) -> None:
    key = vault.new_key("north")
    await files.put_sealed("north/case/e1", key, PLACE, b"a photo of the door")

    assert await files.get_sealed("north/case/e1", key, PLACE) == b"a photo of the door"
    assert b"photo" not in (tmp_path / "files/north/case/e1").read_bytes()
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0


async def test_a_swapped_file_is_refused(files: Files, vault: Vault) -> None:
    key = vault.new_key("north")
    await files.put_sealed("north/e1", key, PLACE, b"mine")
    await files.put("north/e2", await files.get("north/e1"))

    with pytest.raises(Unsealable):
        await files.get_sealed("north/e2", key, Place("north", "evidence", "file", "e2"))


async def test_a_truncated_file_is_refused(files: Files, vault: Vault) -> None:
    key = vault.new_key("north")
    await files.put_sealed("north/e1", key, PLACE, b"x" * 1000)
    await files.put("north/e1", (await files.get("north/e1"))[:-1])

    with pytest.raises(Unsealable):
        await files.get_sealed("north/e1", key, PLACE)


async def test_deleting_twice_is_no_error(files: Files) -> None:
    await files.put("north/e1", b"x")
    await files.delete("north/e1")
    await files.delete("north/e1")

    with pytest.raises(FileNotFoundError):
        await files.get("north/e1")


async def test_every_path_is_listed(files: Files) -> None:
    await files.put("north/e1", b"x")
    await files.put("webchat/-_7", b"x")

    assert sorted(await files.paths()) == ["north/e1", "webchat/-_7"]


async def test_what_is_older_than_a_moment_is_listed_by_its_folder(files: Files) -> None:
    for path in ("north/documents/d1", "north/e1", "north/documentsd2"):
        await files.put(path, b"x")
    now = Clock()()

    async def older(folder: str, before: datetime) -> list[str]:
        return [path async for page in files.older(folder, before) for path in page]

    assert await older("north/documents", now + timedelta(minutes=1)) == ["north/documents/d1"]
    assert await older("north/documents", now - timedelta(minutes=1)) == []
    assert await older("south/documents", now + timedelta(minutes=1)) == []


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../up", "a/../b", "a//b", "a/", ".hidden", "a b", "a\0b", "é"])
async def test_a_path_that_a_person_could_have_chosen_is_refused(files: Files, path: str) -> None:
    with pytest.raises(ValueError, match="made of ids"):
        await files.put(path, b"x")


async def test_an_object_store_address_opens_too(vault: Vault) -> None:
    files = Files.open("memory:///")
    key = vault.new_key("north")
    await files.put_sealed("north/e1", key, PLACE, b"mine")

    assert await files.get_sealed("north/e1", key, PLACE) == b"mine"
