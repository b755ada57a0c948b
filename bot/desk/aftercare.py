"""After a case is closed: somebody asks for another look and a supervisor decides, or says how it was.

Called by `telegram.case_talk` for complainants and by `telegram.aftercare` for staff. What a person is asked to write
is remembered as a draft of the case, so that a restart forgets nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import aftercare, appeal, deadlines, notices
from bot.casework.agency import Agency
from bot.casework.authorization import Verb, permit
from bot.casework.errors import Refused, Stale
from bot.desk import clocks, tasks
from bot.desk.correspondence import on_own_case
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor, in_office, on_case
from bot.desk.waiting import subject
from storage import appeals, cases, drafts, opinions, outbox, roster
from storage.appeals import Appeal
from storage.cases import Case
from storage.drafts import Draft
from storage.inbox import InboxRow
from storage.opinions import Opinion
from storage.roster import Member

APPEAL: Final = "appeal"
OPINION: Final = "opinion"
MEETING: Final = "meeting"
WORDS: Final = frozenset({APPEAL, OPINION, MEETING})
"""Purposes of drafts that wait for words and nothing else."""
APPEAL_FLAG: Final = "appeal_asked"
ASKED_FOR: Final = timedelta(days=1)
SHOWN: Final = 20


# What somebody is asked to write


async def begin_appeal(desk: Desk, source: InboxRow, case: Case) -> None:
    """Wait for the words that say why. Raises Refused where it cannot be asked; being late is no reason."""
    async with on_own_case(desk, source, case, Verb.APPEAL, step="begin") as (session, agency, held):
        await _may_appeal(session, agency, held)
        await wait_for_words(desk, session, agency, held, APPEAL)


async def forget(desk: Desk, source: InboxRow | None, draft: Draft) -> None:
    """Wait for no words any more: the person thought better of it, or too much time has passed."""
    async with desk.transaction(source) as session:
        await drafts.erase(session, draft.agency, draft)


def waits(desk: Desk, draft: Draft | None) -> bool:
    """True while the next words in a chat are an appeal or an opinion."""
    return draft is not None and draft.purpose in WORDS and desk.clock() - draft.touched_at < ASKED_FOR


async def words(desk: Desk, source: InboxRow, draft: Draft, case: Case, text: str) -> Appeal | None:
    """Keep what was written; an opinion gives None."""
    if draft.purpose == OPINION:
        async with on_own_case(desk, source, case, Verb.OPINE, step="words") as (session, agency, held):
            await opinions.add_words(session, agency.id, held, text)
            await drafts.drop(session, agency.id, draft)
        return None
    async with on_own_case(desk, source, case, Verb.APPEAL) as (session, agency, held):
        await drafts.drop(session, agency.id, draft)
        return await _appeal(desk, session, agency, held, text)


async def wait_for_words(
    desk: Desk, session: AsyncSession, agency: Agency, case: Case, purpose: str, **notes: str
) -> None:
    """Take the next words of the complainant for this; `notes` say what else is known about it."""
    assert case.chat is not None, "whoever presses a button has a chat"
    for each in WORDS:
        left = await drafts.of_chat(session, case.chat, purpose=each)
        if left is not None:
            await drafts.drop(session, left.agency, left)
    await drafts.start(
        session,
        agency.id,
        chat=case.chat,
        language=case.language,
        profile=agency.digest,
        now=desk.clock(),
        purpose=purpose,
        case_id=case.id,
        notes=notes,
    )


# Another look


async def _may_appeal(session: AsyncSession, agency: Agency, case: Case) -> None:
    appeal.of(agency)
    if case.closed_at is None:
        raise Refused("not_closed")
    if any(each.asked_at >= case.closed_at for each in await appeals.of_case(session, agency.id, case.id)):
        raise Refused("appeal_asked_before")


async def _appeal(desk: Desk, session: AsyncSession, agency: Agency, case: Case, text: str) -> Appeal:
    await _may_appeal(session, agency, case)
    assert case.closed_at is not None
    now = desk.clock()
    late, due_at = appeal.late(agency, case.closed_at, now), appeal.due_at(agency, now)
    asked = await appeals.ask(session, agency.id, case, text=text, late=late, due_at=due_at, now=now)
    await cases.happened(session, agency.id, case.id, verb="appeal", by="complainant", now=now, detail={"late": late})
    case = await clocks.flag(session, agency, case, [*case.flags, APPEAL_FLAG], now)
    planned = appeal.plan(agency, subject(case), now)
    await outbox.add(session, agency.id, case_id=case.id, planned=planned, now=now)
    return asked


@dataclass(frozen=True, slots=True)
class Appealed:
    """A request for another look as a supervisor sees it; None when none waits."""

    case: Case
    agency: Agency
    appeal: Appeal | None


async def look(desk: Desk, source: InboxRow | None, member: Member, case_id: str) -> Appealed:
    """The request that waits, with the complainant's words; reading it is audited."""
    async with on_case(desk, source, member, case_id, Verb.DECIDE_APPEAL, step="look") as (session, agency, case):
        waiting = await _waiting(session, agency, case)
        return Appealed(case, agency, waiting)


