"""Planning an act on many cases: what was not looked at is not touched, and what is planned can be undone in time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.casework.errors import NotYours, Refused
from bot.desk import bulk, bulk_plan, caseload, correspondence, roster
from bot.desk.bulk_plan import WINDOW
from storage import absences, recusals
from storage.models import bulk_cases, bulks
from tests.desk.counting import statements
from tests.desk.office import HOME, Office, on_one
from tests.desk.test_bulk import START, bulk_of, chooses, filed, means, plans, refusal

# --- what cannot be done: the sentence, and nothing changed


async def test_a_case_that_was_not_opened_is_refused(office: Office) -> None:
    boss = await office.hires("supervisor")
    (case,) = await filed(office, 1)
    await chooses(office, boss, case, views=False)
    assert await refusal(office, boss, START) == [(case.id, "bulk_not_viewed")]
    await caseload.card(office.desk, boss, case.id)
    assert [each.id for each in (await bulk_plan.preview(office.desk, boss)).ready] == [case.id]


@on_one
async def test_a_colleague_s_look_does_not_count(office: Office) -> None:
    boss, ana = await office.hires("supervisor"), await office.hires()
    (case,) = await filed(office, 1)
    await caseload.card(office.desk, ana, case.id)
    await chooses(office, boss, case, views=False)
    assert await refusal(office, boss, START) == [(case.id, "bulk_not_viewed")]


async def test_a_case_that_changed_after_it_was_opened_is_refused(office: Office) -> None:
    boss = await office.hires("supervisor")
    (case,) = await filed(office, 1)
    await chooses(office, boss, case)
    assert len((await means(office, boss, START)).ready) == 1
    await correspondence.add_words(office.desk, await office.row(), case, "One more thing.")
    with pytest.raises(Refused, match="bulk_empty"):
        await plans(office, boss, 1)
    assert await refusal(office, boss, START) == [(case.id, "bulk_not_viewed")]


@on_one
async def test_what_was_shown_is_what_is_planned(office: Office) -> None:
    boss = await office.hires("supervisor")
    found = await filed(office, 2)
    await chooses(office, boss, *found)
    await means(office, boss, START)
    await caseload.note(office.desk, await office.row(), boss, found[0].id, "Seen by another.")
    with pytest.raises(Refused, match="bulk_changed"):
        await plans(office, boss, 2)
    assert [each.state for each in await office.stored(bulks)][-1] == "open"


@on_one
@pytest.mark.parametrize("why", ["no_such_member", "recused", "away"])
async def test_a_colleague_who_is_gone_or_recused_or_away_gets_nothing(office: Office, why: str) -> None:
    boss, ana = await office.hires("supervisor"), await office.hires()
    (case,) = await filed(office, 1)
    await chooses(office, boss, case)
    if why == "away":
        between = (office.clock(), office.clock() + timedelta(days=1))
        async with office.desk.database.write() as session:
            await absences.add(session, HOME, ana.id, cover_id=None, between=between, by="x")
    elif why == "recused":
        async with office.desk.database.write() as session:
            await recusals.bar(session, HOME, case.id, ana.id, state="recused", why="own", by="x", now=office.clock())
    else:
        await roster.remove(office.desk, roster.CONSOLE, HOME, ana.id)
    assert await refusal(office, boss, {"do": "assign", "to": ana.id}) == [(case.id, why)]


@on_one
async def test_who_works_on_no_case_gets_none(office: Office) -> None:
    boss, custodian = await office.hires("supervisor"), await office.hires("custodian")
    (case,) = await filed(office, 1)
    await chooses(office, boss, case)
    assert await refusal(office, boss, {"do": "assign", "to": custodian.id}) == [(case.id, "no_such_member")]


@on_one
async def test_who_may_know_is_asked_once_for_all_cases(office: Office) -> None:
    boss, ana = await office.hires("supervisor"), await office.hires()
    asked = []
    for count in (1, 4):
        found = await filed(office, count)
        await chooses(office, boss, *found)
        await means(office, boss, {"do": "assign", "to": ana.id})
        with statements() as looked:
            await bulk_plan.preview(office.desk, boss)
        planned = await plans(office, boss, len(found))
        with statements() as reported:
            await bulk_plan.report(office.desk, boss, planned.id)
        asked.append((len(looked), len(reported)))
    assert asked[0] == asked[1]


@on_one
async def test_a_step_that_asks_for_its_day_is_taken_case_by_case(office: Office) -> None:
    boss, (case,) = await office.hires("supervisor"), await filed(office, 1)
    agency = office.desk.agencies[HOME]
    received = agency.statuses["received"]
    start = received.actions["start"].model_copy(update={"day": True})
    statuses = {**agency.statuses, "received": received.model_copy(update={"actions": {"start": start}})}
    office = replace(
        office, desk=replace(office.desk, agencies={HOME: agency.model_copy(update={"statuses": statuses})})
    )
    await chooses(office, boss, case)
    assert await refusal(office, boss, START) == [(case.id, "needs_day")]


@on_one
async def test_a_case_waits_for_one_act_at_a_time(office: Office) -> None:
    boss, other = await office.hires("supervisor"), await office.hires("supervisor", name="Bo")
    (case,) = await filed(office, 1)
    for member in (boss, other):
        await chooses(office, member, case)
        await means(office, member, START)
    await plans(office, boss, 1)
    with pytest.raises(Refused, match="bulk_empty"):
        await plans(office, other, 1)
    assert await refusal(office, other, START) == [(case.id, "bulk_elsewhere")]


@on_one
async def test_a_case_that_somebody_must_not_know_of_is_in_no_part_of_it(office: Office) -> None:
    boss = await office.hires("supervisor")
    found = await filed(office, 2)
    await chooses(office, boss, *found)
    async with office.desk.database.write() as session:
        await recusals.bar(session, HOME, found[0].id, boss.id, state="recused", why="own", by="x", now=office.clock())
    assert [each.id for each in (await bulk.show(office.desk, boss)).cases] == [found[1].id]
    told = await means(office, boss, START)
    assert ([each.id for each in told.ready], told.refused) == ([found[1].id], ())
    assert (await bulk.offer(office.desk, boss)).chosen == 1


# --- undo


@on_one
async def test_it_is_undone_in_time_and_nothing_went_out(office: Office) -> None:
    boss = await office.hires("supervisor")
    found = await filed(office, 2)
    planned = await bulk_of(office, boss, *found, detail={"do": "message", "words": "We are on it."})
    assert planned.due_at == office.clock() + WINDOW
    office.clock.at += WINDOW - WINDOW / 10
    await bulk_plan.undo(office.desk, await office.row(), boss, planned.id)
    await bulk_plan.undo(office.desk, await office.row(), boss, planned.id)
    report = await bulk_plan.report(office.desk, boss, planned.id)
    assert (report.bulk.state, {each.state for each in report.items}) == ("undone", {"undone"})


async def test_after_the_window_it_cannot_be_undone(office: Office) -> None:
    boss = await office.hires("supervisor")
    (case,) = await filed(office, 1)
    planned = await bulk_of(office, boss, case, detail=START)
    office.clock.at += WINDOW
    with pytest.raises(Refused, match="bulk_undo_over"):
        await bulk_plan.undo(office.desk, await office.row(), boss, planned.id)
    assert [each.state for each in await office.stored(bulk_cases)] == ["planned"]


@on_one
async def test_only_whoever_planned_it_can_undo_or_see_it(office: Office) -> None:
    boss, other = await office.hires("supervisor"), await office.hires("supervisor", name="Bo")
    (case,) = await filed(office, 1)
    planned = await bulk_of(office, boss, case, detail=START)
    for member, id in ((other, planned.id), (boss, "x" * 20)):
        with pytest.raises(NotYours):
            await bulk_plan.undo(office.desk, await office.row(), member, id)
        with pytest.raises(NotYours):
            await bulk_plan.report(office.desk, member, id)


@on_one
async def test_an_outcome_is_given_where_one_is_due_and_nowhere_else(office: Office) -> None:
    boss = await office.hires("supervisor")
    (case,) = await filed(office, 1)
    await caseload.act(office.desk, None, boss, case.id, caseload.Move("start"))
    await chooses(office, boss, case)
    close = {"do": "act", "action": "close", "words": ""}
    assert await refusal(office, boss, close) == [(case.id, "needs_disposition")]
    assert len((await means(office, boss, {**close, "disposition": "merit"})).ready) == 1
    reviewed = {"do": "act", "action": "reviewed", "words": "", "disposition": "merit"}
    assert await refusal(office, boss, reviewed) == [(case.id, "no_such_action")]


@on_one
async def test_only_outcomes_that_the_step_has_where_a_case_stands_are_offered_and_given(office: Office) -> None:
    """`close` may be another step from another status: here it ends a received case as a duplicate only."""
    home = office.desk.agencies[HOME]
    received = home.statuses["received"]
    here = home.statuses["review"].actions["close"].model_copy(update={"outcomes": ("duplicate",)})
    actions = {**received.actions, "close": here}
    statuses = {**home.statuses, "received": received.model_copy(update={"actions": actions})}
    office.desk.agencies[HOME] = home.model_copy(update={"statuses": statuses})  # type: ignore[index]
    boss = await office.hires("supervisor")
    new, begun = await filed(office, 2)
    await caseload.act(office.desk, None, boss, begun.id, caseload.Move("start"))
    await chooses(office, boss, new, begun)
    close = {"do": "act", "action": "close", "words": ""}
    await bulk.intend(office.desk, None, boss, close, anew=True)
    offered = dict(await bulk.outcomes(office.desk, boss))
    assert (offered["duplicate"], offered["merit"]) == (2, 1)
    assert set(offered) == set(home.dispositions)
    found = await means(office, boss, {**close, "disposition": "merit"})
    assert [each.id for each in found.ready] == [begun.id]
    assert [(each.id, why) for each, why in found.refused] == [(new.id, "other_outcome")]
    await chooses(office, boss, new)
    await bulk.intend(office.desk, None, boss, close, anew=True)
    assert await bulk.outcomes(office.desk, boss) == (("duplicate", 1),)
    await bulk.intend(office.desk, None, boss, {"do": "message"}, anew=True)
    assert await bulk.outcomes(office.desk, boss) == ()
