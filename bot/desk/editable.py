"""A paper as a Word file that somebody finishes by hand and brings back as a file; called by `telegram.report`."""

import asyncio
from dataclasses import dataclass, field

from bot import documents as papers
from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import Refused, Stale
from bot.desk.desk import Desk
from bot.desk.permission import on_case
from storage import documents
from storage.cases import Case
from storage.documents import Document
from storage.inbox import InboxRow
from storage.roster import Member


@dataclass(frozen=True, slots=True)
class WordFile:
    """A paper as a Word file, made of what the paper itself was filled with."""

    case: Case
    document: Document
    data: bytes = field(repr=False)


def there_is(agency: Agency, kind: str) -> bool:
    """Say whether papers of this kind can be had as a Word file."""
    found = agency.documents.get(kind)
    return found is not None and found.template in papers.editable()


async def word(desk: Desk, member: Member, case_id: str, document_id: str, source: InboxRow | None = None) -> WordFile:
    """The Word file of a paper that was made; audited. Raises NotYours, Stale, and Refused where there is none."""
    async with on_case(desk, source, member, case_id, Verb.DOCUMENT, word=document_id) as (session, agency, case):
        one = await documents.load(session, agency.id, case, document_id)
        if one is None:
            raise Stale
        if not there_is(agency, one.kind):
            raise Refused("no_such_document")
    template = agency.documents[one.kind].template
    made = await asyncio.to_thread(papers.word, template, one.filled, one.language, made_at=one.at)
    return WordFile(case, one, made)
