"""Carrying out an act on many cases: one transaction for each, the rights of a single act, once whatever happens."""

import asyncio
from typing import Any

import pytest

from bot.desk import asking, bulk_acts, bulk_plan, caseload, ownership, roster
from bot.desk.bulk_plan import WINDOW
from bot.desk.caseload import Move
from bot.desk.desk import Desk
from storage import bulks as rows
from storage import recusals
from storage import roster as people
from storage.cases import Case
from storage.inbox import InboxRow
from storage.models import bulks, messages, notices
from tests.desk.office import HOME, Office, on_one
from tests.desk.test_bulk import START, bulk_of, filed


async def closes(office: Office) -> int:
    """The undo window is over and the work is done."""
    office.clock.at += WINDOW
    return await bulk_acts.round(office.desk)


async def outcome(office: Office, member: Any, planned: Any, *found: Case) -> list[tuple[str, str | None]]:
    """What became of each case, in the order in which they are given."""
    report = await bulk_plan.report(office.desk, member, planned.id)
    states = {each.case_id: (each.state, each.because) for each in report.items}
    return [states[each.id] for each in found]


async def test_nothing_happens_before_the_window_is_over_and_then_everything_once(office: Office) -> None:
    boss = await office.hires("supervisor")
    found = await filed(office, 2)
    await office.delivers()
    planned = await bulk_of(office, boss, *found, detail={**START, "words": "We have begun."})
    before = await office.acts()
    assert await bulk_acts.round(office.desk) == 0
    assert [(await office.now(each)).status for each in found] == ["received"] * 2
    assert await office.acts() == before
    assert await closes(office) == 2
    assert [(await office.now(each)).status for each in found] == ["review"] * 2
    acts = (await office.acts())[len(before) :]
    assert sorted(acts) == sorted((f"member:{boss.id}", "act", each.id) for each in found)
    assert await bulk_acts.round(office.desk) == 0
    sent = await office.delivers()
    assert sorted(template for each in sent for template in each.templates) == [
        "bulk_done",
        "news_with_note",
        "news_with_note",
    ]
    (told,) = [each for each in sent if each.to == boss.chat.id]
    assert told.parcel.notices[0].params == {"bulk": planned.id, "done": "2", "refused": "0"}
    assert await outcome(office, boss, planned, *found) == [("done", None)] * 2
    assert [each.detail for each in await office.stored(bulks)] == [None], "the words are gone"


@on_one
async def test_a_message_goes_to_each_complainant_and_cases_to_a_colleague(office: Office) -> None:
    boss, ana = await office.hires("supervisor"), await office.hires()
    found = await filed(office, 2)
    await bulk_of(office, boss, *found, detail={"do": "message", "words": "We are on it."})
    await closes(office)
    assert [each.kind for each in await office.stored(messages)] == ["message"] * 2
    await bulk_of(office, boss, *found, detail={"do": "assign", "to": ana.id})
    await closes(office)
    assert [(await office.now(each)).owner_id for each in found] == [ana.id] * 2


async def test_a_case_that_changed_after_it_was_planned_is_left_alone_and_the_others_go_on(office: Office) -> None:
    boss, ana = await office.hires("supervisor"), await office.hires()
    found = await filed(office, 2)
    planned = await bulk_of(office, boss, *found, detail=START)
    await ownership.claim(office.desk, await office.row(), ana, found[0].id)
    await closes(office)
    assert [(await office.now(each)).status for each in found] == ["received", "review"]
    assert await outcome(office, boss, planned, *found) == [("refused", "bulk_changed"), ("done", None)]


@on_one
@pytest.mark.parametrize("why", ["no_such_member", "recused"])
async def test_a_colleague_who_left_or_was_recused_meanwhile_gets_nothing(office: Office, why: str) -> None:
    boss, ana = await office.hires("supervisor"), await office.hires()
    (case,) = await filed(office, 1)
    planned = await bulk_of(office, boss, case, detail={"do": "assign", "to": ana.id})
    if why == "recused":
        async with office.desk.database.write() as session:
            await recusals.bar(session, HOME, case.id, ana.id, state="recused", why="own", by="x", now=office.clock())
    else:
        await roster.remove(office.desk, roster.CONSOLE, HOME, ana.id)
    await closes(office)
    assert (await office.now(case)).owner_id is None
    assert await outcome(office, boss, planned, case) == [("refused", why)]


