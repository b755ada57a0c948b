"""Who must not know of a case: recused, named in it, or of the respondent's unit; asked by everything that lists cases.

One rule in two forms: `visible_to` for statements, `may_know` for members at hand. Whoever is meant by it learns
nothing, not even that the case exists; a conflict that is only proposed counts until somebody has decided.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import box_by_id
from storage.models import cases, members, mentions
from storage.models import recusals as rows
from storage.roster import Member
from storage.statements import changed, insert
from storage.vault import Box, vault_of

PROPOSED, RECUSED, CLEARED = "proposed", "recused", "cleared"


@dataclass(frozen=True, slots=True)
class Recusal:
    """One colleague who must not know of a case, or of whom that was once said; `why` is named, own or supervisor."""

    case_id: str
    member_id: str
    state: str
    why: str
    because: str | None = field(repr=False)
    by: str
    at: datetime


def visible_to(member: Member) -> ColumnElement[bool]:
    """The condition under which a row of `cases` may be known to this member; every list for staff has it."""
    theirs = (rows.c.agency == cases.c.agency, rows.c.case_id == cases.c.id, rows.c.member_id == member.id)
    barred = select(rows.c.case_id).where(*theirs, rows.c.state != CLEARED).exists()
    if not member.units:
        return ~barred
    return and_(~barred, or_(cases.c.respondent_unit.is_(None), cases.c.respondent_unit.not_in(member.units)))


async def may_know(session: AsyncSession, agency: str, case_id: str, members: Sequence[Member]) -> list[Member]:
    """Those of these members who may know of a case, in their order; all of them where there is no such case."""
    barred = rows.c.member_id.in_([each.id for each in members]) & (rows.c.state != CLEARED)
    theirs = select(rows.c.member_id).where(rows.c.agency == agency, rows.c.case_id == case_id, barred)
    without = set((await session.execute(theirs)).scalars())
    their_unit = select(cases.c.respondent_unit).where(cases.c.agency == agency, cases.c.id == case_id)
    unit = (await session.execute(their_unit)).scalar_one_or_none()
    return [each for each in members if each.id not in without and (unit is None or unit not in each.units)]


async def barred(session: AsyncSession, agency: str, pairs: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these (case, member) of whom the member must not know of the case; two statements however many."""
    wanted = {"cases": {case for case, _ in pairs}, "members": {member for _, member in pairs}}
    theirs = (rows.c.agency == agency, rows.c.case_id.in_(wanted["cases"]), rows.c.member_id.in_(wanted["members"]))
    recused = await session.execute(select(rows.c.case_id, rows.c.member_id).where(*theirs, rows.c.state != CLEARED))
    same = and_(cases.c.agency == members.c.agency, cases.c.respondent_unit.is_not(None))
    units = select(cases.c.id, cases.c.respondent_unit, members.c.id, members.c.units).join_from(cases, members, same)
    units = units.where(cases.c.agency == agency, cases.c.id.in_(wanted["cases"]), members.c.id.in_(wanted["members"]))
    colleagues = {(case, member) for case, unit, member, of in await session.execute(units) if unit in of}
    return (set(map(tuple, recused)) | colleagues) & set(pairs)


async def bar(
    session: AsyncSession,
    agency: str,
    case_id: str,
    member_id: str,
    *,
    state: str,
    why: str,
    by: str,
    now: datetime,
    because: str | None = None,
) -> None:
    """Keep a member from a case, or propose it; what somebody has decided before, a proposal does not change."""
    sealed = (await box_by_id(session, agency, case_id)).beside(rows.name, f"{case_id}/{member_id}")
    values = {"agency": agency, "case_id": case_id, "member_id": member_id, "at": now}
    decided = {"state": state, "why": why, "by": by, "because": sealed.seal("because", because)}
    new = insert(session, rows).values(**values, **decided)
    same = [rows.c.agency, rows.c.case_id, rows.c.member_id]
    if state == PROPOSED:
        await session.execute(new.on_conflict_do_nothing(index_elements=same))
    else:
        await session.execute(new.on_conflict_do_update(index_elements=same, set_=decided | {"at": now}))


async def decide(
    session: AsyncSession, agency: str, case_id: str, member_id: str, state: str, by: str, now: datetime
) -> bool:
    """Decide a conflict or lift one; False when there is none to decide about."""
    theirs = (rows.c.agency == agency, rows.c.case_id == case_id, rows.c.member_id == member_id)
    decided = update(rows).where(*theirs, rows.c.state != state).values(state=state, by=by, at=now)
    return await changed(session, decided) == 1


async def of_case(session: AsyncSession, agency: str, case_id: str) -> list[Recusal]:
    """Everybody of whom a conflict with this case was said, in the order of saying."""
    mine = select(rows).where(rows.c.agency == agency, rows.c.case_id == case_id)
    found = (await session.execute(mine.order_by(rows.c.at, rows.c.member_id))).all()
    box = await box_by_id(session, agency, case_id) if found else None
    return [_recusal(box, row) for row in found if box is not None]


async def mention(session: AsyncSession, agency: str, case_id: str, names: Iterable[str]) -> None:
    """Remember which names a case mentions, so that a colleague who comes later is found; a known one stays once."""
    wanted = {_digest(session, agency, each) for each in names}
    mine = (mentions.c.agency == agency, mentions.c.case_id == case_id)
    known = set((await session.execute(select(mentions.c.name_digest).where(*mine))).scalars())
    new = [{"agency": agency, "case_id": case_id, "name_digest": each} for each in sorted(wanted - known)]
    if new:
        await session.execute(mentions.insert(), new)


async def mentioning(session: AsyncSession, agency: str, names: Iterable[str]) -> list[str]:
    """The cases that mention one of these names."""
    wanted = [_digest(session, agency, each) for each in names]
    theirs = select(mentions.c.case_id).where(mentions.c.agency == agency, mentions.c.name_digest.in_(wanted))
    return list((await session.execute(theirs.distinct())).scalars())


def _digest(session: AsyncSession, agency: str, name: str) -> str:
    return vault_of(session).index("name", f"{agency}\0{name}")


def _recusal(box: Box, row: Row[Any]) -> Recusal:
    because = box.beside(rows.name, f"{row.case_id}/{row.member_id}").open("because", row.because)
    return Recusal(row.case_id, row.member_id, row.state, row.why, because, row.by, row.at)
