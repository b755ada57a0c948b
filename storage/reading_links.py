"""Links that open one part of a case once, for `bot.desk.reading`; only the digest of a link is ever stored."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import readings as rows


@dataclass(frozen=True, slots=True)
class Link:
    """What a link opens, and for whom; `part` is story, talk, or a file by its id."""

    agency: str
    case_id: str
    member_id: str
    part: str


async def make(
    session: AsyncSession, agency: str, link: Link, *, digest: str, now: datetime, expires_at: datetime
) -> None:
    """Keep a link by its digest."""
    values = {"digest": digest, "agency": agency, "case_id": link.case_id, "member_id": link.member_id}
    await session.execute(rows.insert().values(**values, part=link.part, made_at=now, expires_at=expires_at))


async def use(session: AsyncSession, digest: str, now: datetime) -> Link | None:
    """Use a link up; None for one that is used, too old or unknown, which look the same."""
    good = (rows.c.digest == digest, rows.c.used_at.is_(None), rows.c.expires_at > now)
    used = update(rows).where(*good).values(used_at=now)
    row = (await session.execute(used.returning(rows))).one_or_none()
    return None if row is None else Link(row.agency, row.case_id, row.member_id, row.part)


async def forget(session: AsyncSession, before: datetime) -> None:
    """Erase what was of use only until then."""
    await session.execute(delete(rows).where(rows.c.expires_at < before))
