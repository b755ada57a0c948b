"""Sealing of fields and files, for every module of storage; a sealed value opens only in its own place."""

import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.ext.asyncio import AsyncSession

from storage.columns import new_id
from storage.errors import Unsealable
from storage.keyfile import KeyFile as KeyFile

FORMAT = 1
NONCE = 12
HEADER = 3  # format (1 byte), generation of the deployment key (2 bytes; 0 for every other key)
DEPLOYMENT = "deployment"


@dataclass(frozen=True, slots=True)
class DataKey:
    """One key for one draft, case, member or conversation; `wrapped` is the only form that is ever stored."""

    id: str
    secret: bytes
    wrapped: bytes
    version: int

    def __repr__(self) -> str:
        return f"DataKey({self.id!r}, version={self.version})"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs; bound into it, so that it is refused anywhere else."""

    agency: str
    table: str
    column: str
    row: str


class Vault:
    """Opens and seals with the keys of one key file; the key file is read again when a newer version turns up."""

    def __init__(self, keyfile: KeyFile) -> None:
        self._keyfile = keyfile
        self._derived: dict[tuple[int, str], bytes] = {}

    @property
    def version(self) -> int:
        """The version of the master key that new data keys are wrapped with."""
        return self._keyfile.current

    @property
    def deployment(self) -> DataKey:
        """The key for what arrives before an agency is known."""
        return self._deployment(self.version)

    def new_key(self, agency: str) -> DataKey:
        """Make a data key for one record of `agency`."""
        return self._wrap(agency, new_id(), secrets.token_bytes(32))

    def rewrap(self, agency: str, key: DataKey) -> DataKey:
        """Wrap an old data key with the current master key; what it sealed stays as it is."""
        return self._wrap(agency, key.id, key.secret)

    def unwrap(self, agency: str, key_id: str, wrapped: bytes, version: int) -> DataKey:
        """Give back the data key that was stored as `wrapped`."""
        secret = decrypt(self._agency_key(version, agency), _place_of_key(agency, key_id, version), wrapped)
        return DataKey(key_id, secret, wrapped, version)

    def seal(self, key: DataKey, place: Place, plaintext: bytes) -> bytes:
        """Encrypt `plaintext` so that it opens with this key in this place only."""
        return encrypt(key.secret, place, plaintext, key.version if key.id == DEPLOYMENT else 0)

    def open(self, key: DataKey, place: Place, sealed: bytes) -> bytes:
        """Decrypt what `seal` made; anything else raises Unsealable."""
        if key.id == DEPLOYMENT:
            key = self._deployment(int.from_bytes(sealed[1:HEADER], "big"))
        return decrypt(key.secret, place, sealed)

    def seal_json(self, key: DataKey, place: Place, value: Any) -> bytes:
        """Seal a JSON value; the order of its keys is kept."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return self.seal(key, place, text.encode("utf-8", "surrogatepass"))

    def open_json(self, key: DataKey, place: Place, sealed: bytes) -> Any:
        """Give back the value that `seal_json` sealed."""
        return json.loads(self.open(key, place, sealed).decode("utf-8", "surrogatepass"))

    def index(self, kind: str, value: str) -> str:
        """A stand-in for `value` that can be looked up and not be reversed without the key file."""
        return hmac.digest(self._keyfile.index, f"{kind}\0{value}".encode("utf-8", "surrogatepass"), "sha256").hex()

    def digest_token(self, token: str) -> str:
        """What is stored of an invitation or a receipt instead of itself."""
        return self.index("token", token)

    def _deployment(self, version: int) -> DataKey:
        # Not the name of any agency: those have no NUL in them.
        return DataKey(DEPLOYMENT, self._agency_key(version, "\0deployment"), b"", version)

    def _agency_key(self, version: int, agency: str) -> bytes:
        known = self._derived.get((version, agency))
        if known is None:
            info = f"redress agency {agency}".encode()
            known = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(self._master(version))
            self._derived[version, agency] = known
        return known

    def _master(self, version: int) -> bytes:
        if version not in self._keyfile.keys:  # another process added a version: rotation needs no restart
            self._keyfile = self._keyfile.reread()
        if version not in self._keyfile.keys:
            raise Unsealable(table="keys", column=f"master key, version {version}")
        return self._keyfile.keys[version]

    def _wrap(self, agency: str, key_id: str, secret: bytes) -> DataKey:
        version = self.version
        place = _place_of_key(agency, key_id, version)
        return DataKey(key_id, secret, encrypt(self._agency_key(version, agency), place, secret), version)


