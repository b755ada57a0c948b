"""Files and statements that an officer was compelled to give: marked here, kept from prosecutors by `desk.requests`.

`desk.packages` keeps them from an office that may not see them, where a case goes to another one.

Whoever says something because the job requires it must not be met with it in a criminal case (Garrity v. New Jersey).
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import Refused, Stale
from bot.desk import packages, retention
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from storage import cases, compelled, evidence, invitations
from storage.cases import Case
from storage.evidence import Evidence
from storage.inbox import InboxRow
from storage.invitations import Statement
from storage.roster import Member


@dataclass(frozen=True, slots=True)
class Items:
    """The files and statements of a case, and which of them were compelled."""

    agency: Agency
    case: Case
    files: tuple[Evidence, ...]
    statements: tuple[Statement, ...]
    marked: frozenset[str]


async def look(desk: Desk, source: InboxRow | None, member: Member, case_id: str) -> Items:
    """Look at which files and statements were compelled. Raises NotYours."""
    async with on_case(desk, source, member, case_id, Verb.COMPEL, part="look") as (session, agency, case):
        files = await evidence.of_case(session, agency.id, case.id)
        stated = await invitations.stated(session, agency.id, case.id)
        marked = await compelled.of_case(session, agency.id, case.id)
    return Items(agency, case, tuple(files), tuple(stated), marked)


async def mark(desk: Desk, source: InboxRow, member: Member, case_id: str, item_id: str, *, on: bool) -> Case:
    """Say of a file or a statement, with its files, that it was compelled; only a supervisor takes that back."""
    async with on_case(desk, source, member, case_id, Verb.COMPEL, item=item_id, on=on) as (session, agency, case):
        items = await _items(session, agency, case, item_id)
        now, by = desk.clock(), actor(member).by
        if not on and member.role != "supervisor":
            raise Refused("compelled_supervisor")
        for each in items:
            if on:
                await compelled.mark(session, agency.id, case.id, each, by=by, now=now)
            else:
                await compelled.unmark(session, agency.id, case.id, each)
        paths = await packages.take_out(desk, session, case, items) if on else []
        verb = "compelled" if on else "not_compelled"
        await cases.happened(session, agency.id, case.id, verb=verb, by=by, now=now)
    await retention.delete(desk, paths)
    return case


async def must_be_free(
    session: AsyncSession, agency: Agency, case: Case, body: str | None, shared: Collection[str]
) -> None:
    """Raise Refused where something that was compelled would go to a prosecutor."""
    prosecutor = body is not None and body in agency.bodies and agency.bodies[body].prosecutor
    if prosecutor and set(shared) & await compelled.of_case(session, agency.id, case.id):
        raise Refused("compelled_prosecutor")


async def _items(session: AsyncSession, agency: Agency, case: Case, item_id: str) -> list[str]:
    if item_id in {each.id for each in await evidence.of_case(session, agency.id, case.id)}:
        return [item_id]
    stated = await invitations.stated(session, agency.id, case.id)
    found = next((each for each in stated if each.id == item_id), None)
    if found is None:
        raise Stale
    return [found.id, *found.files]
