"""The work behind the short commands: opens the deployment, does one thing, says it plainly; called by `__main__`."""

import asyncio
import errno
import hashlib
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import typer
from pydantic import ValidationError

from bot.casework import claims
from bot.casework.agency import Agency
from bot.casework.errors import BadProfile, NotYours, Refused
from bot.clock import Clock
from bot.desk import pausing, reports, roster, statistics
from bot.desk.desk import Desk
from bot.desk.statistics import Wanted
from bot.opening import desk_of, every, prepare, profiles
from bot.settings import Settings
from nlp import vocabulary
from storage import audit, database
from storage.errors import StorageError
from storage.roster import Member

T = TypeVar("T")
LABELS = vocabulary.names()
REFUSALS = {
    "period_backwards": "--from comes after --to; turn them round",
    "period_overlaps": "figures for the public were already made for days among these; choose the very same period, "
    "one that does not overlap, or --internal",
    "period_not_over": "figures for the public need a period that is over; choose an earlier --to, or --internal",
    "period_not_months": "figures for the public are made for whole months; begin on a first and end on a last day",
    "unknown_role": "there is no such role; choose intake, investigator, supervisor, custodian or auditor",
    "unknown_queue": "there is no such queue in this profile; `redress check` lists them",
    "not_attested": "they have not yet said what this agency asks of everybody before they are let in; the bot has "
    "asked them in their chat",
    "attested_no": "they have said that they do or did work for those whom this agency looks into; nobody may let "
    "them in",
    "pause_past": "that day is over; a pause needs a last day that is still to come",
    "pause_long": "that is more than a year; choose an earlier day",
    "pause_why": "a pause needs a reason; write it after --because",
    "pause_none": "there is no pause now",
    "no_queues": "that role works on no cases, so it has no queues; leave --queue out",
}
LONGEST_NAME = 80


def fail(sentence: str) -> NoReturn:
    """Say what is wrong and what to do, and end with status 2."""
    typer.echo(f"redress: {sentence}", err=True)
    raise typer.Exit(2)


@contextmanager
def told() -> Iterator[None]:
    """Turn every failure that an operator can mend into one sentence and status 2."""
    try:
        yield
    except ValidationError as problem:
        fail("; ".join(_setting(each) for each in problem.errors(include_input=False, include_url=False)))
    except (StorageError, BadProfile) as problem:
        fail(str(problem))
    except NotYours:
        fail("there is nobody of that id to whom this applies; see `redress staff list`")
    except Refused as refused:
        fail(REFUSALS.get(refused.because, refused.because))
    except OSError as problem:
        fail(_disk(problem))


def _disk(problem: OSError) -> str:
    """What an operator can mend about a folder or a disk. Raises the problem again when it is none of that."""
    if isinstance(problem, PermissionError):
        return f"{problem.filename}: this account may not write there; choose another folder or mend its permissions"
    if isinstance(problem, NotADirectoryError | FileExistsError):
        return f"{problem.filename}: a file stands where a folder is needed; choose another folder"
    if problem.errno == errno.EROFS:
        return f"{problem.filename}: this disk is mounted read-only; choose another folder, such as REDRESS_DATA=DIR"
    if problem.errno == errno.ENOSPC:
        return f"{problem.filename or 'the data folder'}: the disk is full; make room and start again"
    if problem.filename is None:
        raise problem
    return f"{problem.filename}: {str(problem.strerror).lower()}; choose another place or put that right"


def _setting(error: Any) -> str:
    name = "REDRESS_" + str(error["loc"][0]).upper() if error["loc"] else "settings"
    return f"{name}: {str(error['msg']).removeprefix('Value error, ')}"


def settings() -> Settings:
    """The settings out of the environment."""
    with told():
        return Settings()


def agencies(chosen: Settings) -> dict[str, Agency]:
    """The served profiles."""
    with told():
        return profiles(chosen, LABELS)


