"""The commands that look after what is stored: database, keys, audit chain, papers; called by `__main__`."""

import hashlib
import json
from pathlib import Path
from typing import Final

import typer

from bot.desk import documents, roster
from bot.desk.desk import Desk
from bot.opening import prepare
from bot.operating import fail, settings, told, with_desk
from storage import audit, database, keys
from storage.keyfile import KeyFile

REWRAPPED_AT_ONCE: Final = 100


def upgrade() -> None:
    """Bring the database to the newest schema; the first time, make it and its key file."""
    chosen = settings()
    with told():
        prepare(chosen)
    typer.echo(f"The database is at version {database.revision(chosen.database)}.")


def db_check() -> None:
    """Open the database and say that it can be used."""

    async def look(desk: Desk) -> str:
        return desk.database.dialect

    typer.echo(f"The {with_desk(look)} database can be used (version {database.HEAD}).")


def add_key() -> None:
    """Make another master key the current one; what runs takes it up by itself."""
    chosen = settings()
    with told():
        grown = KeyFile.load(chosen.keys).add_version()
    typer.echo(f"{grown.path}: version {grown.current} is the current master key. Back the file up now, then run "
               "`redress keys rewrap`.")  # fmt: skip


def rewrap() -> None:
    """Wrap every data key with the current master key, some at a time; status 1 where any is left."""

    async def work(desk: Desk) -> tuple[int, int]:
        wrapped = 0
        while True:
            async with desk.database.write() as session:
                some = await keys.rewrap(session, REWRAPPED_AT_ONCE)
            if not some:
                break
            wrapped += some
        async with desk.database.read() as session:
            return wrapped, await keys.stale(session)

    wrapped, left = with_desk(work)
    typer.echo(f"{wrapped} data keys are wrapped anew; {left} are left under an older master key.")
    if left:
        raise typer.Exit(1)


def verify(checkpoint: Path | None) -> None:
    """Walk the chains; status 1 when one is broken."""
    kept = _checkpoint(checkpoint)

    async def walk(desk: Desk) -> tuple[list[audit.Broken], dict[str, tuple[int, str]]]:
        async with desk.database.read() as session:
            return await audit.verify(session, kept), await audit.checkpoint(session)

    broken, ends = with_desk(walk)
    for each in broken:
        typer.echo(f"{each.agency} link {each.seq}: {each.why}", err=True)
    if broken:
        raise typer.Exit(1)
    if checkpoint is not None and kept is None:
        with told():
            checkpoint.write_text(json.dumps(ends))
    typer.echo("; ".join(f"{agency}: {seq} links hold" for agency, (seq, _) in ends.items()) or "No links yet.")


def verify_file(path: Path) -> None:
    """Look a file up by its bytes; status 1 for one that was not made here, or was changed since."""
    if not path.is_file():
        fail(f"{path}: there is no such file")
    with told():
        digest = _sha256(path)

    async def look(desk: Desk) -> list[documents.Known]:
        return [one for each in desk.agencies for one in await documents.verified(desk, roster.CONSOLE, each, digest)]

    found = with_desk(look)
    typer.echo(f"SHA-256 {digest}")
    for each in found:
        one = each.document
        sent = f", sent on {one.sent_at:%Y-%m-%d}" if one.sent_at else ", not sent"
        typer.echo(f"This is byte for byte a paper that was made here: {one.kind} ({one.language}), about "
                   f"{each.reference}, made on {one.at:%Y-%m-%d} (UTC){sent}.")  # fmt: skip
    if not found:
        typer.echo(
            "This is no paper that was made here, or somebody has changed it since. One byte is enough.", err=True
        )
        raise typer.Exit(1)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checkpoint(path: Path | None) -> dict[str, tuple[int, str]] | None:
    if path is None or not path.exists():
        return None
    try:
        return {agency: (int(seq), str(end)) for agency, (seq, end) in json.loads(path.read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        fail(f"{path} is not a checkpoint; name the file that `redress audit verify --checkpoint FILE` wrote")
