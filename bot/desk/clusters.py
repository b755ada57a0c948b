"""Complaints about one incident, for staff: proposed, named, led by one person, joined or refused; for `telegram`.

Nobody's complaint is merged away: each keeps its case, its complainant, its clocks and its thread. Whoever must not
know of a case does not see it here either, and cannot lead a cluster that it belongs to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import surge
from bot.casework.agency import Agency
from bot.casework.authorization import Verb, may
from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import bulk
from bot.desk.desk import Desk
from bot.desk.ownership import works_on_cases
from bot.desk.permission import actor, known, numbered, on_case, permitted
from storage import bulks, cases, clusters, recusals, roster
from storage.cases import Case
from storage.clusters import IN, OPEN, PROPOSED, REFUSED, Cluster, Place
from storage.inbox import InboxRow
from storage.roster import Member


@dataclass(frozen=True, slots=True)
class Look:
    """The cluster of a case, where it has one, with the cases of it that the reader may know of.

    Of the others nothing is said, not even how many there are. `leads` may lead it; `may_lead`: the reader decides it.
    """

    agency: Agency
    case: Case
    cluster: Cluster | None
    places: tuple[Place, ...]
    lead: str | None
    leads: tuple[Member, ...] = field(repr=False)
    may_lead: bool = False


async def look(desk: Desk, source: InboxRow | None, member: Member, case_id: str) -> Look:
    """Look at the cluster that a case is in or was proposed for. Raises NotYours."""
    async with on_case(desk, source, member, case_id, Verb.CLUSTER, part="cluster") as (session, agency, case):
        return await _look(session, agency, case, member)


async def accept(desk: Desk, source: InboxRow, member: Member, case_id: str, name: str) -> Look:
    """These complaints are about one incident, which is called so from now on. Raises Refused for a bad name."""
    async with on_case(desk, source, member, case_id, Verb.LEAD, part="accept") as (session, agency, case):
        cluster = await _of(session, agency, case, PROPOSED, OPEN)
        said = " ".join(name.split())
        if not said or len(said) > surge.NAME_LIMIT:
            raise Refused("cluster_name", limit=surge.NAME_LIMIT)
        by, now = actor(member).by, desk.clock()
        await clusters.change(
            session, agency.id, cluster, {"name": said, "state": OPEN, "decided_by": by, "decided_at": now}
        )
        if cluster.state == PROPOSED:
            await _put(desk, session, member, cluster, IN)
        await roster.prompt(session, agency.id, member.id, None)
        return await _look(session, agency, case, member)


async def refuse(desk: Desk, source: InboxRow, member: Member, case_id: str) -> Look:
    """These complaints do not belong together; it is not proposed again. Raises Stale for a cluster that is open."""
    async with on_case(desk, source, member, case_id, Verb.LEAD, part="refuse") as (session, agency, case):
        cluster = await _of(session, agency, case, PROPOSED)
        changes = {"state": REFUSED, "decided_by": actor(member).by, "decided_at": desk.clock()}
        await clusters.change(session, agency.id, cluster, changes)
        await cases.happened(session, agency.id, case.id, verb="cluster_refused", by=actor(member).by, now=desk.clock())
        return await _look(session, agency, case, member)


async def lead(desk: Desk, source: InboxRow, member: Member, case_id: str, colleague_id: str) -> Look:
    """Say who leads; they must be free to know of every case in it. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.LEAD, part="lead") as (session, agency, case):
        cluster = await _of(session, agency, case, OPEN)
        everything = await clusters.places(session, agency.id, cluster.id, None)
        free = await _free(session, agency, [each.case_id for each in everything if each.state == IN])
        if colleague_id not in {each.id for each in free}:
            raise Refused("cluster_lead")
        await clusters.change(session, agency.id, cluster, {"lead_id": colleague_id})
        return await _look(session, agency, case, member)


async def decide(desk: Desk, source: InboxRow, member: Member, case_id: str, other_id: str, state: str) -> Look:
    """Take a case into the cluster of this one, or keep it out. Raises Refused where its lead must not know of it."""
    async with on_case(desk, source, member, case_id, Verb.CLUSTER, part="decide", state=state) as (
        session, agency, case,
    ):  # fmt: skip
        cluster = await _of(session, agency, case, OPEN)
        shown = await clusters.places(session, agency.id, cluster.id, await known(session, member))
        if state not in (IN, REFUSED) or other_id not in {each.case_id for each in shown}:
            raise NotYours
        if state == IN:
            await _lead_may_know(session, agency, cluster, other_id)
        await _put(desk, session, member, cluster, state, other_id)
        return await _look(session, agency, case, member)


