"""Who asked for a name that is kept, and what a custodian answered, for `bot.desk.identity`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_by_id, box_for, boxed
from storage.columns import new_id
from storage.errors import RowStale
from storage.models import unlocks
from storage.statements import changed
from storage.vault import Box

ASKED, OPENED, REFUSED = "asked", "opened", "refused"


@dataclass(frozen=True, slots=True)
class Unlock:
    """One question of one member, with the reason; `decision` is the custodian's own, `opens_until` ends it."""

    id: str
    case_id: str
    member_id: str
    state: str
    because: str = field(repr=False)
    at: datetime
    decided_by: str | None
    decision: str | None = field(repr=False)
    opens_until: datetime | None


async def ask(session: AsyncSession, agency: str, case: Case, *, member_id: str, because: str, now: datetime) -> Unlock:
    """Keep the question."""
    unlock_id = new_id()
    box = (await box_for(session, agency, case)).beside(unlocks.name, unlock_id)
    values = {"id": unlock_id, "agency": agency, "case_id": case.id, "member_id": member_id, "state": ASKED, "at": now}
    await session.execute(unlocks.insert().values(**values, because=box.seal("because", because)))
    return Unlock(unlock_id, case.id, member_id, ASKED, because, now, None, None, None)


async def decide(
    session: AsyncSession, agency: str, unlock: Unlock, *, by: str, decision: str, opens_until: datetime | None
) -> None:
    """Open until then, or refuse where there is no end. Raises RowStale for a question that is decided."""
    box = (await box_by_id(session, agency, unlock.case_id)).beside(unlocks.name, unlock.id)
    changes = {"state": REFUSED if opens_until is None else OPENED, "decided_by": by, "opens_until": opens_until}
    mine = (unlocks.c.agency == agency, unlocks.c.id == unlock.id, unlocks.c.state == ASKED)
    decided = update(unlocks).where(*mine).values(**changes, decision=box.seal("decision", decision))
    if await changed(session, decided) != 1:
        raise RowStale(what="unlock")


async def last(session: AsyncSession, agency: str, case_id: str, member_id: str) -> Unlock | None:
    """What one member asked last about a case."""
    mine = (unlocks.c.member_id == member_id,)
    return next(iter(await _select(session, agency, case_id, mine, limit=1)), None)


async def asked(session: AsyncSession, agency: str, case_id: str) -> list[Unlock]:
    """The questions about a case that wait for a custodian, the newest first."""
    return await _select(session, agency, case_id, (unlocks.c.state == ASKED,))


async def _select(
    session: AsyncSession, agency: str, case_id: str, more: Sequence[ColumnElement[bool]], limit: int | None = None
) -> list[Unlock]:
    mine = select(unlocks).where(unlocks.c.agency == agency, unlocks.c.case_id == case_id, *more)
    found = (await session.execute(mine.order_by(unlocks.c.seq.desc()).limit(limit))).all()
    return [_unlock(box, row) for box, row in await boxed(session, agency, case_id, unlocks, found)]


def _unlock(box: Box, row: Row[Any]) -> Unlock:
    because, decision = box.open("because", row.because), box.open("decision", row.decision)
    return Unlock(
        row.id, row.case_id, row.member_id, row.state, because, row.at, row.decided_by, decision, row.opens_until
    )
