"""What a complainant hears unasked: that nothing is new, and the question how it was; replanned by `desk.clocks`."""

from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import aftercare, deadlines
from bot.casework.agency import Agency
from bot.casework.deadlines import CaseFacts
from bot.casework.notices import COMPLAINANT, Planned
from bot.casework.parts import APPEALED
from bot.casework.workdays import day_at
from bot.desk.waiting import subject
from storage import opinions, outbox
from storage.cases import Case

QUIET_FLAG: Final = "quiet"
"""On a case whose complainant wants no message when there is nothing new."""
UNREACHABLE_FLAG: Final = "unreachable"
"""On a case whose complainant's chat takes no messages any more."""
DEAF: Final = frozenset({QUIET_FLAG, UNREACHABLE_FLAG})


async def ahead(
    session: AsyncSession, agency: Agency, case: Case, facts: CaseFacts
) -> tuple[tuple[Planned, ...], tuple[str, ...]]:
    """Both as the case stands now, and their scopes: the count begins anew with whatever the person was told."""
    planned, scope = await _no_news(session, agency, case, facts), f"{case.id}:no_news:"
    if not {"closed", APPEALED} & case.moments.keys():
        return planned, (scope,)
    given = await opinions.given(session, agency.id, case.id)
    asks = aftercare.plan_opinion(agency, subject(case), case.closed_at, given=given or case.chat is None)
    return (*planned, *asks), (scope, aftercare.opinion_scope(case.id))


async def hears_on(session: AsyncSession, agency: Agency, case: Case, facts: CaseFacts) -> date | None:
    """The day by which the complainant hears that nothing is new, if nothing is; None for who does not want that."""
    planned = await _no_news(session, agency, case, facts)
    return day_at(agency, planned[0].due_at) if planned else None


async def _no_news(session: AsyncSession, agency: Agency, case: Case, facts: CaseFacts) -> tuple[Planned, ...]:
    if case.chat is None or DEAF & set(case.flags):
        return ()
    told_at = await outbox.last_told(session, agency.id, case.id, COMPLAINANT)
    return deadlines.plan_no_news(agency, facts, case.status, told_at or case.received_at)
