"""The figures of an office against a count of its cases one by one; held ones and those that nobody has included."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

import pytest

from bot.casework.errors import NotYours
from bot.casework.figures import BANDS
from bot.desk import clocks, figures, ownership, permission
from bot.desk.figures import Figures
from storage import cases, duties, keys, recusals, roster
from storage.cases import Case
from storage.columns import new_id
from storage.models import asks, holds
from storage.models import cases as rows
from tests.desk.counting import statements
from tests.desk.office import HOME, Office, on_one


async def crowd(office: Office, count: int, seed: int) -> list[Case]:
    """So many cases at all stages and ages, copied from one that was filed; no key opens them."""
    dice, now, agency = random.Random(seed), office.clock(), office.desk.agencies[HOME]
    people = [(await office.hires(name=name)).id for name in ("Ana", "Ben")] + [None]
    await office.files()
    (filed,) = await office.stored(rows)
    known = {name: value for name, value in filed._mapping.items() if name != "seq"}
    made = []
    for number in range(count):
        status = dice.choice(list(agency.statuses))
        received = now - timedelta(days=dice.choice([0, 7, 8, 30, 31, 95, 180, 181, 300, 364, 500]))
        moments = {"received": received.isoformat()}
        for each in dice.sample([*agency.statuses][1:], dice.randint(0, 4)):
            moments[each] = (received + timedelta(days=dice.randint(0, 200), hours=dice.randint(0, 20))).isoformat()
        over = agency.statuses[status].terminal
        if over:
            moments["closed"] = (received + timedelta(days=dice.randint(1, 300))).isoformat()
        made.append(
            known
            | {
                "id": new_id(),
                "key_id": new_id(),
                "draft_id": new_id(),
                "reference": f"OPCR-2026-{90000 + number}-0",
                "status": status,
            }
            | {"owner_id": dice.choice(people), "received_at": received, "moments": moments}
            | {"closed_at": now if over else None, "next_at": now + timedelta(days=dice.randint(-20, 20))}
        )
    async with office.desk.database.write() as session:
        await session.execute(rows.insert(), made)
        found = [each async for each in cases.every(session, HOME)]
        for each in dice.sample([each for each in found if each.closed_at is None], count // 6):
            hold = {"id": new_id(), "agency": HOME, "case_id": each.id, "because": b"", "by": "m"}
            hold |= {"at": now - timedelta(days=2), "ends_at": now + timedelta(days=5)}
            await session.execute(holds.insert().values(**hold))
        for each in dice.sample(found, count // 3):
            ask = {"id": new_id(), "agency": HOME, "case_id": each.id, "kind": "extension", "because": b""}
            ask |= {"duty": dice.choice([one.name for one in agency.deadlines]), "days": dice.randint(5, 90)}
            ask |= {"member_id": people[0], "at": now, "state": "granted", "decided_by": "m", "decided_at": now}
            await session.execute(asks.insert().values(**ask))
    return found


def counted(found: Figures, place: str) -> dict[Any, tuple[int, int, int, int, int]]:
    pairs = found.people if place == "people" else found.stages
    return {key: (load.open, load.overdue, load.held, load.in_time, load.oldest_days) for key, load in pairs}


def by_hand(found: list[Case], held: set[str], key: Any, now: datetime) -> dict[Any, tuple[int, int, int, int, int]]:
    """The same case by case."""
    told: dict[Any, list[Case]] = {}
    for each in found:
        if each.closed_at is None:
            told.setdefault(key(each), []).append(each)
    return {
        name: (
            len(theirs),
            sum(each.next_at < now for each in theirs),
            sum(each.id in held for each in theirs),
            sum(each.next_at >= now and each.id not in held for each in theirs),
            max((now - each.received_at).days for each in theirs),
        )
        for name, theirs in told.items()
    }


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_figures_agree_with_a_count_case_by_case(office: Office, seed: int) -> None:
    boss = await office.hires("supervisor", name="Zoe")
    found, now = await crowd(office, 60, seed), office.clock()
    shown = await figures.of_office(office.desk, None, boss)
    held, agency = set(), office.desk.agencies[HOME]
    theirs: dict[str, Counter[str]] = {}
    days: dict[str, list[float]] = {}
    async with office.desk.database.read() as session:
        names = {each.id: each.name for each in await people(office)}
        for each in found:
            if any(change.kind == "hold" for change in await duties.changes(session, HOME, each.id)):
                held.add(each.id)
            if each.received_at <= now - timedelta(days=365):
                continue
            for duty in await clocks.duties(session, agency, each):
                late = (duty.met_at or now) > duty.due_at
                kind = ("late" if late else "met") if duty.met_at else ("overdue" if late else "running")
                theirs.setdefault(duty.name, Counter())[kind] += 1
            for moment, at in each.moments.items():
                days.setdefault(moment, []).append((at - each.received_at) / timedelta(days=1))
    owners = by_hand(found, held, lambda each: names.get(each.owner_id), now)
    assert {key: load for key, load in counted(shown, "people").items() if load[0]} == owners
    assert counted(shown, "stages") == by_hand(found, held, lambda each: each.status, now)
    ages = [(now - each.received_at).days for each in found if each.closed_at is None]
    edges = [-1, *BANDS, 10_000]
    assert [age.open for age in shown.ages] == [sum(low < age <= high for age in ages) for low, high in pairwise(edges)]
    assert sum(age.held for age in shown.ages) == len(held) == shown.total.held
    for deadline, kept in shown.duties:
        mine = theirs.get(deadline.name, Counter())
        assert (kept.met, kept.late, kept.overdue, kept.running) == tuple(
            mine[kind] for kind in ("met", "late", "overdue", "running")
        )
    reached = {stage: (one.days, one.cases) for stage, one in shown.reached}
    stages = [each for each in agency.statuses if each != agency.initial and each in days]
    assert reached == {each: (pytest.approx(median(days[each])), len(days[each])) for each in stages}
    assert shown.total.open == len(ages)


async def people(office: Office) -> list[Any]:
    async with office.desk.database.read() as session:
        return await roster.every(session, HOME)


@on_one
async def test_an_office_without_cases_has_figures_too(office: Office) -> None:
    boss, ana = await office.hires("supervisor"), await office.hires(name="Ana")
    shown = await figures.of_office(office.desk, await office.row(), boss)
    assert [(name, load.open) for name, load in shown.people] == [(None, 0), (ana.name, 0)]
    assert (shown.stages, shown.reached, shown.total.open) == ((), (), 0)
    assert {kept.breached for _, kept in shown.duties} == {None}


@on_one
async def test_a_figure_counts_what_its_reader_must_not_know_of(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    async with office.desk.database.write() as session:
        await recusals.bar(session, HOME, case.id, boss.id, state="recused", why="own", by="x", now=office.clock())
    shown = await figures.of_office(office.desk, None, boss)
    assert shown.total.open == 1
    assert case.reference not in repr(shown)


@on_one
async def test_supervisors_and_auditors_see_figures_and_each_look_is_audited(office: Office) -> None:
    for role in ("supervisor", "auditor"):
        member = await office.hires(role)
        await figures.of_office(office.desk, None, member)
        assert (await office.acts())[-1] == (permission.actor(member).by, "figures", HOME)
    for role in ("investigator", "intake", "custodian"):
        with pytest.raises(NotYours):
            await figures.of_office(office.desk, None, await office.hires(role))


def conditional(office: Office) -> Office:
    """The office of an agency that owes something only where it was so."""
    agency = office.desk.agencies[HOME]
    first, second, third, *rest, last = agency.deadlines
    changed = (
        first.model_copy(update={"when": {"allegation": "EF"}}),
        second.model_copy(update={"when": {"hope": "given"}}),
        third.model_copy(update={"when": {"flag": "no_words"}, "of": "received"}),
        *rest,
        last.model_copy(update={"unless": {"hope": "given"}, "of": "received"}),
    )
    agencies = {HOME: agency.model_copy(update={"deadlines": changed})}
    return replace(office, desk=replace(office.desk, agencies=agencies))


@on_one
async def test_a_duty_with_a_condition_counts_where_it_holds_and_is_not_due_elsewhere(office: Office) -> None:
    office, boss = conditional(office), await office.hires("supervisor")
    stories = ("He kicked me.", "?!", "He took my phone and never gave it back.", "He kicked me twice.")
    found = [await office.files(words, chat=str(100 + number)) for number, words in enumerate(stories)]
    office.clock.passes(days=4)
    await ownership.claim(office.desk, await office.row(), boss, found[0].id)
    office.clock.passes(days=30)
    shown = await figures.of_office(office.desk, None, boss)
    agency, now = office.desk.agencies[HOME], office.clock()
    counted: dict[str, Counter[str]] = {}
    async with office.desk.database.read() as session:
        for each in [await office.now(case) for case in found]:
            owed = {duty.name: duty for duty in await clocks.duties(session, agency, each)}
            for deadline in agency.deadlines[:3]:
                duty = owed.get(deadline.name)
                late = duty is not None and (duty.met_at or now) > duty.due_at
                met = duty is not None and duty.met_at is not None
                kind = ("late" if late else "met") if met else ("overdue" if late else "running")
                counted.setdefault(deadline.name, Counter())[kind if duty else "not_due"] += 1
    kinds = ("met", "late", "overdue", "running", "not_due")
    for deadline, kept in shown.duties[:3]:
        assert tuple(getattr(kept, kind) for kind in kinds) == tuple(counted[deadline.name][kind] for kind in kinds)
    ef, hope, words = (kept for _, kept in shown.duties[:3])
    assert (ef.late, ef.overdue, ef.not_due) == (1, 1, 2)
    assert (hope.not_due, hope.breached) == (4, None)
    assert words.not_due == 3
    assert shown.unread == 0


@on_one
async def test_a_decision_of_staff_counts_at_once_and_a_case_whose_key_is_gone_counts_where_it_can(
    office: Office,
) -> None:
    office, boss = conditional(office), await office.hires("supervisor")
    case, gone = await office.files("He kicked me."), await office.files("He kicked me.", chat="101")
    async with office.desk.database.write() as session:
        await keys.erase(session, HOME, gone.key_id)
        (alleged,) = await cases.allegations(session, HOME, case.id)
        await cases.decide(session, HOME, alleged.id, "rejected", "member:m", office.clock())
    shown = await figures.of_office(office.desk, None, boss)
    kept = {each.name: one for each, one in shown.duties}
    first, *_, last = office.desk.agencies[HOME].deadlines
    assert (kept[first.name].not_due, kept[first.name].running, shown.unread) == (1, 0, 1)
    assert shown.total.open == 2
    assert (kept[last.name].not_due, kept[last.name].running) == (0, 1), "who has not said what they hope for has it"


@on_one
async def test_without_conditions_nothing_is_opened(office: Office) -> None:
    boss, _ = await office.hires("supervisor"), await office.files()
    with statements() as asked:
        await figures.of_office(office.desk, None, boss)
    assert not [each for each in asked if "cases.answers" in each]


@on_one
async def test_a_case_that_was_tampered_with_keeps_no_figure_from_being_shown(office: Office) -> None:
    office, boss = conditional(office), await office.hires("supervisor")
    await office.files()
    async with office.desk.database.write() as session:
        await session.execute(rows.update().values(answers=b"tampered with"))
    shown = await figures.of_office(office.desk, None, boss)
    assert (shown.unread, shown.total.open) == (1, 1)


@on_one
async def test_a_stage_of_an_earlier_profile_stays(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    async with office.desk.database.write() as session:
        await cases.record(session, HOME, case, changes={"status": "of_last_year"}, now=office.clock())
    shown = await figures.of_office(office.desk, None, boss)
    assert [stage for stage, _ in shown.stages] == ["of_last_year"]
