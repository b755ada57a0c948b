"""More days for a duty: staff ask, a supervisor grants where the profile wants that; called by `telegram.duties`."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import relief, staff_notices
from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import Refused, Stale
from bot.desk import clocks
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from bot.desk.waiting import subject
from storage import cases, outbox, roster
from storage import duties as kept
from storage.cases import Case
from storage.columns import new_id
from storage.duties import EXTENSION, Ask
from storage.inbox import InboxRow
from storage.roster import Member


async def extend(
    desk: Desk, source: InboxRow, member: Member, case_id: str, duty: str, *, days: int, because: str
) -> Ask:
    """Give a duty more days, or ask the supervisors for them where the profile wants that. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.EXTEND, duty=duty, days=days) as (session, agency, case):
        now = desk.clock()
        facts = await clocks.known_facts(session, agency, case)
        rule = relief.extend(agency, facts, duty, days, now).extend
        _, owed = relief.owed(agency, facts, duty)
        waiting = await kept.asked(session, agency.id, case.id, kind=EXTENSION)
        if any(each.duty == duty for each in waiting):
            raise Refused("asked_already")
        alone = rule is not None and rule.approval == "none"
        ask = Ask(
            new_id(), case.id, EXTENSION, duty, days, None, because, member.id, now,
            kept.GRANTED if alone else kept.ASKED, actor(member).by if alone else None, now if alone else None,
        )  # fmt: skip
        await kept.ask(session, agency.id, case, ask)
        await roster.prompt(session, agency.id, member.id, None)
        if alone:
            await _granted(session, agency, case, ask, now)
        else:
            said = {"duty": duty, "due_on": owed.due_on.isoformat()}
            planned = staff_notices.extension_asked(agency, subject(case), ask.id, said, now)
            await outbox.add(session, agency.id, case_id=case.id, planned=[planned], now=now)
        return ask


async def decide(desk: Desk, source: InboxRow, member: Member, case_id: str, ask_id: str, *, grant: bool) -> Ask:
    """Grant or refuse what was asked, once; whoever asked is told. Raises Refused when somebody was quicker."""
    async with on_case(desk, source, member, case_id, Verb.DECIDE_EXTENSION, grant=grant) as (session, agency, case):
        now, by = desk.clock(), actor(member).by
        asks = await kept.asked(session, agency.id, case.id, kind=EXTENSION, states=kept.STATES)
        ask = next((each for each in asks if each.id == ask_id), None)
        if ask is None or ask.duty is None or ask.days is None:
            raise Stale  # no button of ours asks that
        state = kept.GRANTED if grant else kept.REFUSED
        if ask.state != kept.ASKED:
            raise Refused("decided_already")
        if grant:
            relief.extend(agency, await clocks.known_facts(session, agency, case), ask.duty, ask.days, now)
        await kept.decide(session, agency.id, ask.id, state, by=by, now=now)
        if grant:
            await _granted(session, agency, case, ask, now)
        planned = staff_notices.answered(agency, subject(case), ask.id, f"extension_{state}", ask.member_id, now)
        await outbox.add(session, agency.id, case_id=case.id, planned=[planned], now=now)
        return ask


async def _granted(session: AsyncSession, agency: Agency, case: Case, ask: Ask, now: datetime) -> None:
    detail = {"duty": ask.duty, "days": ask.days}
    by = f"{outbox.MEMBER}{ask.member_id}"
    await cases.happened(session, agency.id, case.id, verb="duty_extended", by=by, now=now, detail=detail)
    await clocks.replan(session, agency, case, now)
