"""Papers about a case: made, kept sealed, opened, approved, sent; called by `telegram.documents`.

A paper is rendered outside the transaction, for that takes a moment: first its data are read, then its file is stored,
then its row is written. If the program dies between, a file without a row remains, which nobody was told of; a day
later `desk.retention` deletes it. Of a paper only the state ever changes, and of one that was sent not even that.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot import documents as papers
from bot.casework import request
from bot.casework.agency import Agency, DocumentKind
from bot.casework.authorization import COMPLAINANT, Actor, Verb, permit
from bot.casework.errors import Refused, Stale
from bot.casework.keeper import SUPERVISOR
from bot.desk.desk import Act, Desk
from bot.desk.papers import BUILDERS
from bot.desk.papers.wording import Chosen, Wording
from bot.desk.permission import actor, on_case, permitted
from bot.desk.waiting import subject
from storage import cases, documents, keys, outbox, roster
from storage.cases import Case
from storage.columns import new_id
from storage.documents import APPROVED, ASKED, KEPT, REFUSED, SENT, Document, NewDocument
from storage.inbox import InboxRow
from storage.roster import Member

NOTHING_CHOSEN = Chosen()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The papers of a case, and which kinds the reader may make; `names` are the colleagues', by who made a paper."""

    agency: Agency
    case: Case
    made: tuple[Document, ...]
    kinds: tuple[DocumentKind, ...]
    names: Mapping[str, str] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper with its file."""

    case: Case
    document: Document
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Known:
    """A paper that a file turned out to be, without its contents."""

    reference: str
    document: Document


async def shelf(desk: Desk, member: Member, case_id: str, source: InboxRow | None = None) -> Shelf:
    """The papers of a case, oldest first; audited. Raises NotYours.

    What a complainant took for themselves is not among them: it has the name that they may keep from staff.
    """
    async with on_case(desk, source, member, case_id, Verb.DOCUMENT) as (session, agency, case):
        made = [each for each in await documents.of_case(session, agency.id, case) if each.by != COMPLAINANT]
        names = {outbox.MEMBER + each.id: each.name for each in await roster.every(session, agency.id)}
    kinds = [each for each in agency.documents.values() if member.role in each.by]
    return Shelf(agency, case, tuple(made), tuple(kinds), names)


async def make(
    desk: Desk,
    source: InboxRow,
    member: Member,
    case_id: str,
    kind: str,
    language: str,
    chosen: Chosen = NOTHING_CHOSEN,
) -> Paper:
    """Make a paper of this kind from the case as it is now. Raises NotYours, and Refused for a kind there is not."""
    async with desk.database.read() as session:
        case = await permitted(session, member, await cases.load(session, member.agency, case_id), Verb.DOCUMENT)
        wanted = _kind(desk.agencies[case.agency], member, kind)
        wording = Wording(desk.agencies[case.agency], language, wanted, chosen, today=desk.clock())
        filled = await fill(session, case, wording)
    new, data = await printed(desk, case, wording, filled)
    async with on_case(desk, source, member, case_id, Verb.DOCUMENT, made=new.id) as (session, agency, case):
        made = await documents.add(session, agency.id, case, new, by=actor(member).by, now=desk.clock())
        await note(desk, session, case, made, "made", actor(member).by)
        await roster.prompt(session, agency.id, member.id, None)
    return Paper(case, made, data)


async def open_document(
    desk: Desk, member: Member, case_id: str, document_id: str, source: InboxRow | None = None
) -> Paper:
    """Unseal one paper; the read is audited. Raises NotYours, and Stale for a paper that is not of this case."""
    async with on_case(desk, source, member, case_id, Verb.DOCUMENT, read=document_id) as (session, agency, case):
        one = await _load(session, case, document_id)
        key = await keys.load(session, agency.id, case.key_id)
    return Paper(case, one, await desk.files.get_sealed(one.path, key, one.place))


async def ask_approval(desk: Desk, source: InboxRow, member: Member, case_id: str, document_id: str) -> Case:
    """Ask the supervisors to approve a paper; they hear that one waits. Raises Refused for one that needs none."""
    async with on_case(desk, source, member, case_id, Verb.DOCUMENT, asked=document_id) as (session, agency, case):
        one = await _load(session, case, document_id)
        if not _kind(agency, member, one.kind).approval or one.state != KEPT:
            raise Refused("paper_not_now")
        await _turn(desk, session, case, one, ASKED, member)
        await _tell(desk, session, agency, case, "paper_asked", SUPERVISOR, one)
    return case


async def approve(desk: Desk, source: InboxRow, member: Member, case_id: str, document_id: str) -> Case:
    """A supervisor approves a paper that somebody else made, who hears of it. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.DECIDE_DOCUMENT, paper=document_id) as (
        session,
        agency,
        case,
    ):
        one = await _decidable(session, case, member, document_id)
        await _turn(desk, session, case, one, APPROVED, member)
        await _tell(desk, session, agency, case, "paper_approved", one.by, one)
    return case


