"""Who is away from when to when, and who covers for them; called by `telegram.people`.

While somebody is away their cover gets what is meant for them (`desk.presence`); it ends by itself.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.casework.attendance import days_off
from bot.casework.authorization import Verb, permit
from bot.casework.errors import NotYours, Refused
from bot.casework.workdays import day_at
from bot.desk.desk import Act, Desk
from bot.desk.ownership import works_on_cases
from bot.desk.permission import actor, known
from storage import absences, outbox, roster
from storage.absences import Absence
from storage.inbox import InboxRow
from storage.roster import Member

LONGEST: Final = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Who is or will be away, with the members they name; `covers` are those who could cover for the reader."""

    absences: tuple[Absence, ...]
    people: dict[str, Member]
    covers: tuple[Member, ...]


async def calendar(desk: Desk, member: Member) -> Calendar:
    """Every absence of the member's agency that is not over. Raises NotYours."""
    async with desk.database.read() as session:
        reader = await known(session, member)
        permit(Verb.AWAY, actor(reader), reader.agency)
        found = await absences.of_agency(session, reader.agency, desk.clock())
        people = {each.id: each for each in await roster.every(session, reader.agency)}
    covers = [each for each in people.values() if works_on_cases(each) and each.id != reader.id]
    return Calendar(tuple(found), people, tuple(covers))


async def away(
    desk: Desk, source: InboxRow, member: Member, days: tuple[date, date], cover: str | None = None
) -> Absence:
    """Enter one's own absence, from the one day to the end of the other, on the agency's calendar. Raises Refused."""
    by = actor(member)
    agency, (first, last) = desk.agencies[member.agency], days
    check(days, day_at(agency, desk.clock()))
    act = Act(by, Verb.AWAY, member.agency, member.id, {"from": str(first), "to": str(last), "cover": cover})
    async with desk.transaction(source, act) as session:
        permit(Verb.AWAY, actor(await known(session, member)), member.agency)
        other = await roster.load(session, agency.id, cover) if cover else None
        if cover is not None and (other is None or not works_on_cases(other) or other.id == member.id):
            raise Refused("no_such_member")
        await roster.prompt(session, agency.id, member.id, None)
        await outbox.try_again(session, agency.id, f"member:{member.id}", "queue:")
        return await absences.add(
            session, agency.id, member.id, cover_id=cover, between=days_off(agency, first, last), by=by.by
        )


def check(days: tuple[date, date], today: date) -> None:
    """Raise Refused for an absence that cannot be meant."""
    first, last = days
    if last < first:
        raise Refused("ends_before_it_begins")
    if last < today:
        raise Refused("away_in_the_past")
    if last - first > LONGEST:
        raise Refused("away_too_long")


async def back(desk: Desk, source: InboxRow, member: Member, absence_id: str) -> None:
    """End one's own absence now, or take it back. Raises NotYours for one that is over or not one's own."""
    act = Act(actor(member), Verb.AWAY, member.agency, member.id, {"ended": absence_id})
    async with desk.transaction(source, act) as session:
        permit(Verb.AWAY, actor(await known(session, member)), member.agency)
        if not await absences.end(session, member.agency, member.id, absence_id, desk.clock()):
            raise NotYours
        await outbox.try_again(session, member.agency, "queue:", "supervisor")
