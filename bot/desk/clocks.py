"""A case's duties as rows: replans its reminders and its next date; called inside the transaction of every verb."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import deadlines
from bot.casework.agency import Agency
from bot.casework.deadlines import CaseFacts
from bot.casework.triage import Triaged
from storage import cases, outbox
from storage.cases import Case


def facts(agency: Agency, case: Case) -> CaseFacts:
    """What the clocks need to know of a case; never what it is about."""
    return CaseFacts(
        id=case.id,
        received_at=case.received_at,
        moments=case.moments,
        owner=case.owner_id,
        queue=case.queue,
        priority=case.priority,
        closed=case.closed_at is not None,
        conditions={"reference": case.reference, "status": case.status, "priority": case.priority},
    )


def unfiled(moments: Mapping[str, datetime], triaged: Triaged, now: datetime) -> CaseFacts:
    """The same for a case that is about to be filed, for its first next date."""
    return CaseFacts(
        id="",
        received_at=now,
        moments=moments,
        owner=None,
        queue=triaged.queue,
        priority=triaged.priority,
        closed=False,
        conditions={"priority": triaged.priority},
    )


async def replan(session: AsyncSession, agency: Agency, case: Case, now: datetime) -> Case:
    """Bring the notices and the next date in line with what the profile asks for now."""
    known = facts(agency, case)
    planned = deadlines.plan(agency, known, now)
    await outbox.plan(session, agency.id, case_id=case.id, planned=planned, now=now, scope=f"{case.id}:duty:")
    next_at = deadlines.next_date(agency, known, now)
    if next_at == case.next_at:
        return case
    return await cases.record(session, agency.id, case, changes={"next_at": next_at}, now=now)
