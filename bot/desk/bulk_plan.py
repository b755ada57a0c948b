"""What an act on many cases would do, its plan, its undoing, and the report of how it went; called by `telegram.bulk`.

Nothing goes out before the undo window is over. Only a case that the member has opened since anything last happened to
it can be planned.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import workflow
from bot.casework.agency import Agency
from bot.casework.errors import NotYours, Refused, Stale
from bot.desk.bulk import CLUSTER, at_it, chosen_cases, current
from bot.desk.desk import Desk
from bot.desk.ownership import works_on_cases
from storage import absences, bulks, cases, recusals, roster, views
from storage.bulks import Bulk, Item, Listed
from storage.inbox import InboxRow
from storage.roster import Member

WINDOW: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen: `detail` to the `ready` cases; the others cannot be done, each with the reason's key."""

    bulk: Bulk
    ready: tuple[Listed, ...]
    refused: tuple[tuple[Listed, str], ...]
    target: Member | None


@dataclass(frozen=True, slots=True)
class Report:
    """How it went, or what is planned: the cases the reader may know of, by state."""

    bulk: Bulk
    items: tuple[Item, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class _Assignee:
    """Who would get the cases: whether they are there, and of which cases they must not know."""

    member: Member | None
    away: bool
    barred: frozenset[str]


async def preview(desk: Desk, member: Member) -> Preview:
    """What would happen to which case, and what cannot be done because of what. Raises Stale when nothing is meant."""
    async with at_it(desk, None, member) as (session, member):
        return await _preview(desk, session, member)


async def plan(desk: Desk, source: InboxRow, member: Member, count: int) -> Bulk:
    """Plan the act for as many cases as the member was shown; it begins when undoing is over. Raises Refused."""
    async with at_it(desk, source, member) as (session, member):
        # Held in one order, as everywhere: of two who plan the same case, one comes second and sees that.
        bulk = await current(session, member)
        for case_id in sorted(each.id for each in await chosen_cases(session, member, bulk)):
            await cases.hold(session, member.agency, case_id)
        found = await _preview(desk, session, member)
        if not found.ready:
            raise Refused("bulk_empty")
        if len(found.ready) != count:
            raise Refused("bulk_changed")
        seen = await views.states(session, member.agency, [each.id for each in found.ready])
        await bulks.plan(session, member.agency, bulk.id, seen, desk.clock() + WINDOW)
        return await _load(session, member, bulk.id)


async def undo(desk: Desk, source: InboxRow, member: Member, bulk_id: str) -> Bulk:
    """Take a planned act back. Raises Refused when the window is over; undoing twice is harmless."""
    async with at_it(desk, source, member) as (session, member):
        bulk = await _load(session, member, bulk_id)
        undone = await bulks.undo(session, member.agency, bulk.id, member.id, desk.clock())
        if not undone and bulk.state != bulks.UNDONE:
            raise Refused("bulk_undo_over")
        return bulk


async def drop(desk: Desk, source: InboxRow, member: Member) -> None:
    """Forget what was put together; nothing was planned."""
    async with at_it(desk, source, member) as (session, member):
        await bulks.begin(session, member.agency, member, desk.clock())


async def report(desk: Desk, member: Member, bulk_id: str) -> Report:
    """How an act of the member's went, case by case. Raises NotYours."""
    async with at_it(desk, None, member) as (session, member):
        bulk = await _load(session, member, bulk_id)
        items = await bulks.cases_of(session, member.agency, bulk.id)
        barred = await recusals.barred(session, member.agency, {(each.case_id, member.id) for each in items})
    shown = tuple(each for each in items if (each.case_id, member.id) not in barred)
    return Report(bulk, shown, len(items) - len(shown))


async def _preview(desk: Desk, session: AsyncSession, member: Member) -> Preview:
    bulk, agency = await current(session, member), desk.agencies[member.agency]
    if bulk.detail is None:
        raise Stale
    chosen = await chosen_cases(session, member, bulk)
    ids = [each.id for each in chosen]
    to = await _assignee(session, agency, bulk.detail["to"], ids, desk.clock()) if "to" in bulk.detail else None
    seen = await views.up_to_date(session, agency.id, member.id, ids)
    busy = await bulks.planned_elsewhere(session, agency.id, ids)
    ready, refused = [], []
    for each in chosen:
        unread = each.id not in seen and not _to_an_incident(bulk)
        because = "bulk_not_viewed" if unread else "bulk_elsewhere" if each.id in busy else None
        because = because or _obstacle(agency, member, each, bulk.detail, to)
        if because is None:
            ready.append(each)
        else:
            refused.append((each, because))
    return Preview(bulk, tuple(ready), tuple(refused), to.member if to else None)


def _to_an_incident(bulk: Bulk) -> bool:
    """A message about one incident changes no case: whoever writes it has looked at the incident."""
    return bulk.source == CLUSTER and (bulk.detail or {})["do"] == "message"


async def _assignee(
    session: AsyncSession, agency: Agency, member_id: str, case_ids: Collection[str], now: datetime
) -> _Assignee:
    barred = await recusals.barred(session, agency.id, {(each, member_id) for each in case_ids})
    return _Assignee(
        member=await roster.load(session, agency.id, member_id),
        away=member_id in await absences.current(session, agency.id, now),
        barred=frozenset(case for case, _ in barred),
    )


def _obstacle(
    agency: Agency, member: Member, case: Listed, detail: Mapping[str, str], to: _Assignee | None
) -> str | None:
    """Why this cannot be done to this case, as far as it can be told before; the verb itself has the last word."""
    if detail["do"] == "act":
        try:
            action = workflow.take(agency, case.status, detail["action"], member.role).action
        except Refused as no:
            return no.because
        if action.disposition != ("disposition" in detail):
            return "needs_disposition" if action.disposition else "no_such_action"
        if action.disposition and detail["disposition"] not in workflow.outcomes(agency, action):
            return "other_outcome"
        if action.day:
            return "needs_day"
    if detail["do"] == "assign":
        if to is None or to.member is None or not works_on_cases(to.member):
            return "no_such_member"
        if case.id in to.barred:
            return "recused"
        if to.away:
            return "away"
    return None


async def _load(session: AsyncSession, member: Member, bulk_id: str) -> Bulk:
    found = await bulks.load(session, member.agency, bulk_id)
    if found is None or found.member_id != member.id:
        raise NotYours
    return found
