"""A case's duties as rows: replans its reminders and its next date; called inside the transaction of every verb."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import deadlines, interview
from bot.casework.agency import Agency
from bot.casework.conditions import known
from bot.casework.deadlines import CaseFacts, Duty
from bot.casework.tolling import Change, Extended, Held, Snoozed
from bot.casework.triage import Triaged
from bot.desk import agenda, incidents, unasked, waiting
from storage import cases, outbox
from storage import duties as kept
from storage.cases import Case


async def duties(session: AsyncSession, agency: Agency, case: Case, now: datetime | None = None) -> tuple[Duty, ...]:
    """The duties whose clock has started, for staff; met ones included. With `now`, only the snoozes that hold."""
    found = deadlines.duties(agency, await known_facts(session, agency, case))
    if now is None:
        return found
    return tuple(replace(d, snoozed=tuple(each for each in d.snoozed if each.until_at > now)) for d in found)


def promised(agency: Agency, found: CaseFacts) -> tuple[Duty, ...]:
    """Those of them that the complainant is told about."""
    public = {each.name for each in agency.deadlines if each.public}
    return tuple(each for each in deadlines.duties(agency, found) if each.name in public)


async def replan(
    session: AsyncSession, agency: Agency, case: Case, now: datetime, found: CaseFacts | None = None
) -> Case:
    """Bring the notices and the next date in line with what the profile asks for now; `found` saves the loading."""
    found = found or await known_facts(session, agency, case)
    told, told_scopes = await unasked.ahead(session, agency, case, found)
    asked, asked_scopes = await waiting.ahead(session, agency, case)
    arranged, arranged_scopes = await agenda.ahead(session, agency, case, now)
    limits, limits_scopes = await incidents.ahead(session, agency, case, now)
    planned = (*deadlines.plan(agency, found, now), *told, *asked, *arranged, *limits)
    scope = (f"{case.id}:duty:", *told_scopes, *asked_scopes, *arranged_scopes, *limits_scopes)
    await outbox.plan(session, agency.id, case_id=case.id, planned=planned, now=now, scope=scope)
    next_at = deadlines.next_date(agency, found, now)
    if next_at == case.next_at:
        return case
    return await cases.record(session, agency.id, case, changes={"next_at": next_at}, now=now)


async def flag(session: AsyncSession, agency: Agency, case: Case, flags: Sequence[str], now: datetime) -> Case:
    """Give a case these flags in place of those it has, and replan: a deadline may depend on a flag."""
    case = await cases.record(session, agency.id, case, changes={"flags": flags}, now=now)
    return await replan(session, agency, case, now)


def facts(case: Case, conditions: Mapping[str, object] | None, changes: Sequence[Change] = ()) -> CaseFacts:
    """What the clocks need to know of a case; `conditions` is all that a profile may ask, None once it is gone."""
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
        changes=tuple(changes),
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


async def known_facts(session: AsyncSession, agency: Agency, case: Case) -> CaseFacts:
    """All that the clocks of a case go by, as it stands now: staff may have decided otherwise since the filing.

    Nothing is opened for a profile whose deadlines ask nothing, nor for a case whose key is gone.
    """
    changes = [change(each) for each in await kept.changes(session, agency.id, case.id)]
    if not case.readable or not deadlines.asks(agency):
        return facts(case, {} if case.readable else None, changes)
    content = (await cases.answers(session, agency.id, case), await cases.reading(session, agency.id, case))
    alleged = await cases.allegations(session, agency.id, case.id)
    codes = [each.code for each in alleged if each.state != "rejected"]
    return facts(case, known_conditions(agency, content, codes, case.flags), changes)


def known_conditions(
    agency: Agency, content: tuple[Any, Any], alleged: Sequence[str], flags: Sequence[str]
) -> dict[str, object]:
    """All that a `when` may ask about a filed case; `content` are its answers and its reading, as they are kept."""
    answers, reading = content
    return known(
        interview.facts(agency, interview.unpack(answers)),
        allegation=alleged,
        safety=[each["label"] for each in reading["labels"] if each["group"] == "safety"] if reading else [],
        flag=flags,
    )


def change(row: kept.Change) -> Change:
    """What moves or quiets a clock, as the rules know it."""
    if row.kind == "extension":
        return Extended(row.at, row.duty or "", row.days or 0)
    assert row.until_at is not None, "holds and snoozes have an end"
    if row.kind == "hold":
        return Held(row.at, row.until_at)
    return Snoozed(row.at, row.duty or "", row.member_id or "", row.until_at)
