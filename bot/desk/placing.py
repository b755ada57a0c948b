"""Which unit and region a case belongs to, and which unit it is about, put right by hand; called by `telegram.placing`.

The profile places a case when it is filed, as far as the answers tell. Whoever is of the unit that a case is about
knows nothing of it from the moment on at which that is known.
"""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework.agency import Agency
from bot.casework.assignment import placeable
from bot.casework.authorization import Verb, permit
from bot.casework.errors import Refused, Stale
from bot.desk import clocks, ownership
from bot.desk.bench import must_be_open
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from storage import cases, recusals, roster
from storage.cases import Case
from storage.inbox import InboxRow
from storage.roster import Member

ABOUT: Final = "respondent_unit"


async def look(desk: Desk, source: InboxRow | None, member: Member, case_id: str) -> Case:
    """The case with the places it has."""
    async with on_case(desk, source, member, case_id, Verb.OPEN, part="places") as (_, _, case):
        return case


async def put(desk: Desk, source: InboxRow, member: Member, case_id: str, place: tuple[str, str | None]) -> Case:
    """Put a case into a unit or region, or into none. Raises Refused, Stale for a place that the profile has not.

    Of which unit the respondents are is for supervisors to say: it decides who may know of the case.
    """
    what, code = place
    async with on_case(desk, source, member, case_id, Verb.SITUATE, what=what, code=code) as (session, agency, case):
        if what == ABOUT:
            permit(Verb.KEEP_OUT, actor(member), agency.id)
        must_be_open(case)
        offered = placeable(agency)
        if what not in offered or (code is not None and code not in offered[what]):
            raise Stale
        was, now = getattr(case, what), desk.clock()
        if was == code:
            raise Refused("placed_already")
        case = await cases.record(session, agency.id, case, changes={what: code}, now=now)
        detail = {"step": what if code else f"no_{what}", "place": code or was}
        await cases.happened(session, agency.id, case.id, verb="placed", by=actor(member).by, now=now, detail=detail)
        case = await clocks.replan(session, agency, case, now)
        return await _without_their_unit(desk, session, agency, case, member)


async def _without_their_unit(desk: Desk, session: AsyncSession, agency: Agency, case: Case, by: Member) -> Case:
    """A case does not stay with somebody of the unit that it is about."""
    owner = await roster.load(session, agency.id, case.owner_id) if case.owner_id else None
    if owner is None or await recusals.may_know(session, agency.id, case.id, [owner]):
        return case
    return await ownership.put_back(desk, session, actor(by), case)
