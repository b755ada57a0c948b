"""Files of a complaint: expected when they come, fetched as claimed work, sealed, opened for staff; none lost silently.

Called by `desk.intake` and `desk.correspondence` when a file comes, by `telegram.staff` to open one, and by `bot.app`.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import request
from bot.casework.authorization import PROGRAM, Actor, Verb
from bot.casework.errors import NotYours, TryLater, Undeliverable
from bot.casework.keeper import keeper
from bot.desk import asking, waiting
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor, on_case
from storage import cases, evidence, keys, outbox
from storage.cases import Case
from storage.columns import new_id
from storage.drafts import Draft
from storage.errors import KeyGone, RowStale
from storage.evidence import Evidence
from storage.inbox import InboxRow
from storage.roster import Member

LEASE: Final = timedelta(minutes=2)
ATTEMPTS: Final = 24
LONGEST_PAUSE_SECONDS: Final = 3600.0  # so that we go on for half a day: a server that is down comes back
BATCH: Final = 4
FILE_LIMIT_BYTES: Final = 20 * 1024 * 1024
MEDIA_TYPE: Final = re.compile("[a-z]{1,16}/[a-z0-9.+-]{1,80}")
"""The one thing kept unsealed that a sender's program writes: a word of the usual form, or nothing."""
PACKED: Final = (".zip", ".rar", ".7z", ".tar", ".tgz", ".gz")

log = structlog.get_logger()