def _agency(chosen: Settings, name: str) -> Agency:
    served = agencies(chosen)
    if name not in served:
        fail(f"there is no agency {name!r} here; there is: {', '.join(served)}")
    return served[name]


class _NoReader:
    """Commands at the console never read a narrative."""

    def read(self, text: str, language: str | None = None) -> NoReturn:
        raise AssertionError("the console does not read narratives")

    def safety(self, text: str) -> NoReturn:
        raise AssertionError("the console does not read narratives")


@asynccontextmanager
async def _desk(chosen: Settings) -> AsyncIterator[Desk]:
    async with desk_of(chosen, _NoReader(), agencies(chosen), Clock(chosen.clock)) as desk:
        yield desk


def _with_desk(work: Callable[[Desk], Awaitable[T]]) -> T:
    chosen = settings()

    async def main() -> T:
        async with _desk(chosen) as desk:
            return await work(desk)

    with told():
        return asyncio.run(main())


def check(*, facts: bool) -> None:
    """Load every profile that is there, served or not."""
    chosen = settings()
    agencies(chosen)  # what is served has to be there
    with told():
        there = every(chosen, LABELS)
    for agency in there.values():
        typer.echo(f"{agency.id}: holds together ({len(agency.questions)} questions, {len(agency.deadlines)} clocks, "
                   f"queues: {', '.join(agency.queues)}), digest {agency.digest[:12]}")  # fmt: skip
        for claim in claims.unverified(agency) if facts else ():
            typer.echo(f"  not verified: {claim.where}: {claim.says} ({claim.source}, looked at {claim.checked_on})")


def script(name: str, language: str) -> None:
    """Print an agency's interview."""
    from bot.script import printed

    if language not in ("en", "es"):
        fail(f"there is no language {language!r}; choose en or es")
    typer.echo(printed(_agency(settings(), name), language))


def export(name: str, form: str) -> None:
    """Write the export to standard output."""
    if form not in ("csv", "jsonl"):
        fail(f"there is no format {form!r}; choose csv or jsonl")
    _agency(settings(), name)
    count = _with_desk(lambda desk: reports.export(desk, roster.CONSOLE, name, sys.stdout, as_csv=form == "csv"))
    typer.echo(f"{count} case{'' if count == 1 else 's'}", err=True)


def report(name: str, wanted: Wanted, out: Path | None, table: Path | None) -> None:
    """Write the statistics report, as a PDF, a CSV or both."""
    if wanted.language not in ("en", "es"):
        fail(f"there is no language {wanted.language!r}; choose en or es")
    if out is None and table is None:
        fail("say where to write it: --out FILE.pdf, --csv FILE.csv, or both")
    _agency(settings(), name)
    made = _with_desk(lambda desk: statistics.of_operator(desk, roster.CONSOLE, name, wanted))
    with told():
        for path, data in ((out, made.pdf), (table, made.csv)):
            if path is not None:
                path.write_bytes(data)
                typer.echo(str(path))


def invite(name: str, *, role: str, person: str, queues: list[str] | None, language: str) -> None:
    """Print an invitation link."""
    if language not in ("en", "es"):
        fail(f"there is no language {language!r}; choose en or es")
    if not (0 < len(person.strip()) <= LONGEST_NAME and person.isprintable()):
        fail(f"--name must be a name of 1 to {LONGEST_NAME} characters on one line")
    chosen = settings()
    if _agency(chosen, name).guides:
        fail("the guide has no staff: it only finds the office; invite for one of the offices")
    member, token = _with_desk(
        lambda desk: roster.invite(desk, roster.CONSOLE, name, role=role, name=person, queues=queues, language=language)
    )
    typer.echo(f"{link_base(chosen)}?start={token}")
    typer.echo(f"For {person}, once, within {roster.INVITATION_DAYS} days. When they have opened it:\n"
               f"  redress staff confirm --agency {name} {member.id}", err=True)  # fmt: skip