async def accept(desk: Desk, source: InboxRow, member: Member, case_id: str) -> Case:
    """Open the case again where the profile says; the complainant hears, and whoever looks after it. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.DECIDE_APPEAL, step="accepted") as (session, agency, case):
        now, status = desk.clock(), appeal.of(agency).reopens
        flags = await _decide(desk, session, agency, case, (actor(member).by, appeals.ACCEPTED, None))
        before = await clocks.known_facts(session, agency, replace(case, flags=tuple(flags), closed_at=None))
        facts = replace(before, moments=appeal.reopened(agency, before, now))
        changes: dict[str, object] = {"status": status, "closed_at": None, "disposition": None, "flags": flags}
        changes |= {"moments": facts.moments, "next_at": deadlines.next_date(agency, facts, now)}
        case = await cases.record(session, agency.id, case, changes=changes, now=now)
        happened = notices.StatusChanged(case.id, case.reference, status, False, case.revision)
        told = aftercare.to_keeper(agency, subject(case), "reopened", now.isoformat(), now)
        planned = [*notices.after(agency, happened, now), told]
        await outbox.add(session, agency.id, case_id=case.id, planned=planned, now=now)
        await tasks.replan(session, agency, case, now)
        return await clocks.replan(session, agency, case, now, facts)


async def refuse(desk: Desk, source: InboxRow, member: Member, case_id: str, because: str) -> Case:
    """Leave the case closed and tell the complainant why, in the supervisor's words. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.DECIDE_APPEAL, step="refused") as (session, agency, case):
        now, by = desk.clock(), actor(member).by
        flags = await _decide(desk, session, agency, case, (by, appeals.REFUSED, because))
        said = await cases.say(session, agency.id, case, direction="out", by=by, text=because, now=now)
        happened = notices.MessageToComplainant(case.id, case.reference, said.id)
        await outbox.add(session, agency.id, case_id=case.id, planned=notices.after(agency, happened, now), now=now)
        await roster.prompt(session, agency.id, member.id, None)
        return await clocks.flag(session, agency, case, flags, now)


async def _decide(
    desk: Desk, session: AsyncSession, agency: Agency, case: Case, decided: tuple[str, str, str | None]
) -> list[str]:
    """Settle the request that waits; the answer is the case's flags without the one of the request."""
    waiting, now, (by, state, because) = await _waiting(session, agency, case), desk.clock(), decided
    if waiting is None:
        raise Refused("no_appeal_waits")
    await appeals.decide(session, agency.id, waiting, state, answer=because, by=by, now=now)
    await cases.happened(session, agency.id, case.id, verb="appeal", by=by, now=now, detail={"step": state})
    await outbox.plan(session, agency.id, case_id=case.id, planned=(), now=now, scope=appeal.scope(case.id))
    return [each for each in case.flags if each != APPEAL_FLAG]


async def _waiting(session: AsyncSession, agency: Agency, case: Case) -> Appeal | None:
    asked = await appeals.of_case(session, agency.id, case.id)
    return next((each for each in asked if each.state == appeals.ASKED), None)


# How it was


async def opine(desk: Desk, source: InboxRow, case: Case, mark: str) -> None:
    """Keep one tap, and wait for words, which nobody has to add. Raises Refused while the case is open."""
    if mark not in aftercare.MARKS:
        raise Stale
    async with on_own_case(desk, source, case, Verb.OPINE) as (session, agency, held):
        if held.closed_at is None:
            raise Refused("not_closed")
        await opinions.keep(session, agency.id, held, mark, desk.clock())
        await wait_for_words(desk, session, agency, held, OPINION)


async def said(desk: Desk, member: Member) -> Sequence[Opinion]:
    """What people said of the office last, without the numbers of their cases; for supervisors. Raises NotYours."""
    act = Act(actor(member), Verb.OPINIONS, member.agency, member.agency)
    async with desk.transaction(None, act) as session:
        permit(Verb.OPINIONS, await in_office(session, member), member.agency)
        return await opinions.latest(session, member.agency, SHOWN)
