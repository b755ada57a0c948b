"""Who did what, in a chain per agency that cannot be altered unnoticed; written by `bot.desk` in every transaction.

Each link's hash covers the link and the hash before it, keyed, so that a thief of the database cannot forge one. A tail
that was cut off is found against a checkpoint that was kept apart.
"""

import hmac
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import audit, audit_heads
from storage.statements import insert
from storage.vault import Vault, vault_of

START = "0" * 64
PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Broken:
    """One place where a chain does not hold, and why."""

    agency: str
    seq: int
    why: str


async def append(
    session: AsyncSession, agency: str, *, by: str, verb: str, subject: str, now: datetime, detail: Mapping[str, Any]
) -> int:
    """Add a link and give its number; of the detail only a keyed digest is kept."""
    vault = vault_of(session)
    seq, previous = await _next(session, agency)
    link = {"agency": agency, "seq": seq, "at": now, "by": by, "verb": verb, "subject": subject, "previous": previous}
    link["detail_digest"] = vault.index("audit detail", json.dumps(detail, sort_keys=True, default=str))
    link["hash"] = _hash(vault, link)
    await session.execute(audit.insert().values(link))
    head = update(audit_heads).where(audit_heads.c.agency == agency)
    await session.execute(head.values(hash=link["hash"]))
    return seq


async def checkpoint(session: AsyncSession) -> dict[str, tuple[int, str]]:
    """The end of every chain as it is now; keep it where whoever can write the database cannot."""
    return {row.agency: (row.seq, row.hash) for row in await session.execute(select(audit_heads))}


async def verify(session: AsyncSession, checkpoint: Mapping[str, tuple[int, str]] | None = None) -> list[Broken]:
    """Walk every chain and list where it does not hold; empty when all do."""
    heads = {row.agency: row for row in await session.execute(select(audit_heads))}
    written = set((await session.execute(select(audit.c.agency).distinct())).scalars())
    agencies = sorted(written | set(heads) | set(checkpoint or {}))
    return [
        one
        for agency in agencies
        for one in await _verify(session, agency, heads.get(agency), (checkpoint or {}).get(agency))
    ]


async def _next(session: AsyncSession, agency: str) -> tuple[int, str]:
    # One statement both locks the head and reads the hash that is there: the next writer of this agency waits here.
    first = insert(session, audit_heads).values(agency=agency, seq=1, hash=START)
    counted = first.on_conflict_do_update(
        index_elements=[audit_heads.c.agency], set_={"seq": audit_heads.c.seq + 1}
    ).returning(audit_heads.c.seq, audit_heads.c.hash)
    row = (await session.execute(counted)).one()
    return row.seq, row.hash


def _hash(vault: Vault, link: Mapping[str, Any]) -> str:
    at = link["at"].astimezone(UTC).isoformat(timespec="microseconds")
    said = [link[name] for name in ("agency", "seq", "by", "verb", "subject", "detail_digest", "previous")]
    return vault.index("audit link", json.dumps([at, *said]))


async def _verify(
    session: AsyncSession, agency: str, head: Row[Any] | None, checkpoint: tuple[int, str] | None
) -> list[Broken]:
    vault = vault_of(session)
    broken: list[Broken] = []
    seq, last, seen = 0, START, checkpoint is None
    async for row in _links(session, agency):
        if row.seq != seq + 1:
            broken.append(Broken(agency, seq + 1, "link missing"))
        if not hmac.compare_digest(row.previous, last):
            broken.append(Broken(agency, row.seq, "does not follow the link before it"))
        if not hmac.compare_digest(row.hash, _hash(vault, row._asdict())):
            broken.append(Broken(agency, row.seq, "altered"))
        seq, last = row.seq, row.hash
        seen = seen or (seq, last) == checkpoint
    if head is None or (head.seq, head.hash) != (seq, last):
        broken.append(Broken(agency, seq + 1, "the end is not where it was"))
    if not seen and checkpoint is not None:
        broken.append(Broken(agency, checkpoint[0], "the link of the checkpoint is not there"))
    return broken


async def _links(session: AsyncSession, agency: str) -> AsyncIterator[Row[Any]]:
    last = -1
    while True:
        page = select(audit).where(audit.c.agency == agency, audit.c.seq > last).order_by(audit.c.seq).limit(PAGE)
        rows = (await session.execute(page)).all()
        for row in rows:
            yield row
        if len(rows) < PAGE:
            return
        last = rows[-1].seq
