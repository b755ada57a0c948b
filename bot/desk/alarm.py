"""The promise that every case has somebody and a date, watched: a fault reaches the supervisors and the operator.

Run every hour by `bot.app`, by any replica. The operator reads a number in the log, the supervisors the references,
once a day for as long as it lasts.
"""

from typing import Final

import structlog

from bot.casework import staffing
from bot.casework.agency import Agency
from bot.casework.workdays import day_at
from bot.desk.desk import Desk
from storage import faults, outbox, roster

FORGOTTEN_DAYS: Final = 30
"""A date that was missed so long ago, with nothing planned, is nobody's date any more."""
AT_ONCE: Final = 50

log = structlog.get_logger()


async def round(desk: Desk) -> int:
    """Look at every agency and say how many cases have a fault."""
    return sum([await _watch(desk, agency) for agency in desk.agencies.values()])


async def _watch(desk: Desk, agency: Agency) -> int:
    now = desk.clock()
    async with desk.transaction(None) as session:
        team = await roster.every(session, agency.id)
        leading = any(each.role == "supervisor" and each.state == roster.CONFIRMED for each in team)
        manned = {queue for each in team if each.state == roster.CONFIRMED for queue in each.queues}
        attended = tuple(agency.queues) if leading else tuple(sorted(manned & {*agency.queues}))
        found = await faults.of_agency(session, agency.id, attended, now, forgotten_days=FORGOTTEN_DAYS, limit=AT_ONCE)
        on = day_at(agency, now)
        for case, reference in found:
            planned = [staffing.alarm(agency, case, reference, on, now)]
            await outbox.add(session, agency.id, case_id=case, planned=planned, now=now)
    if found:
        log.error("cases_without_care", agency=agency.id, count=len(found))
    return len(found)
