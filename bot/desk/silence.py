"""Cases whose owner is silent or away go back to their queue; run every hour by `bot.app`, by any replica.

Silence is counted from the day a duty was missed, or from what the owner last did on the case after that, whichever
is later: what others change gives nobody more time. Somebody who is away without a cover keeps the cases that are not
due before they are back.
"""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import staffing
from bot.casework.agency import Agency
from bot.casework.authorization import PROGRAM, Actor, Verb
from bot.desk import clocks, ownership
from bot.desk.desk import Act, Desk
from storage import absences, cases, outbox, roster
from storage.absences import Absence
from storage.cases import Case
from storage.roster import Member

PAGE: Final = 50


async def round(desk: Desk) -> int:
    """Give back what nobody works on and say how many cases that were; each in a transaction of its own."""
    count = 0
    for agency in desk.agencies.values():
        async with desk.database.read() as session:
            found = [case async for case in _left(desk, session, agency)]
        for case in found:
            count += await _returned(desk, agency, case)
    return count


async def _left(desk: Desk, session: AsyncSession, agency: Agency) -> AsyncIterator[Case]:
    now = desk.clock()
    away = await absences.current(session, agency.id, now)
    for member in await roster.every(session, agency.id):
        before = _before(agency, away.get(member.id), now)
        async for case in _due(session, member, before):
            if await _is_left(session, agency, case, away.get(member.id), now):
                yield case


async def _due(session: AsyncSession, member: Member, before: datetime) -> AsyncIterator[Case]:
    """The member's open cases whose next date is before then."""
    after: cases.Key | None = None
    while page := await cases.owned(session, member.agency, member.id, after=after, limit=PAGE):
        for case in page:
            if case.next_at >= before:
                return
            yield case
        after = (page[-1].next_at, page[-1].id)


def _before(agency: Agency, absence: Absence | None, now: datetime) -> datetime:
    uncovered = absence is not None and absence.cover_id is None
    return absence.until_at if absence and uncovered else now - timedelta(days=agency.silent_days)


async def _is_left(session: AsyncSession, agency: Agency, case: Case, absence: Absence | None, now: datetime) -> bool:
    if absence is not None and absence.cover_id is None:
        return True
    missed = [each.due_at for each in await clocks.duties(session, agency, case) if each.met_at is None]
    since = min((at for at in missed if at < now), default=now)
    acted = await cases.last_act(session, agency.id, case.id, case.owner_id or "")
    return max(since, acted or since) + timedelta(days=agency.silent_days) <= now


async def _returned(desk: Desk, agency: Agency, seen: Case) -> int:
    by, now = Actor(PROGRAM, agency.id, PROGRAM), desk.clock()
    async with desk.transaction(None) as session:
        case = await cases.hold(session, agency.id, seen.id)
        if case is None or case.revision != seen.revision or case.owner_id is None:
            return 0  # somebody has done something meanwhile
        back = await ownership.put_back(desk, session, by, case)
        await desk.record(session, Act(by, Verb.RETURN, agency.id, case.id, {"owner": case.owner_id}))
        planned = staffing.returned(agency, case.id, case.reference, case.owner_id, back.revision, now)
        await outbox.add(session, agency.id, case_id=case.id, planned=planned, now=now)
    return 1
