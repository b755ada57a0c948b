"""What a member does about one duty of a case: looks at the clocks, says it is done, wants to be reminded later.

Called by `telegram.duties`. More days are in `desk.extensions`, pauses in `desk.holds`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import deadlines, relief
from bot.casework.agency import Agency
from bot.casework.authorization import Verb, may
from bot.casework.deadlines import CaseFacts, Duty
from bot.casework.parts import DONE
from bot.desk import clocks
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from storage import cases, roster
from storage import duties as kept
from storage.cases import Case
from storage.duties import Ask, Hold, Snooze
from storage.inbox import InboxRow
from storage.roster import Member


@dataclass(frozen=True, slots=True)
class Clocks:
    """All that one screen says of a case's clocks; `names` are its members' by id, `words` whether they may be read."""

    agency: Agency
    case: Case
    facts: CaseFacts
    duties: tuple[Duty, ...]
    hold: Hold | None
    snoozes: tuple[Snooze, ...]
    asks: tuple[Ask, ...]
    names: Mapping[str, str]
    words: bool
    now: datetime

    def duty(self, name: str) -> Duty | None:
        """The duty of that name, if its clock has started."""
        return next((each for each in self.duties if each.name == name), None)


async def look(desk: Desk, member: Member, case_id: str, source: InboxRow | None = None) -> Clocks:
    """The clocks of a case, what moves and quiets them, and what is being asked about them."""
    async with on_case(desk, source, member, case_id, Verb.OPEN, part="clocks") as (session, agency, case):
        now = desk.clock()
        facts = await clocks.known_facts(session, agency, case)
        found = deadlines.duties(agency, facts)
        owed = {each.name for each in found if each.met_at is None}
        asks = await kept.asked(session, agency.id, case.id)
        return Clocks(
            agency=agency,
            case=case,
            facts=facts,
            duties=found,
            hold=await kept.standing(session, agency.id, case.id),
            snoozes=tuple(each for each in await kept.snoozed(session, agency.id, case.id, now) if each.duty in owed),
            asks=tuple(each for each in asks if each.duty is None or each.duty in owed),
            names={each.id: each.name for each in await roster.every(session, agency.id)},
            words=may(Verb.READ, actor(member), agency.id),
            now=now,
        )


async def meet(desk: Desk, source: InboxRow, member: Member, case_id: str, duty: str) -> Case:
    """Say that a duty is done, where the profile lets this role say so. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.MEET, duty=duty) as (session, agency, case):
        now = desk.clock()
        relief.meet(agency, await clocks.known_facts(session, agency, case), duty, member.role)
        changes = {"moments": {**case.moments, DONE + duty: now}}
        case = await cases.record(session, agency.id, case, changes=changes, now=now)
        await _happened(session, member, case, "duty_met", now, duty=duty)
        return await clocks.replan(session, agency, case, now)


async def snooze(
    desk: Desk, source: InboxRow, member: Member, case_id: str, duty: str, *, until_on: date, because: str
) -> Case:
    """Remind this member of this duty on that day and not before; supervisors hear of it as ever. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.SNOOZE, duty=duty) as (session, agency, case):
        now = desk.clock()
        facts = await clocks.known_facts(session, agency, case)
        until_at = relief.snooze(agency, facts, duty, until_on, now)
        await kept.snooze(session, agency.id, case, Snooze(case.id, duty, member.id, because, now, until_at))
        await _happened(session, member, case, "duty_snoozed", now, duty=duty, until=until_on.isoformat())
        await roster.prompt(session, agency.id, member.id, None)
        return await clocks.replan(session, agency, case, now)


async def _happened(session: AsyncSession, member: Member, case: Case, verb: str, now: datetime, **detail: str) -> None:
    by = actor(member).by
    await cases.happened(session, case.agency, case.id, verb=verb, by=by, now=now, detail=detail)
