"""Sealing: a sealed value opens with its key, in its place, unaltered, and nowhere else."""

from dataclasses import replace

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from storage.errors import Unsealable
from storage.keyfile import KeyFile
from storage.vault import Box, Place, Reader, Vault, decrypt, encrypt

PLACE = Place("north", "cases", "narrative", "row-1")


def test_what_was_sealed_opens(vault: Vault) -> None:
    key = vault.new_key("north")

    assert vault.open(key, PLACE, vault.seal(key, PLACE, b"my story")) == b"my story"


def test_the_same_words_never_look_the_same(vault: Vault) -> None:
    key = vault.new_key("north")

    assert vault.seal(key, PLACE, b"my story") != vault.seal(key, PLACE, b"my story")


@pytest.mark.parametrize("moved", [{"agency": "south"}, {"table": "drafts"}, {"column": "answers"}, {"row": "row-2"}])
def test_a_moved_value_is_refused(vault: Vault, moved: dict[str, str]) -> None:
    key = vault.new_key("north")
    sealed = vault.seal(key, PLACE, b"my story")

    with pytest.raises(Unsealable):
        vault.open(key, replace(PLACE, **moved), sealed)


def test_places_cannot_be_shifted_into_each_other(vault: Vault) -> None:
    key = vault.new_key("north")
    sealed = vault.seal(key, Place("a", "b/c", "d", "e"), b"x")

    with pytest.raises(Unsealable):
        vault.open(key, Place("a/b", "c", "d", "e"), sealed)


