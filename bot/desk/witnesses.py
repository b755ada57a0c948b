"""Witnesses: invited to one case by a link that works once, heard by the same interview, told nothing of the case.

Called by `telegram.witness` for staff and for the witness, and by `desk.intake` when a statement is sent.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import interview, pieces, request
from bot.casework.agency import Agency
from bot.casework.authorization import WITNESS, Actor, Verb, permit
from bot.casework.errors import NotYours, Refused
from bot.casework.keeper import keeper
from bot.desk import waiting
from bot.desk.desk import Act, Desk
from bot.desk.evidence import FileCame, expect
from bot.desk.filing import Filed
from bot.desk.permission import actor, on_case
from storage import cases, drafts, evidence, invitations, outbox, roster
from storage.cases import Case
from storage.chats import Chat
from storage.columns import new_id
from storage.drafts import Draft
from storage.errors import RowStale
from storage.inbox import InboxRow
from storage.invitations import Invitation, Statement
from storage.roster import Member
from storage.vault import vault_of

PURPOSE: Final = "witness"
STATEMENT, CONTACT = "statement", "witness_contact"
"""The questions of the shared profile that a statement is made of."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement, and what staff call the person."""

    who: str
    statement: Statement


async def invite(desk: Desk, source: InboxRow, member: Member, case_id: str, who: str) -> tuple[Case, str, Invitation]:
    """Make a link for one witness: its secret is shown once. Raises Refused for a case that is closed."""
    token = secrets.token_urlsafe(24)
    async with on_case(desk, source, member, case_id, Verb.WITNESS) as (session, agency, case):
        now, by = desk.clock(), actor(member).by
        if case.closed_at is not None or not agency.witness:
            raise Refused("closed" if case.closed_at else "no_witnesses")
        until = now + timedelta(days=agency.asking.invitation_days)
        made = await invitations.invite(
            session,
            agency.id,
            case,
            who=who,
            token_digest=vault_of(session).digest_token(token),
            by=by,
            expires_at=until,
            now=now,
        )
        detail = {"invitation": made.id}
        await cases.happened(session, agency.id, case.id, verb="witness_invited", by=by, now=now, detail=detail)
        await roster.prompt(session, agency.id, member.id, None)
    return case, token, made


async def revoke(desk: Desk, source: InboxRow, member: Member, case_id: str, invitation_id: str) -> Case:
    """Take a link back. Raises Refused when the witness has opened it."""
    async with on_case(desk, source, member, case_id, Verb.WITNESS, revoked=invitation_id) as (session, agency, case):
        if await invitations.load(session, agency.id, case.id, invitation_id) is None:
            raise NotYours
        try:
            await invitations.revoke(session, agency.id, invitation_id)
        except RowStale:
            raise Refused("link_opened") from None
    return case


async def statements(desk: Desk, source: InboxRow, member: Member, case_id: str) -> tuple[Case, tuple[Stated, ...]]:
    """What the witnesses of a case have said, oldest first; the read is audited."""
    async with on_case(desk, source, member, case_id, Verb.READ, part="statements") as (session, agency, case):
        who = {each.id: each.who for each in await invitations.of_case(session, agency.id, case.id)}
        found = await invitations.stated(session, agency.id, case.id)
    return case, tuple(Stated(who[each.invitation_id], each) for each in found)


# The witness's side


async def opens(desk: Desk, token: str) -> bool:
    """True for the word of a link that a witness can still use."""
    async with desk.database.read() as session:
        return await invitations.of_token(session, vault_of(session).digest_token(token), desk.clock()) is not None


async def redeem(desk: Desk, source: InboxRow, chat: Chat, token: str, language: str) -> Draft:
    """Tie a link to a chat, and begin the short interview there. Raises Refused; all bad links look the same."""
    async with desk.transaction(source) as session:
        invitation = await invitations.of_token(session, vault_of(session).digest_token(token), desk.clock())
        if invitation is None:
            raise Refused("invitation")
        try:
            await invitations.redeem(session, invitation.agency, invitation, chat)
        except RowStale:
            raise Refused("invitation") from None
        agency = desk.agencies[invitation.agency]
        draft = await drafts.start(
            session,
            agency.id,
            chat=chat,
            language=language,
            profile=agency.digest,
            now=desk.clock(),
            purpose=PURPOSE,
            case_id=invitation.case_id,
            notes={"invitation": invitation.id},
        )
        await desk.record(session, _act(invitation, "redeem"))
    return draft


