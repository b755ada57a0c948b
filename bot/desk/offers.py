"""A case that another office offers: looked at, accepted with a number and clocks of its own, or refused with a reason.

Called by `telegram.transfers`. To whoever may not see it, an offer looks like one that does not exist. So it does to
whoever is of the unit that it would be about here.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import aftercare, interview, notices, position
from bot.casework.agency import Agency
from bot.casework.assignment import place
from bot.casework.authorization import PROGRAM, Actor, Verb, permit
from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import clocks, filing, packages, retention, tasks
from bot.desk.desk import Act, Desk
from bot.desk.filing import Filed
from bot.desk.packages import EVENT
from bot.desk.permission import actor, known
from bot.desk.waiting import subject
from storage import cases, drafts, evidence, outbox, recusals, roster, transfers
from storage.cases import Case
from storage.chats import Chat
from storage.drafts import Draft
from storage.errors import RowStale
from storage.inbox import InboxRow
from storage.roster import Member
from storage.transfers import Transfer

PAGE: Final = 8
FLAG: Final = "transferred"


@dataclass(frozen=True, slots=True)
class Offer:
    """What the other office shows of a case before it is accepted; `files` counts what goes along."""

    transfer: Transfer
    agency: Agency
    source: Agency
    files: int


@dataclass(frozen=True, slots=True)
class Package:
    """The story as the complainant agreed to have it passed on."""

    offer: Offer
    narrative: str


async def waiting(
    desk: Desk, member: Member, after: tuple[datetime, str] | None = None
) -> tuple[list[Transfer], tuple[datetime, str] | None]:
    """A page of offers that wait for an answer, and the key of the next page."""
    act = Act(actor(member), Verb.RECEIVE, member.agency, member.agency, {"step": "list"})
    async with desk.transaction(None, act) as session:
        reader = await known(session, member)
        permit(Verb.RECEIVE, actor(reader), reader.agency)
        found = await transfers.offered_to(session, reader.agency, after=after, limit=PAGE + 1)
        page = found[:PAGE]
        shown = [each for each in page if await may_know(session, desk.agencies[reader.agency], reader, each)]
    return shown, (page[-1].asked_at, page[-1].id) if len(found) > PAGE else None


async def member_for(desk: Desk, members: Sequence[Member], transfer_id: str) -> Member | None:
    """Which of a person's memberships is asked by an offer."""
    async with desk.database.read() as session:
        for each in members:
            found = await transfers.load(session, each.agency, transfer_id)
            if found is not None and found.target == each.agency:
                return each
    return None


async def look(desk: Desk, source: InboxRow | None, member: Member, transfer_id: str) -> Offer:
    """What an offer is about, without the story."""
    async with _on_offer(desk, source, member, transfer_id, "look") as (session, found):
        return await _offer(desk, session, found)


async def read(desk: Desk, source: InboxRow, member: Member, transfer_id: str) -> Package:
    """The story, for whoever decides. Raises Refused once the offer is settled."""
    async with _on_offer(desk, source, member, transfer_id, "read") as (session, found):
        package = await _package(session, found)
        offer = await _offer(desk, session, found)
    return Package(offer, interview.narrative(interview.unpack(package.answers)))


async def accept(desk: Desk, source: InboxRow, member: Member, transfer_id: str) -> Filed:
    """Take the case: it gets a number and clocks here, and the other office is done with it, as its profile says.

    Raises NotYours for what was never offered, Refused when it is settled already.
    """
    async with desk.database.read() as session:
        found = await _theirs(desk, session, member, transfer_id)
        package = await _package(session, found)
    chat = package.notes.get("chat")
    draft = replace(package, chat=Chat(*chat) if chat else package.chat)

    async def hand_over(session: AsyncSession, case: Case) -> None:
        still = await _theirs(desk, session, member, transfer_id)
        await _accepted(desk, session, still, case, actor(member))

    try:
        return await filing.file(desk, source, draft, hand_over)
    except RowStale:
        raise Stale from None


async def refuse(desk: Desk, source: InboxRow, member: Member, transfer_id: str, because: str) -> Transfer:
    """Leave the case where it is and say why; what was offered is erased here. Raises Refused."""
    async with _on_offer(desk, source, member, transfer_id, "refused") as (session, found):
        agency, now, by = desk.agencies[found.agency], desk.clock(), actor(member).by
        case = await cases.hold(session, agency.id, found.case_id)  # first the case, as everywhere
        assert case is not None, "a proposal belongs to a case by foreign key"
        paths = await drafts.erase(session, member.agency, await _package(session, found))
        refused = await transfers.move(
            session, member.agency, found, transfers.REFUSED, answer=because, decided_by=by, decided_at=now
        )
        await _told(desk, session, agency, case, {"step": "refused"})
        kept = aftercare.to_complainant(agency, subject(case), "transfer_kept", found.id, now)
        await outbox.add(session, agency.id, case_id=case.id, planned=[kept], now=now)
        await roster.prompt(session, member.agency, member.id, None)
    await retention.delete(desk, paths)
    return refused


