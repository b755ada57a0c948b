"""Who has opened which case, and whether anything has happened to it since; for the caseload and for bulk acts.

What a case is at one moment is told by a short word made of its revision, its last event and its last message: a
change leaves another word behind, whatever the clock says.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import cases, events, messages, views
from storage.statements import insert


async def states(session: AsyncSession, agency: str, case_ids: Collection[str]) -> dict[str, str]:
    """What each of these cases is now."""
    found = select(cases.c.id, cases.c.revision, _last(events, "id"), _last(messages, "seq"))
    rows = await session.execute(found.where(cases.c.agency == agency, cases.c.id.in_(case_ids)))
    return {case_id: f"{revision}.{event or 0}.{message or 0}" for case_id, revision, event, message in rows}


async def viewed(session: AsyncSession, agency: str, case_id: str, member_id: str, now: datetime) -> None:
    """Note that a member has opened a case as it is now."""
    seen = {"state": (await states(session, agency, [case_id]))[case_id], "viewed_at": now}
    new = insert(session, views).values(agency=agency, case_id=case_id, member_id=member_id, **seen)
    key = [views.c.agency, views.c.case_id, views.c.member_id]
    await session.execute(new.on_conflict_do_update(index_elements=key, set_=seen))


async def up_to_date(session: AsyncSession, agency: str, member_id: str, case_ids: Collection[str]) -> dict[str, str]:
    """What each of these cases is, of those that the member has opened since anything last happened to them."""
    theirs = (views.c.agency == agency, views.c.member_id == member_id, views.c.case_id.in_(case_ids))
    rows = await session.execute(select(views.c.case_id, views.c.state).where(*theirs))
    seen = {row.case_id: row.state for row in rows}
    now = await states(session, agency, case_ids)
    return {case_id: state for case_id, state in now.items() if seen.get(case_id) == state}


def _last(table: Table, number: str) -> ScalarSelect[Any]:
    of_case = (table.c.agency == cases.c.agency, table.c.case_id == cases.c.id)
    return select(func.max(table.c[number])).where(*of_case).scalar_subquery()
