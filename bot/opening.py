"""From settings to served profiles, a database that exists and an open desk; used by the console and by `bot.app`."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import structlog

from bot.casework import guidance
from bot.casework.agency import Agency, load
from bot.casework.errors import BadProfile
from bot.clock import Clock
from bot.desk.desk import Desk, ReaderLike
from bot.settings import Settings
from storage import database
from storage.database import Database
from storage.errors import KeyFileMissing
from storage.files import Files
from storage.vault import KeyFile, Vault

WITHOUT_MODEL: Final = (
    "Until then complaints are filed without suggestions and marked for a person to read; words of danger still raise"
    " a priority, and what was found in a story is still asked about. It takes a new start."
)

log = structlog.get_logger()


def profiles(settings: Settings, labels: Collection[str]) -> dict[str, Agency]:
    """The profiles that this deployment serves, the default first. Raises BadProfile, also for one that is missing."""
    loaded = every(settings, labels)
    there = ", ".join(sorted(loaded)) or "none"
    missing = [
        f"REDRESS_AGENCIES names {name}, and there is no such profile; there is: {there}"
        for name in settings.served
        if name not in loaded
    ]
    if missing:
        raise BadProfile(missing)
    served = {name: loaded[name] for name in settings.served or _all(loaded)}
    if guidance.PURPOSE in served:
        served[guidance.PURPOSE] = guidance.serving(served[guidance.PURPOSE], served.values())
    return served


def _all(loaded: Mapping[str, Agency]) -> list[str]:
    """Every profile, the guide first: whoever comes without a link is helped to find the office."""
    return sorted(loaded, key=lambda name: (name != guidance.PURPOSE, name))


def every(settings: Settings, labels: Collection[str]) -> dict[str, Agency]:
    """The profiles that are there, served or not. Raises BadProfile."""
    return load(texts(settings.agencies_dir), labels)


def texts(folder: Path | None) -> dict[str, str]:
    """The text of every profile by file name: the built-in ones, or those of a folder of one's own."""
    if folder is not None and not folder.is_dir():
        raise BadProfile([f"REDRESS_AGENCIES_DIR names {folder}, and there is no such folder"])
    where = folder if folder is not None else resources.files("bot") / "agencies"
    files = [each for each in where.iterdir() if each.name.endswith(".toml") and each.is_file()]
    return {each.name: _text(each) for each in files}


def _text(file: Traversable) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise BadProfile([f"{file.name}: is not written in UTF-8; save it again as UTF-8 text"]) from None


def reader(say: Callable[[str], object]) -> ReaderLike:
    """The trained reader, or where its model cannot be used one that goes by patterns: no complaint waits for a model.

    `say` gets the sentence for the operator then, and the log an error.
    """
    from nlp import Reader  # spaCy comes with it, and most commands read nothing
    from nlp.classifier import ModelUnreadable

    try:
        return Reader.load()
    except ModelUnreadable as problem:
        log.error("reader_without_model", fault=type(problem).__name__)
        say(f"redress: {problem} {WITHOUT_MODEL}")
        return Reader.without_model()


@asynccontextmanager
async def desk_of(
    settings: Settings, reader: ReaderLike, agencies: Mapping[str, Agency], clock: Clock
) -> AsyncIterator[Desk]:
    """A desk over the deployment's database and files. Raises storage's own errors, each a sentence."""
    vault = Vault(KeyFile.load(settings.keys))
    database = await Database.open(settings.database, vault)
    try:
        yield Desk(database, Files.open(settings.files), agencies, reader, clock)
    finally:
        await database.close()


def prepare(chosen: Settings) -> None:
    """Make what is missing: the folder, the key file, the tables. Raises storage's errors and PermissionError."""
    chosen.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        KeyFile.load(chosen.keys)
    except KeyFileMissing:
        if database.revision(chosen.database) is not None:
            raise  # rows that an older key sealed: a new key would lock them for ever
        KeyFile.create(chosen.keys)
    database.upgrade(chosen.database)