@for_all(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_any_flipped_bit_is_noticed(position: int, flip: int) -> None:
    secret = bytes(32)
    sealed = bytearray(encrypt(secret, PLACE, b"my story"))
    sealed[position % len(sealed)] ^= flip

    with pytest.raises(Unsealable):
        decrypt(secret, PLACE, bytes(sealed))


@for_all(st.integers(min_value=0, max_value=38))
def test_a_value_cut_short_is_refused(length: int) -> None:
    with pytest.raises(Unsealable):
        decrypt(bytes(32), PLACE, encrypt(bytes(32), PLACE, b"my story")[:length])


def test_another_record_s_key_is_refused(vault: Vault) -> None:
    sealed = vault.seal(vault.new_key("north"), PLACE, b"my story")

    with pytest.raises(Unsealable):
        vault.open(vault.new_key("north"), PLACE, sealed)


def test_another_key_file_is_refused(vault: Vault, keyfile: KeyFile) -> None:
    other = Vault(KeyFile.create(keyfile.path.with_name("other.json")))
    key = vault.new_key("north")

    with pytest.raises(Unsealable):
        other.unwrap("north", key.id, key.wrapped, key.version)
    with pytest.raises(Unsealable):
        other.open(other.deployment, PLACE, vault.seal(vault.deployment, PLACE, b"my story"))


@pytest.mark.parametrize(("agency", "key_id"), [("south", None), ("north", "another row")])
def test_a_moved_data_key_is_refused(vault: Vault, agency: str, key_id: str | None) -> None:
    key = vault.new_key("north")

    with pytest.raises(Unsealable):
        vault.unwrap(agency, key_id or key.id, key.wrapped, key.version)


def test_a_data_key_comes_back_from_its_wrapped_form(vault: Vault) -> None:
    key = vault.new_key("north")

    assert vault.unwrap("north", key.id, key.wrapped, key.version) == key


def test_rotation_rewraps_and_reseals_nothing(vault: Vault, keyfile: KeyFile) -> None:
    old = vault.new_key("north")
    sealed, at_the_door = vault.seal(old, PLACE, b"my story"), vault.seal(vault.deployment, PLACE, b"update")
    rotated = Vault(keyfile.add_version())

    fresh = rotated.rewrap("north", rotated.unwrap("north", old.id, old.wrapped, old.version))

    assert (fresh.id, fresh.secret, fresh.version) == (old.id, old.secret, 2)
    assert fresh.wrapped != old.wrapped
    assert rotated.open(fresh, PLACE, sealed) == b"my story"
    assert rotated.open(rotated.deployment, PLACE, at_the_door) == b"update"


def test_a_running_program_reads_what_a_rotated_one_wrote(vault: Vault, keyfile: KeyFile) -> None:
    rotated = Vault(keyfile.add_version())
    key = rotated.new_key("north")

    assert vault.unwrap("north", key.id, key.wrapped, key.version) == key
    assert vault.version == 2


def test_a_version_that_nobody_has_is_refused(vault: Vault) -> None:
    key = vault.new_key("north")

    with pytest.raises(Unsealable):
        vault.unwrap("north", key.id, key.wrapped, 9)


def test_an_index_says_the_same_of_the_same_and_differs_by_kind(vault: Vault, keyfile: KeyFile) -> None:
    assert vault.index("chat", "100") == vault.index("chat", "100") == Vault(keyfile.add_version()).index("chat", "100")
    assert len({vault.index("chat", "100"), vault.index("chat", "101"), vault.index("token", "100")}) == 3
    assert vault.digest_token("t") == vault.index("token", "t")


@pytest.mark.parametrize("value", ["", "ñ 😀", "lone \ud800 surrogate", {"b": 1, "a": [None, True]}, 0, []])
def test_a_box_gives_back_any_json_value(vault: Vault, value: object) -> None:
    box = Box(vault, vault.new_key("north"), "north", "cases", "row-1")

    assert box.open("answers", box.seal("answers", value)) == value


def test_a_box_keeps_the_order_of_answers(vault: Vault) -> None:
    box = Box(vault, vault.new_key("north"), "north", "cases", "row-1")

    assert list(box.open("answers", box.seal("answers", {"z": 1, "a": 2}))) == ["z", "a"]


def test_nothing_stays_nothing(vault: Vault) -> None:
    box = Box(vault, vault.new_key("north"), "north", "cases", "row-1")

    assert box.seal("chat", None) is None
    assert box.open("chat", None) is None


def test_a_key_does_not_show_itself(vault: Vault) -> None:
    key = vault.new_key("north")

    assert repr(key) == f"DataKey({key.id!r}, version=1)"


def test_a_reader_of_many_rows_opens_what_a_box_has_sealed(vault: Vault) -> None:
    reader = Reader(vault, "north", "cases", ("narrative", "answers"))
    for row in ("row-1", 'row "2"', "fila ñ"):
        key = vault.new_key("north")
        box = Box(vault, key, "north", "cases", row)
        sealed = [box.seal("narrative", "Ñandú \ud800"), box.seal("answers", [["story", 1]])]
        opened = reader.open(row, (key.id, key.wrapped, key.version), [each or b"" for each in sealed])
        assert opened == ['"Ñandú \ud800"', '[["story",1]]']


@pytest.mark.parametrize("moved", [{"agency": "south"}, {"table": "drafts"}, {"column": "answers"}, {"row": "row-2"}])
def test_a_reader_of_many_rows_refuses_a_moved_value_too(vault: Vault, moved: dict[str, str]) -> None:
    key = vault.new_key("north")
    place = replace(PLACE, **moved)
    sealed = Box(vault, key, place.agency, place.table, place.row).seal(place.column, "my story") or b""
    stored = (key.id, key.wrapped, key.version)
    with pytest.raises(Unsealable):
        Reader(vault, "north", "cases", ("narrative",)).open("row-1", stored, [sealed])


@pytest.mark.parametrize("sealed", [b"", b"\1\0\0", b"\1\0\1" + bytes(40), b"\2\0\0" + bytes(40), bytes(60)])
def test_a_reader_of_many_rows_refuses_what_is_no_seal_of_a_record(vault: Vault, sealed: bytes) -> None:
    key = vault.new_key("north")
    reader = Reader(vault, "north", "cases", ("narrative",))
    good = Box(vault, key, "north", "cases", "row-1").seal("narrative", "x") or b""
    with pytest.raises(Unsealable):
        reader.open("row-1", (key.id, key.wrapped, key.version), [sealed])
    with pytest.raises(Unsealable):
        reader.open("row-1", (key.id, sealed, key.version), [good])


def test_a_reader_of_many_rows_opens_under_every_version_of_the_master_key(vault: Vault, keyfile: KeyFile) -> None:
    old = vault.new_key("north")
    keyfile.add_version()
    fresh = Vault(keyfile.reread())
    new, reader = fresh.new_key("north"), Reader(fresh, "north", "cases", ("narrative",))
    for key in (old, new, old):
        sealed = Box(fresh, key, "north", "cases", "row-1").seal("narrative", "x") or b""
        assert reader.open("row-1", (key.id, key.wrapped, key.version), [sealed]) == ['"x"']
    assert old.version != new.version
