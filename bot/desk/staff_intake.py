"""A complaint that came by telephone, on paper or in person, written down by staff; called by `telegram.staff_intake`.

It goes through the same interview and becomes a case without a chat: whoever looks after it calls or writes instead.
"""

from datetime import date
from typing import Final

from bot.casework import interview
from bot.casework.authorization import Verb, permit
from bot.casework.errors import Refused
from bot.casework.interview import Answer, Incoming
from bot.casework.workdays import day_at
from bot.desk import asking, clocks, intake
from bot.desk.desk import Act, Desk
from bot.desk.evidence import FileCame
from bot.desk.filing import ENTERED, Filed
from bot.desk.intake import Asked
from bot.desk.permission import actor, in_office, on_case
from storage import cases, drafts
from storage.cases import Case
from storage.drafts import Draft
from storage.inbox import InboxRow
from storage.roster import Member

WAYS: Final = ("phone", "walk_in", "paper", "letter")


async def draft_of(desk: Desk, member: Member) -> Draft | None:
    """What this member has begun to write down and not sent."""
    if member.chat is None:
        return None
    found = await intake.draft_of(desk, member.chat, entered=True)
    return found if found is not None and found.agency == member.agency else None


async def begin(desk: Desk, source: InboxRow, member: Member, way: str, on: date, language: str) -> Asked:
    """Begin to write down a complaint that reached the office on that day. Raises Refused, NotYours."""
    agency, now = desk.agencies[member.agency], desk.clock()
    act = Act(actor(member), Verb.ENTER, agency.id, agency.id, {"way": way})
    async with desk.transaction(source, act) as session:
        permit(Verb.ENTER, await in_office(session, member), agency.id)
        if on > day_at(agency, now):
            raise Refused("day_future")
        assert member.chat is not None, "who writes has a chat"
        draft = await drafts.start(
            session,
            agency.id,
            chat=member.chat,
            language=language,
            profile=agency.digest,
            now=now,
            purpose=ENTERED,
            answers=interview.pack({"language": Answer(language, "given")}),
            notes={"entered": {"way": way, "on": on.isoformat(), "member": member.id}},
        )
        await asking.remember(session, member, {"verb": "intake"}, now)
    return intake.resume(desk, draft)


async def hear(
    desk: Desk, source: InboxRow, member: Member, draft: Draft, incoming: Incoming | FileCame
) -> Asked | Filed:
    """One message or tap for the complaint that is being written down. Raises NotYours."""
    async with desk.database.read() as session:
        permit(Verb.ENTER, await in_office(session, member), draft.agency)
    return await intake.hear(desk, source, draft, incoming)


async def told(desk: Desk, source: InboxRow, member: Member, case_id: str) -> Case:
    """The complainant was called or written to, or has the receipt in their hands: the duty to tell them is met."""
    async with on_case(desk, source, member, case_id, Verb.TELL) as (session, agency, case):
        now = desk.clock()
        by = actor(member).by
        if "notified" not in case.moments:
            moments = {**case.moments, "notified": now}
            case = await cases.record(session, agency.id, case, changes={"moments": moments}, now=now)
        await cases.happened(session, agency.id, case.id, verb="told", by=by, now=now, detail={})
        return await clocks.replan(session, agency, case, now)
