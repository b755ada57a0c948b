"""People decide about a cluster: name, lead, who joins; recusals and offices hold, and one message goes to all."""

import pytest

from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import bulk, bulk_acts, bulk_plan, caseload, clusters, correspondence, queues
from bot.desk.bulk_plan import WINDOW
from storage import cases, recusals
from storage.cases import Case
from storage.chats import Chat
from storage.models import clusters as rows
from storage.roster import Member
from tests.desk.office import ABROAD, DOOR, HOME, Office, on_one
from tests.desk.test_surge import surge


async def opened(office: Office, count: int = 5) -> tuple[list[Case], Member]:
    """A cluster that a supervisor has accepted."""
    chief = await office.hires("supervisor")
    found = await surge(office, count)
    await clusters.accept(office.desk, await office.row(), chief, found[0].id, "  Lake   and 5th ")
    return found, chief


async def keeps_out(office: Office, case: Case, member: Member) -> None:
    async with office.desk.database.write() as session:
        now = office.clock()
        await recusals.bar(session, HOME, case.id, member.id, state="recused", why="own", by="x", now=now)


async def test_it_gets_a_name_that_stands_on_cards_and_lists(office: Office) -> None:
    found, chief = await opened(office)
    look = await clusters.look(office.desk, None, chief, found[1].id)
    assert look.cluster is not None
    assert (look.cluster.state, look.cluster.name) == ("open", "Lake and 5th")
    assert {each.state for each in look.places} == {"in"}
    assert (await caseload.card(office.desk, chief, found[2].id)).cluster == "Lake and 5th"
    page = await queues.queue(office.desk, chief)
    assert set(page.incidents.values()) == {"Lake and 5th"}
    async with office.desk.database.read() as session:
        assert "cluster_in" in [each.verb for each in await cases.events(session, HOME, found[3].id)]
    (row,) = await office.stored(rows)
    assert b"Lake" not in row.name
    await clusters.accept(office.desk, await office.row(), chief, found[0].id, "The march")
    assert (await caseload.card(office.desk, chief, found[2].id)).cluster == "The march"


@on_one
async def test_one_message_goes_to_every_complainant_through_the_bulk_act(office: Office) -> None:
    found, chief = await opened(office, 30)
    assert await clusters.choose(office.desk, await office.row(), chief, found[7].id) == 30
    await bulk.intend(office.desk, await office.row(), chief, {"do": "message", "words": "We are on it."}, anew=True)
    assert len((await bulk_plan.preview(office.desk, chief)).ready) == 30, "nobody has to open thirty cases for that"
    await bulk_plan.plan(office.desk, await office.row(), chief, 30)
    office.clock.passes(seconds=WINDOW.seconds + 1)
    assert await bulk_acts.round(office.desk) == 30
    for each in found:
        (mine,) = await correspondence.of_chat(office.desk, each.chat or Chat(DOOR, ""))
        assert mine.id == each.id, "a thread of its own"
        async with office.desk.database.read() as session:
            assert [m.text for m in await cases.messages(session, HOME, each.id, limit=9)][-1] == "We are on it."


@on_one
async def test_what_changes_cases_still_needs_a_look_at_each(office: Office) -> None:
    found, chief = await opened(office)
    await clusters.choose(office.desk, await office.row(), chief, found[0].id)
    await bulk.intend(office.desk, await office.row(), chief, {"do": "act", "action": "start", "words": ""}, anew=True)
    refused = (await bulk_plan.preview(office.desk, chief)).refused
    assert {why for _, why in refused} == {"bulk_not_viewed"}


@on_one
async def test_a_lead_is_free_of_every_case_in_it(office: Office) -> None:
    found, chief = await opened(office)
    ana, ben = await office.hires(name="Ana"), await office.hires(name="Ben")
    await keeps_out(office, found[1], ben)
    look = await clusters.look(office.desk, None, chief, found[0].id)
    assert {each.name for each in look.leads} >= {"Ana"}
    assert ben.id not in {each.id for each in look.leads}
    with pytest.raises(Refused, match="cluster_lead"):
        await clusters.lead(office.desk, await office.row(), chief, found[0].id, ben.id)
    led = await clusters.lead(office.desk, await office.row(), chief, found[0].id, ana.id)
    assert led.lead == "Ana"
    (later,) = await surge(office, 1, begin=5)
    await keeps_out(office, later, ana)
    with pytest.raises(Refused, match="cluster_lead_barred"):
        await clusters.decide(office.desk, await office.row(), chief, found[0].id, later.id, "in")
    with pytest.raises(Refused, match="cluster_lead_barred"):
        await clusters.join(office.desk, await office.row(), chief, found[0].id, later.reference)


@on_one
async def test_whoever_must_not_know_of_a_case_sees_the_others_and_not_that_there_is_one_more(office: Office) -> None:
    found, chief = await opened(office)
    ben = await office.hires()
    await keeps_out(office, found[1], ben)
    look = await clusters.look(office.desk, None, ben, found[0].id)
    assert (len(look.places), look.may_lead, look.leads) == (4, False, ())
    assert found[1].id not in repr(look)
    assert found[1].id not in {each.case_id for each in look.places}
    for each in found[2:]:
        await keeps_out(office, each, ben)
    assert (await clusters.look(office.desk, None, ben, found[0].id)).cluster is None
    for no in (
        clusters.look(office.desk, None, ben, found[1].id),
        clusters.decide(office.desk, await office.row(), ben, found[0].id, found[1].id, "refused"),
        clusters.join(office.desk, await office.row(), ben, found[0].id, found[1].reference),
        clusters.accept(office.desk, await office.row(), ben, found[0].id, "Mine"),
        clusters.lead(office.desk, await office.row(), ben, found[0].id, ben.id),
    ):
        with pytest.raises(NotYours):
            await no
    assert chief


@on_one
async def test_cases_join_by_number_and_leave_again(office: Office) -> None:
    found, chief = await opened(office)
    lone = await office.files(chat="77")
    foreign = await office.files(chat="78", agency=ABROAD)
    joined = await clusters.join(office.desk, await office.row(), chief, found[0].id, lone.reference.lower())
    assert lone.id in {each.case_id for each in joined.places if each.state == "in"}
    left = await clusters.decide(office.desk, await office.row(), chief, found[0].id, lone.id, "refused")
    assert lone.id not in {each.case_id for each in left.places}
    assert (await clusters.look(office.desk, None, chief, lone.id)).cluster is None
    for written in (foreign.reference, "nonsense", "OPCR-2026-99999-5"):
        with pytest.raises(NotYours):
            await clusters.join(office.desk, await office.row(), chief, found[0].id, written)
    with pytest.raises(NotYours):
        await clusters.decide(office.desk, await office.row(), chief, found[0].id, "nothing", "in")


@on_one
async def test_strange_buttons_and_names_change_nothing(office: Office) -> None:
    found, chief = await opened(office)
    lone = await office.files(chat="77")
    for name in ("", "   ", "x" * 81):
        with pytest.raises(Refused, match="cluster_name"):
            await clusters.accept(office.desk, await office.row(), chief, found[0].id, name)
    for no in (
        clusters.accept(office.desk, await office.row(), chief, lone.id, "Alone"),
        clusters.refuse(office.desk, await office.row(), chief, found[0].id),
        clusters.choose(office.desk, await office.row(), chief, lone.id),
    ):
        with pytest.raises(Stale):
            await no
    (row,) = await office.stored(rows)
    assert row.state == "open"
