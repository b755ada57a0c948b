"""Reading off the chat: a link that opens one part of a case once, for one member, on the page of the web door.

Links are made by `telegram.reading` where the profile says `staff_reading = "web"`, and opened by the door through it.
Whoever opens one is checked anew, as at every press; the reading is audited as any other.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import NotYours, RedressError, Stale
from bot.desk import aftercare, caseload, evidence
from bot.desk.aftercare import Appealed
from bot.desk.caseload import Told
from bot.desk.desk import Desk
from bot.desk.permission import on_case
from storage import reading_links, roster
from storage.cases import Case, Message
from storage.inbox import InboxRow
from storage.reading_links import Link
from storage.roster import Member
from storage.vault import vault_of

LIVES: Final = timedelta(minutes=10)
STORY, TALK, APPEAL = "story", "talk", "appeal"
PARTS: Final = (STORY, TALK, APPEAL)
FILE: Final = "file:"


@dataclass(frozen=True, slots=True)
class Thread:
    """Messages of both sides and notes of a case."""

    case: Case
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a link has opened, and who reads it."""

    member: Member
    content: Told | Thread | Appealed | evidence.Opened


def off_the_chat(agency: Agency) -> bool:
    """True where what people wrote never goes into a staff chat."""
    return agency.staff_reading == "web"


async def link(desk: Desk, source: InboxRow, member: Member, case_id: str, part: str) -> str:
    """Make the secret of a link, which is shown once and stored only as a digest. Raises NotYours, Stale."""
    if part not in PARTS and not part.startswith(FILE):
        raise Stale
    token = secrets.token_urlsafe(24)
    async with on_case(desk, source, member, case_id, Verb.LINK, part=part) as (session, agency, case):
        now = desk.clock()
        made = Link(agency.id, case.id, member.id, part)
        digest = vault_of(session).digest_token(token)
        await reading_links.make(session, agency.id, made, digest=digest, now=now, expires_at=now + LIVES)
    return token


async def opened(desk: Desk, token: str) -> Sheet | None:
    """What a link opens, used up by that; None for one that is used, too old, guessed, or not its holder's any more."""
    async with desk.database.write() as session:
        found = await reading_links.use(session, vault_of(session).digest_token(token), desk.clock())
        member = await roster.load(session, found.agency, found.member_id) if found else None
    if found is None or member is None:
        return None
    try:
        return Sheet(member, await _content(desk, member, found))
    except RedressError:
        return None


async def _content(desk: Desk, member: Member, found: Link) -> Told | Thread | Appealed | evidence.Opened:
    if found.part == STORY:
        return await caseload.read(desk, member, found.case_id, None)
    if found.part == TALK:
        return Thread(*await caseload.talk(desk, member, found.case_id, None))
    if found.part == APPEAL:
        return await aftercare.look(desk, None, member, found.case_id)
    if not found.part.startswith(FILE):
        raise NotYours
    return await evidence.open_file(desk, member, found.case_id, found.part.removeprefix(FILE), None)
