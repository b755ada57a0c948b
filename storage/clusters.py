"""Complaints about one incident, for `bot.desk.clusters`: which cases were proposed for it, which belong to it.

A case stays whole in its cluster; what is here only names it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys
from storage.columns import new_id
from storage.models import cases, cluster_cases, clusters
from storage.recusals import visible_to
from storage.roster import Member
from storage.statements import changed, insert

PROPOSED, OPEN, REFUSED, IN = "proposed", "open", "refused", "in"


@dataclass(frozen=True, slots=True)
class Cluster:
    """One incident with several complaints: proposed, then open under a name and with a lead, or refused."""

    id: str
    agency: str
    state: str
    name: str | None = field(repr=False)
    lead_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """One case in a cluster: proposed for it, in it, or refused."""

    case_id: str
    reference: str
    status: str
    state: str


async def propose(session: AsyncSession, agency: str, case_ids: Iterable[str], *, by: str, now: datetime) -> str:
    """Propose that these cases are about one incident, and say the cluster's id."""
    key = await keys.create(session, agency, now)
    values = {"id": new_id(), "agency": agency, "key_id": key.id, "state": PROPOSED, "by": by, "at": now}
    await session.execute(clusters.insert().values(values))
    await add(session, agency, str(values["id"]), case_ids, by=by, now=now)
    return str(values["id"])


async def add(
    session: AsyncSession, agency: str, cluster_id: str, case_ids: Iterable[str], *, by: str, now: datetime
) -> int:
    """Propose more cases for a cluster; what was proposed, taken in or refused before stays as it is."""
    values = {"agency": agency, "cluster_id": cluster_id, "state": PROPOSED, "by": by, "at": now}
    new = [{**values, "case_id": each} for each in sorted(set(case_ids))]
    return await changed(session, insert(session, cluster_cases).values(new).on_conflict_do_nothing()) if new else 0


async def hold(session: AsyncSession, agency: str, case_ids: Collection[str]) -> None:
    """Let nobody else propose a cluster of any of these cases before this transaction ends.

    Whoever works on one of them with a colleague's verb waits as well; a row that only names the case does not.
    """
    these = select(cases.c.id).where(cases.c.agency == agency, cases.c.id.in_(sorted(case_ids)))
    await session.execute(these.order_by(cases.c.id).with_for_update(key_share=True))


async def load(session: AsyncSession, agency: str, cluster_id: str) -> Cluster | None:
    """One cluster of this agency, held until the end of the transaction."""
    mine = keys.with_key(clusters).where(clusters.c.agency == agency, clusters.c.id == cluster_id)
    row = (await session.execute(mine.with_for_update(of=clusters))).one_or_none()
    return None if row is None else _cluster(session, row)


async def of_cases(session: AsyncSession, agency: str, case_ids: Collection[str]) -> dict[str, Cluster]:
    """The cluster of each of these cases that has one, the open one before one that was only proposed."""
    same = (clusters.c.agency == cluster_cases.c.agency) & (clusters.c.id == cluster_cases.c.cluster_id)
    found = keys.with_key(clusters).add_columns(cluster_cases.c.case_id.label("of"))
    found = found.join(cluster_cases, same).where(
        cluster_cases.c.agency == agency,
        cluster_cases.c.case_id.in_(case_ids),
        cluster_cases.c.state != REFUSED,
        clusters.c.state != REFUSED,
    )
    # "open" stands before "proposed" in the alphabet; of several the last row of a case counts.
    ordered = found.order_by(clusters.c.state.desc(), clusters.c.seq)
    return {row.of: _cluster(session, row) for row in (await session.execute(ordered)).all()}


async def refused(session: AsyncSession, agency: str, case_ids: Collection[str]) -> set[str]:
    """Those of these cases of which somebody has said that they do not belong to such a cluster."""
    same = (clusters.c.agency == cluster_cases.c.agency) & (clusters.c.id == cluster_cases.c.cluster_id)
    found = select(cluster_cases.c.case_id).join(clusters, same)
    mine = (cluster_cases.c.agency == agency, cluster_cases.c.case_id.in_(case_ids))
    said = or_(cluster_cases.c.state == REFUSED, clusters.c.state == REFUSED)
    return set((await session.execute(found.where(*mine, said))).scalars())


async def names_of(session: AsyncSession, agency: str, case_ids: Collection[str]) -> dict[str, str]:
    """What the open cluster of each case that is in one is called, for lists."""
    same = (clusters.c.agency == cluster_cases.c.agency) & (clusters.c.id == cluster_cases.c.cluster_id)
    found = keys.with_key(clusters).add_columns(cluster_cases.c.case_id.label("of")).join(cluster_cases, same)
    mine = (cluster_cases.c.agency == agency, cluster_cases.c.case_id.in_(case_ids), cluster_cases.c.state == IN)
    rows = (await session.execute(found.where(*mine, clusters.c.state == OPEN))).all()
    return {row.of: each.name for row in rows if (each := _cluster(session, row)).name}


async def places(session: AsyncSession, agency: str, cluster_id: str, reader: Member | None) -> list[Place]:
    """The cases that were proposed for it or are in it, as far as the reader may know of them; None knows of all."""
    same = (cases.c.agency == cluster_cases.c.agency) & (cases.c.id == cluster_cases.c.case_id)
    columns = (cases.c.id, cases.c.reference, cases.c.status, cluster_cases.c.state)
    mine = (cluster_cases.c.agency == agency, cluster_cases.c.cluster_id == cluster_id)
    seen = [] if reader is None else [visible_to(reader)]
    found = select(*columns).join(cluster_cases, same).where(*mine, *seen, cluster_cases.c.state != REFUSED)
    return [Place(*row) for row in await session.execute(found.order_by(cases.c.seq))]


async def change(session: AsyncSession, agency: str, cluster: Cluster, changes: Mapping[str, Any]) -> None:
    """Name a cluster, give it a lead, open or refuse it."""
    values = dict(changes)
    if "name" in values:
        key_id = select(clusters.c.key_id).where(clusters.c.agency == agency, clusters.c.id == cluster.id)
        found = (await session.execute(key_id)).scalar_one()
        values["name"] = (await keys.box(session, agency, found, clusters, cluster.id)).seal("name", values["name"])
    mine = (clusters.c.agency == agency, clusters.c.id == cluster.id)
    await session.execute(update(clusters).where(*mine).values(values))


async def put(
    session: AsyncSession, agency: str, cluster_id: str, case_ids: Iterable[str], state: str, *, by: str, now: datetime
) -> int:
    """Take cases into a cluster or keep them out of it, whatever was said before; says how many changed."""
    mine = (cluster_cases.c.agency == agency, cluster_cases.c.cluster_id == cluster_id)
    these = (cluster_cases.c.case_id.in_(sorted(set(case_ids))), cluster_cases.c.state != state)
    return await changed(session, update(cluster_cases).where(*mine, *these).values(state=state, by=by, at=now))


async def forget_empty(session: AsyncSession, agency: str) -> None:
    """Erase the clusters of which no case is left, with their keys."""
    left = select(cluster_cases.c.cluster_id).where(cluster_cases.c.agency == agency)
    empty = delete(clusters).where(clusters.c.agency == agency, clusters.c.id.not_in(left))
    for key_id in (await session.execute(empty.returning(clusters.c.key_id))).scalars().all():
        await keys.erase(session, agency, key_id)


def _cluster(session: AsyncSession, row: Row[Any]) -> Cluster:
    box = keys.box_of(session, row, clusters)
    name = box.open("name", row.name) if box else None
    return Cluster(row.id, row.agency, row.state, name, row.lead_id, row.at)
