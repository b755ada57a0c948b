"""Acts on many cases: what was not looked at is not touched, and nothing happens before it can be undone no more."""

import pytest

from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import bulk, bulk_plan, caseload, ownership, queues
from bot.desk.bulk import LIMIT
from bot.desk.bulk_plan import Preview
from bot.desk.queues import Chosen
from storage.bulks import Bulk
from storage.cases import Case
from storage.models import bulk_cases
from storage.roster import Member
from tests.desk.office import Office, on_one

START = {"do": "act", "action": "start", "words": ""}


async def filed(office: Office, count: int) -> list[Case]:
    """So many cases that wait for somebody."""
    return [await office.files(chat=str(100 + n)) for n in range(count)]


async def chooses(office: Office, member: Member, *found: Case, source: str = "waiting", views: bool = True) -> None:
    """The member opens cases and ticks them."""
    await bulk.begin(office.desk, member, anew=True)
    await bulk.show(office.desk, member, source)
    for each in found:
        if views:
            await caseload.card(office.desk, member, each.id)
        await bulk.tick(office.desk, await office.row(), member, each.id)


async def means(office: Office, member: Member, detail: dict[str, str]) -> Preview:
    await bulk.intend(office.desk, await office.row(), member, detail, anew=True)
    return await bulk_plan.preview(office.desk, member)


async def plans(office: Office, member: Member, count: int) -> Bulk:
    return await bulk_plan.plan(office.desk, await office.row(), member, count)


async def bulk_of(office: Office, member: Member, *found: Case, detail: dict[str, str]) -> Bulk:
    """Cases that were opened and ticked, and an act that is planned for them."""
    await chooses(office, member, *found)
    await means(office, member, detail)
    return await plans(office, member, len(found))


async def refusal(office: Office, member: Member, detail: dict[str, str]) -> list[tuple[str, str]]:
    """What a preview says cannot be done, and that it cannot be planned either."""
    found = await means(office, member, detail)
    assert found.ready == ()
    with pytest.raises(Refused, match="bulk_empty"):
        await plans(office, member, 0)
    return [(each.id, why) for each, why in found.refused]


@on_one
async def test_cases_are_ticked_and_unticked_over_pages(office: Office) -> None:
    boss = await office.hires("supervisor")
    found = await filed(office, bulk.PAGE + 1)
    assert (await bulk.begin(office.desk, boss)).chosen == 0
    first = await bulk.show(office.desk, boss, "waiting")
    assert len(first.cases) == bulk.PAGE
    assert first.after is not None
    one = await bulk.tick(office.desk, await office.row(), boss, first.cases[0].id)
    assert (one.ticked, one.chosen) == ({first.cases[0].id}, 1)
    every = await bulk.tick(office.desk, await office.row(), boss, "")
    assert len(every.ticked) == every.chosen == bulk.PAGE
    last = await bulk.show(office.desk, boss, page=first.after)
    assert {each.id for each in (*first.cases, *last.cases)} == {each.id for each in found}
    assert (await bulk.tick(office.desk, await office.row(), boss, "")).chosen == bulk.PAGE + 1
    assert (await bulk.tick(office.desk, await office.row(), boss, "")).chosen == bulk.PAGE
    assert (await bulk.begin(office.desk, boss)).chosen == bulk.PAGE, "it is kept until it is planned or dropped"
    assert (await bulk.begin(office.desk, boss, anew=True)).chosen == 0


@on_one
async def test_a_list_is_the_member_s_own_a_queue_s_or_for_supervisors_a_colleague_s(office: Office) -> None:
    boss, ana = await office.hires("supervisor"), await office.hires(name="Ana")
    intake = await office.hires("intake", queues=["intake"])
    (one, two) = await filed(office, 2)
    await ownership.claim(office.desk, await office.row(), ana, one.id)
    sources = await bulk.begin(office.desk, boss)
    assert [each.id for each in sources.colleagues] == [ana.id]

    async def shown(member: Member, source: str) -> set[str]:
        await bulk.begin(office.desk, member)
        return {each.id for each in (await bulk.show(office.desk, member, source)).cases}

    assert await shown(boss, f"of:{ana.id}") == {one.id}
    assert await shown(boss, "mine") == set()
    assert await shown(boss, f"waiting:{two.queue}") == {two.id}
    for member, source in ((intake, f"of:{ana.id}"), (intake, "waiting:critical"), (boss, "everything")):
        with pytest.raises(NotYours):
            await shown(member, source)
    with pytest.raises(NotYours):
        await bulk.begin(office.desk, ana)


