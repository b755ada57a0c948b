"""What is arranged with others, as notices: meetings and what somebody has to do; for `desk.clocks` and both verbs.

A case that closes cancels the meetings that are ahead and tells those who were asked. What others have to do after a
decision is watched on.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import agenda as rules
from bot.casework.agency import Agency
from bot.casework.authorization import PROGRAM
from bot.casework.notices import Planned
from bot.desk.waiting import subject
from storage import cases, follow_ups, meetings, outbox
from storage.cases import Case
from storage.follow_ups import FollowUp
from storage.meetings import Meeting


async def ahead(
    session: AsyncSession, agency: Agency, case: Case, now: datetime
) -> tuple[tuple[Planned, ...], tuple[str, ...]]:
    """Every reminder of meetings and of what others have to do, as the case stands now, and their scopes."""
    scopes = (rules.meeting_scope(case.id), rules.follow_up_scope(case.id))
    if not case.readable or not (agency.meetings or agency.follow_ups):
        return (), scopes
    arranged = await meetings.of_case(session, agency.id, case) if agency.meetings else []
    if case.closed_at is not None:
        await _call_off(session, agency, case, arranged, now)
        arranged = []
    watched = await follow_ups.of_case(session, agency.id, case) if agency.follow_ups else []
    about = subject(case)
    return (*rules.reminders(agency, about, arranged), *rules.watches(agency, about, watched)), scopes


async def replan(session: AsyncSession, agency: Agency, case: Case, now: datetime) -> None:
    """Bring the reminders in line with what is arranged."""
    planned, scopes = await ahead(session, agency, case, now)
    await outbox.plan(session, agency.id, case_id=case.id, planned=planned, now=now, scope=scopes)


async def tell(
    session: AsyncSession,
    agency: Agency,
    case: Case,
    meeting: Meeting,
    what: str,
    now: datetime,
    *,
    but: str = "",
    only: str = "",
) -> None:
    """Tell those who are asked to a meeting that it is there, set, moved or off."""
    planned = rules.news(agency, subject(case), meeting, what, now, but, only)
    await outbox.add(session, agency.id, case_id=case.id, planned=planned, now=now)


def on_calendar(meeting: Meeting, now: datetime) -> bool:
    """True while a meeting is still to come, or a time for it is still to be found."""
    if meeting.state == meetings.PROPOSED:
        return True
    return meeting.state == meetings.SET and meeting.starts_at is not None and meeting.starts_at > now


async def _call_off(
    session: AsyncSession, agency: Agency, case: Case, arranged: Sequence[Meeting], now: datetime
) -> None:
    for each in arranged:
        if on_calendar(each, now) and await meetings.change(
            session, agency.id, case, each, {"state": meetings.CANCELLED}
        ):
            await happened(session, case, "meeting", PROGRAM, now, step="closed", kind=each.kind, meeting=each.id)
            await tell(session, agency, case, each, rules.OFF, now)


async def happened(session: AsyncSession, case: Case, verb: str, by: str, now: datetime, **detail: object) -> None:
    """A line on the timeline."""
    await cases.happened(session, case.agency, case.id, verb=verb, by=by, now=now, detail=detail)


def named(follow_up: FollowUp) -> dict[str, object]:
    """What the timeline says of something that others have to do."""
    due_on = follow_up.due_on.isoformat()
    return {"follow_up": follow_up.id, "kind": follow_up.kind, "what": follow_up.what, "to": follow_up.to,
            "due_on": due_on}  # fmt: skip
