"""Reading off the chat: a link that opens one part of a case once, for one member, on the page of the web door.

Links are made by `telegram.reading` where the profile says `staff_reading = "web"`, and opened by `telegram.shelf`,
which looks at the case anew as at every press: whoever may not read it any more reads nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import Stale
from bot.desk.desk import Desk
from bot.desk.permission import on_case
from storage import cases, reading_links, roster
from storage.inbox import InboxRow
from storage.reading_links import Link
from storage.roster import CONFIRMED, Member
from storage.vault import vault_of

LIVES: Final = timedelta(minutes=10)
LONGEST: Final = 64
"""A part is the verb of a button and what else the button says, which is no longer."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a link has opened, and who reads it."""

    member: Member
    link: Link
    reference: str


def off_the_chat(agency: Agency) -> bool:
    """True where what people wrote never goes into a staff chat."""
    return agency.staff_reading == "web"


async def link(desk: Desk, source: InboxRow | None, member: Member, case_id: str, part: str) -> str:
    """Make the secret of a link, which is shown once and stored only as a digest. Raises NotYours, Stale."""
    if not 0 < len(part) <= LONGEST:
        raise Stale
    async with on_case(desk, source, member, case_id, Verb.LINK, part=part) as (session, agency, case):
        token = secrets.token_urlsafe(24)
        now = desk.clock()
        made = Link(agency.id, case.id, member.id, part)
        digest = vault_of(session).digest_token(token)
        await reading_links.make(session, agency.id, made, digest=digest, now=now, expires_at=now + LIVES)
    return token


async def opened(desk: Desk, token: str) -> Sheet | None:
    """What a link opens, used up by that; None for one that is used, too old, guessed, or not its holder's any more."""
    async with desk.database.write() as session:
        found = await reading_links.use(session, vault_of(session).digest_token(token), desk.clock())
        if found is None:
            return None
        member = await roster.load(session, found.agency, found.member_id)
        case = await cases.load(session, found.agency, found.case_id)
    if member is None or member.state != CONFIRMED or case is None:
        return None
    return Sheet(member, found, case.reference)


async def colleagues(desk: Desk, agency: str) -> list[str]:
    """What everybody at an office is called: these names may stand in any of its chats."""
    async with desk.database.read() as session:
        return [each.name for each in await roster.every(session, agency)]
