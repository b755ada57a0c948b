"""Lists of cases: what is due first on top, narrowed down by the profile's words, paged without repeats."""

from datetime import timedelta

import pytest

from bot.casework.errors import NotYours, Stale
from bot.casework.workdays import day_at
from bot.desk import caseload, contacts, follow_ups, ownership, queues, recusal
from bot.desk.contacts import Contact
from bot.desk.queues import PAGE, Care, Chosen
from storage import cases
from storage.cases import Case
from storage.follow_ups import NewFollowUp
from storage.roster import Member
from tests.desk.office import HOME, Office, on_one
from tests.desk.test_agenda import arranging


async def test_a_queue_is_paged_by_what_is_due_first(office: Office) -> None:
    ana = await office.hires(queues=["intake"])
    filed = []
    for number in range(PAGE + 1):
        filed.append(await office.files(chat=f"{number}"))
        office.clock.passes(hours=1)
    async with office.desk.database.write() as session:  # the last one has to be looked at first
        urgent = {"next_at": filed[0].received_at}
        filed[-1] = await cases.record(session, HOME, filed[-1], changes=urgent, now=office.clock())
    first = await queues.queue(office.desk, ana)
    assert first.cases[0].id == filed[-1].id
    assert first.after is not None
    second = await queues.queue(office.desk, ana, after=first.after)
    assert second.after is None
    assert {each.id for each in (*first.cases, *second.cases)} == {each.id for each in filed}
    assert len(first.cases) == PAGE


@on_one
async def test_queues_belong_to_their_members_and_supervisors_see_all(office: Office) -> None:
    ana = await office.hires(queues=["critical"])
    boss = await office.hires("supervisor", queues=[])
    case = await office.files()
    assert case.queue == "intake"
    assert (await queues.queue(office.desk, ana)).cases == ()
    assert [each.id for each in (await queues.queue(office.desk, boss)).cases] == [case.id]
    await ownership.claim(office.desk, await office.row(boss.chat.id), boss, case.id)
    assert (await queues.queue(office.desk, boss)).cases == ()
    assert [each.id for each in (await queues.mine(office.desk, boss)).cases] == [case.id]
    assert (await queues.mine(office.desk, ana)).cases == ()


async def changed(office: Office, case: Case, **changes: object) -> Case:
    async with office.desk.database.write() as session:
        held = await cases.hold(session, HOME, case.id)
        assert held is not None
        return await cases.record(session, HOME, held, changes=changes, now=office.clock())


async def listed(office: Office, member: Member, **chosen: str) -> set[str]:
    page = await queues.queue(office.desk, member, Chosen(**chosen))
    return {each.id for each in page.cases}


@on_one
async def test_a_filter_shows_what_it_says(office: Office) -> None:
    boss = await office.hires("supervisor", queues=[])
    plain = await office.files(chat="1")
    spanish = await office.files(chat="2", language="es")
    urgent = await changed(office, await office.files(chat="3"), priority="urgent", queue="critical")
    held = await changed(office, await office.files(chat="4"), held_until=office.clock())
    everything = {plain.id, spanish.id, urgent.id, held.id}
    assert await listed(office, boss) == everything
    assert await listed(office, boss, language="es") == {spanish.id}
    assert await listed(office, boss, priority="urgent") == {urgent.id}
    assert await listed(office, boss, queue="critical") == {urgent.id}
    assert await listed(office, boss, held="held") == {held.id}
    assert await listed(office, boss, held="running", language="en") == {plain.id, urgent.id}
    assert await listed(office, boss, queue="critical", language="es") == set()
    await ownership.claim(office.desk, await office.row(boss.chat.id), boss, spanish.id)
    mine = await queues.mine(office.desk, boss, Chosen(language="es", queue=spanish.queue))
    assert [each.id for each in mine.cases] == [spanish.id]
    assert (await queues.mine(office.desk, boss, Chosen(language="en"))).cases == ()


@on_one
@pytest.mark.parametrize(
    "chosen",
    [Chosen(queue="gone"), Chosen(queue="critical"), Chosen(priority="x"), Chosen(region="x"), Chosen(held="x")],
)
async def test_a_filter_of_another_time_is_stale(office: Office, chosen: Chosen) -> None:
    ana = await office.hires(queues=["intake"])
    with pytest.raises(Stale):
        await queues.queue(office.desk, ana, chosen)
    if chosen.queue is None:
        with pytest.raises(Stale):
            await queues.mine(office.desk, ana, chosen)


@on_one
async def test_no_list_shows_what_a_colleague_must_not_know_of(office: Office) -> None:
    ana = await office.hires()
    case, other = await office.files(chat="1"), await office.files(chat="2")
    await recusal.recuse(office.desk, await office.row(ana.chat.id), ana, case.id, because="A cousin of mine.")
    assert await listed(office, ana) == {other.id}
    with pytest.raises(NotYours):
        await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)


async def test_one_s_own_cases_say_when_somebody_was_last_in_contact_and_what_comes(office: Office) -> None:
    office = arranging(office)
    ana = await office.hires()
    today, filed = office.clock().date(), []
    for number in range(PAGE + 1):
        filed.append(await office.files(chat=f"{number}"))
        await ownership.claim(office.desk, await office.row(ana.chat.id), ana, filed[-1].id)
        office.clock.passes(hours=1)
    for days in (3, 10):
        made = Contact("Rosa", "phone", today - timedelta(days=days), "Nobody answered.")
        await contacts.log(office.desk, await office.row(ana.chat.id), ana, filed[0].id, made)
    new = NewFollowUp("remedy", "Pay the lost wages", "the shop", today + timedelta(days=9))
    await follow_ups.add(office.desk, await office.row(ana.chat.id), ana, filed[0].id, new)
    await caseload.message(office.desk, await office.row(ana.chat.id), ana, filed[-1].id, "I will call you.")
    first = await queues.mine(office.desk, ana)
    second = await queues.mine(office.desk, ana, after=first.after)
    care = {**first.care, **second.care}
    assert {*first.care} == {each.id for each in first.cases}
    assert {*second.care} == {each.id for each in second.cases}
    assert care[filed[0].id] == Care(today - timedelta(days=3), today + timedelta(days=9))
    assert care[filed[1].id] == Care(None, None)
    assert len(second.cases) == 1
    assert care[filed[-1].id] == Care(day_at(first.agency, office.clock()), None)
    assert (await queues.queue(office.desk, ana)).care == {}
