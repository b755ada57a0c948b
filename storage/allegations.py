"""The claimed violations of a case, suggested by a reading, decided by a person; `storage.cases` hands these on."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_by_id, box_for, with_case_key
from storage.columns import new_id
from storage.errors import RowStale
from storage.models import allegations as rows
from storage.models import cases
from storage.statements import changed
from storage.tallies import Period
from storage.vault import Box, Reader, vault_of

LAST = 1_000_000  # the position of what a person adds: behind everything suggested
PAGE = 200  # cases


@dataclass(frozen=True, slots=True)
class NewAllegation:
    """A suggestion: the agency's code, the labels it comes from, and the (start, end) of the words it rests on."""

    code: str
    labels: tuple[str, ...] = field(default=(), repr=False)
    score: float = 0.0
    spans: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    because: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AllegationRow:
    """One allegation of a case; `state` is suggested, confirmed, rejected or added."""

    id: str
    case_id: str
    code: str
    labels: tuple[str, ...] = field(repr=False)
    score: float
    spans: tuple[tuple[int, int], ...] = field(repr=False)
    because: str = field(repr=False)
    state: str
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one allegation, and the language of its case; one that staff added has no labels."""

    language: str
    code: str
    labels: tuple[str, ...] = field(repr=False)
    score: float
    state: str


async def suggest(session: AsyncSession, agency: str, case: Case, new: Sequence[NewAllegation], now: datetime) -> None:
    """Store what a reading suggests, in its order; nobody has decided anything yet."""
    box = await box_for(session, agency, case)
    values = [_values(box, one, position, now) for position, one in enumerate(new)]
    if values:
        await session.execute(rows.insert(), values)


async def allegations(session: AsyncSession, agency: str, case_id: str) -> list[AllegationRow]:
    """Every allegation of a case: the suggested in their order, then the added in theirs."""
    mine = (rows.c.agency == agency, rows.c.case_id == case_id)
    found = await session.execute(select(rows).where(*mine).order_by(rows.c.position, rows.c.at, rows.c.id))
    all_of_them = found.all()
    if not all_of_them:
        return []
    box = await box_by_id(session, agency, case_id)
    return [_row(box, row) for row in all_of_them]


async def decide(
    session: AsyncSession, agency: str, allegation_id: str, state: str, by: str, now: datetime
) -> AllegationRow:
    """Record what a person decided about one allegation; the last decision counts."""
    mine = (rows.c.agency == agency, rows.c.id == allegation_id)
    if await changed(session, update(rows).where(*mine).values(state=state, by=by, at=now)) != 1:
        raise RowStale(what="allegation")
    row = (await session.execute(select(rows).where(*mine))).one()
    return _row(await box_by_id(session, agency, row.case_id), row)


async def add_allegation(
    session: AsyncSession, agency: str, case_id: str, *, code: str, by: str, now: datetime
) -> AllegationRow:
    """Record an allegation that a person saw and the reading did not."""
    box = await box_by_id(session, agency, case_id)
    values = _values(box, NewAllegation(code, score=1.0), LAST, now) | {"state": "added", "by": by}
    await session.execute(rows.insert().values(values))
    found = await session.execute(select(rows).where(rows.c.agency == agency, rows.c.id == values["id"]))
    return _row(box, found.one())


async def settled(session: AsyncSession, agency: str, *, after: int, limit: int) -> list[tuple[int, str]]:
    """A page of the cases with something confirmed or added and nothing left to decide: (its place, id), as filed.

    `after` is the place of the last one before this page; 0 begins.
    """
    here = (cases.c.agency == agency, cases.c.seq > after)
    where = (*here, _stands("confirmed", "added"), ~_stands("suggested"))
    page = select(cases.c.seq, cases.c.id).where(*where).order_by(cases.c.seq).limit(limit)
    return [(row.seq, row.id) for row in await session.execute(page)]


async def judged(session: AsyncSession, agency: str, period: Period) -> AsyncIterator[list[Any]]:
    """Every allegation in cases of the period, still sealed, some cases at a time; `opener` opens it in a thread.

    Those of a case whose key was erased are left out.
    """
    theirs = with_case_key(rows).add_columns(cases.c.language).where(rows.c.agency == agency)
    after = 0
    while True:
        here = (cases.c.agency == agency, cases.c.seq > after, *period.holds())
        page = select(cases.c.seq, cases.c.id).where(*here).order_by(cases.c.seq).limit(PAGE)
        found = (await session.execute(page)).all()
        yield list((await session.execute(theirs.where(rows.c.case_id.in_([each.id for each in found])))).all())
        if len(found) < PAGE:
            return
        after = found[-1].seq


def opener(session: AsyncSession, agency: str) -> Callable[[Any], Judged]:
    """What opens a row of `judged`, in any thread, and keeps no key. Raises Unsealable."""
    reader = Reader(vault_of(session), agency, rows.name, ("basis",))

    def opened(row: Any) -> Judged:
        (basis,) = reader.open(row.id, (row.key_id, row.key_wrapped, row.key_version), (row.basis,))
        return Judged(row.language, row.code, tuple(json.loads(basis)["labels"]), row.score, row.state)

    return opened


def _stands(*states: str) -> ColumnElement[bool]:
    """The case has an allegation in one of these states."""
    theirs = (rows.c.agency == cases.c.agency, rows.c.case_id == cases.c.id, rows.c.state.in_(states))
    return select(rows.c.id).where(*theirs).exists()


def _values(box: Box, new: NewAllegation, position: int, now: datetime) -> dict[str, Any]:
    allegation_id = new_id()
    basis = {"labels": new.labels, "spans": new.spans, "because": new.because}
    return {
        "id": allegation_id,
        "agency": box.agency,
        "case_id": box.row,
        "position": position,
        "code": new.code,
        "score": new.score,
        "basis": box.beside(rows.name, allegation_id).seal("basis", basis),
        "state": "suggested",
        "by": None,
        "at": now,
    }


def _row(box: Box, row: Row[Any]) -> AllegationRow:
    basis = box.beside(rows.name, row.id).open("basis", row.basis)
    return AllegationRow(
        id=row.id,
        case_id=row.case_id,
        code=row.code,
        labels=tuple(basis["labels"]),
        score=row.score,
        spans=tuple((start, end) for start, end in basis["spans"]),
        because=basis["because"],
        state=row.state,
        by=row.by,
        at=row.at,
    )
