"""The promise that every case has somebody and a date, watched: a fault reaches the supervisors and the operator.

Run every hour by `bot.app`, by any replica. The operator reads a number in the log, the supervisors the references,
once a day for as long as it lasts. A conflict that no supervisor may decide is a number for the operator, who alone can
let in another one. A reader without its model is told to the operator alone.
"""

from collections.abc import Collection
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import staffing
from bot.casework.agency import Agency
from bot.casework.workdays import day_at
from bot.desk.desk import Desk
from nlp.reading import PATTERNS
from storage import faults, outbox, recusals, roster

FORGOTTEN_DAYS: Final = 30
"""A date that was missed so long ago, with nothing planned, is nobody's date any more."""
AT_ONCE: Final = 50

log = structlog.get_logger()


async def round(desk: Desk) -> int:
    """Look at every agency and say how many cases have a fault; a reader without its model is none of a case."""
    if desk.reader.by == PATTERNS:
        log.error("reader_without_model")
    return sum([await _watch(desk, agency) for agency in desk.agencies.values()])


async def _watch(desk: Desk, agency: Agency) -> int:
    now = desk.clock()
    async with desk.transaction(None) as session:
        team = await roster.every(session, agency.id)
        leads = [each.id for each in team if each.role == "supervisor" and each.state == roster.CONFIRMED]
        manned = {queue for each in team if each.state == roster.CONFIRMED for queue in each.queues}
        attended = tuple(agency.queues) if leads else tuple(sorted(manned & {*agency.queues}))
        found = await faults.of_agency(session, agency.id, attended, now, forgotten_days=FORGOTTEN_DAYS, limit=AT_ONCE)
        on = day_at(agency, now)
        for case, reference in found:
            planned = [staffing.alarm(agency, case, reference, on, now)]
            await outbox.add(session, agency.id, case_id=case, planned=planned, now=now)
        undecided = await _undecided(session, agency, leads)
    for event, count in (("cases_without_care", len(found)), ("conflicts_without_supervisor", undecided)):
        if count:
            log.error(event, agency=agency.id, count=count)
    return len(found) + undecided


async def _undecided(session: AsyncSession, agency: Agency, leads: Collection[str]) -> int:
    """In how many cases every supervisor there is must not know of a conflict that waits for one of them."""
    waiting = await faults.undecided(session, agency.id)
    pairs = {(case, lead) for case in waiting for lead in leads}
    barred = await recusals.barred(session, agency.id, pairs)
    return sum(all((case, lead) in barred for lead in leads) for case in waiting)
