"""What the office still waits for about a case, as reminders; for `desk.clocks`, `desk.requests`, `desk.standing`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import proposal, request
from bot.casework.agency import Agency
from bot.casework.keeper import Subject
from bot.casework.notices import Planned
from bot.casework.request import Waiting
from bot.casework.tolling import Held
from storage import duties as kept
from storage import outbox, proposals, requests
from storage.cases import Case
from storage.requests import Request


def subject(case: Case) -> Subject:
    """A case as notices about it need it."""
    return Subject(case.id, case.reference, case.owner_id, case.queue, case.closed_at is not None)


async def replan(session: AsyncSession, agency: Agency, case: Case, now: datetime) -> None:
    """Bring the reminders of a case's requests in line with who looks after it, and with what is settled."""
    planned, scopes = await ahead(session, agency, case)
    await outbox.plan(session, agency.id, case_id=case.id, planned=planned, now=now, scope=scopes)


async def ahead(session: AsyncSession, agency: Agency, case: Case) -> tuple[tuple[Planned, ...], tuple[str, ...]]:
    """The reminders of a case's requests and of evidence to be asked for, as it stands now, and their scopes.

    Nobody is reminded of what was asked about a case that is closed; once it is opened again, they are.
    """
    found = await requests.waiting(session, agency.id, case.id) if case.closed_at is None and case.readable else []
    planned = (
        notice
        for each, moved_at in await _clocked(session, agency, case.id, found)
        for notice in request.plan(
            agency,
            subject(case),
            Waiting(each.id, each.body, each.due_on, each.at, each.state == requests.OFFERED, moved_at),
        )
    )
    unasked = (
        await proposals.open_ones(session, agency.id, case) if agency.evidence_kinds and not case.closed_at else {}
    )
    urged = proposal.plan(agency, subject(case), unasked)
    return (*planned, *urged), (request.scope(case.id), proposal.scope(case.id))


async def as_due(session: AsyncSession, agency: Agency, case_id: str, found: Sequence[Request]) -> tuple[Request, ...]:
    """Requests with the day by which they are waited for now: every hold of the case has moved it."""
    return tuple(each for each, _ in await _clocked(session, agency, case_id, found))


async def of_complainant(session: AsyncSession, agency: Agency, case: Case) -> tuple[Request, ...]:
    """What the complainant was asked for and has not sent anything for, the first to come on top."""
    if case.closed_at is not None or not case.readable:
        return ()
    waited = await requests.waiting(session, agency.id, case.id)
    theirs = [each for each in waited if each.body is None and each.state == requests.OPEN]
    return tuple(sorted(await as_due(session, agency, case.id, theirs), key=lambda each: (each.due_on, each.seq)))


async def offered(session: AsyncSession, agency: Agency, case: Case, now: datetime) -> None:
    """The complainant has sent something: it may be what they were asked for, and they are reminded no more."""
    if await requests.offered(session, agency.id, case.id):
        await replan(session, agency, case, now)


async def _clocked(
    session: AsyncSession, agency: Agency, case_id: str, found: Sequence[Request]
) -> list[tuple[Request, datetime | None]]:
    """Each request with its day as the holds have moved it, and since when that day holds."""
    changes = await kept.changes(session, agency.id, case_id) if found else []
    holds = [Held(each.at, each.until_at) for each in changes if each.kind == "hold" and each.until_at is not None]
    days = [request.due_after(agency, each.due_on, each.at, holds, each.settled_at) for each in found]
    return [(replace(each, due_on=on), since) for each, (on, since) in zip(found, days, strict=True)]