async def _accepted(desk: Desk, session: AsyncSession, found: Transfer, new: Case, by: Actor) -> None:
    """Both sides of an acceptance: where the case came from is written here, where it went is written there."""
    if found.state != transfers.OFFERED:
        raise Refused("transfer_decided")
    now, agency = desk.clock(), desk.agencies[found.agency]
    case = await cases.hold(session, agency.id, found.case_id)
    assert case is not None, "a proposal belongs to a case by foreign key"
    await transfers.move(
        session, new.agency, found, transfers.ACCEPTED, decided_by=by.by, decided_at=now, new_case_id=new.id
    )
    came = {"step": "received", "from": case.reference, "first_received_at": case.received_at.isoformat()}
    await cases.happened(session, new.agency, new.id, verb=EVENT, by=by.by, now=now, detail=came)
    await packages.mark_there(session, found, new, now)
    await desk.record(session, Act(by, Verb.RECEIVE, new.agency, new.id, {"step": "accepted"}))
    case = await cases.record(session, agency.id, case, changes=_handed_over(agency, case, now), now=now)
    await _told(desk, session, agency, case, {"step": "accepted", "to": new.reference})
    if agency.transfer.to is not None:
        happened = notices.StatusChanged(case.id, case.reference, case.status, False, case.revision)
        await outbox.add(session, agency.id, case_id=case.id, planned=notices.after(agency, happened, now), now=now)
    await tasks.replan(session, agency, case, now)
    await clocks.replan(session, agency, case, now)


def _handed_over(agency: Agency, case: Case, now: datetime) -> dict[str, object]:
    """Where the profile puts a case that another office has taken; without a status it stays where it is."""
    rule = agency.transfer
    changes: dict[str, object] = {"flags": [*case.flags, FLAG]}
    if rule.to is not None:
        ends = agency.statuses[rule.to].terminal
        closed = {"closed": now} if ends else {}
        changes |= {"status": rule.to, "moments": {**closed, rule.to: now, **case.moments}}
        changes |= {"closed_at": now} if ends else {}
    return changes | ({"disposition": rule.disposition} if rule.disposition else {})


async def _told(desk: Desk, session: AsyncSession, agency: Agency, case: Case, detail: dict[str, str]) -> None:
    """The first office's timeline, its chain, and a notice to whoever has the case there."""
    now, step = desk.clock(), detail["step"]
    await cases.happened(session, agency.id, case.id, verb=EVENT, by=PROGRAM, now=now, detail=detail)
    await desk.record(session, Act(Actor(PROGRAM, agency.id, PROGRAM), Verb.TRANSFER, agency.id, case.id, detail))
    planned = aftercare.to_a_person(agency, subject(case), "transfer_news", f"{step}:{now.isoformat()}", now)
    await outbox.add(session, agency.id, case_id=case.id, planned=[planned], now=now)


@asynccontextmanager
async def _on_offer(
    desk: Desk, source: InboxRow | None, member: Member, transfer_id: str, step: str
) -> AsyncIterator[tuple[AsyncSession, Transfer]]:
    """One verb of the office that is asked: permitted, in one transaction, audited."""
    act = Act(actor(member), Verb.RECEIVE, member.agency, transfer_id, {"step": step})
    try:
        async with desk.transaction(source, act) as session:
            yield session, await _theirs(desk, session, member, transfer_id)
    except RowStale:
        raise Stale from None


async def _theirs(desk: Desk, session: AsyncSession, member: Member, transfer_id: str) -> Transfer:
    reader = await known(session, member)
    found = await transfers.load(session, member.agency, transfer_id)
    permit(Verb.RECEIVE, actor(reader), found.target if found else None)
    if found is None or not await may_know(session, desk.agencies[reader.agency], reader, found):
        raise NotYours
    return found


async def may_know(session: AsyncSession, agency: Agency, reader: Member, found: Transfer) -> bool:
    """False for whoever is of the unit that this is about, as far as its answers tell, or of the case it became."""
    if found.new_case_id is not None:
        return bool(await recusals.may_know(session, agency.id, found.new_case_id, [reader]))
    package = await drafts.load(session, agency.id, found.package_id or "")
    told = position.facts(agency, interview.unpack(package.answers)) if package else {}
    return place(agency, told).respondent_unit not in reader.units


async def _package(session: AsyncSession, found: Transfer) -> Draft:
    package = await drafts.load(session, found.target or "", found.package_id or "")
    if found.state != transfers.OFFERED or package is None:
        raise Refused("transfer_decided")
    return package


async def _offer(desk: Desk, session: AsyncSession, found: Transfer) -> Offer:
    target = desk.agencies[found.target or ""]
    came = await evidence.of_draft(session, target.id, found.package_id or "")
    return Offer(found, target, desk.agencies[found.agency], len(came))
