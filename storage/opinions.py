"""How it was for somebody to deal with the office, for `bot.desk.aftercare`; no decision on a case ever reads it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_for, unsealed, with_case_key
from storage.columns import new_id
from storage.models import opinions as rows
from storage.statements import insert


@dataclass(frozen=True, slots=True)
class Opinion:
    """One tap and, where somebody wanted to add them, words."""

    mark: str
    words: str | None = field(repr=False)
    at: datetime


async def keep(session: AsyncSession, agency: str, case: Case, mark: str, now: datetime) -> None:
    """Keep a tap; a second one about the same case takes its place."""
    opinion_id = await _id_of(session, agency, case.id) or new_id()
    box = (await box_for(session, agency, case)).beside(rows.name, opinion_id)
    said = box.seal("said", {"mark": mark, "words": None})
    values = {"id": opinion_id, "agency": agency, "case_id": case.id, "said": said, "at": now}
    kept = insert(session, rows).values(values)
    await session.execute(kept.on_conflict_do_update(index_elements=[rows.c.id], set_={"said": said, "at": now}))


async def add_words(session: AsyncSession, agency: str, case: Case, words: str) -> None:
    """Put words to the tap."""
    opinion_id = await _id_of(session, agency, case.id)
    if opinion_id is None:
        return
    box = (await box_for(session, agency, case)).beside(rows.name, opinion_id)
    mine = (rows.c.agency == agency, rows.c.id == opinion_id)
    before = box.open("said", (await session.execute(select(rows.c.said).where(*mine))).scalar_one())
    await session.execute(update(rows).where(*mine).values(said=box.seal("said", {**before, "words": words})))


async def latest(session: AsyncSession, agency: str, limit: int) -> Sequence[Opinion]:
    """What people said of an office, the newest first; of which cases, it does not say."""
    chosen = with_case_key(rows).where(rows.c.agency == agency).order_by(rows.c.at.desc(), rows.c.id).limit(limit)
    found = unsealed(session, rows, (await session.execute(chosen)).all())
    said = [(box.open("said", row.said), row.at) for box, row in found]
    return [Opinion(each["mark"], each["words"], at) for each, at in said]


async def given(session: AsyncSession, agency: str, case_id: str) -> bool:
    """True once somebody has said how it was."""
    return await _id_of(session, agency, case_id) is not None


async def _id_of(session: AsyncSession, agency: str, case_id: str) -> str | None:
    mine = (rows.c.agency == agency, rows.c.case_id == case_id)
    found: str | None = (await session.execute(select(rows.c.id).where(*mine))).scalar_one_or_none()
    return found
