"""Pauses of all clocks of a case: begun by staff with a reason and an end, over by themselves; for `telegram.duties`.

`round` is run by every replica, woken by `bot.app`. A case on hold keeps its place in every list and figure.
"""

from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import relief, staff_notices
from bot.casework.agency import Agency
from bot.casework.authorization import PROGRAM, Actor, Verb
from bot.casework.errors import Refused
from bot.desk import clocks
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor, on_case
from bot.desk.waiting import subject
from storage import cases, outbox, roster
from storage import duties as kept
from storage.cases import Case
from storage.inbox import InboxRow
from storage.roster import Member

BATCH: Final = 50


async def hold(
    desk: Desk, source: InboxRow, member: Member, case_id: str, *, until_on: date | None, because: str
) -> Case:
    """Stop the clocks of a case until the morning of that day. Raises Refused, for a hold without an end too."""
    until = until_on.isoformat() if until_on else None
    async with on_case(desk, source, member, case_id, Verb.HOLD, until=until) as (session, agency, case):
        now, by = desk.clock(), actor(member).by
        ends_at = relief.hold(agency, await clocks.known_facts(session, agency, case), until_on, now)
        await kept.release(session, agency.id, case.id, by=PROGRAM, now=now)  # one that is over and was not put away
        await kept.hold(session, agency.id, case, because=because, by=by, ends_at=ends_at, now=now)
        case = await cases.record(session, agency.id, case, changes={"held_until": ends_at}, now=now)
        await cases.happened(session, agency.id, case.id, verb="held", by=by, now=now, detail={"until": until})
        await roster.prompt(session, agency.id, member.id, None)
        return await clocks.replan(session, agency, case, now)


async def release(desk: Desk, source: InboxRow, member: Member, case_id: str) -> Case:
    """Let the clocks of a case run again before the hold is over. Raises Refused when it is on none."""
    async with on_case(desk, source, member, case_id, Verb.RELEASE) as (session, agency, case):
        if case.held_until is None:
            raise Refused("not_held")
        return await _released(session, agency, case, actor(member).by, desk.clock())


async def round(desk: Desk) -> int:
    """Release every case whose hold is over, and tell whoever has it; returns how many."""
    count = 0
    for agency in desk.agencies.values():
        async with desk.database.read() as session:
            over = await kept.over(session, agency.id, desk.clock(), BATCH)
        for case_id in over:
            async with desk.transaction(None) as session:
                case = await cases.hold(session, agency.id, case_id)
                count += case is not None and await _over(desk, session, agency, case)
    return count


async def _over(desk: Desk, session: AsyncSession, agency: Agency, case: Case) -> bool:
    """One hold that is over; False when another replica, or a colleague, has seen to it meanwhile."""
    now, ends_at = desk.clock(), case.held_until
    if ends_at is None or ends_at > now:
        return False
    case = await _released(session, agency, case, PROGRAM, now)
    if case.closed_at is None:
        planned = staff_notices.hold_over(agency, subject(case), ends_at, now)
        await outbox.add(session, agency.id, case_id=case.id, planned=[planned], now=now)
    await desk.record(session, Act(Actor(PROGRAM, agency.id, PROGRAM), Verb.RELEASE, agency.id, case.id))
    return True


async def _released(session: AsyncSession, agency: Agency, case: Case, by: str, now: datetime) -> Case:
    await kept.release(session, agency.id, case.id, by=by, now=now)
    case = await cases.record(session, agency.id, case, changes={"held_until": None}, now=now)
    await cases.happened(session, agency.id, case.id, verb="released", by=by, now=now)
    return await clocks.replan(session, agency, case, now)
