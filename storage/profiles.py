"""The texts of the profiles under which cases were decided, kept by digest, to explain an old decision."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import profiles
from storage.statements import insert


async def keep(session: AsyncSession, agency: str, digest: str, text: str, now: datetime) -> None:
    """Keep the text of a profile; one that is kept already stays as it is."""
    new = insert(session, profiles).values(agency=agency, digest=digest, text=text, kept_at=now)
    await session.execute(new.on_conflict_do_nothing(index_elements=["agency", "digest"]))


async def load(session: AsyncSession, agency: str, digest: str) -> str | None:
    """The text that has this digest."""
    mine = (profiles.c.agency == agency, profiles.c.digest == digest)
    return (await session.execute(select(profiles.c.text).where(*mine))).scalar_one_or_none()