@on_one
async def test_a_list_is_narrowed_down_like_the_queue_and_stays_so_while_cases_are_ticked(office: Office) -> None:
    boss = await office.hires("supervisor")
    english, spanish = await filed(office, 1), [await office.files(chat="200", language="es") for _ in range(2)]
    await bulk.begin(office.desk, boss)
    assert (await bulk.show(office.desk, boss, "waiting")).narrowed == queues.EVERYTHING
    chosen = Chosen(language="es")
    page = await bulk.show(office.desk, boss, chosen=chosen)
    assert ({each.id for each in page.cases}, page.narrowed) == ({each.id for each in spanish}, chosen)
    ticked = await bulk.tick(office.desk, await office.row(), boss, "")
    assert (ticked.ticked, ticked.narrowed, ticked.chosen) == ({each.id for each in spanish}, chosen, 2)
    with pytest.raises(Stale):
        await bulk.tick(office.desk, await office.row(), boss, english[0].id)
    for other in (Chosen(priority=english[0].priority), Chosen(held="running"), Chosen(queue=english[0].queue)):
        assert len((await bulk.show(office.desk, boss, chosen=other)).cases) == 3
    assert (await bulk.show(office.desk, boss, chosen=Chosen(held="held"))).cases == ()
    again = await bulk.show(office.desk, boss, "waiting")
    assert (len(again.cases), again.narrowed) == (3, queues.EVERYTHING), "another list is shown as a whole"


@on_one
async def test_a_filter_that_nobody_offered_is_stale(office: Office) -> None:
    intake = await office.hires("intake", queues=["intake"])
    await bulk.begin(office.desk, intake)
    await bulk.show(office.desk, intake, "waiting")
    for strange in (Chosen(region="nowhere"), Chosen(queue="critical")):
        with pytest.raises(Stale):
            await bulk.show(office.desk, intake, chosen=strange)
    assert (await bulk.show(office.desk, intake)).narrowed == queues.EVERYTHING


@on_one
async def test_what_is_offered_says_for_how_many(office: Office) -> None:
    boss = await office.hires("supervisor")
    found = await filed(office, 2)
    await caseload.act(office.desk, None, boss, found[0].id, caseload.Move("start"))
    await bulk.begin(office.desk, boss)
    with pytest.raises(Refused, match="bulk_empty"):
        await bulk.offer(office.desk, boss)
    await chooses(office, boss, *found)
    offered = await bulk.offer(office.desk, boss)
    assert {action.id: count for action, count in offered.actions} == {"reviewed": 1, "close": 1, "start": 1}
    assert [each.id for each in offered.people] == [boss.id]
    found_now = await means(office, boss, START)
    assert [each.id for each in found_now.ready] == [found[1].id]
    assert [(each.id, why) for each, why in found_now.refused] == [(found[0].id, "no_such_action")]


@on_one
async def test_more_than_one_can_look_at_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LIMIT", 2)
    boss = await office.hires("supervisor")
    found = await filed(office, 3)
    await chooses(office, boss, *found[:2])
    with pytest.raises(Refused, match="bulk_too_many"):
        await bulk.tick(office.desk, await office.row(), boss, found[2].id)
    assert LIMIT == 50
    assert len(await office.stored(bulk_cases)) == 2


@on_one
async def test_buttons_of_an_act_that_is_over_or_never_was_do_nothing(office: Office) -> None:
    boss = await office.hires("supervisor")
    (case,) = await filed(office, 1)
    for step in (bulk_plan.preview(office.desk, boss), bulk.offer(office.desk, boss), bulk.show(office.desk, boss)):
        with pytest.raises(Stale):
            await step
    await chooses(office, boss, case)
    with pytest.raises(Stale):
        await bulk_plan.preview(office.desk, boss)
    with pytest.raises(Stale):
        await bulk.tick(office.desk, await office.row(), boss, "x" * 20)
    with pytest.raises(Stale):
        await bulk.intend(office.desk, await office.row(), boss, {"words": "Hello."})
    await means(office, boss, START)
    await bulk_plan.drop(office.desk, await office.row(), boss)
    with pytest.raises(Stale):
        await bulk_plan.preview(office.desk, boss)
