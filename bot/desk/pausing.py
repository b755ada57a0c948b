"""An office says that it starts no new cases for a while; called by `telegram.pausing`, the console, who greets.

Complaints are taken and queued all the while, their clocks run, and the pause is over by itself.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import pausing as rules
from bot.casework.agency import Agency
from bot.casework.authorization import Actor, Verb, permit
from bot.casework.errors import Refused
from bot.casework.pausing import Wish
from bot.casework.workdays import day_at, end_of_day, last_day
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor, in_office
from storage import pauses
from storage.inbox import InboxRow
from storage.pauses import Pause
from storage.roster import Member


@dataclass(frozen=True, slots=True)
class Paused:
    """A pause that runs, and its last day at the agency."""

    agency: Agency
    pause: Pause
    until_on: date


async def running(desk: Desk, agency_id: str) -> Paused | None:
    """The pause of an office that runs now."""
    async with desk.database.read() as session:
        return await found(desk, session, agency_id)


async def found(desk: Desk, session: AsyncSession, agency_id: str) -> Paused | None:
    """The same in a session that is open."""
    agency, pause = desk.agencies[agency_id], await pauses.current(session, agency_id, desk.clock())
    return None if pause is None else Paused(agency, pause, last_day(agency, pause.ends_at))


async def look(desk: Desk, source: InboxRow | None, member: Member) -> Paused | None:
    """The same for a supervisor, with the reason. Raises NotYours."""
    async with desk.transaction(source, Act(actor(member), Verb.PAUSE, member.agency, member.agency)) as session:
        permit(Verb.PAUSE, await in_office(session, member), member.agency)
        return await found(desk, session, member.agency)


async def begin(desk: Desk, source: InboxRow, member: Member, text: str) -> Paused:
    """Begin a pause, or put another in the place of the one that runs. Raises NotYours and Refused."""
    wish = rules.wish(text, day_at(desk.agencies[member.agency], desk.clock()))
    async with desk.transaction(source) as session:
        return await _begun(desk, session, await in_office(session, member), member.agency, wish)


async def end(desk: Desk, source: InboxRow, member: Member) -> None:
    """End the pause that runs. Raises NotYours, and Refused where none does."""
    async with desk.transaction(source) as session:
        await _ended(desk, session, await in_office(session, member), member.agency)


async def begin_at_console(desk: Desk, operator: Actor, agency_id: str, until_on: date, because: str) -> Paused:
    """The operator's way to do the same."""
    wish = rules.checked(until_on, because, day_at(desk.agencies[agency_id], desk.clock()))
    async with desk.transaction(None) as session:
        return await _begun(desk, session, operator, agency_id, wish)


async def end_at_console(desk: Desk, operator: Actor, agency_id: str) -> None:
    """The operator's way to end one."""
    async with desk.transaction(None) as session:
        await _ended(desk, session, operator, agency_id)


async def _begun(desk: Desk, session: AsyncSession, by: Actor, agency_id: str, wish: Wish) -> Paused:
    permit(Verb.PAUSE, by, agency_id)
    agency = desk.agencies[agency_id]
    ends_at = end_of_day(agency, wish.until_on)
    pause = await pauses.begin(session, agency_id, wish.because, by=by.by, now=desk.clock(), ends_at=ends_at)
    await desk.record(session, Act(by, Verb.PAUSE, agency_id, agency_id, {"until": wish.until_on.isoformat()}))
    return Paused(agency, pause, wish.until_on)


async def _ended(desk: Desk, session: AsyncSession, by: Actor, agency_id: str) -> None:
    permit(Verb.PAUSE, by, agency_id)
    if not await pauses.end(session, agency_id, by=by.by, now=desk.clock()):
        raise Refused("pause_none")
    await desk.record(session, Act(by, Verb.PAUSE, agency_id, agency_id, {"until": None}))
