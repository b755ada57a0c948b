"""Who is there now: confirmed, on duty by switch and by weekly times, not away, and may know of the case.

Asked by `desk.addresses` for every notice to a group or to a colleague, and by `desk.identity` for who keeps the names.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework.agency import Agency
from bot.casework.attendance import next_shift, works_at
from bot.casework.request import CUSTODIANS
from storage import absences, recusals, roster
from storage.absences import Absence
from storage.roster import Member

OVERSEERS: Final = (CUSTODIANS, "auditor")


async def on_duty(
    session: AsyncSession, agency: Agency, queue: str, case_id: str | None, now: datetime
) -> tuple[list[Member], datetime | None]:
    """Who looks after a queue now and may know of the case; where nobody does, when the next of them comes."""
    working = await may_know(session, agency, case_id, await roster.on_duty(session, agency.id, queue))
    away = await absences.current(session, agency.id, now)
    present = [each for each in working if each.id not in away]
    there = [each for each in present if works_at(agency, each.duty_times, now)]
    shifts = [next_shift(agency, each.duty_times, now) for each in present]
    return there, None if there else min((at for at in shifts if at is not None), default=None)


async def may_know(
    session: AsyncSession, agency: Agency, case_id: str | None, members: Sequence[Member]
) -> list[Member]:
    """Those of these members who may know of a case; all of them where it is about none."""
    return await recusals.may_know(session, agency.id, case_id, members) if case_id else list(members)


async def supervisors(session: AsyncSession, agency: Agency, case_id: str | None, now: datetime) -> list[Member]:
    """To whom escalations go: those who may know of the case, and of them those who are not away, if there are any."""
    found = await may_know(session, agency, case_id, await roster.supervisors(session, agency.id))
    away = await absences.current(session, agency.id, now)
    return [each for each in found if each.id not in away] or found


async def custodians(session: AsyncSession, agency: Agency, case_id: str | None) -> list[Member]:
    """Who keeps the names of an office and may know of the case."""
    return await _with_role(session, agency, case_id, (CUSTODIANS,))


async def overseers(session: AsyncSession, agency: Agency, case_id: str | None) -> list[Member]:
    """Who can see to it that an office gets a supervisor where none may decide, and may know of the case."""
    return await _with_role(session, agency, case_id, OVERSEERS)


async def _with_role(
    session: AsyncSession, agency: Agency, case_id: str | None, roles: Collection[str]
) -> list[Member]:
    colleagues = await roster.every(session, agency.id)
    found = [each for each in colleagues if each.role in roles and each.state == roster.CONFIRMED]
    return await may_know(session, agency, case_id, found)


async def covers(session: AsyncSession, agency: Agency, members: Collection[str], now: datetime) -> dict[str, str]:
    """Who gets what is meant for those of these members who are away and covered; a cover may have a cover in turn."""
    away = await absences.current(session, agency.id, now)
    found = {each: _cover(each, away) for each in members}
    return {member: cover for member, cover in found.items() if cover is not None}


async def hearing_together(session: AsyncSession, agency: Agency, members: Collection[str], now: datetime) -> set[str]:
    """These members, those who hear for them now, and all for whom the same people hear."""
    away = await absences.current(session, agency.id, now) if members else {}
    heard_by = {each: _cover(each, away) or each for each in {*members, *away}}
    hearing = {heard_by[each] for each in members}
    return hearing | {each for each, ear in heard_by.items() if ear in hearing}


def _cover(member: str, away: Mapping[str, Absence]) -> str | None:
    """The end of a chain of covers; nobody where it comes back to where it began."""
    asked = [member]
    while (absence := away.get(asked[-1])) is not None and absence.cover_id is not None:
        if absence.cover_id in asked:
            return None
        asked.append(absence.cover_id)
    return asked[-1] if len(asked) > 1 else None
