"""Cases that belong together, for staff: proposed with the reason, linked or refused; called by `telegram.related`.

Nothing is linked by the program: `desk.likeness` proposes. What a person has refused is not proposed again.
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import NotYours, Refused
from bot.casework.relation import Reason
from bot.desk.desk import Desk
from bot.desk.permission import actor, known, numbered, on_case
from storage import cases, links, roster
from storage.cases import Case
from storage.inbox import InboxRow
from storage.links import Link
from storage.roster import Member


@dataclass(frozen=True, slots=True)
class Shown:
    """Another case and why it may belong to this one."""

    link: Link
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """A case with the others that were proposed or linked, as far as the reader may know of them."""

    agency: Agency
    case: Case
    others: tuple[Shown, ...]


async def related(desk: Desk, source: InboxRow | None, member: Member, case_id: str) -> Related:
    """The cases that may belong to this one. Raises NotYours."""
    async with on_case(desk, source, member, case_id, Verb.OPEN, part="related") as (session, agency, case):
        found = await links.of_case(session, agency.id, case.id, await known(session, member))
    return Related(agency, case, tuple(Shown(each, reasons_of(each)) for each in found))


async def decide(desk: Desk, source: InboxRow, member: Member, case_id: str, link_id: str, state: str) -> Link:
    """Link two cases that were proposed, or say that they do not belong together. Raises NotYours."""
    async with on_case(desk, source, member, case_id, Verb.RELATE, state=state) as (session, agency, case):
        there = await links.of_case(session, agency.id, case.id, await known(session, member))
        link = next((each for each in there if each.id == link_id), None)
        if link is None or state not in (links.LINKED, links.REFUSED):
            raise NotYours
        decided = links.link if state == links.LINKED else links.refuse
        by, now = actor(member).by, desk.clock()
        if await decided(session, agency.id, case.id, link.case_id, by=by, now=now):
            await _happened(desk, session, member, (case.id, link.case_id), state)
    return link


async def join(desk: Desk, source: InboxRow, member: Member, case_id: str, written: str) -> Case:
    """Link another case by its reference, as somebody typed it. Raises NotYours, Refused for the case itself."""
    async with on_case(desk, source, member, case_id, Verb.RELATE, state=links.LINKED) as (session, agency, case):
        other = await numbered(session, member, written, Verb.RELATE)
        if other.id == case.id:
            raise Refused("related_itself")
        if await links.link(session, agency.id, case.id, other.id, by=actor(member).by, now=desk.clock()):
            await _happened(desk, session, member, (case.id, other.id), links.LINKED)
        await roster.prompt(session, agency.id, member.id, None)
    return other


def reasons_of(link: Link) -> tuple[Reason, ...]:
    """Why a link was proposed; nothing for one that a person made."""
    return tuple(Reason(kind, said) for kind, said in link.because)


async def _happened(desk: Desk, session: AsyncSession, member: Member, both: tuple[str, str], state: str) -> None:
    """A line on the timeline of both; it does not name the other, which not every reader may know of."""
    for case_id in both:
        verb = f"related_{state}"
        await cases.happened(session, member.agency, case_id, verb=verb, by=actor(member).by, now=desk.clock())
