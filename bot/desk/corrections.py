"""Versions of what was filed: a fact that staff correct, a message that the complainant edits; nothing is lost.

Called by `telegram.casework` and `desk.correspondence`. The case holds what is right now; each version is a line of
the timeline with what was there before. The narrative that was filed is never touched: allegations rest on its words.
"""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import correction as rules
from bot.casework import filing_time, interview, notices
from bot.casework.agency import Agency
from bot.casework.authorization import COMPLAINANT, Verb
from bot.casework.conflict import words_of
from bot.casework.correction import Amended
from bot.casework.errors import Stale
from bot.casework.notices import Planned, StatementChanged
from bot.casework.parts import ANSWER
from bot.casework.workdays import day_at
from bot.desk import clocks, recusal
from bot.desk.bench import must_be_open
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from storage import cases, outbox, roster
from storage.cases import Case
from storage.columns import new_id
from storage.inbox import InboxRow
from storage.roster import Member

SWEAR_ANEW: Final = "swear_anew"
"""The notice that the paper to swear to was put right."""


async def correct(
    desk: Desk, source: InboxRow, member: Member, case_id: str, question_id: str, text: str, because: str
) -> Case:
    """Put the right answer in the place of a wrong or missing one. Raises Unreadable, and Refused once it is closed."""
    async with on_case(desk, source, member, case_id, Verb.CORRECT, question=question_id) as (session, agency, case):
        must_be_open(case)
        now = desk.clock()
        answers = interview.unpack(await cases.answers(session, agency.id, case))
        question = next((each for each in rules.correctable(agency, answers) if each.id == question_id), None)
        if question is None:
            raise Stale
        answer = rules.read(question, text, member.language, day_at(agency, now))
        before = answers.get(question.id)
        packed = interview.pack({**answers, question.id: answer})
        corrected = {ANSWER + question.id: now} if question.kind == "date" else {}
        changes = {"answers": packed, "moments": {**case.moments, **corrected}}
        case = await cases.record(session, agency.id, case, changes=changes, now=now)
        detail = {"question": question.id, "was": before.value if before else None, "now": answer.value}
        detail |= {"because": because, "before": interview.pack(answers)}
        by = actor(member).by
        await cases.happened(session, agency.id, case.id, verb="corrected", by=by, now=now, detail=detail)
        await roster.prompt(session, agency.id, member.id, None)
        if question.people:
            case = await recusal.compare(desk, session, agency, case, words_of([text]))
        await _offer_anew(session, agency, case, now)
        return await clocks.replan(session, agency, case, now)  # a deadline may depend on an answer


async def _offer_anew(session: AsyncSession, agency: Agency, case: Case, now: datetime) -> None:
    """The paper to swear to says something else now: whoever still has to swear hears of it."""
    if agency.sworn is None or case.chat is None or not filing_time.counts(agency, case.moments):
        return
    said = notices.told(agency, reference=case.reference)
    key = f"{case.id}:{SWEAR_ANEW}:{new_id()}"
    planned = [Planned(key, notices.COMPLAINANT, SWEAR_ANEW, said, notices.NEWS_RANK, now)]
    await outbox.add(session, agency.id, case_id=case.id, planned=planned, now=now)


async def amend(desk: Desk, session: AsyncSession, agency: Agency, case: Case, amended: Amended) -> Case:
    """Keep the complainant's new words beside the old ones, and tell the owner or the queue; also once it is closed."""
    now, version = desk.clock(), new_id()
    before, packed = await cases.answers(session, agency.id, case), interview.pack(amended.answers)
    case = await cases.record(session, agency.id, case, changes={"answers": packed}, now=now)
    detail = {"was": amended.was, "now": amended.now, "before": before}
    await cases.happened(session, agency.id, case.id, verb="amended", by=COMPLAINANT, now=now, detail=detail)
    closed = case.closed_at is not None
    happened = StatementChanged(case.id, case.reference, case.owner_id, case.queue, version, closed)
    planned = notices.after(agency, happened, now)
    await outbox.add(session, agency.id, case_id=case.id, planned=planned, now=now)
    return case
