"""Every refusal of the storage layer, for `bot.desk` and `bot.app` to catch by name.

StorageError
|- RowStale                the row moved on since it was read
|- Unsealable              a sealed value that does not belong where it was found
|  `- KeyGone              the data key was erased, so the content is gone for good
|- KeyFileError
|  |- KeyFileMissing
|  |- KeyFileExists
|  |- KeyFileCorrupt
|  `- KeyFileExposed
`- DatabaseError
   |- DatabaseUnreachable
   |- DatabaseUnwritable
   |- SchemaMissing
   |- SchemaOutdated
   |- SchemaNewer
   `- SchemaForeign
"""

import inspect


class StorageError(Exception):
    """Storage refused."""

    def __init__(self, **params: object) -> None:
        self.params = params
        sentence = " ".join((inspect.getdoc(type(self)) or "").split())
        super().__init__(sentence.format(**params))


class RowStale(StorageError):
    """This {what} has changed or gone since it was read; read it again and decide again."""


class Unsealable(StorageError):
    """A sealed {column} in {table} could not be opened: it was altered, moved, or sealed with another key."""


class KeyGone(Unsealable):
    """The data key {key} is not there any more: what was sealed with it cannot be read by anybody."""


class KeyFileError(StorageError):
    """The key file {path} cannot be used."""


class KeyFileMissing(KeyFileError):
    """There is no key file at {path}. Restore it from its backup, or set REDRESS_KEY_FILE to where it lies;
    a new one cannot open what an older one sealed. Where nothing was ever stored, `redress db upgrade` makes one."""


class KeyFileExists(KeyFileError):
    """There is already a key file at {path}; it was left as it is. Move it away first if you really want a new one."""


class KeyFileCorrupt(KeyFileError):
    """The key file {path} is not a key file of Redress or is damaged. Restore it from its backup."""


class KeyFileExposed(KeyFileError):
    """The key file {path} can be read by other accounts of this machine (mode {mode}). Run `chmod 600 {path}`, and
    think about who may have copied it: if in doubt, add a key version."""


class DatabaseError(StorageError):
    """The database cannot be used."""


class DatabaseUnreachable(DatabaseError):
    """No database answers at {url}. Check REDRESS_DATABASE_URL, and that the server runs and lets this account in."""


class DatabaseUnwritable(DatabaseError):
    """The database at {url} can be read but not written. Check the disk, the file's owner and mode,
    or whether the server is a standby."""


class SchemaMissing(DatabaseError):
    """The database at {url} holds no tables of Redress yet. Run `redress db upgrade` once."""


class SchemaOutdated(DatabaseError):
    """The database at {url} is at version {found}, this program needs {wanted}. Run `redress db upgrade` once."""


class SchemaNewer(DatabaseError):
    """The database at {url} is at version {found}, newer than this program ({wanted}). Install the newer program."""


class SchemaForeign(DatabaseError):
    """The database at {url} is at version {found}, which no version of this program ever made. Check that it is the
    right database, or restore it from its backup."""
