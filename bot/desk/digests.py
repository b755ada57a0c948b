"""The morning of each member: what is due, overdue, waiting and new; planned by `round`, made when it is sent.

`bot.app` runs `round` every minute in each replica; `telegram.digests` shows what it says and lets members choose.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import digest
from bot.casework.agency import Agency
from bot.casework.authorization import PROGRAM, TABLE, Actor, Verb, permit
from bot.casework.notices import Planned
from bot.casework.workdays import day_at, end_of_day
from bot.desk import queues
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor, in_office
from storage import digests, figures, roster
from storage.digests import Rhythm
from storage.figures import Glance
from storage.inbox import InboxRow
from storage.outbox import Notice
from storage.roster import Member

PARTS: Final = ("overdue", "due", "tasks", "meetings", "follow_ups", "waiting", "held", "new")
"""What a digest tells of, in this order; keys of the locale table [digest]."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What one member's morning is about; empty parts are left out."""

    agency: Agency
    parts: tuple[tuple[str, Glance], ...]


async def round(desk: Desk) -> int:
    """Plan the next morning of everybody who wants one; what is planned already stays as it is."""
    return sum([await _round(desk, agency) for agency in desk.agencies.values()])


async def _round(desk: Desk, agency: Agency) -> int:
    """Look first, in a transaction that holds up nobody: from one minute to the next there is hardly ever news."""
    async with desk.database.read() as session:
        if await digests.planned(session, agency.id, await _mornings(desk, session, agency)):
            return 0
    async with desk.transaction(None) as session:
        return await digests.plan(session, agency.id, await _mornings(desk, session, agency))


async def _mornings(desk: Desk, session: AsyncSession, agency: Agency) -> list[Planned]:
    chosen = await digests.rhythms(session, agency.id)
    there = [each for each in await roster.every(session, agency.id) if each.state == roster.CONFIRMED]
    return [planned for each in there for planned in _coming(desk, each, chosen.get(each.id, Rhythm()))]


async def rhythm(desk: Desk, member: Member) -> Rhythm:
    """What the member has chosen. Raises NotYours."""
    async with desk.database.read() as session:
        permit(Verb.DIGEST, await in_office(session, member), member.agency)
        return (await digests.rhythms(session, member.agency)).get(member.id, Rhythm())


async def choose(desk: Desk, source: InboxRow, member: Member, wanted: Rhythm) -> None:
    """Change when a member is told; what was planned for the old time is taken back. Raises NotYours."""
    act = Act(actor(member), Verb.DIGEST, member.agency, member.id, {"daily": wanted.daily, "weekly": wanted.weekly})
    async with desk.transaction(source, act) as session:
        permit(Verb.DIGEST, await in_office(session, member), member.agency)
        before = (await digests.rhythms(session, member.agency)).get(member.id, Rhythm())
        old = {each.key for each in _coming(desk, member, before)}
        new = _coming(desk, member, wanted)
        await digests.choose(session, member.agency, member.id, wanted)
        await digests.unplan(session, member.agency, old - {each.key for each in new}, desk.clock())
        await digests.plan(session, member.agency, new)


async def of_member(desk: Desk, member: Member, notice: Notice) -> Digest | None:
    """What a digest that is due says now; None when that is nothing, or its morning is over."""
    agency, now = desk.agencies[member.agency], desk.clock()
    own = notice.key.startswith(member.id)  # else it was turned to a colleague, who has a digest of their own
    if not own or not digest.is_timely(agency, notice.due_at, now):
        return None
    today, theirs = day_at(agency, now), queues.of(agency, member)
    told = Act(Actor(PROGRAM, agency.id, PROGRAM), Verb.DELIVER, agency.id, member.id, {"template": digest.DAILY})
    async with desk.transaction(None, told) as session:
        found = {
            "overdue": await figures.overdue(session, agency.id, member, now),
            "due": await figures.due(session, agency.id, member, now, end_of_day(agency, today)),
            "tasks": await figures.to_do(session, agency.id, member, today),
            "meetings": await figures.met(session, agency.id, member, now, end_of_day(agency, today)),
            "follow_ups": await figures.followed(session, agency.id, member, today),
            "waiting": await figures.waiting(session, agency.id, member),
            "held": await figures.on_hold(session, agency.id, member),
            "new": await figures.fresh(session, agency.id, member, theirs, digest.previous_morning(agency, now)),
        }
    parts = tuple((part, found[part]) for part in PARTS if found[part].count)
    return Digest(agency, parts) if parts else None


def _coming(desk: Desk, member: Member, wanted: Rhythm) -> tuple[Planned, ...]:
    """What is planned for a member next: a digest for whoever works on cases, figures for whoever may see them."""
    daily = wanted.daily and member.role in TABLE[Verb.MINE]
    weekly = wanted.weekly and member.role in TABLE[Verb.FIGURES]
    agency = desk.agencies[member.agency]
    return digest.coming(agency, member.id, desk.clock(), daily=daily, hour=wanted.hour, weekly=weekly)
