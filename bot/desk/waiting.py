"""What the office still waits for about a case, as reminders; called by `desk.clocks` and by `desk.requests`."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import request
from bot.casework.agency import Agency
from bot.casework.notices import Planned
from bot.casework.request import Subject, Waiting
from storage import outbox, requests
from storage.cases import Case


def subject(case: Case) -> Subject:
    """A case as notices about it need it."""
    return Subject(case.id, case.reference, case.owner_id, case.queue)


async def replan(session: AsyncSession, agency: Agency, case: Case, now: datetime) -> None:
    """Bring the reminders of a case's requests in line with who looks after it, and with what is settled."""
    planned, scope = await ahead(session, agency, case)
    await outbox.plan(session, agency.id, case_id=case.id, planned=planned, now=now, scope=scope)


async def ahead(session: AsyncSession, agency: Agency, case: Case) -> tuple[tuple[Planned, ...], str]:
    """The reminders of a case's requests as it stands now, and their scope.

    Nobody is reminded of what was asked about a case that is closed; once it is opened again, they are.
    """
    found = await requests.waiting(session, agency.id, case.id) if case.closed_at is None and case.readable else []
    planned = (
        notice
        for each in found
        for notice in request.plan(
            agency,
            subject(case),
            Waiting(each.id, each.body, each.due_on, each.at, each.state == requests.OFFERED),
        )
    )
    return tuple(planned), request.scope(case.id)


async def offered(session: AsyncSession, agency: Agency, case: Case, now: datetime) -> None:
    """The complainant has sent something: it may be what they were asked for, and they are reminded no more."""
    if await requests.offered(session, agency.id, case.id):
        await replan(session, agency, case, now)
