"""What every verb of the desk works with: agencies, rows, files, the reader and the clock; made once by `bot.app`."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Thread
from typing import Any, Final, Protocol, TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework.agency import Agency
from bot.casework.allegation import FactLike, LabelLike, ReadingLike
from bot.casework.authorization import Actor, Verb
from storage import audit, inbox, outbox
from storage.database import Database
from storage.evidence import Files
from storage.inbox import InboxRow

T = TypeVar("T")
READING_LIMIT_SECONDS: Final = 2.0
READERS: Final = 16
"""How many threads may be with the reader at once, those that hang included."""

log = structlog.get_logger()


class Read(ReadingLike, Protocol):
    """A reading as the desk keeps it."""

    @property
    def facts(self) -> Sequence[FactLike]: ...
    def to_json(self) -> dict[str, Any]: ...


class ReaderLike(Protocol):
    """What the desk needs of a reader; `nlp.Reader` has this shape. Both calls are synchronous and thread-safe."""

    by: str

    def read(self, text: str, language: str | None = None) -> Read: ...
    def safety(self, text: str) -> Sequence[LabelLike]: ...


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what to what: one row of the audit chain. `detail` holds codes and ids, never what a person wrote."""

    actor: Actor
    verb: Verb
    agency: str
    subject: str
    detail: Mapping[str, object] = field(default_factory=dict)


class AlreadyApplied(Exception):
    """Another worker has already done what this update asked for; only the answer may be missing."""


@dataclass(frozen=True)
class Desk:
    """Everything a verb needs. `woken` is set whenever a notice was planned, so that the courier need not poll."""

    database: Database
    files: Files
    agencies: Mapping[str, Agency]
    reader: ReaderLike
    clock: Callable[[], datetime]
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    reading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(READERS), repr=False)
    warning: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(READERS), repr=False)
    """Apart from `reading`: a cry for help is heard while long stories are read."""
    searching: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    @property
    def default(self) -> Agency:
        """The agency of somebody who came without a link to one."""
        return next(iter(self.agencies.values()))

    @property
    def offices(self) -> Mapping[str, Agency]:
        """The agencies that have a desk: all but the guide."""
        return {id: each for id, each in self.agencies.items() if not each.guides}

    @asynccontextmanager
    async def transaction(self, source: InboxRow | None, act: Act | None = None) -> AsyncIterator[AsyncSession]:
        """One verb, one transaction: the effect, the inbox mark of the update that asked for it, the audit row.

        Raises AlreadyApplied, with nothing changed, when the update has had its effect before.
        """
        now = self.clock()
        async with self.database.write() as session:
            if source is not None and not await inbox.applied(session, source.id, now, "done"):
                raise AlreadyApplied
            yield session
            if act is not None:
                await self.record(session, act)
        if outbox.DUE in session.info:
            self.woken.set()

    async def record(self, session: AsyncSession, act: Act) -> None:
        """Append one act to the agency's chain, inside the transaction of its effect."""
        await audit.append(
            session,
            act.agency,
            by=act.actor.by,
            verb=act.verb.value,
            subject=act.subject,
            detail=act.detail,
            now=self.clock(),
        )

    async def read(self, text: str, language: str) -> Read | None:
        """What the reader says about a narrative, or None when it failed or took too long: the case is filed anyway."""
        try:
            return await self._patiently(partial(self.reader.read, text, language), self.reading)
        except Exception as fault:  # a reader may fail in any way; no complaint waits for it
            log.warning("reader_failed", fault=type(fault).__name__)
            return None

    async def danger(self, text: str) -> frozenset[str]:
        """The safety labels that interrupt an interview, found in one message; none when the reader fails."""
        return frozenset(each.label for each in await self.safety(text)) & INTERRUPTING

    async def safety(self, text: str) -> tuple[Any, ...]:
        """The safety labels whose phrases stand in a text, which takes next to no time; none when the reader fails."""
        try:
            found = await self._patiently(partial(self.reader.safety, text), self.warning)
        except Exception as fault:
            log.warning("reader_failed", fault=type(fault).__name__)
            return ()
        return tuple(found)

    async def _patiently(self, ask: Callable[[], T], permits: asyncio.Semaphore) -> T:
        """Ask the reader in a thread of its own, with a limit. Raises TimeoutError.

        Not in asyncio's shared threads: a reader that hangs would take them all, and files could not be kept any more.
        A thread that hangs is left behind and keeps nobody from stopping the program.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def work() -> None:
            tell = _asked(ask)
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(told, tell)

        def told(tell: Callable[[asyncio.Future[T]], None]) -> None:
            permits.release()
            if not answer.done():  # else it came too late
                tell(answer)

        async with asyncio.timeout(READING_LIMIT_SECONDS):
            await permits.acquire()
            try:
                Thread(target=work, name="reader", daemon=True).start()
            except RuntimeError:  # the system gives no more threads
                permits.release()
                raise
            return await answer


def _asked(ask: Callable[[], T]) -> Callable[[asyncio.Future[T]], None]:
    """The reader's answer, or its fault, as something to do to a future."""
    try:
        said = ask()
    except BaseException as fault:
        known = fault if isinstance(fault, Exception) else RuntimeError(type(fault).__name__)
        return partial(_fail, known)
    return lambda answer: answer.set_result(said)


def _fail(fault: Exception, answer: asyncio.Future[T]) -> None:
    answer.set_exception(fault)


INTERRUPTING: Final = frozenset({"self_harm", "immediate_danger", "urgent_medical"})
