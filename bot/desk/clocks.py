"""A case's duties as rows: replans its reminders and its next date; called inside the transaction of every verb."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import deadlines, interview
from bot.casework.agency import Agency
from bot.casework.conditions import known
from bot.casework.deadlines import CaseFacts, Duty
from bot.casework.triage import Triaged
from storage import cases, outbox
from storage.cases import Case


async def duties(session: AsyncSession, agency: Agency, case: Case) -> tuple[Duty, ...]:
    """The duties whose clock has started, for staff; met ones included."""
    return deadlines.duties(agency, await _facts(session, agency, case))


async def promised(session: AsyncSession, agency: Agency, case: Case) -> tuple[Duty, ...]:
    """Those of them that the complainant is told about."""
    public = {each.name for each in agency.deadlines if each.public}
    return tuple(each for each in await duties(session, agency, case) if each.name in public)


async def replan(session: AsyncSession, agency: Agency, case: Case, now: datetime) -> Case:
    """Bring the notices and the next date in line with what the profile asks for now."""
    found = await _facts(session, agency, case)
    planned = deadlines.plan(agency, found, now)
    await outbox.plan(session, agency.id, case_id=case.id, planned=planned, now=now, scope=f"{case.id}:duty:")
    next_at = deadlines.next_date(agency, found, now)
    if next_at == case.next_at:
        return case
    return await cases.record(session, agency.id, case, changes={"next_at": next_at}, now=now)


async def flag(session: AsyncSession, agency: Agency, case: Case, flags: Sequence[str], now: datetime) -> Case:
    """Give a case these flags in place of those it has, and replan: a deadline may depend on a flag."""
    case = await cases.record(session, agency.id, case, changes={"flags": flags}, now=now)
    return await replan(session, agency, case, now)


def facts(case: Case, conditions: Mapping[str, object]) -> CaseFacts:
    """What the clocks need to know of a case; `conditions` is all that a `when` may ask about."""
    return CaseFacts(
        id=case.id,
        reference=case.reference,
        received_at=case.received_at,
        moments=case.moments,
        owner=case.owner_id,
        queue=case.queue,
        priority=case.priority,
        closed=case.closed_at is not None,
        conditions=conditions,
    )


def unfiled(
    moments: Mapping[str, datetime], triaged: Triaged, conditions: Mapping[str, object], now: datetime
) -> CaseFacts:
    """The same for a case that is about to be filed, for its first next date."""
    return CaseFacts(
        id="",
        reference="",
        received_at=now,
        moments=moments,
        owner=None,
        queue=triaged.queue,
        priority=triaged.priority,
        closed=False,
        conditions=conditions,
    )


async def _facts(session: AsyncSession, agency: Agency, case: Case) -> CaseFacts:
    """Open what the conditions ask about, as it stands now: staff may have decided otherwise since the filing.

    Nothing is opened for a profile whose deadlines ask nothing, nor for a case whose key is gone.
    """
    if not case.readable or not any(each.when for each in agency.deadlines):
        return facts(case, {})
    answers = interview.unpack(await cases.answers(session, agency.id, case))
    alleged = await cases.allegations(session, agency.id, case.id)
    reading = await cases.reading(session, agency.id, case)
    conditions = known(
        interview.facts(agency, answers),
        allegation=[each.code for each in alleged if each.state != "rejected"],
        safety=[each["label"] for each in reading["labels"] if each["group"] == "safety"] if reading else [],
        flag=case.flags,
    )
    return facts(case, conditions)