async def refuse(desk: Desk, source: InboxRow, member: Member, case_id: str, document_id: str, because: str) -> Case:
    """The same, with the reason why it must not go out; whoever made it makes another. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.DECIDE_DOCUMENT, paper=document_id) as (
        session,
        agency,
        case,
    ):
        if not because.strip():
            raise Refused("no_words")
        one = await _decidable(session, case, member, document_id)
        await _turn(desk, session, case, one, REFUSED, member, because)
        await roster.prompt(session, agency.id, member.id, None)
        await _tell(desk, session, agency, case, "paper_refused", one.by, one)
    return case


async def send(desk: Desk, source: InboxRow, member: Member, case_id: str, document_id: str) -> Case:
    """Send a paper to the complainant, who is told that one waits; without a chat: note that it was handed over.

    Raises Refused for a kind that stays in the office, and for a paper that nobody has approved though one must.
    """
    async with on_case(desk, source, member, case_id, Verb.DOCUMENT, sent=document_id) as (session, agency, case):
        one = await _load(session, case, document_id)
        kind = _kind(agency, member, one.kind)
        if not kind.sent or one.state in {SENT, REFUSED}:
            raise Refused("paper_not_now")
        if kind.approval and one.state != APPROVED:
            raise Refused("paper_unapproved")
        await _turn(desk, session, case, one, SENT, member)
        if case.chat is not None:
            await _tell(desk, session, agency, case, "paper_waiting", COMPLAINANT, one)
    return case


async def verified(desk: Desk, by: Actor, agency: str, sha256: str) -> list[Known]:
    """The papers of an agency whose file has this SHA-256: which kind, when, about which case; audited.

    Whoever asks holds the file, and learns nothing of what is in it. Raises NotYours.
    """
    permit(Verb.VERIFY, by, agency)
    async with desk.transaction(None) as session:
        found = await documents.with_digest(session, agency, sha256)
        held = {each.case_id: await cases.load(session, agency, each.case_id) for each in found}
        known = [Known(case.reference, each) for each in found if (case := held[each.case_id]) is not None]
        subject = next(iter(held), agency)
        await desk.record(session, Act(by, Verb.VERIFY, agency, subject, {"papers": [each.id for each in found]}))
    return known


async def fill(session: AsyncSession, case: Case, wording: Wording) -> dict[str, object]:
    """What the template of a kind is filled with, from the case as it is now; `wording` names the kind."""
    agency = wording.agency
    assert wording.kind is not None
    return {
        "reference": case.reference,
        "sample": agency.sample,
        "office": wording.office(),
        "made": wording.day(wording.today) if wording.today else "",
        **await BUILDERS[wording.kind.template](session, agency, case, wording),
    }


async def printed(
    desk: Desk, case: Case, wording: Wording, filled: Mapping[str, object], state: str = KEPT
) -> tuple[NewDocument, bytes]:
    """Render a paper and store its file, sealed; the row is still to be written."""
    kind = wording.kind
    assert kind is not None
    data = await asyncio.to_thread(papers.pdf, kind.template, filled, wording.language, made_at=desk.clock())
    document_id = new_id()
    path = f"{documents.folder(case.agency)}/{document_id}"
    async with desk.database.read() as session:
        key = await keys.load(session, case.agency, case.key_id)
    await desk.files.put_sealed(path, key, documents.place(case.agency, document_id), data)
    digest = hashlib.sha256(data).hexdigest()
    return NewDocument(document_id, kind.id, wording.language, filled, path, len(data), digest, state), data


async def note(
    desk: Desk, session: AsyncSession, case: Case, one: Document, step: str, by: str, because: str = ""
) -> None:
    """A line on the timeline: which paper, byte for byte, and what happened to it."""
    detail = {"paper": one.kind, "step": step, "document": one.id, "sha256": one.sha256, "because": because}
    await cases.happened(session, case.agency, case.id, verb="document", by=by, now=desk.clock(), detail=detail)


def _kind(agency: Agency, member: Member, kind: str) -> DocumentKind:
    """A kind of paper that this role makes. Raises Refused."""
    known = agency.documents.get(kind)
    if known is None or member.role not in known.by:
        raise Refused("no_such_document")
    return known


async def _load(session: AsyncSession, case: Case, document_id: str) -> Document:
    found = await documents.load(session, case.agency, case, document_id)
    if found is None or found.by == COMPLAINANT:
        raise Stale
    return found


async def _decidable(session: AsyncSession, case: Case, member: Member, document_id: str) -> Document:
    """A paper that waits for approval, of somebody else. Raises Refused."""
    found = await _load(session, case, document_id)
    if found.state != ASKED:
        raise Refused("paper_not_now")
    if found.by == actor(member).by:
        raise Refused("paper_own")
    return found


async def _turn(
    desk: Desk, session: AsyncSession, case: Case, one: Document, to: str, member: Member, because: str = ""
) -> None:
    by, now = actor(member).by, desk.clock()
    if not await documents.turn(session, case.agency, case, one, to, by=by, now=now, answer=because or None):
        raise Stale
    step = "handed" if to == SENT and case.chat is None else to
    await note(desk, session, case, one, step, by, because)


async def _tell(
    desk: Desk, session: AsyncSession, agency: Agency, case: Case, template: str, to: str, one: Document
) -> None:
    now = desk.clock()
    told = request.news(agency, subject(case), template, to, once=one.id, now=now, item=one.id)
    await outbox.add(session, agency.id, case_id=case.id, planned=told, now=now)
