"""Which evidence of a case should be asked for at once, until it was asked for or somebody said no; for `bot.desk`."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case
from storage.models import proposals as rows
from storage.statements import changed, insert

PROPOSED, ASKED, DISMISSED = "proposed", "asked", "dismissed"


async def propose(session: AsyncSession, agency: str, case: Case, items: Iterable[str], now: datetime) -> None:
    """Note what should be asked for; what was proposed before stays as it is."""
    for item in items:
        new = {"agency": agency, "case_id": case.id, "item": item, "state": PROPOSED, "at": now}
        await session.execute(insert(session, rows).values(**new).on_conflict_do_nothing())


async def open_ones(session: AsyncSession, agency: str, case: Case) -> dict[str, datetime]:
    """What waits to be asked for, in the order in which it was proposed, each with since when."""
    mine = (rows.c.agency == agency, rows.c.case_id == case.id, rows.c.state == PROPOSED)
    found = await session.execute(select(rows.c.item, rows.c.at).where(*mine).order_by(rows.c.seq))
    return {row.item: row.at for row in found}


async def settle(
    session: AsyncSession, agency: str, case: Case, item: str, state: str, *, by: str, now: datetime
) -> bool:
    """It was asked for, or is not needed; False when it does not wait any more."""
    mine = (rows.c.agency == agency, rows.c.case_id == case.id, rows.c.item == item, rows.c.state == PROPOSED)
    settled = {"state": state, "settled_by": by, "settled_at": now}
    return await changed(session, update(rows).where(*mine).values(settled)) == 1