def link_base(chosen: Settings) -> str:
    """Where invitation links lead: the bot on Telegram where its name is known, else the staff page."""
    if chosen.bot_name:
        return f"https://t.me/{chosen.bot_name}"
    base = chosen.public_url or f"http://{chosen.webchat_listen or '127.0.0.1:8080'}"
    return f"{base.rstrip('/')}/staff/desk"


def poster(name: str, place: str | None, language: str, out: Path) -> None:
    """Write a poster as a PDF; a place has to be one of the profile's, for it is said to whoever comes by it."""
    from bot import poster as posters

    chosen = settings()
    agency = _agency(chosen, name)
    if language not in posters.LANGUAGES:
        fail(f"there is no language {language!r}; choose {', '.join(posters.LANGUAGES)}")
    if place is not None and place not in agency.places:
        fail(f"{name} has no place {place!r}; there is: {', '.join(agency.places) or 'none; add [place.<id>] to it'}")
    led = posters.links(chosen, agency, agency.places.get(place or ""))
    if not led:
        fail("a poster needs an address: set REDRESS_BOT_NAME for Telegram, REDRESS_PUBLIC_URL for the page, or both")
    with told():
        out.write_bytes(posters.made(agency, agency.places.get(place or ""), language, led, Clock(chosen.clock)()))
    typer.echo(f"{out}: {', '.join(led.values())}")


def confirm(name: str, member_id: str) -> None:
    """Let somebody in."""
    _agency(settings(), name)
    member = _with_desk(lambda desk: roster.confirm(desk, roster.CONSOLE, name, member_id))
    typer.echo(f"{member.name} is in.")


def remove(name: str, member_id: str) -> None:
    """Take access away."""
    _agency(settings(), name)
    member = _with_desk(lambda desk: roster.remove(desk, roster.CONSOLE, name, member_id))
    typer.echo(f"{member.name} has no access any more.")


def members(name: str) -> None:
    """List everybody of an agency."""
    _agency(settings(), name)
    for each in _with_desk(lambda desk: roster.every(desk, name)):
        typer.echo(_line(each))


def _line(member: Member) -> str:
    queues = ", ".join(member.queues) or "no queue"
    attested = f", attested: {member.attested}, {member.attested_at:%Y-%m-%d}" if member.attested_at else ""
    return f"{member.id}  {member.state:<9}  {member.role:<12}  {member.name}  ({queues}){attested}"


def pause(name: str, until: str, because: str, *, end: bool) -> None:
    """Begin or end the pause of an office."""
    _agency(settings(), name)
    if end:
        _with_desk(lambda desk: pausing.end_at_console(desk, roster.CONSOLE, name))
        typer.echo(f"{name} is at work again.")
        return
    try:
        until_on = date.fromisoformat(until)
    except ValueError:
        fail("--until must be a day like 2026-12-15")
    _with_desk(lambda desk: pausing.begin_at_console(desk, roster.CONSOLE, name, until_on, because))
    typer.echo(f"{name} starts nothing new until {until_on}. Complaints are taken, clocks run, and it ends by itself.")


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

    typer.echo(f"The {_with_desk(look)} database can be used (version {database.HEAD}).")


def verify(checkpoint: Path | None) -> None:
    """Walk the chains; status 1 when one is broken."""
    kept = _checkpoint(checkpoint)

    async def walk(desk: Desk) -> tuple[list[audit.Broken], dict[str, tuple[int, str]]]:
        async with desk.database.read() as session:
            return await audit.verify(session, kept), await audit.checkpoint(session)

    broken, ends = _with_desk(walk)
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
    from bot.desk import documents

    if not path.is_file():
        fail(f"{path}: there is no such file")
    with told():
        digest = _sha256(path)

    async def look(desk: Desk) -> list[documents.Known]:
        return [one for each in desk.agencies for one in await documents.verified(desk, roster.CONSOLE, each, digest)]

    found = _with_desk(look)
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
