"""Witnesses, for `bot.desk.witnesses`: invited to one case by a link that works once, and what they say then."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_by_id, box_for
from storage.chats import Chat, index
from storage.columns import new_id
from storage.errors import RowStale
from storage.models import invitations, statements
from storage.statements import changed
from storage.vault import Box, vault_of

INVITED, REDEEMED, REVOKED = "invited", "redeemed", "revoked"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One link for one witness; `who` is what staff call that person."""

    id: str
    agency: str
    case_id: str
    state: str
    who: str = field(repr=False)
    chat: Chat | None = field(repr=False)
    by: str
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Statement:
    """What a witness sent at one time: words, how to reach them, the ids of the files."""

    id: str
    case_id: str
    invitation_id: str
    words: str = field(repr=False)
    contact: str = field(repr=False)
    files: tuple[str, ...]
    at: datetime


async def invite(
    session: AsyncSession,
    agency: str,
    case: Case,
    *,
    who: str,
    token: str,
    by: str,
    expires_at: datetime,
    now: datetime,
) -> Invitation:
    """Make a place for whoever comes with the token, of which only a digest is kept."""
    invitation_id = new_id()
    box = (await box_for(session, agency, case)).beside(invitations.name, invitation_id)
    values: dict[str, Any] = {"id": invitation_id, "agency": agency, "case_id": case.id, "state": INVITED}
    values |= {"who": box.seal("who", who), "token_digest": vault_of(session).digest_token(token)}
    values |= {"by": by, "at": now, "expires_at": expires_at}
    await session.execute(invitations.insert().values(values))
    made = await load(session, agency, case.id, invitation_id)
    assert made is not None
    return made


async def by_token(session: AsyncSession, token: str, now: datetime) -> Invitation | None:
    """The invitation that this token opens; None for one that is used, taken back, expired or guessed."""
    digest = vault_of(session).digest_token(token)
    valid = (invitations.c.token_digest == digest, invitations.c.state == INVITED, invitations.c.expires_at > now)
    return next(iter(await _select(session, *valid)), None)


async def redeem(session: AsyncSession, agency: str, invitation: Invitation, chat: Chat) -> None:
    """Tie the place to a chat, once and for whoever comes first. Raises RowStale."""
    box = await _box(session, agency, invitation.case_id, invitation.id)
    changes = {"state": REDEEMED, "token_digest": None, "chat_index": index(box.vault, chat)}
    await _move(session, agency, invitation.id, {**changes, "chat": box.seal("chat", chat)})


async def revoke(session: AsyncSession, agency: str, invitation_id: str) -> None:
    """Take a link back that nobody has used. Raises RowStale for one that somebody has."""
    await _move(session, agency, invitation_id, {"state": REVOKED, "token_digest": None})


async def load(session: AsyncSession, agency: str, case_id: str, invitation_id: str) -> Invitation | None:
    """One invitation to this case."""
    mine = (invitations.c.agency == agency, invitations.c.case_id == case_id, invitations.c.id == invitation_id)
    return next(iter(await _select(session, *mine)), None)


async def of_case(session: AsyncSession, agency: str, case_id: str) -> list[Invitation]:
    """Everybody who was invited to a case, the newest first."""
    return await _select(session, invitations.c.agency == agency, invitations.c.case_id == case_id)


async def of_chat(session: AsyncSession, chat: Chat) -> list[Invitation]:
    """The invitations that were opened in this chat, the newest first."""
    return await _select(session, invitations.c.chat_index == index(vault_of(session), chat))


async def state(
    session: AsyncSession,
    agency: str,
    invitation: Invitation,
    *,
    words: str,
    contact: str = "",
    files: Sequence[str] = (),
    now: datetime,
) -> Statement:
    """Keep what a witness says."""
    said = Statement(new_id(), invitation.case_id, invitation.id, words, contact, tuple(files), now)
    box = (await box_by_id(session, agency, said.case_id)).beside(statements.name, said.id)
    content = {"words": words, "contact": contact, "files": list(files)}
    values = {"id": said.id, "agency": agency, "case_id": said.case_id, "invitation_id": invitation.id, "at": now}
    await session.execute(statements.insert().values(**values, said=box.seal("said", content)))
    return said


async def stated(session: AsyncSession, agency: str, case_id: str) -> list[Statement]:
    """What the witnesses of a case have said, oldest first."""
    mine = (statements.c.agency == agency, statements.c.case_id == case_id)
    rows = (await session.execute(select(statements).where(*mine).order_by(statements.c.seq))).all()
    box = await box_by_id(session, agency, case_id) if rows else None
    return [_statement(box.beside(statements.name, row.id), row) for row in rows if box is not None]


async def _move(session: AsyncSession, agency: str, invitation_id: str, changes: dict[str, Any]) -> None:
    mine = (invitations.c.agency == agency, invitations.c.id == invitation_id, invitations.c.state == INVITED)
    if await changed(session, update(invitations).where(*mine).values(changes)) != 1:
        raise RowStale(what="invitation")


async def _select(session: AsyncSession, *where: ColumnElement[bool]) -> list[Invitation]:
    rows = (await session.execute(select(invitations).where(*where).order_by(invitations.c.at.desc()))).all()
    return [_invitation(await _box(session, row.agency, row.case_id, row.id), row) for row in rows]


async def _box(session: AsyncSession, agency: str, case_id: str, invitation_id: str) -> Box:
    return (await box_by_id(session, agency, case_id)).beside(invitations.name, invitation_id)


def _invitation(box: Box, row: Row[Any]) -> Invitation:
    chat = box.open("chat", row.chat)
    who = box.open("who", row.who)
    return Invitation(
        row.id, row.agency, row.case_id, row.state, who, Chat(*chat) if chat else None, row.by, row.at, row.expires_at
    )


def _statement(box: Box, row: Row[Any]) -> Statement:
    said = box.open("said", row.said)
    files = tuple(said["files"])
    return Statement(row.id, row.case_id, row.invitation_id, said["words"], said["contact"], files, row.at)
