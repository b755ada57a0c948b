"""What an operator's commands have in common: settings, profiles and desk are opened, failures told in a sentence.

Called by `console`, `upkeep`, `bring` and `serving`.
"""

import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, NoReturn, TypeVar

import typer
from pydantic import ValidationError

from bot.casework.agency import Agency
from bot.casework.errors import BadProfile, NotYours, Refused
from bot.clock import Clock
from bot.desk.desk import Desk
from bot.opening import desk_of, profiles
from bot.settings import Settings
from nlp import vocabulary
from storage.errors import StorageError

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
        where = f"{problem.filename}: the disk" if problem.filename else "the disk that this writes to"
        return f"{where} is full; make room and start again"
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


def agency_of(chosen: Settings, name: str) -> Agency:
    """One of them, by its id."""
    served = agencies(chosen)
    if name not in served:
        fail(f"there is no agency {name!r} here; there is: {', '.join(served)}")
    return served[name]


class _NoReader:
    """Commands at the console never read a narrative."""

    by = "nobody"

    def read(self, text: str, language: str | None = None) -> NoReturn:
        raise AssertionError("the console does not read narratives")

    def safety(self, text: str) -> NoReturn:
        raise AssertionError("the console does not read narratives")


@asynccontextmanager
async def _desk(chosen: Settings) -> AsyncIterator[Desk]:
    async with desk_of(chosen, _NoReader(), agencies(chosen), Clock(chosen.clock)) as desk:
        yield desk


def with_desk(work: Callable[[Desk], Awaitable[T]]) -> T:
    """Open the desk for one thing."""
    chosen = settings()

    async def main() -> T:
        async with _desk(chosen) as desk:
            return await work(desk)

    with told():
        return asyncio.run(main())
