"""The key file: made once, never overwritten, refused when it is missing, damaged or exposed."""

import json
from pathlib import Path

import pytest

from storage.errors import KeyFileCorrupt, KeyFileExists, KeyFileExposed, KeyFileMissing
from storage.keyfile import KeyFile


def test_what_was_made_can_be_loaded(tmp_path: Path) -> None:
    made = KeyFile.create(tmp_path / "new" / "keys.json")

    assert KeyFile.load(made.path) == made


def test_only_its_owner_can_read_it(keyfile: KeyFile) -> None:
    assert keyfile.path.stat().st_mode & 0o777 == 0o600


def test_it_is_never_overwritten(keyfile: KeyFile) -> None:
    with pytest.raises(KeyFileExists):
        KeyFile.create(keyfile.path)

    assert KeyFile.load(keyfile.path) == keyfile


def test_a_missing_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyFileMissing, match="Restore it from its backup"):
        KeyFile.load(tmp_path / "keys.json")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_an_exposed_one_is_refused(keyfile: KeyFile, mode: int) -> None:
    keyfile.path.chmod(mode)

    with pytest.raises(KeyFileExposed, match=f"{mode:04o}"):
        KeyFile.load(keyfile.path)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"current": 1}',
        b'{"current": 1, "keys": {"1": "c2hvcnQ="}, "index": ""}',
        b'{"current": 1, "keys": [], "index": ""}',
    ],
)
def test_a_damaged_one_is_refused(keyfile: KeyFile, damage: bytes) -> None:
    keyfile.path.write_bytes(damage)

    with pytest.raises(KeyFileCorrupt):
        KeyFile.load(keyfile.path)


def test_a_current_version_without_its_key_is_refused(keyfile: KeyFile) -> None:
    content = json.loads(keyfile.path.read_text())
    keyfile.path.write_text(json.dumps(content | {"current": 7}))

    with pytest.raises(KeyFileCorrupt):
        KeyFile.load(keyfile.path)


def test_a_new_version_keeps_the_old_ones(keyfile: KeyFile) -> None:
    grown = keyfile.add_version()

    assert grown.current == 2
    assert grown.keys[1] == keyfile.keys[1] != grown.keys[2]
    assert grown.index == keyfile.index
    assert KeyFile.load(keyfile.path) == grown == keyfile.reread()
    assert keyfile.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in keyfile.path.parent.iterdir()] == ["keys.json"]


def test_it_does_not_show_its_keys(keyfile: KeyFile) -> None:
    assert repr(keyfile) == f"KeyFile({str(keyfile.path)!r}, current=1)"
