"""Which files and statements of a case somebody was compelled to give, for `bot.desk.compelled` and whoever shares."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import compelled as rows
from storage.statements import changed, insert


async def of_case(session: AsyncSession, agency: str, case_id: str) -> frozenset[str]:
    """The ids of the files and statements of this case that were compelled."""
    mine = select(rows.c.item_id).where(rows.c.agency == agency, rows.c.case_id == case_id)
    return frozenset((await session.execute(mine)).scalars())


async def mark(session: AsyncSession, agency: str, case_id: str, item_id: str, *, by: str, now: datetime) -> bool:
    """Say of one that it was compelled; False when that was said before."""
    new = insert(session, rows).values(agency=agency, case_id=case_id, item_id=item_id, by=by, at=now)
    return await changed(session, new.on_conflict_do_nothing()) == 1


async def unmark(session: AsyncSession, agency: str, case_id: str, item_id: str) -> bool:
    """Say of one that it was not; False when nobody had said so."""
    mine = (rows.c.agency == agency, rows.c.case_id == case_id, rows.c.item_id == item_id)
    return await changed(session, delete(rows).where(*mine)) == 1
