"""The sealed content of a case, each part opened only when it is asked for; `storage.cases` hands these on."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_for
from storage.models import cases


async def answers(session: AsyncSession, agency: str, case: Case) -> Any:
    """What the complainant answered."""
    return await _content(session, agency, case, "answers")


async def narrative(session: AsyncSession, agency: str, case: Case) -> str:
    """The complainant's own words."""
    text: str = await _content(session, agency, case, "narrative")
    return text


async def reading(session: AsyncSession, agency: str, case: Case) -> Any:
    """What nlp read in the narrative; None where it could not."""
    return await _content(session, agency, case, "reading")


async def statistics(session: AsyncSession, agency: str, case: Case) -> Any:
    """The optional answers for statistics; None where none were given."""
    return await _content(session, agency, case, "statistics")


async def keep_statistics(session: AsyncSession, agency: str, case: Case, answers: Any) -> None:
    """Store the answers for statistics; no new revision, for no decision rests on them."""
    box = await box_for(session, agency, case)
    mine = (cases.c.agency == agency, cases.c.id == case.id)
    await session.execute(update(cases).where(*mine).values(statistics=box.seal("statistics", answers)))


async def _content(session: AsyncSession, agency: str, case: Case, column: str) -> Any:
    mine = (cases.c.agency == agency, cases.c.id == case.id)
    sealed = (await session.execute(select(cases.c[column]).where(*mine))).scalar_one()
    return (await box_for(session, agency, case)).open(column, sealed)
