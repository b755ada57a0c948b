"""Papers about a case: made, kept sealed, opened, sent; called by `telegram.documents`.

A paper is rendered outside the transaction, for that takes a moment: first its data are read, then its file is stored,
then its row is written. If the program dies between, a file without a row remains, which nobody was told of.
"""

import asyncio
import hashlib
from dataclasses import dataclass, field

from bot import documents as papers
from bot.casework.agency import Agency, DocumentKind
from bot.casework.authorization import Verb
from bot.casework.errors import Refused, Stale
from bot.desk.desk import Desk
from bot.desk.papers import BUILDERS
from bot.desk.papers.wording import Wording
from bot.desk.permission import actor, on_case, permitted
from storage import cases, documents, keys
from storage.cases import Case
from storage.columns import new_id
from storage.documents import Document, NewDocument
from storage.inbox import InboxRow
from storage.roster import Member


@dataclass(frozen=True, slots=True)
class Shelf:
    """The papers of a case, and which kinds the reader may make."""

    agency: Agency
    case: Case
    made: tuple[Document, ...]
    kinds: tuple[DocumentKind, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper with its file."""

    case: Case
    document: Document
    data: bytes = field(repr=False)


async def shelf(desk: Desk, member: Member, case_id: str, source: InboxRow | None = None) -> Shelf:
    """The papers of a case, oldest first; audited. Raises NotYours."""
    async with on_case(desk, source, member, case_id, Verb.DOCUMENT) as (session, agency, case):
        made = await documents.of_case(session, agency.id, case)
    kinds = [each for each in agency.documents.values() if member.role in each.by]
    return Shelf(agency, case, tuple(made), tuple(kinds))


async def make(desk: Desk, source: InboxRow, member: Member, case_id: str, kind: str, language: str) -> Paper:
    """Make a paper of this kind from the case as it is now. Raises NotYours, and Refused for a kind there is not."""
    async with desk.database.read() as session:
        case = await permitted(session, member, await cases.load(session, member.agency, case_id), Verb.DOCUMENT)
        agency = desk.agencies[case.agency]
        wanted = agency.documents.get(kind)
        if wanted is None or member.role not in wanted.by:
            raise Refused("no_such_document")
        wording = Wording(agency, language)
        filled = {
            "reference": case.reference,
            "sample": agency.sample,
            "office": wording.office(),
            "made": wording.day(desk.clock()),
            **await BUILDERS[wanted.template](session, agency, case, wording),
        }
        key = await keys.load(session, agency.id, case.key_id)
    now = desk.clock()
    data = await asyncio.to_thread(papers.pdf, wanted.template, filled, language, made_at=now)
    document_id = new_id()
    path = f"{agency.id}/documents/{document_id}"
    await desk.files.put_sealed(path, key, documents.place(agency.id, document_id), data)
    digest = hashlib.sha256(data).hexdigest()
    new = NewDocument(document_id, kind, language, filled, path, len(data), digest)
    async with on_case(desk, source, member, case_id, Verb.DOCUMENT, made=document_id) as (session, agency, case):
        made = await documents.add(session, agency.id, case, new, by=actor(member).by, now=now)
        await cases.happened(
            session, agency.id, case.id, verb="document", by=actor(member).by, now=now, detail={"kind": kind}
        )
    return Paper(case, made, data)


async def open_document(
    desk: Desk, member: Member, case_id: str, document_id: str, source: InboxRow | None = None
) -> Paper:
    """Unseal one paper; the read is audited. Raises NotYours, and Stale for a paper that is not of this case."""
    async with on_case(desk, source, member, case_id, Verb.DOCUMENT, read=document_id) as (session, agency, case):
        one = await documents.load(session, agency.id, case, document_id)
        if one is None:
            raise Stale
        key = await keys.load(session, agency.id, case.key_id)
    return Paper(case, one, await desk.files.get_sealed(one.path, key, one.place))
