"""The people in a case: complainant, affected person, witnesses, respondents; for `bot.desk`.

A party that was taken off or merged stays as a row: the timeline and the findings of before still name it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_for, boxed
from storage.columns import new_id
from storage.models import parties as rows
from storage.statements import changed
from storage.vault import Box


class NewPartyLike(Protocol):
    """What `bot.casework.party` finds in the answers, by shape."""

    @property
    def role(self) -> str: ...
    @property
    def name(self) -> str | None: ...
    @property
    def known(self) -> bool: ...
    @property
    def kept(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Party:
    """One person in one case. `known`: we know who it is; `kept`: the name is not for the investigators."""

    id: str
    case_id: str
    role: str
    name: str | None = field(repr=False)
    known: bool
    kept: bool
    by: str
    at: datetime
    removed_at: datetime | None
    merged_into: str | None


async def add(
    session: AsyncSession, agency: str, case: Case, people: Sequence[NewPartyLike], *, by: str, now: datetime
) -> list[str]:
    """Put people into a case, in this order, and say their ids."""
    box, ids = await box_for(session, agency, case), []
    for each in people:
        party_id = new_id()
        values = {"id": party_id, "agency": agency, "case_id": case.id, "role": each.role, "known": each.known}
        sealed = box.beside(rows.name, party_id).seal("name", each.name)
        await session.execute(rows.insert().values(**values, kept=each.kept, name=sealed, by=by, at=now))
        ids.append(party_id)
    return ids


async def of_case(session: AsyncSession, agency: str, case: Case) -> list[Party]:
    """Everybody who is or was in a case, in the order in which they came."""
    mine = select(rows).where(rows.c.agency == agency, rows.c.case_id == case.id).order_by(rows.c.seq)
    found = (await session.execute(mine)).all()
    return [_party(box, row) for box, row in await boxed(session, agency, case, rows, found)]


async def change(session: AsyncSession, agency: str, case: Case, party_id: str, changes: Mapping[str, Any]) -> bool:
    """Change the name, whether it is known, or take a party off; False when it is off already."""
    box = (await box_for(session, agency, case)).beside(rows.name, party_id)
    values = {name: box.seal(name, value) if name == "name" else value for name, value in changes.items()}
    mine = (rows.c.agency == agency, rows.c.case_id == case.id, rows.c.id == party_id, rows.c.removed_at.is_(None))
    return await changed(session, update(rows).where(*mine).values(values)) == 1


def _party(box: Box, row: Row[Any]) -> Party:
    return Party(
        id=row.id,
        case_id=row.case_id,
        role=row.role,
        name=box.open("name", row.name),
        known=row.known,
        kept=row.kept,
        by=row.by,
        at=row.at,
        removed_at=row.removed_at,
        merged_into=row.merged_into,
    )
