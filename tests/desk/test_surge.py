"""Thirty complaints about one incident are proposed as one cluster, each staying a case; what was refused rests."""

import asyncio

from sqlalchemy import text

from bot.casework import interview
from bot.casework.interview import Answer
from bot.desk import clusters, likeness
from storage import cases, links
from storage.cases import Case
from storage.links import Arrival
from storage.models import cluster_cases, notices
from storage.models import clusters as rows
from tests.desk.office import ABROAD, HOME, Office, on_one

PLACES = ("Lake Street and 5th Avenue", "5th Ave & Lake St", "lake st / 5th ave")

WAITING = text("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")


async def filed(
    office: Office, number: int, *, where: str = PLACES[0], agency: str = HOME, on: str = "2026-09-13"
) -> Case:
    """One more complaint about what happened at a place on a day, in words of its own."""
    office.clock.passes(minutes=1)
    case = await office.files(f"Complaint number {number}: they pushed us.", chat=str(1000 + number), agency=agency)
    async with office.desk.database.write() as session:
        held = await cases.hold(session, agency, case.id)
        assert held is not None
        answers = interview.unpack(await cases.answers(session, agency, held))
        answers["where"] = Answer(where, "given")
        answers["when"] = Answer({"on": on, "until": None, "precision": "day", "said": on}, "given")
        changes: dict[str, object] = {"answers": interview.pack(answers)}
        return await cases.record(session, agency, held, changes=changes, now=office.clock())


async def surge(office: Office, count: int, begin: int = 0) -> list[Case]:
    """So many of them, each compared as it comes."""
    found = []
    for number in range(begin, begin + count):
        found.append(await filed(office, number, where=PLACES[number % len(PLACES)]))
        while await likeness.round(office.desk):
            pass
    return found


async def told(office: Office) -> list[tuple[str, str]]:
    found = [row for row in await office.stored(notices) if row.template.startswith("cluster_")]
    return [(row.template, row.to) for row in found]


async def test_thirty_complaints_are_proposed_as_one_and_none_is_merged_away(office: Office) -> None:
    chief = await office.hires("supervisor")
    found = await surge(office, 30)
    (cluster,) = await office.stored(rows)
    assert cluster.state == "proposed"
    assert {row.case_id for row in await office.stored(cluster_cases)} == {each.id for each in found}
    assert await told(office) == [("cluster_proposed", "supervisor")], "once, however many come"
    now = [await office.now(each) for each in found]
    assert len({each.reference for each in now}) == len({each.chat for each in now}) == 30
    assert all(each.closed_at is None and each.status == "received" for each in now)
    assert (await clusters.look(office.desk, None, chief, found[0].id)).places[0].state == "proposed"


async def test_two_replicas_that_compare_at_once_propose_one_cluster(office: Office, twin: Office) -> None:
    """Both have looked before either writes; no link between the cases is new, so nothing else makes one wait."""
    await office.hires("supervisor")
    before = await surge(office, 4)
    new = [await filed(office, 4), await filed(office, 5)]
    async with office.desk.database.write() as session:
        for each in new:
            for other in before:
                await links.link(session, HOME, each.id, other.id, by="member:x", now=office.clock())
    async with office.desk.database.write() as session:
        await cases.hold(session, HOME, before[0].id)
        comparing = [
            asyncio.create_task(likeness.compare(replica.desk, Arrival(HOME, each.id, office.clock())))
            for replica, each in zip((office, twin), new, strict=True)
        ]
        if office.desk.database.dialect == "postgresql":
            while (await session.execute(WAITING)).scalar_one() < len(new):
                pass
    await asyncio.gather(*comparing)
    (cluster,) = await office.stored(rows)
    found = {(row.case_id, row.cluster_id) for row in await office.stored(cluster_cases)}
    assert found == {(each.id, cluster.id) for each in (*before, *new)}
    assert await told(office) == [("cluster_proposed", "supervisor")]
    proposed = [act for act in await office.acts() if act[1] == "propose" and act[2] in {each.id for each in new}]
    assert len(proposed) == 1


@on_one
async def test_four_are_no_surge_and_what_is_elsewhere_or_old_does_not_count(office: Office) -> None:
    await surge(office, 4)
    await filed(office, 90, where="Nicollet Mall and 9th")
    await filed(office, 91, agency=ABROAD)
    office.clock.passes(days=9)
    await filed(office, 92)
    while await likeness.round(office.desk):
        pass
    assert await office.stored(rows) == []


@on_one
async def test_a_case_that_comes_later_is_proposed_to_the_cluster_and_its_lead_hears(office: Office) -> None:
    chief, ana = await office.hires("supervisor"), await office.hires()
    first = await surge(office, 5)
    await clusters.accept(office.desk, await office.row(), chief, first[0].id, "Lake and 5th")
    await clusters.lead(office.desk, await office.row(), chief, first[0].id, ana.id)
    (later,) = await surge(office, 1, begin=5)
    look = await clusters.look(office.desk, None, ana, later.id)
    assert look.cluster is not None
    assert look.cluster.name == "Lake and 5th"
    assert [each.state for each in look.places] == [*["in"] * 5, "proposed"]
    assert (await told(office))[1:] == [("cluster_joins", f"member:{ana.id}")]


@on_one
async def test_what_was_refused_is_not_proposed_again(office: Office) -> None:
    chief = await office.hires("supervisor")
    first = await surge(office, 5)
    await clusters.refuse(office.desk, await office.row(), chief, first[0].id)
    await surge(office, 4, begin=5)
    assert [row.state for row in await office.stored(rows)] == ["refused"]


@on_one
async def test_an_office_without_the_rule_has_no_clusters(office: Office) -> None:
    home = office.desk.agencies[HOME].model_copy(update={"surge": None})
    office.desk.agencies[HOME] = home  # type: ignore[index]
    await surge(office, 6)
    assert await office.stored(rows) == []