async def join(desk: Desk, source: InboxRow, member: Member, case_id: str, written: str) -> Look:
    """Take a case in by its number, as somebody typed it. Raises NotYours, Refused."""
    async with on_case(desk, source, member, case_id, Verb.CLUSTER, part="join") as (session, agency, case):
        cluster = await _of(session, agency, case, OPEN)
        other = await numbered(session, member, written, Verb.CLUSTER)
        await _lead_may_know(session, agency, cluster, other.id)
        await clusters.add(session, agency.id, cluster.id, [other.id], by=actor(member).by, now=desk.clock())
        await _put(desk, session, member, cluster, IN, other.id)
        await roster.prompt(session, agency.id, member.id, None)
        return await _look(session, agency, case, member)


async def choose(desk: Desk, source: InboxRow, member: Member, case_id: str) -> int:
    """Tick every case of the cluster for an act on many cases, and say how many. Raises Refused above its limit."""
    async with bulk.at_it(desk, source, member) as (session, colleague):
        case = await permitted(session, member, await cases.load(session, member.agency, case_id), Verb.CLUSTER)
        cluster = await _of(session, desk.agencies[case.agency], case, OPEN)
        shown = await clusters.places(session, case.agency, cluster.id, colleague)
        ids = [each.case_id for each in shown if each.state == IN]
        there = [each.id for each in await bulks.known(session, colleague.agency, colleague, ids)]
        if len(there) > bulk.LIMIT:
            raise Refused("bulk_too_many", limit=bulk.LIMIT)
        act = await bulks.begin(session, colleague.agency, colleague, desk.clock())
        await bulks.show(session, colleague.agency, replace(act, source=bulk.CLUSTER))
        await bulks.tick(session, colleague.agency, act.id, there, on=True)
    return len(there)


async def _look(session: AsyncSession, agency: Agency, case: Case, member: Member) -> Look:
    reader = await known(session, member)
    cluster = (await clusters.of_cases(session, agency.id, [case.id])).get(case.id)
    if cluster is None:
        return Look(agency, case, None, (), None, ())
    cluster = await clusters.load(session, agency.id, cluster.id)
    assert cluster is not None
    shown = await clusters.places(session, agency.id, cluster.id, reader)
    everything = await clusters.places(session, agency.id, cluster.id, None)
    if len(shown) < 2 <= len(everything):  # of what one alone is left of, the rest would be known by that
        return Look(agency, case, None, (), None, ())
    decides = may(Verb.LEAD, actor(reader), agency.id)
    free = await _free(session, agency, [each.case_id for each in everything if each.state == IN]) if decides else []
    leader = await roster.load(session, agency.id, cluster.lead_id) if cluster.lead_id else None
    return Look(agency, case, cluster, tuple(shown), leader.name if leader else None, tuple(free), decides)


async def _of(session: AsyncSession, agency: Agency, case: Case, *states: str) -> Cluster:
    found = (await clusters.of_cases(session, agency.id, [case.id])).get(case.id)
    held = await clusters.load(session, agency.id, found.id) if found else None
    if held is None or held.state not in states:
        raise Stale
    return held


async def _free(session: AsyncSession, agency: Agency, case_ids: Sequence[str]) -> list[Member]:
    """Who may lead: investigators and supervisors who may know of every case of it."""
    team = [each for each in await roster.every(session, agency.id) if works_on_cases(each)]
    able = [each for each in team if may(Verb.TAKE_OVER, actor(each), agency.id)]
    barred = await recusals.barred(session, agency.id, {(case, each.id) for case in case_ids for each in able})
    return [each for each in able if each.id not in {who for _, who in barred}]


async def _lead_may_know(session: AsyncSession, agency: Agency, cluster: Cluster, case_id: str) -> None:
    leader = await roster.load(session, agency.id, cluster.lead_id) if cluster.lead_id else None
    if leader is not None and not await recusals.may_know(session, agency.id, case_id, [leader]):
        raise Refused("cluster_lead_barred")


async def _put(
    desk: Desk, session: AsyncSession, member: Member, cluster: Cluster, state: str, case_id: str | None = None
) -> None:
    """Move one case, or all that were proposed, with a line on the timeline of each."""
    by, now, agency = actor(member).by, desk.clock(), member.agency
    proposed = [each.case_id for each in await clusters.places(session, agency, cluster.id, None)]
    moved = [case_id] if case_id else proposed
    if await clusters.put(session, agency, cluster.id, moved, state, by=by, now=now):
        verb = "cluster_in" if state == IN else "cluster_out"
        for each in moved:
            await cases.happened(session, agency, each, verb=verb, by=by, now=now)
