"""What somebody says about themselves before they are let in, where a profile asks for it; for chat, demo and start.

Who has not said it is not let in (`roster.confirm`), and who was let in before a profile asked waits at the door again:
so whoever has no `attested` sees no case, without a second rule anywhere.
"""

from bot.casework import attestation, notices
from bot.casework.authorization import PROGRAM, Actor, Verb
from bot.casework.errors import Stale
from bot.casework.workdays import day_at
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor
from storage import outbox, roster
from storage.chats import Chat
from storage.errors import RowStale
from storage.inbox import InboxRow
from storage.roster import Member


async def to_ask(desk: Desk, chat: Chat) -> Member | None:
    """Who waits at the door in this chat and is still to be asked."""
    if not any(each.attestation for each in desk.agencies.values()):
        return None
    async with desk.database.read() as session:
        found = await roster.at_the_door(session, chat)
    return next((each for each in found if _asked(desk, each)), None)


def _asked(desk: Desk, member: Member) -> bool:
    agency = desk.agencies.get(member.agency)
    return agency is not None and attestation.wanted(agency, member.attested)


async def attest(desk: Desk, source: InboxRow, chat: Chat, member_id: str, said: str) -> Member:
    """Keep a yes or a no with its day; of a no the supervisors hear, once.

    Raises Stale for who was not asked, or has answered.
    """
    async with desk.database.read() as session:
        member = next((each for each in await roster.at_the_door(session, chat) if each.id == member_id), None)
    if member is None or not _asked(desk, member) or said not in attestation.ANSWERS:
        raise Stale
    return await _keep(desk, source, member, said, actor(member))


async def seat(desk: Desk, member: Member) -> None:
    """For a seat of the demo the program says it, and the record says that it was the program."""
    if _asked(desk, member):
        await _keep(desk, None, member, attestation.DEMO, Actor(PROGRAM, member.agency, PROGRAM))


async def recall(desk: Desk) -> None:
    """At every start: whoever was let in and never said it waits at the door again, and is asked."""
    for agency in desk.agencies.values():
        if agency.attestation is None:
            continue
        async with desk.transaction(None) as session:
            for each in await roster.recall(session, agency.id):
                by = Actor(PROGRAM, agency.id, PROGRAM)
                await desk.record(session, Act(by, Verb.ATTEST, agency.id, each.id, {"recalled": True}))


async def _keep(desk: Desk, source: InboxRow | None, member: Member, said: str, by: Actor) -> Member:
    now, agency = desk.clock(), desk.agencies[member.agency]
    on = day_at(agency, now).isoformat()
    act = Act(by, Verb.ATTEST, agency.id, member.id, {"said": said, "on": on, "profile": agency.digest})
    try:
        async with desk.transaction(source, act) as session:
            kept = await roster.attest(session, agency.id, member.id, said, now)
            if said == attestation.NO:
                await outbox.add(session, agency.id, planned=[notices.turned_away(member.id, now)], now=now)
            return kept
    except RowStale:
        raise Stale from None
