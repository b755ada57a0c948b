"""Who may: every verb of staff begins here, in its transaction; called by `desk.caseload` and the modules beside it.

Unknown, foreign and forbidden cases raise the same NotYours, and so does everything that a removed member tries.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework.agency import Agency
from bot.casework.authorization import Actor, Verb, permit
from bot.casework.errors import NotYours, Stale
from bot.desk.desk import Act, Desk
from storage import cases, roster
from storage.cases import Case
from storage.errors import RowStale
from storage.inbox import InboxRow
from storage.roster import Member


def actor(member: Member) -> Actor:
    """A member as the authorization table knows them."""
    return Actor(member.role, member.agency, f"member:{member.id}")


async def in_office(session: AsyncSession, member: Member) -> Actor:
    """A member as the roster knows them in this transaction. Raises NotYours for one who was removed meanwhile."""
    known = await roster.load(session, member.agency, member.id)
    if known is None or known.state != roster.CONFIRMED:
        raise NotYours
    return actor(known)


@asynccontextmanager
async def on_case(
    desk: Desk, source: InboxRow | None, member: Member, case_id: str, verb: Verb, **detail: object
) -> AsyncIterator[tuple[AsyncSession, Agency, Case]]:
    """One staff verb on one case: permitted, in one transaction, audited. A row that moved on meanwhile is Stale."""
    try:
        async with desk.transaction(source, Act(actor(member), verb, member.agency, case_id, detail)) as session:
            who = await in_office(session, member)
            case = await cases.hold(session, member.agency, case_id)
            permit(verb, who, case.agency if case else None)
            assert case is not None
            yield session, desk.agencies[case.agency], case
    except RowStale:
        raise Stale from None
