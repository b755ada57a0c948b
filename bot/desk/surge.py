"""Proposes that complaints are about one incident, once there are so many as the profile says; called by `likeness`.

A cluster that is there already is proposed to the new case; what people have refused does not come up again.
"""

from collections import Counter
from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import surge
from bot.casework.agency import Agency
from bot.casework.authorization import PROGRAM, Actor, Verb
from bot.desk.desk import Act, Desk
from storage import clusters, outbox
from storage.cases import Case
from storage.clusters import OPEN, Cluster


async def propose(desk: Desk, session: AsyncSession, agency: Agency, case: Case, others: Collection[str]) -> None:
    """`others` are the cases about the same incident that the office's rule counts; nothing happens without a rule."""
    now = desk.clock()
    free = sorted(set(others) - await clusters.refused(session, agency.id, [case.id, *others]))
    if agency.surge is None or not free:
        return
    await clusters.hold(session, agency.id, [case.id, *free])  # of two replicas one looks after the other has written
    there = await clusters.of_cases(session, agency.id, free)
    if there:
        found = _likeliest(list(there.values()))
        if await clusters.add(session, agency.id, found.id, [case.id], by=PROGRAM, now=now) and found.state == OPEN:
            told = surge.news(agency, (case.id, case.reference), found.id, found.lead_id, 0, now)
            await outbox.add(session, agency.id, case_id=case.id, planned=[told], now=now)
    elif surge.is_surge(agency, len(free)):
        cluster_id = await clusters.propose(session, agency.id, [case.id, *free], by=PROGRAM, now=now)
        told = surge.news(agency, (case.id, case.reference), cluster_id, None, len(free) + 1, now)
        await outbox.add(session, agency.id, case_id=case.id, planned=[told], now=now)
        by = Actor(PROGRAM, agency.id, PROGRAM)
        await desk.record(session, Act(by, Verb.PROPOSE, agency.id, case.id, {"cluster": len(free) + 1}))


def _likeliest(found: list[Cluster]) -> Cluster:
    """The cluster of most of them, an open one before one that was only proposed."""
    counted = Counter(each.id for each in found)
    return max(found, key=lambda each: (each.state == OPEN, counted[each.id], each.id))
