"""The register of evidence of a case: what is asked for, of whom, by when, and what came; for `telegram.register`.

What is asked for are requests (`desk.requests`) that name a kind of the profile's register; this looks at them as one
list, links the files that came, and keeps what should be asked for at once until somebody decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import proposal
from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import waiting
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from storage import cases, evidence, proposals, requests
from storage.cases import Case
from storage.evidence import Evidence
from storage.inbox import InboxRow
from storage.requests import Request
from storage.roster import Member


@dataclass(frozen=True, slots=True)
class Register:
    """All evidence of one case: what was asked for, what should be, and every file there is."""

    agency: Agency
    case: Case
    entries: tuple[Request, ...]
    proposed: tuple[str, ...]
    files: tuple[Evidence, ...]


async def look(desk: Desk, member: Member, case_id: str, source: InboxRow | None = None) -> Register:
    """Look at the register; audited. Raises NotYours."""
    async with on_case(desk, source, member, case_id, Verb.READ, part="register") as (session, agency, case):
        asked = await requests.registered(session, agency.id, case.id)
        entries = await waiting.as_due(session, agency, case.id, asked)
        waits = await proposals.open_ones(session, agency.id, case)
        files = await evidence.of_case(session, agency.id, case.id)
    known = tuple(each for each in waits if each in agency.evidence_kinds)
    return Register(agency, case, entries, known, tuple(files))


async def propose(session: AsyncSession, agency: Agency, case: Case, rules: Iterable[int], now: datetime) -> None:
    """In the transaction that files a case, before its notices are planned: note what must be asked for at once."""
    await proposals.propose(session, agency.id, case, proposal.proposed(agency, rules), now)


async def dismiss(desk: Desk, source: InboxRow, member: Member, case_id: str, item: str) -> Case:
    """What was proposed is not needed: nobody is told of it any more. Raises Stale where it does not wait."""
    async with on_case(desk, source, member, case_id, Verb.REQUEST, dismissed=item) as (session, agency, case):
        now, by = desk.clock(), actor(member).by
        if not await proposals.settle(session, agency.id, case, item, proposals.DISMISSED, by=by, now=now):
            raise Stale
        detail = {"item": item}
        await cases.happened(session, agency.id, case.id, verb="register_dismissed", by=by, now=now, detail=detail)
        await waiting.replan(session, agency, case, now)
    return case


async def link(desk: Desk, source: InboxRow, member: Member, case_id: str, request_id: str, file_id: str) -> Register:
    """Say that a file of the case came as the answer, or take that back. Raises Refused before there is an answer."""
    about = {"request": request_id, "file": file_id}
    async with on_case(desk, source, member, case_id, Verb.ANSWER, **about) as (session, agency, case):
        found = await requests.load(session, agency.id, case.id, request_id)
        if found is None:
            raise NotYours
        if found.state != requests.ANSWERED:
            raise Refused("nothing_came_yet")
        if file_id not in {each.id for each in await evidence.of_case(session, agency.id, case.id)}:
            raise Stale
        there = found.answer.files if found.answer else ()
        files = [each for each in there if each != file_id] if file_id in there else [*there, file_id]
        await requests.link(session, agency.id, found, files)
        now, by = desk.clock(), actor(member).by
        detail = {"request": request_id, "evidence": file_id, "linked": str(file_id in files)}
        await cases.happened(session, agency.id, case.id, verb="register_linked", by=by, now=now, detail=detail)
    return await look(desk, member, case_id)