class Reader:
    """Opens the same columns of many rows, each row under a key of its own: what stays the same is prepared once.

    For whoever goes through tens of thousands of rows; everybody else opens a `Box`. Works in any thread.
    """

    def __init__(self, vault: Vault, agency: str, table: str, columns: Sequence[str]) -> None:
        self._vault = vault
        self._agency = agency
        self._ciphers: dict[int, tuple[AESGCM, bytes]] = {}
        self._columns = [(column, _beginning(agency, table, column)) for column in columns]
        self._table = table

    def open(self, row: str, key: tuple[str, bytes, int], sealed: Sequence[bytes]) -> list[str]:
        """The texts of these columns of a row, as JSON; `key` is its id, its wrapped form and its master's version.

        Raises Unsealable where `Vault.open` would.
        """
        key_id, wrapped, version = key
        try:
            cipher, beginning = self._cipher(version)
            secret = AESGCM(_opened(cipher, beginning, key_id, wrapped))
            parts = zip(self._columns, sealed, strict=True)
            opened = [_opened(secret, begins, row, part) for (_, begins), part in parts]
        except (InvalidTag, ValueError):
            raise Unsealable(table=self._table, column="") from None
        return [each.decode("utf-8", "surrogatepass") for each in opened]

    def _cipher(self, version: int) -> tuple[AESGCM, bytes]:
        known = self._ciphers.get(version)
        if known is None:
            cipher = AESGCM(self._vault._agency_key(version, self._agency))
            known = cipher, _beginning(self._agency, "keys", f"wrapped/{version}")
            self._ciphers[version] = known
        return known


_PLAIN_HEADER = bytes([FORMAT, 0, 0])


def _beginning(agency: str, table: str, column: str) -> bytes:
    """What `_associated` says of every row of a column, up to the row itself."""
    return _associated(_PLAIN_HEADER, Place(agency, table, column, ""))[:-3]


def _opened(cipher: AESGCM, beginning: bytes, row: str, sealed: bytes) -> bytes:
    if sealed[:HEADER] != _PLAIN_HEADER:
        raise ValueError("sealed with a deployment key")
    place = beginning + json.dumps(row).encode() + b"]"
    return cipher.decrypt(sealed[HEADER : HEADER + NONCE], sealed[HEADER + NONCE :], place)


def encrypt(secret: bytes, place: Place, plaintext: bytes, generation: int = 0) -> bytes:
    """Seal with a secret that is at hand; `generation` is the master version of a deployment key, else 0."""
    header = bytes([FORMAT]) + generation.to_bytes(2, "big")
    nonce = secrets.token_bytes(NONCE)
    return header + nonce + AESGCM(secret).encrypt(nonce, plaintext, _associated(header, place))


def decrypt(secret: bytes, place: Place, sealed: bytes) -> bytes:
    """Open what `encrypt` made with this secret for this place; anything else raises Unsealable."""
    header, nonce, body = sealed[:HEADER], sealed[HEADER : HEADER + NONCE], sealed[HEADER + NONCE :]
    try:
        return AESGCM(secret).decrypt(nonce, body, _associated(header, place))
    except (InvalidTag, ValueError):
        raise Unsealable(table=place.table, column=place.column) from None


def _associated(header: bytes, place: Place) -> bytes:
    # A JSON array has no separator that a value could contain, so no two places share their associated data.
    return json.dumps([header.hex(), place.agency, place.table, place.column, place.row]).encode()


def _place_of_key(agency: str, key_id: str, version: int) -> Place:
    return Place(agency, "keys", f"wrapped/{version}", key_id)


@dataclass(frozen=True, slots=True)
class Box:
    """The sealed columns of one row, so that a storage function names only the column."""

    vault: Vault
    key: DataKey
    agency: str
    table: str
    row: str

    def seal(self, column: str, value: Any) -> bytes | None:
        """Seal a JSON value for this row; nothing stays nothing."""
        return None if value is None else self.vault.seal_json(self.key, self._place(column), value)

    def open(self, column: str, sealed: bytes | None) -> Any:
        """Open what `seal` made for this column of this row."""
        return None if sealed is None else self.vault.open_json(self.key, self._place(column), sealed)

    def beside(self, table: str, row: str) -> "Box":
        """The sealed columns of another row of the same record, under the same key."""
        return replace(self, table=table, row=row)

    def _place(self, column: str) -> Place:
        return Place(self.agency, self.table, column, self.row)


def vault_of(session: AsyncSession) -> Vault:
    """The vault that the database handed to this session."""
    vault: Vault = session.info["vault"]
    return vault