async def of_chat(desk: Desk, chat: Chat) -> list[Invitation]:
    """The links that were opened in this chat, the newest first."""
    async with desk.database.read() as session:
        return await invitations.of_chat(session, chat)


async def keep(desk: Desk, source: InboxRow, draft: Draft) -> Filed:
    """Put a finished statement with its case, and tell whoever looks after that."""
    agency = desk.agencies[draft.agency]
    answers = interview.relevant(agency, interview.unpack(draft.answers))
    said = [
        piece for id, each in answers.items() if id != CONTACT and isinstance(each.value, list) for piece in each.value
    ]
    contact = answers.get(CONTACT)
    async with desk.transaction(source) as session:
        case, invitation = await _invited(session, draft.agency, draft.case_id or "", str(draft.notes["invitation"]))
        files = [each.id for each in await evidence.of_draft(session, agency.id, draft.id)]
        await evidence.adopt(session, agency.id, draft.id, case.id)
        statement = await invitations.state(
            session,
            agency.id,
            invitation,
            words=pieces.words(said),
            contact=str(contact.value) if contact and contact.value else "",
            files=files,
            now=desk.clock(),
        )
        await _arrived(desk, session, agency, case, invitation, {"statement": statement.id, "files": files})
        await drafts.drop(session, agency.id, draft)
    return Filed(case, first=False, stated=draft)


async def add(desk: Desk, source: InboxRow, invitation: Invitation, came: str | FileCame) -> None:
    """Something that a witness remembers later, in words or as a file."""
    words = came if isinstance(came, str) else came.caption or ""
    files = [] if isinstance(came, str) else [new_id()]
    async with desk.transaction(source) as session:
        case, invitation = await _invited(session, invitation.agency, invitation.case_id, invitation.id)
        agency, now = desk.agencies[case.agency], desk.clock()
        if isinstance(came, FileCame):
            channel = invitation.chat.channel if invitation.chat else ""
            await expect(session, case, came, now, id=files[0], channel=channel)
        statement = await invitations.state(session, agency.id, invitation, words=words, files=files, now=now)
        await _arrived(desk, session, agency, case, invitation, {"statement": statement.id, "files": files})


async def _invited(session: AsyncSession, agency: str, case_id: str, invitation_id: str) -> tuple[Case, Invitation]:
    case = await cases.hold(session, agency, case_id)
    invitation = await invitations.load(session, agency, case_id, invitation_id) if case else None
    who = Actor(WITNESS, agency, f"{WITNESS}:{invitation_id}")
    permit(Verb.STATE, who, case.agency if case and invitation else None)
    assert case is not None
    assert invitation is not None
    return case, invitation


async def _arrived(
    desk: Desk,
    session: AsyncSession,
    agency: Agency,
    case: Case,
    invitation: Invitation,
    detail: Mapping[str, object],
) -> None:
    now = desk.clock()
    detail = {**detail, "invitation": invitation.id}
    await cases.happened(session, agency.id, case.id, verb="witness_stated", by=WITNESS, now=now, detail=detail)
    about = waiting.subject(case)
    once = f"{invitation.id}:{now.date()}"  # ten messages of one evening are one piece of news
    told = request.news(agency, about, "witness_stated", keeper(agency, about), once=once, now=now)
    await outbox.add(session, agency.id, case_id=case.id, planned=told, now=now)
    await desk.record(session, _act(invitation, "state"))


def _act(invitation: Invitation, what: str) -> Act:
    who = Actor(WITNESS, invitation.agency, f"{WITNESS}:{invitation.id}")
    return Act(who, Verb.STATE, invitation.agency, invitation.case_id, {"what": what})
