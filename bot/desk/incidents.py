"""When the incident of a case happened, from its sealed answers; called by the desk and `telegram.prompts`."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import dated, filing_time, interview
from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.filing_time import Filing
from bot.casework.incident import Occurred, occurred
from bot.casework.notices import Planned
from bot.casework.workdays import day_at
from bot.desk.desk import Desk
from bot.desk.permission import on_case
from bot.desk.waiting import subject
from storage import cases
from storage.cases import Case
from storage.roster import Member


async def of_case(session: AsyncSession, agency: Agency, case: Case) -> Occurred | None:
    """The days of the incident as they stand now; None where nobody knows, or the key is gone."""
    if not case.readable:
        return None
    return occurred(agency, interview.unpack(await cases.answers(session, agency.id, case)))


async def limits(session: AsyncSession, agency: Agency, case: Case) -> Filing | None:
    """Until when a complaint that was sent can still be filed; None once it is, and where there is no limit."""
    if not case.readable or case.closed_at is not None or not filing_time.counts(agency, case.moments):
        return None
    return filing_time.filing(agency, interview.unpack(await cases.answers(session, agency.id, case)))


async def for_staff(session: AsyncSession, agency: Agency, case: Case, now: datetime) -> tuple[Filing, date] | None:
    """The limits and the day on which it was filed, or today while it is not; None for an agency that has none."""
    if not (agency.limits and case.readable):
        return None
    found = filing_time.filing(agency, interview.unpack(await cases.answers(session, agency.id, case)))
    until = agency.unfiled.until if agency.unfiled else "received"
    return (found, day_at(agency, case.moments.get(until, now))) if found else None


async def ahead(
    session: AsyncSession, agency: Agency, case: Case, now: datetime
) -> tuple[tuple[Planned, ...], tuple[str, ...]]:
    """The reminders of those limits, and how their keys begin; for `clocks.replan`."""
    if agency.unfiled is None:
        return (), ()
    found = await limits(session, agency, case)
    planned = filing_time.plan_case(agency, subject(case), found, case.received_at, now)
    return planned, (filing_time.scope(case.id),)


async def contradicted(desk: Desk, member: Member, case_id: str, on: date) -> date | None:
    """The first day of the incident, where `on` lies before it; audited. Raises NotYours, Refused."""
    async with on_case(desk, None, member, case_id, Verb.ACT, part="day") as (session, agency, case):
        dated.must_be_past(agency, on, desk.clock())
        found = await of_case(session, agency, case)
    return found.first if found is not None and dated.before_incident(on, found) else None
