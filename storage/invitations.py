"""Witnesses, for `bot.desk.witnesses`: invited to one case by a link that works once, and what they say then."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_by_id, box_for, boxed, unsealed, with_case_key
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
    token_digest: str,
    by: str,
    expires_at: datetime,
    now: datetime,
) -> Invitation:
    """Make a place for whoever comes with the token of which this is the digest."""
    invitation_id = new_id()
    box = (await box_for(session, agency, case)).beside(invitations.name, invitation_id)
    values: dict[str, Any] = {"id": invitation_id, "agency": agency, "case_id": case.id, "state": INVITED}
    values |= {"who": box.seal("who", who), "token_digest": token_digest}
    values |= {"by": by, "at": now, "expires_at": expires_at}
    await session.execute(invitations.insert().values(values))
    made = await load(session, agency, case.id, invitation_id)
    assert made is not None
    return made


async def of_token(session: AsyncSession, token_digest: str, now: datetime) -> Invitation | None:
    """The invitation that the token of this digest opens; None for one that is used, taken back, expired or guessed."""
    in_time = (invitations.c.state == INVITED, invitations.c.expires_at > now)
    return next(iter(await _select(session, invitations.c.token_digest == token_digest, *in_time)), None)


async def redeem(session: AsyncSession, agency: str, invitation: Invitation, chat: Chat) -> None:
    """Tie the place to a chat, once and for whoever comes first. Raises RowStale."""
    box = (await box_by_id(session, agency, invitation.case_id)).beside(invitations.name, invitation.id)
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
    found = (await session.execute(select(statements).where(*mine).order_by(statements.c.seq))).all()
    return [_statement(box, row) for box, row in await boxed(session, agency, case_id, statements, found)]


async def _move(session: AsyncSession, agency: str, invitation_id: str, changes: dict[str, Any]) -> None:
    mine = (invitations.c.agency == agency, invitations.c.id == invitation_id, invitations.c.state == INVITED)
    if await changed(session, update(invitations).where(*mine).values(changes)) != 1:
        raise RowStale(what="invitation")


async def _select(session: AsyncSession, *where: ColumnElement[bool]) -> list[Invitation]:
    chosen = with_case_key(invitations).where(*where).order_by(invitations.c.at.desc(), invitations.c.id)
    found = (await session.execute(chosen)).all()
    return [_invitation(box, row) for box, row in unsealed(session, invitations, found)]


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
