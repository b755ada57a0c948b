"""The end of a case, which no verb of the desk brings about yet: rows and key go together, files after the commit."""

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import clusters, keys
from storage.caserows import Case
from storage.errors import RowStale
from storage.models import cases, documents, drafts, evidence, links, metadata, notices
from storage.statements import changed


async def dispose(session: AsyncSession, agency: str, case: Case) -> list[str]:
    """Erase a case nobody changed since it was read, and say which files are to be deleted after the commit."""
    paths = await _erase_drafts_and_files(session, agency, case.id)
    of_case = (documents.c.agency == agency, documents.c.case_id == case.id)
    paths += (await session.execute(delete(documents).where(*of_case).returning(documents.c.path))).scalars()
    for table in reversed([each for each in metadata.sorted_tables if "case_id" in each.c]):
        await session.execute(delete(table).where(table.c.agency == agency, table.c.case_id == case.id))
    await session.execute(delete(links).where(links.c.agency == agency, links.c.other_id == case.id))
    mine = (cases.c.agency == agency, cases.c.id == case.id, cases.c.revision == case.revision)
    if await changed(session, delete(cases).where(*mine)) != 1:
        raise RowStale(what="case")
    await clusters.forget_empty(session, agency)
    await keys.erase(session, agency, case.key_id)
    return paths


async def _erase_drafts_and_files(session: AsyncSession, agency: str, case_id: str) -> list[str]:
    """What hangs on a draft of the case, a witness's say, names that draft alone until it is sent."""
    theirs = select(drafts.c.id).where(drafts.c.agency == agency, drafts.c.case_id == case_id)
    await session.execute(delete(notices).where(notices.c.agency == agency, notices.c.draft_id.in_(theirs)))
    of_case = or_(evidence.c.case_id == case_id, evidence.c.draft_id.in_(theirs))
    gone = delete(evidence).where(evidence.c.agency == agency, of_case).returning(evidence.c.path)
    return [path for path in (await session.execute(gone)).scalars() if path is not None]
