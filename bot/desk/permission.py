"""Who may: every verb of staff begins here, in its transaction; called by `desk.caseload` and the modules beside it.

Unknown, foreign and forbidden cases raise the same NotYours, and so does everything that a removed member tries. So
do cases that a member must not know of, because they are recused, named in them or of the respondent's unit: lists
leave them out with `storage.recusals.visible_to(member)`, everything else passes `on_case` or `seen`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import reference
from bot.casework.agency import Agency
from bot.casework.authorization import Actor, Verb, permit
from bot.casework.errors import BadReference, NotYours, Stale
from bot.desk.desk import Act, Desk
from storage import cases, recusals, roster
from storage.cases import Case
from storage.errors import RowStale
from storage.inbox import InboxRow
from storage.roster import Member


def actor(member: Member) -> Actor:
    """A member as the authorization table knows them."""
    return Actor(member.role, member.agency, f"member:{member.id}")


async def known(session: AsyncSession, member: Member) -> Member:
    """A member as the roster knows them in this transaction. Raises NotYours for one who was removed meanwhile."""
    found = await roster.load(session, member.agency, member.id)
    if found is None or found.state != roster.CONFIRMED:
        raise NotYours
    return found


async def in_office(session: AsyncSession, member: Member) -> Actor:
    """The same as the authorization table knows them. Raises NotYours."""
    return actor(await known(session, member))


async def seen(session: AsyncSession, member: Member, case: Case | None) -> Case | None:
    """The case if this member, as the roster knows them now, may know of it; else None, as if there were none."""
    if case is None or case.agency != member.agency:
        return None
    return case if await recusals.may_know(session, case.agency, case.id, [member]) else None


async def permitted(session: AsyncSession, member: Member, case: Case | None, verb: Verb) -> Case:
    """The case, where this member may do this to it; for what is only looked up before the act. Raises NotYours."""
    colleague = await known(session, member)
    found = await seen(session, colleague, case)
    permit(verb, actor(colleague), found.agency if found else None)
    assert found is not None
    return found


async def numbered(session: AsyncSession, member: Member, written: str, verb: Verb) -> Case:
    """The same for a case of which somebody typed the number. Raises NotYours, for a mistyped one too."""
    try:
        wanted = reference.parse(written)
    except BadReference:
        raise NotYours from None
    return await permitted(session, member, await cases.by_reference(session, member.agency, wanted), verb)


@asynccontextmanager
async def on_case(
    desk: Desk, source: InboxRow | None, member: Member, case_id: str, verb: Verb, **detail: object
) -> AsyncIterator[tuple[AsyncSession, Agency, Case]]:
    """One staff verb on one case: permitted, in one transaction, audited. A row that moved on meanwhile is Stale."""
    try:
        async with desk.transaction(source, Act(actor(member), verb, member.agency, case_id, detail)) as session:
            case = await permitted(session, member, await cases.hold(session, member.agency, case_id), verb)
            yield session, desk.agencies[case.agency], case
    except RowStale:
        raise Stale from None
