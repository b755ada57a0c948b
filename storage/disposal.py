"""The end of a case, for `bot.desk.retention` alone: rows and key go together, files after the commit."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys
from storage.caserows import Case
from storage.errors import RowStale
from storage.models import cases, evidence, links, metadata
from storage.statements import changed


async def dispose(session: AsyncSession, agency: str, case: Case) -> list[str]:
    """Erase a case nobody changed since it was read, and say which files are to be deleted after the commit."""
    paths = await session.execute(
        delete(evidence).where(evidence.c.agency == agency, evidence.c.case_id == case.id).returning(evidence.c.path)
    )
    for table in reversed([each for each in metadata.sorted_tables if "case_id" in each.c]):
        await session.execute(delete(table).where(table.c.agency == agency, table.c.case_id == case.id))
    await session.execute(delete(links).where(links.c.agency == agency, links.c.other_id == case.id))
    mine = (cases.c.agency == agency, cases.c.id == case.id, cases.c.revision == case.revision)
    if await changed(session, delete(cases).where(*mine)) != 1:
        raise RowStale(what="case")
    await keys.erase(session, agency, case.key_id)
    return [path for path in paths.scalars() if path is not None]
