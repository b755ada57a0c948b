"""Who works where: invitations by single-use link, confirmation by a person, removal; for the chat and the console."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import attestation, notices
from bot.casework.agency import Agency
from bot.casework.assignment import together
from bot.casework.authorization import OPERATOR, STAFF_ROLES, TABLE, Actor, Verb, permit
from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import ownership, recusal
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor, in_office
from storage import cases, outbox, roster
from storage.chats import Chat
from storage.errors import RowStale
from storage.inbox import InboxRow
from storage.outbox import MEMBER
from storage.roster import Member
from storage.vault import vault_of

INVITATION_DAYS: Final = 7
CONSOLE: Final = Actor(OPERATOR, None, OPERATOR)


async def invite(
    desk: Desk,
    by: Actor,
    agency_id: str,
    *,
    role: str,
    name: str,
    queues: Sequence[str] | None = None,
    language: str = "en",
) -> tuple[Member, str]:
    """Make a place and the secret of its link, which is shown once and stored only as a digest. Raises Refused."""
    permit(Verb.INVITE, by, agency_id)
    agency = desk.agencies[agency_id]
    if role not in STAFF_ROLES:
        raise Refused("unknown_role")
    # Somebody who may not take a case is no help on duty: it would wait with them, and nobody else be told.
    works = role in TABLE[Verb.CLAIM]
    wanted = tuple(queues) if queues is not None else tuple(agency.queues) if works else ()
    if not set(wanted) <= set(agency.queues if works else ()):
        raise Refused("unknown_queue" if works else "no_queues")
    token = secrets.token_urlsafe(24)
    async with desk.transaction(None) as session:
        await _still_there(session, by)
        member = await roster.invite(
            session,
            agency_id,
            role=role,
            name=name,
            queues=wanted,
            invited_by=by.by,
            language=language,
            token_digest=vault_of(session).digest_token(token),
            expires_at=desk.clock() + timedelta(days=INVITATION_DAYS),
            now=desk.clock(),
        )
        await desk.record(session, Act(by, Verb.INVITE, agency_id, member.id, {"role": role}))
    return member, token


async def redeem(desk: Desk, source: InboxRow, chat: Chat, token: str) -> Member | None:
    """Tie an invitation to a chat; None for one that is used, expired or guessed, which all look the same."""
    async with desk.transaction(source) as session:
        member = await roster.redeem(session, vault_of(session).digest_token(token), chat, desk.clock())
        if member is not None:
            act = Act(actor(member), Verb.REDEEM, member.agency, member.id)
            await desk.record(session, act)
    desk.woken.set()  # nothing is due, but who admits the demo's staff looks after the courier's rounds
    return member


async def confirm(desk: Desk, by: Actor, agency_id: str, member_id: str, source: InboxRow | None = None) -> Member:
    """Let a person in who has redeemed their link. Raises NotYours when there is nobody to confirm.

    Raises Refused for somebody who has not attested to what the profile asks.
    """
    permit(Verb.CONFIRM, by, agency_id)
    return await _changed(desk, Act(by, Verb.CONFIRM, agency_id, member_id), source)


async def remove(desk: Desk, by: Actor, agency_id: str, member_id: str) -> Member:
    """End a membership; it acts on the member's next press. Raises NotYours."""
    permit(Verb.REMOVE, by, agency_id)
    return await _changed(desk, Act(by, Verb.REMOVE, agency_id, member_id), None)


async def team(desk: Desk, member: Member) -> list[Member]:
    """Everybody of the member's agency who was not removed; for supervisors. Raises NotYours."""
    async with desk.database.read() as session:
        permit(Verb.CONFIRM, await in_office(session, member), member.agency)
        return [each for each in await roster.every(session, member.agency) if each.state != roster.REMOVED]


async def every(desk: Desk, agency_id: str) -> list[Member]:
    """All members of an agency in every state, for the console."""
    async with desk.database.read() as session:
        return await roster.every(session, agency_id)


async def of_chat(desk: Desk, chat: Chat) -> list[Member]:
    """The confirmed memberships of a chat; empty for everybody else."""
    async with desk.database.read() as session:
        return await roster.of_chat(session, chat)


async def member_for(desk: Desk, members: Sequence[Member], case_id: str) -> Member:
    """Which of a person's memberships a case belongs to. Raises NotYours when it is none of them."""
    async with desk.database.read() as session:
        for each in members:
            if await cases.load(session, each.agency, case_id) is not None:
                return each
    raise NotYours


async def member_of(desk: Desk, members: Sequence[Member], case_id: str) -> Member | None:
    """The same, or None when it is none of them."""
    try:
        return await member_for(desk, members, case_id)
    except NotYours:
        return None