@on_one
async def test_whoever_was_removed_or_recused_meanwhile_does_nothing(office: Office) -> None:
    boss, gone = await office.hires("supervisor"), await office.hires("supervisor", name="Bo")
    found = await filed(office, 2)
    planned = await bulk_of(office, boss, found[0], detail=START)
    await bulk_of(office, gone, found[1], detail=START)
    async with office.desk.database.write() as session:
        await recusals.bar(session, HOME, found[0].id, boss.id, state="recused", why="own", by="x", now=office.clock())
    await roster.remove(office.desk, roster.CONSOLE, HOME, gone.id)
    assert await closes(office) + await bulk_acts.round(office.desk) == 2
    assert [(await office.now(each)).status for each in found] == ["received"] * 2
    report = await bulk_plan.report(office.desk, boss, planned.id)
    assert (report.items, report.hidden) == ((), 1), "not even the report names a case that one must not know of"


@on_one
async def test_a_fault_in_one_case_does_not_keep_the_others_waiting(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss = await office.hires("supervisor")
    found = await filed(office, 2)
    planned = await bulk_of(office, boss, *found, detail=START)
    sound = caseload.act

    async def act(desk: Desk, source: InboxRow | None, member: Any, case_id: str, move: Move) -> Case:
        if case_id == found[0].id:
            raise RuntimeError
        return await sound(desk, source, member, case_id, move)

    monkeypatch.setattr(caseload, "act", act)
    await closes(office)
    assert await outcome(office, boss, planned, *found) == [("refused", "fault"), ("done", None)]


class Crash(BaseException):
    """The process ends here."""


async def test_it_survives_a_crash_half_way_and_repeats_nothing(
    office: Office, twin: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss = await office.hires("supervisor")
    found = await filed(office, 3)
    planned = await bulk_of(office, boss, *found, detail={"do": "message", "words": "We are on it."})
    sound, done = bulk_acts._carry_out, []

    async def dies(*args: Any) -> None:
        await sound(*args)
        done.append(args)
        if len(done) == 2:
            raise Crash

    monkeypatch.setattr(bulk_acts, "_carry_out", dies)
    with pytest.raises(Crash):
        await closes(office)
    assert await bulk_acts.round(twin.desk) == 0, "whoever died still holds it"
    office.clock.at += bulk_acts.LEASE * 2
    assert await bulk_acts.round(twin.desk) == 1
    assert len(await office.stored(messages)) == 3
    assert await outcome(office, boss, planned, *found) == [("done", None)] * 3


async def test_two_replicas_that_carry_out_the_same_act_do_it_once(office: Office, twin: Office) -> None:
    boss = await office.hires("supervisor")
    found = await filed(office, 2)
    planned = await bulk_of(office, boss, *found, detail={"do": "message", "words": "We are on it."})
    office.clock.at += WINDOW
    await asyncio.gather(bulk_acts.round(office.desk), bulk_acts.round(twin.desk))
    # The first was slow and its claim ran out: the other finds what is done already.
    async with office.desk.database.read() as session:
        member = await people.load(session, HOME, boss.id)
        items = await rows.cases_of(session, HOME, planned.id)
    assert member is not None
    await bulk_acts._carry_out(office.desk, member, items[0], {"do": "message", "words": "We are on it."})
    assert len(await office.stored(messages)) == 2
    assert [each.template for each in await told(office)] == ["bulk_done"]


async def told(office: Office) -> list[Any]:
    """The news of acts on many cases, as planned."""
    return [each for each in await office.stored(notices) if each.template == "bulk_done"]


@on_one
async def test_words_that_the_member_was_asked_for_meanwhile_are_still_asked_for(office: Office) -> None:
    boss = await office.hires("supervisor")
    found = await filed(office, 2)
    await bulk_of(office, boss, found[0], detail=START)
    asked = {"verb": "note", "case": found[1].id}
    await asking.ask(office.desk, None, boss, asked)
    await closes(office)
    assert (await office.now(found[0])).status == "review"
    (now,) = await office.members(boss.chat)
    assert now.prompt is not None
    assert asked.items() <= now.prompt.items()
