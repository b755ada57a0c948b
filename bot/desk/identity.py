"""A name that is kept from the investigators: asked for with a reason, opened by a custodian with another, for a time.

Called by `telegram.identity`. Nobody else in the program shows what a complainant asked to keep.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import request
from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import NotYours, Refused
from bot.casework.party import KEEPS_NAME
from bot.casework.request import CUSTODIANS
from bot.desk import presence, waiting
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from storage import cases, outbox, roster, unlocks
from storage.cases import Case
from storage.inbox import InboxRow
from storage.roster import Member
from storage.unlocks import Unlock


@dataclass(frozen=True, slots=True)
class Question:
    """What a custodian decides about: the case, who asks, and why."""

    agency: Agency
    case: Case
    unlock: Unlock
    asker: Member


@dataclass(frozen=True, slots=True)
class Name:
    """What was kept, opened for one reader; `answers` as the interview packs them."""

    agency: Agency
    case: Case
    answers: Any = field(repr=False)
    unlock: Unlock


async def ask(desk: Desk, source: InboxRow, member: Member, case_id: str, because: str) -> Case:
    """Ask the custodians for a name that is kept, with a reason. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.ASK_NAME) as (session, agency, case):
        now = desk.clock()
        if case.name_choice != KEEPS_NAME:
            raise Refused("name_not_kept")
        if not because.strip():
            raise Refused("reason_missing")
        if not await presence.custodians(session, agency, case.id):
            raise Refused("no_custodian")
        before = await unlocks.last(session, agency.id, case.id, member.id)
        if before is not None and before.state == unlocks.ASKED:
            raise Refused("name_asked_already")
        asked = await unlocks.ask(session, agency.id, case, member_id=member.id, because=because, now=now)
        await _note(desk, session, case, "name_asked", member, asked)
        await roster.prompt(session, agency.id, member.id, None)
        await _tell(desk, session, agency, case, "name_asked", CUSTODIANS, asked)
    return case


async def question(desk: Desk, source: InboxRow | None, member: Member, case_id: str) -> Question:
    """The oldest question about this case's name that waits for a custodian. Raises Refused when there is none."""
    async with on_case(desk, source, member, case_id, Verb.DECIDE_NAME, part="question") as (session, agency, case):
        waiting_ones = await unlocks.asked(session, agency.id, case.id)
        if not waiting_ones:
            raise Refused("name_decided")
        asker = await roster.load(session, agency.id, waiting_ones[-1].member_id)
        assert asker is not None, "members are not deleted"
    return Question(agency, case, waiting_ones[-1], asker)


async def decide(
    desk: Desk, source: InboxRow, member: Member, case_id: str, unlock_id: str, because: str, *, opens: bool
) -> Case:
    """Open a name for the one who asked, for the profile's hours, or refuse; with a reason. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.DECIDE_NAME, opens=opens) as (session, agency, case):
        waiting_ones = await unlocks.asked(session, agency.id, case.id)
        asked = next((each for each in waiting_ones if each.id == unlock_id), None)
        if asked is None:
            raise Refused("name_decided")
        if not because.strip():
            raise Refused("reason_missing")
        asker = await roster.load(session, agency.id, asked.member_id)
        if asker is not None and asker.chat == member.chat:
            raise Refused("own_question")
        until = desk.clock() + timedelta(hours=agency.asking.name_hours) if opens else None
        by = actor(member).by
        await unlocks.decide(session, agency.id, asked, by=by, decision=because, opens_until=until)
        verb = "name_opened" if opens else "name_refused"
        await _note(desk, session, case, verb, member, asked)
        await roster.prompt(session, agency.id, member.id, None)
        await _tell(desk, session, agency, case, verb, f"{outbox.MEMBER}{asked.member_id}", asked)
    return case


async def last(desk: Desk, source: InboxRow, member: Member, case_id: str) -> tuple[Case, Unlock | None]:
    """What the reader asked last about this case's name, and what the custodian wrote. Raises Refused, NotYours."""
    async with on_case(desk, source, member, case_id, Verb.NAME, part="question") as (session, agency, case):
        if case.name_choice != KEEPS_NAME:
            raise Refused("name_not_kept")
        return case, await unlocks.last(session, agency.id, case.id, member.id)


async def read(desk: Desk, source: InboxRow, member: Member, case_id: str) -> Name:
    """Show the name to the one it was opened for, until its time is over. Raises Refused after that."""
    async with on_case(desk, source, member, case_id, Verb.NAME) as (session, agency, case):
        unlock = await unlocks.last(session, agency.id, case.id, member.id)
        if unlock is None or unlock.state != unlocks.OPENED or unlock.opens_until is None:
            raise NotYours
        if unlock.opens_until <= desk.clock():
            raise Refused("name_closed_again")
        packed = await cases.answers(session, agency.id, case)
        await _note(desk, session, case, "name_read", member, unlock)
    return Name(agency, case, packed, unlock)


async def _note(desk: Desk, session: AsyncSession, case: Case, verb: str, member: Member, about: Unlock) -> None:
    detail = {"unlock": about.id}
    await cases.happened(session, case.agency, case.id, verb=verb, by=actor(member).by, now=desk.clock(), detail=detail)


async def _tell(
    desk: Desk, session: AsyncSession, agency: Agency, case: Case, template: str, to: str, about: Unlock
) -> None:
    now = desk.clock()
    told = request.news(agency, waiting.subject(case), template, to, once=about.id, now=now)
    await outbox.add(session, agency.id, case_id=case.id, planned=told, now=now)
