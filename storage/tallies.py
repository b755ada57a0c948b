"""How many cases of a period are alike, for `bot.desk.statistics`: counted by the database, and named by codes only."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.columns import Utc
from storage.models import allegations, cases, findings, follow_ups, parties
from storage.models import keys as key_rows
from storage.vault import Reader, vault_of

PAGE = 2000
REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Period:
    """The cases received from one instant on and before another."""

    since: datetime
    until: datetime

    def holds(self) -> tuple[ColumnElement[bool], ...]:
        return (
            cases.c.received_at >= literal(self.since, Utc),
            cases.c.received_at < literal(self.until, Utc),
        )


class Alike(NamedTuple):
    """So many cases that look the same from outside."""

    status: str
    disposition: str | None
    closed: bool
    came_by: str | None
    language: str
    region: str | None
    unit: str | None
    number: int


class Found(NamedTuple):
    """So many findings that are the same."""

    code: str
    finding: str
    severity: str
    action: str
    number: int


class Watched(NamedTuple):
    """So many things that others had to do, of one kind, and what came of them."""

    kind: str
    state: str
    outcome: str | None
    number: int


async def alike(session: AsyncSession, agency: str, period: Period) -> list[Alike]:
    """Every case of the period, in heaps."""
    closed = cases.c.closed_at.is_not(None)
    same = (
        cases.c.status,
        cases.c.disposition,
        closed,
        cases.c.came_by,
        cases.c.language,
        cases.c.region,
        cases.c.unit,
    )
    counted = select(*same, func.count()).where(cases.c.agency == agency, *period.holds()).group_by(*same)
    return [Alike(*row)._replace(closed=bool(row[2])) for row in await session.execute(counted)]


async def alleged(session: AsyncSession, agency: str, period: Period) -> dict[str, int]:
    """How many cases of the period claim each kind of violation; what staff rejected does not count."""
    per_case = _of_period(
        select(allegations.c.code, func.count(allegations.c.case_id.distinct()).label("number")), allegations, period
    )
    counted = per_case.where(cases.c.agency == agency, allegations.c.state != REJECTED).group_by(allegations.c.code)
    return {row.code: row.number for row in await session.execute(counted)}


async def found(session: AsyncSession, agency: str, period: Period) -> list[Found]:
    """The findings in cases of the period, about what still stands against whoever is still named."""
    same = (allegations.c.code, findings.c.finding, findings.c.severity, findings.c.action)
    about = allegations.c.id == findings.c.allegation_id
    person = (parties.c.id == findings.c.party_id) & (parties.c.agency == findings.c.agency)
    counted = _of_period(select(*same, func.count()), findings, period).join(allegations, about).join(parties, person)
    standing = (allegations.c.state != REJECTED, parties.c.removed_at.is_(None), parties.c.merged_into.is_(None))
    counted = counted.where(cases.c.agency == agency, *standing).group_by(*same)
    return [Found(*row) for row in await session.execute(counted)]


async def watched(session: AsyncSession, agency: str, period: Period) -> list[Watched]:
    """What others had to do in cases of the period, such as the answer to a recommendation about a policy."""
    same = (follow_ups.c.kind, follow_ups.c.state, follow_ups.c.outcome)
    counted = _of_period(select(*same, func.count()), follow_ups, period)
    counted = counted.where(cases.c.agency == agency).group_by(*same)
    return [Watched(*row) for row in await session.execute(counted)]


async def answered(session: AsyncSession, agency: str, period: Period) -> AsyncIterator[list[Any]]:
    """What was said to the optional questions for statistics, sealed, page by page; `opener` opens it in a thread.

    A case whose key was erased is left out.
    """
    same = (key_rows.c.id == cases.c.key_id) & (key_rows.c.agency == cases.c.agency)
    columns = (cases.c.seq, cases.c.id, cases.c.key_id, cases.c.statistics, key_rows.c.wrapped, key_rows.c.version)
    theirs = select(*columns).join(key_rows, same).where(cases.c.agency == agency, cases.c.statistics.is_not(None))
    after = 0
    while True:
        page = theirs.where(cases.c.seq > after, *period.holds()).order_by(cases.c.seq).limit(PAGE)
        rows = list((await session.execute(page)).all())
        yield rows
        if len(rows) < PAGE:
            return
        after = rows[-1].seq


class Opener:
    """Opens what `answered` gives, in any thread: the texts as JSON. Raises Unsealable."""

    def __init__(self, session: AsyncSession, agency: str) -> None:
        self._reader = Reader(vault_of(session), agency, cases.name, ("statistics",))

    def open(self, row: Any) -> str:
        """One case's answers."""
        (said,) = self._reader.open(row.id, (row.key_id, row.wrapped, row.version), (row.statistics,))
        return said


def _of_period(chosen: Any, table: Any, period: Period) -> Any:
    its_case = (cases.c.agency == table.c.agency) & (cases.c.id == table.c.case_id)
    return chosen.select_from(table).join(cases, its_case).where(*period.holds())