async def speak(desk: Desk, source: InboxRow, member: Member, language: str) -> None:
    """Write to a member in another language from now on. Raises NotYours."""
    async with desk.transaction(source) as session:
        await in_office(session, member)
        await roster.set_language(session, member.agency, member.id, language)


async def _still_there(session: AsyncSession, by: Actor) -> None:
    """A colleague who was removed meanwhile lets nobody in. Raises NotYours."""
    if by.role == OPERATOR or by.agency is None:
        return
    member = await roster.load(session, by.agency, by.by.removeprefix(MEMBER))
    if member is None:
        raise NotYours
    await in_office(session, member)


async def turn_duty(desk: Desk, source: InboxRow, member: Member) -> bool:
    """Begin or end a member's own duty and say whether they are on duty now; what waits for somebody comes at once."""
    by = actor(member)
    permit(Verb.DUTY, by, member.agency)
    working = not member.on_duty
    act = Act(by, Verb.DUTY, member.agency, member.id, {"on_duty": working})
    async with desk.transaction(source, act) as session:
        await in_office(session, member)
        await roster.set_duty(session, member.agency, member.id, working)
        if working:
            await outbox.try_again(session, member.agency, "queue:", "supervisor")
    return working


async def set_times(desk: Desk, source: InboxRow, member: Member, times: roster.DutyTimes | None) -> None:
    """Change a member's own weekly duty times; None means always. What waits for somebody to come is tried again."""
    by = actor(member)
    permit(Verb.DUTY, by, member.agency)
    act = Act(by, Verb.DUTY, member.agency, member.id, {"times": times})
    async with desk.transaction(source, act) as session:
        await in_office(session, member)
        await roster.set_times(session, member.agency, member.id, times)
        await outbox.try_again(session, member.agency, "queue:", "supervisor")


async def set_spoken(desk: Desk, source: InboxRow, member: Member, languages: Sequence[str]) -> None:
    """Change which languages a member speaks with complainants."""
    by = actor(member)
    permit(Verb.DUTY, by, member.agency)
    act = Act(by, Verb.DUTY, member.agency, member.id, {"languages": [*languages]})
    async with desk.transaction(source, act) as session:
        await in_office(session, member)
        await roster.place(session, member.agency, member.id, languages=languages)


async def place(desk: Desk, source: InboxRow, by: Member, member_id: str, what: str, code: str) -> Member:
    """Put a colleague into a queue, unit or region, or take them out again. Raises NotYours and Stale."""
    agency = desk.agencies[by.agency]
    act = Act(actor(by), Verb.PLACE, by.agency, member_id, {what: code})
    async with desk.transaction(source, act) as session:
        permit(Verb.PLACE, await in_office(session, by), agency.id)
        colleague = await roster.load(session, agency.id, member_id)
        if colleague is None or colleague.state != roster.CONFIRMED:
            raise NotYours
        if code not in placeable(agency, colleague).get(what, ()):
            raise Stale
        now = list(getattr(colleague, what))
        changed = [each for each in now if each != code] if code in now else [*now, code]
        if what == "queues":
            await roster.set_queues(session, agency.id, member_id, changed)
        else:
            places = together(agency, changed) if what == "units" else changed
            await roster.place(session, agency.id, member_id, **{what: places})
        await outbox.try_again(session, agency.id, "queue:", "supervisor")
        placed = await roster.load(session, agency.id, member_id)
        assert placed is not None
        await ownership.hand_back_hidden(desk, session, actor(by), placed)
        return placed


def placeable(agency: Agency, colleague: Member) -> dict[str, tuple[str, ...]]:
    """Where a colleague may be put, by what it is."""
    works = colleague.role in TABLE[Verb.CLAIM]
    units = tuple(id for id, each in agency.units.items() if not each.unknown)
    places = {"queues": tuple(agency.queues), "units": units, "regions": tuple(agency.regions)}
    return places if works else {"units": units}


async def _changed(desk: Desk, act: Act, source: InboxRow | None) -> Member:
    try:
        async with desk.transaction(source, act) as session:
            await _still_there(session, act.actor)
            if act.verb is Verb.REMOVE:
                gone = await roster.remove(session, act.agency, act.subject)
                await ownership.hand_back(desk, session, act.actor, gone)
                return gone
            member = await roster.confirm(session, act.agency, act.subject)
            attestation.must_be_given(desk.agencies[act.agency], member.attested)
            await recusal.introduce(desk, session, desk.agencies[act.agency], member)
            await outbox.try_again(session, act.agency, "queue:", "supervisor")
            await outbox.add(session, act.agency, planned=[notices.welcome(member.id, desk.clock())], now=desk.clock())
            return member
    except RowStale:
        raise NotYours from None