Fetch = Callable[[tuple[str, str]], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class FileCame:
    """A file as the channel names it; `album` is shared by files that were sent as one, `message` is the chat's id."""

    kind: str
    file_id: str
    message: str
    name: str | None = None
    mime: str | None = None
    size: int | None = None
    caption: str | None = None
    album: str | None = None

    @property
    def oversize(self) -> bool:
        """True for a file that the Bot API will not hand over."""
        return (self.size or 0) > FILE_LIMIT_BYTES

    @property
    def packed(self) -> bool:
        """True for files in a file, which staff cannot look into here."""
        name = (self.name or "").casefold()
        return name.endswith(PACKED) or ("." not in name and self.mime == "application/zip")


@dataclass(frozen=True, slots=True)
class Opened:
    """One file for a member of staff; `data` is None while, or because, it is not there: see its state."""

    case: Case
    evidence: Evidence
    data: bytes | None


async def expect(
    session: AsyncSession, owner: Draft | Case, came: FileCame, now: datetime, *, id: str, channel: str | None = None
) -> None:
    """Write down that a file came; fetching it is claimed work, and one that is too large keeps its place.

    `channel` is given where it did not come through the complainant's own chat.
    """
    await evidence.expect(
        session,
        owner.agency,
        owner,
        id=id,
        kind=came.kind,
        source=(channel or (owner.chat.channel if owner.chat else ""), came.file_id),
        name=came.name,
        mime=came.mime if came.mime and MEDIA_TYPE.fullmatch(came.mime) else None,
        size=came.size,
        state="oversize" if came.oversize else "to_fetch",
        now=now,
    )


async def bring(
    desk: Desk, source: InboxRow, member: Member, case_id: str, came: FileCame, *, more: bool = False
) -> Case:
    """Keep a file that a colleague brings to a case, a closed one too; who looks after the case is told.

    With `more`, the next files come to the same case until the member turns to something else; those of one album do.
    """
    evidence_id = new_id()
    async with on_case(desk, source, member, case_id, Verb.BRING, file=evidence_id) as (session, agency, case):
        await arrived(session, case, came, member, evidence_id, desk.clock())
        wanted = {"verb": "bring", "case": case.id, "album": came.album} if more or came.album else None
        await asking.remember(session, member, wanted, desk.clock())
        if case.owner_id != member.id:
            about = waiting.subject(case)
            told = request.news(
                agency, about, "file_added", keeper(agency, about), once=came.album or evidence_id, now=desk.clock()
            )
            await outbox.add(session, agency.id, case_id=case.id, planned=told, now=desk.clock())
    return case


async def arrived(
    session: AsyncSession, case: Case, came: FileCame, member: Member, evidence_id: str, now: datetime
) -> None:
    """Write down in a verb's own transaction that a colleague brought a file; its caption becomes a note."""
    by, channel = actor(member).by, member.chat.channel if member.chat else ""
    await expect(session, case, came, now, id=evidence_id, channel=channel)
    if came.caption:
        await cases.say(session, case.agency, case, direction="out", by=by, text=came.caption, now=now, kind="note")
    detail = {"evidence": evidence_id}
    await cases.happened(session, case.agency, case.id, verb="evidence", by=by, now=now, detail=detail)


async def open_file(desk: Desk, member: Member, case_id: str, evidence_id: str, source: InboxRow | None) -> Opened:
    """Unseal one file of a case; the read is audited. Raises NotYours."""
    async with on_case(desk, source, member, case_id, Verb.MEDIA, file=evidence_id) as (session, agency, case):
        one = await evidence.load(session, agency.id, evidence_id)
        if one is None or one.case_id != case.id:
            raise NotYours
        key = await keys.load(session, agency.id, one.key_id)
    if one.state != evidence.STORED or one.path is None:
        return Opened(case, one, None)
    return Opened(case, one, await desk.files.get_sealed(one.path, key, one.place))


class Collector:
    """Fetches what chats sent. `fetch` is given by the composition root: a (channel, file id) becomes bytes."""

    def __init__(self, desk: Desk, fetch: Fetch) -> None:
        self._desk = desk
        self._fetch = fetch

    async def round(self) -> int:
        """Fetch what is due and return how many files were settled."""
        async with self._desk.database.write() as session:
            due = await evidence.claim(session, self._desk.clock(), LEASE, BATCH)
        for one in due:
            await self._collect(one)
        return len(due)

    async def _collect(self, one: Evidence) -> None:
        """Fetch one file, so that nothing that goes wrong with it stops the others."""
        try:
            if one.source is None:
                raise Undeliverable("no_source")
            await self._store(one, await self._fetch(one.source))
        except TryLater as later:
            pause = max(later.after, min(2.0**one.attempts, LONGEST_PAUSE_SECONDS))
            await self._failed(one, None if one.attempts >= ATTEMPTS else pause)
        except Undeliverable:
            await self._failed(one, None)
        except (KeyGone, RowStale):
            await self._unwanted(one)
        except Exception as fault:  # a full disk, for instance: the row keeps its lease and comes back after it
            log.error("file_delayed", agency=one.agency, fault=type(fault).__name__, attempts=one.attempts)

    async def _store(self, one: Evidence, data: bytes) -> None:
        async with self._desk.database.read() as session:
            key = await keys.load(session, one.agency, one.key_id)
        await self._desk.files.put_sealed(_path(one), key, one.place, data)
        digest = hashlib.sha256(data).hexdigest()
        async with self._desk.database.write() as session:
            now = self._desk.clock()
            await evidence.stored(session, one, path=_path(one), sha256=digest, size=len(data), mime=one.mime, now=now)
            await self._desk.record(session, _kept(one, digest))

    async def _unwanted(self, one: Evidence) -> None:
        """The draft was cancelled while its file was on the way, or another replica was quicker and stored it."""
        async with self._desk.database.read() as session:
            there = await evidence.load(session, one.agency, one.id)
        if there is None:
            await self._desk.files.delete(_path(one))

    async def _failed(self, one: Evidence, after: float | None) -> None:
        now = self._desk.clock()
        log.warning("file_not_fetched", agency=one.agency, attempts=one.attempts, final=after is None)
        with suppress(RowStale):  # cancelled meanwhile: nobody waits for it
            async with self._desk.database.write() as session:
                await evidence.failed(session, one, now, None if after is None else now + timedelta(seconds=after))


def _path(one: Evidence) -> str:
    return f"{one.agency}/{one.id}"


def _kept(one: Evidence, digest: str) -> Act:
    """The first line of the custody log: which bytes were sealed, and when."""
    return Act(Actor(PROGRAM, one.agency, PROGRAM), Verb.KEEP, one.agency, one.id, {"sha256": digest})
